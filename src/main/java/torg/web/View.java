package torg.web;

import gg.jte.html.HtmlInterceptor;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.Utf8ByteOutput;

/// A template with its values, ready to be written: `(out, forms) -> JtedayGenerated.render(out, forms, page, day)`.
///
/// Calling the generated class keeps the compiler's eye on the values. `forms` adds the CSRF token to forms that post.
@FunctionalInterface
public interface View {
    void render(HtmlTemplateOutput out, HtmlInterceptor forms);

    default byte[] bytes(HtmlInterceptor forms) {
        Utf8ByteOutput bytes = new Utf8ByteOutput();
        render(new OwaspHtmlTemplateOutput(bytes), forms);
        return bytes.toByteArray();
    }
}
