package torg.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;
import torg.text.Language;

/// Takes the language out of the address: `/{edition}/en/programme` is handled as `/{edition}/programme` in English,
/// and
/// `/en/sign-in` as `/sign-in`. Without a language in the address, the edition's first language (or Swedish) holds.
/// A slash at the end is taken away by a redirect.
public final class LanguagePath extends OncePerRequestFilter {
    private static final String LANGUAGE = "torg.language";
    private static final String ORIGINAL = "torg.original-path";

    /// The language that the address names, or null where it names none.
    public static @Nullable Language named(HttpServletRequest request) {
        return request.getAttribute(LANGUAGE) instanceof Language language ? language : null;
    }

    /// Takes note of a language that stands elsewhere in the address: below a preview.
    public static void name(HttpServletRequest request, Language language) {
        request.setAttribute(LANGUAGE, language);
    }

    /// The address as it was asked for, with its language.
    public static String original(HttpServletRequest request) {
        return request.getAttribute(ORIGINAL) instanceof String path ? path : request.getRequestURI();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        request.setAttribute(ORIGINAL, path);
        if (isClosed(path) && !"POST".equals(request.getMethod())) {
            String query = request.getQueryString();
            response.setStatus(308);
            response.setHeader("Location", path.substring(0, path.length() - 1) + (query == null ? "" : "?" + query));
            return;
        }
        String[] segments = path.split("/", 4);
        Optional<Language> first = segments.length > 1 ? Language.spoken(segments[1]) : Optional.empty();
        Optional<Language> second = segments.length > 2 ? Language.spoken(segments[2]) : Optional.empty();
        if (first.isPresent()) {
            pass(first.get(), path.substring(1 + segments[1].length()), request, response, chain);
        } else if (second.isPresent()) {
            String edition = "/" + segments[1];
            String rest = path.substring(edition.length() + 1 + segments[2].length());
            pass(second.get(), edition + rest, request, response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    /// An address with a slash at its end, which is no other page; none that a browser would take for another site.
    private static boolean isClosed(String path) {
        return path.length() > 1 && path.endsWith("/") && !path.contains("//") && path.matches("[\\w.~%/-]+");
    }

    private static void pass(
            Language language, String path, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        request.setAttribute(LANGUAGE, language);
        String handled = path.isEmpty() ? "/" : path;
        chain.doFilter(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public String getRequestURI() {
                        return handled;
                    }

                    @Override
                    public String getServletPath() {
                        return handled;
                    }

                    @Override
                    public StringBuffer getRequestURL() {
                        StringBuffer url = super.getRequestURL();
                        return url.replace(url.length() - super.getRequestURI().length(), url.length(), handled);
                    }
                },
                response);
    }
}
