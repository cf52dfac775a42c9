package torg.web;

import gg.jte.Content;
import gg.jte.TemplateOutput;

/// HTML that is safe to write as it is, because trusted code made it: [Markdown], a drawing. Templates print it with
/// `${html}` like any content.
public record Html(String value) implements Content {
    public static final Html EMPTY = new Html("");

    /// You vouch that everything foreign in it is escaped.
    public static Html trusted(String value) {
        return new Html(value);
    }

    public static Html escaped(String text) {
        return new Html(text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;"));
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public void writeTo(TemplateOutput output) {
        output.writeContent(value);
    }

    @Override
    public boolean isEmptyContent() {
        return isEmpty();
    }

    @Override
    public String toString() {
        return value;
    }
}
