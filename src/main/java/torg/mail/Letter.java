package torg.mail;

import gg.jte.html.HtmlInterceptor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import torg.text.Language;
import torg.web.View;

/// The body of a mail: paragraphs and at most one thing to press, as text and as HTML that says the same.
///
/// No picture is loaded and no link is rewritten, so nothing tells whether it was read.
public record Letter(
        Language language,
        String greeting,
        List<String> paragraphs,
        @Nullable Link link,
        String closing) {
    public record Link(String label, String href) {}

    public static Letter of(Language language, String greeting, String closing) {
        return new Letter(language, greeting, List.of(), null, closing);
    }

    public Letter paragraph(String text) {
        List<String> more = new ArrayList<>(paragraphs);
        more.add(text);
        return new Letter(language, greeting, List.copyOf(more), link, closing);
    }

    public Letter link(String label, String href) {
        return new Letter(language, greeting, paragraphs, new Link(label, href), closing);
    }

    public String text() {
        StringBuilder text = new StringBuilder(greeting).append("\n\n");
        paragraphs.forEach(paragraph -> text.append(paragraph).append("\n\n"));
        if (link != null) {
            text.append(link.label).append(":\n").append(link.href).append("\n\n");
        }
        return text.append(closing).append('\n').toString();
    }

    public String html() {
        View view = (out, forms) -> JteletterGenerated.render(out, forms, this);
        return new String(view.bytes(NO_FORMS), StandardCharsets.UTF_8);
    }

    private static final HtmlInterceptor NO_FORMS = new HtmlInterceptor() {
        @Override
        public void onHtmlTagOpened(
                String name, java.util.Map<String, Object> attributes, gg.jte.TemplateOutput output) {}

        @Override
        public void onHtmlTagClosed(String name, gg.jte.TemplateOutput output) {}
    };
}
