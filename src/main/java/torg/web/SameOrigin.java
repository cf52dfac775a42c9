package torg.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses methods that nothing here answers, and requests that change something and come from another site: by
/// `Sec-Fetch-Site`, or by `Origin` where a browser does not send it. A client that sends neither is no browser and
/// carries no cookies of ours.
///
/// This guards the forms of public pages, which are the same bytes for everybody and so carry no token.
public final class SameOrigin extends OncePerRequestFilter {
    private static final Pattern ALONE =
            Pattern.compile("/[^/]+/(desk/preview/([a-z]{2}/)?)?(register|my|order|privacy)(/.*)?");
    private static final Pattern DESK = Pattern.compile("/[^/]+/desk/.*");
    private static final long MAX_FORM_BYTES = 1 << 20;
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    /// Whether the forms of this page carry no token, so that its visitors get no cookie: this filter alone guards
    /// them.
    public static boolean guardsAlone(HttpServletRequest request) {
        return ALONE.matcher(request.getRequestURI()).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!SAFE.contains(request.getMethod()) && !"POST".equals(request.getMethod())) {
            response.setHeader("Allow", "GET, HEAD, OPTIONS, POST");
            response.sendError(405);
        } else if (request.getContentLengthLong() > MAX_FORM_BYTES && isForm(request)) {
            response.sendError(413);
        } else if (SAFE.contains(request.getMethod()) || ours(request)) {
            chain.doFilter(request, response);
        } else {
            response.sendError(403);
        }
    }

    /// A plain form of anybody's. At the desk it may be larger, so that a text that is far too long comes back with a
    /// sentence beside it; how large, the server's own limit says.
    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null
                && type.startsWith("application/x-www-form-urlencoded")
                && !DESK.matcher(request.getRequestURI()).matches();
    }

    private static boolean ours(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return "same-origin".equals(site) || "none".equals(site);
        }
        String origin = request.getHeader("Origin");
        return origin == null || sameHost(origin, request.getHeader("Host"));
    }

    private static boolean sameHost(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
