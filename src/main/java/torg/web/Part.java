package torg.web;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import gg.jte.html.HtmlTemplateOutput;

/// A template as a part of another module's page.
public record Part(View view) implements Content {
    @Override
    public void writeTo(TemplateOutput output) {
        if (!(output instanceof HtmlTemplateOutput html)) {
            throw new IllegalStateException("HTML belongs into HTML");
        }
        view.render(html, CsrfFields.NONE);
    }
}
