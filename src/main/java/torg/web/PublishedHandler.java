package torg.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers published pages from memory, before the servlet filters and in the thread that read the request.
///
/// Only GET and HEAD without a query; all else goes on to the application.
final class PublishedHandler extends Handler.Wrapper {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final PublishedPages pages;

    PublishedHandler(PublishedPages pages, Handler application) {
        super(true, application);
        this.pages = pages;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String method = request.getMethod();
        boolean get = "GET".equals(method);
        if ((get || "HEAD".equals(method)) && request.getHttpURI().getQuery() == null) {
            PublishedPages.Kept kept = pages.find(request.getHttpURI().getCanonicalPath());
            if (kept != null) {
                answer(kept, get, request, response, callback);
                return true;
            }
        }
        return super.handle(request, response, callback);
    }

    private static void answer(
            PublishedPages.Kept kept, boolean get, Request request, Response response, Callback callback) {
        PublishedPages.Variant variant = kept.variant(request.getHeaders().get(HttpHeader.ACCEPT_ENCODING));
        String ifNoneMatch = request.getHeaders().get(HttpHeader.IF_NONE_MATCH);
        boolean known = ifNoneMatch == null
                ? kept.notModifiedSince(request.getHeaders().getDateField(HttpHeader.IF_MODIFIED_SINCE))
                : matches(ifNoneMatch, variant.etag);
        if (known) {
            response.setStatus(304);
            response.getHeaders().add(variant.headersNotModified);
            response.write(true, NOTHING.duplicate(), callback);
            return;
        }
        response.setStatus(200);
        response.getHeaders().add(variant.headers);
        response.write(true, get ? variant.body() : NOTHING.duplicate(), callback);
    }

    /// RFC 9110, section 13.1.2: the weak comparison.
    private static boolean matches(String ifNoneMatch, String etag) {
        return ifNoneMatch.contains(etag) || "*".equals(ifNoneMatch.strip());
    }
}
