package torg.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// An answer that is the same bytes for everybody: rendered once, kept in memory by [PublishedPages] and served from
/// there before any filter runs. Holds no cookie, no token, nothing personal.
///
/// @param group    whose change makes it stale: an edition's slug, or `""` for pages without edition
/// @param freshFor how long it may be served without being rendered again, if nothing is published meanwhile
public record PublicPage(String group, String mediaType, byte[] body, Duration freshFor, Map<String, String> headers) {
    public static final String HTML = "text/html;charset=utf-8";
    /// Set on a request whose pages nobody else may see: a preview of a draft.
    public static final String PREVIEW = "torg.preview";

    private static final Duration UNTIL_CHANGED = Duration.ofHours(6);

    public static PublicPage html(String group, View view) {
        return new PublicPage(group, HTML, view.bytes(CsrfFields.NONE), UNTIL_CHANGED, Map.of());
    }

    public static PublicPage of(String group, String mediaType, String body) {
        return of(group, mediaType, body.getBytes(StandardCharsets.UTF_8));
    }

    public static PublicPage of(String group, String mediaType, byte[] body) {
        return new PublicPage(group, mediaType, body, UNTIL_CHANGED, Map.of());
    }

    /// Fresh for this long: for pages with a clock, or with the number of places left.
    public PublicPage freshFor(Duration duration) {
        return new PublicPage(group, mediaType, body, duration, headers);
    }

    public PublicPage header(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new PublicPage(group, mediaType, body, freshFor, more);
    }
}
