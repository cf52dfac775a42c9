package torg.web;

import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import java.util.Map;
import org.springframework.security.web.csrf.CsrfToken;

/// Adds the CSRF token to every form that posts.
final class CsrfFields implements HtmlInterceptor {
    /// For public pages, which are the same for everybody: their forms are guarded by [SameOrigin].
    static final HtmlInterceptor NONE = new HtmlInterceptor() {
        @Override
        public void onHtmlTagOpened(String name, Map<String, Object> attributes, TemplateOutput output) {}

        @Override
        public void onHtmlTagClosed(String name, TemplateOutput output) {}
    };

    private final CsrfToken token;
    private boolean posts;

    CsrfFields(CsrfToken token) {
        this.token = token;
    }

    @Override
    public void onHtmlTagOpened(String name, Map<String, Object> attributes, TemplateOutput output) {
        posts = "form".equals(name) && "post".equalsIgnoreCase(String.valueOf(attributes.get("method")));
    }

    @Override
    public void onHtmlTagClosed(String name, TemplateOutput output) {
        if (posts && "form".equals(name)) {
            output.writeContent("<input type=\"hidden\" name=\"" + token.getParameterName() + "\" value=\"");
            output.writeContent(token.getToken());
            output.writeContent("\">");
            posts = false;
        }
    }
}
