package torg.web;

import gg.jte.html.HtmlInterceptor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Writes what handlers answer ([Answer], [PublicPage]) and keeps published pages for the next asker.
final class Answers implements HandlerMethodReturnValueHandler {
    static final String GENERATION = "torg.generation";

    private final PublishedPages published;

    Answers(PublishedPages published) {
        this.published = published;
    }

    @Override
    public boolean supportsReturnType(MethodParameter returnType) {
        Class<?> type = returnType.getParameterType();
        return Answer.class.isAssignableFrom(type) || type == PublicPage.class;
    }

    @Override
    public void handleReturnValue(
            @Nullable Object value, MethodParameter returnType, ModelAndViewContainer container, NativeWebRequest web)
            throws IOException {
        container.setRequestHandled(true);
        HttpServletRequest request = java.util.Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
        HttpServletResponse response =
                java.util.Objects.requireNonNull(web.getNativeResponse(HttpServletResponse.class));
        switch (value) {
            case PublicPage page -> write(page, request, response);
            case Answer answer -> write(answer, request, response);
            case null, default -> throw new IllegalStateException("a handler answered " + value);
        }
    }

    private void write(PublicPage page, HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean preview = request.getAttribute(PublicPage.PREVIEW) != null;
        if (!preview
                && request.getQueryString() == null
                && "GET".equals(request.getMethod())
                && request.getAttribute(GENERATION) instanceof Long rendered) {
            PublishedPages.Variant variant = published
                    .keep(LanguagePath.original(request), page, rendered)
                    .variant(request.getHeader("Accept-Encoding"));
            variant.headers.forEach(header -> response.setHeader(header.getName(), header.getValue()));
            response.getOutputStream().write(variant.bytes());
            return;
        }
        page.headers().forEach(response::setHeader);
        response.setHeader("Cache-Control", preview ? "private, no-store" : "no-cache");
        if (!preview) {
            // not kept in memory, but browsers need not get twice what they have: a search, a filter
            String etag = '"' + PublishedPages.hash(page.body()) + '"';
            response.setHeader("ETag", etag);
            if (etag.equals(request.getHeader("If-None-Match"))) {
                response.setStatus(304);
                return;
            }
        }
        send(200, page.mediaType(), page.body(), response);
    }

    static void write(Answer answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "private, no-store");
        switch (answer) {
            case Answer.Shown(int status, View view) ->
                send(status, PublicPage.HTML, view.bytes(forms(request)), response);
            case Answer.Moved(String address) -> {
                response.setStatus(303);
                response.setHeader("Location", address);
            }
            case Answer.Sent(String mediaType, byte[] body, var headers) -> {
                headers.forEach(response::setHeader);
                send(200, mediaType, body, response);
            }
        }
    }

    private static HtmlInterceptor forms(HttpServletRequest request) {
        return !SameOrigin.guardsAlone(request)
                        && request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token
                ? new CsrfFields(token)
                : CsrfFields.NONE;
    }

    static void send(int status, String mediaType, byte[] body, HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType(mediaType);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
