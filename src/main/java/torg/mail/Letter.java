package torg.mail;

import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import torg.text.Language;
import torg.web.Html;
import torg.web.View;

/// A letter as it is read: the same in text and in HTML. No picture is loaded and no link is rewritten, so nothing
/// tells
/// whether it was read.
///
/// @param html what stands in the body
public record Letter(
        String sender,
        String subject,
        String text,
        Html html,
        Language language,
        List<Letters.Attachment> attachments) {
    /// The whole HTML.
    String page() {
        View view = (out, forms) -> JteletterGenerated.render(out, forms, this);
        return new String(view.bytes(NO_FORMS), StandardCharsets.UTF_8);
    }

    private static final HtmlInterceptor NO_FORMS = new HtmlInterceptor() {
        @Override
        public void onHtmlTagOpened(String name, Map<String, Object> attributes, TemplateOutput output) {}

        @Override
        public void onHtmlTagClosed(String name, TemplateOutput output) {}
    };
}
