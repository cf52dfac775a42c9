package torg.web;

import java.net.URI;
import java.util.Map;

/// What a handler answers to one person: a page that nobody else sees and nothing keeps (`no-store`), a redirect after
/// a
/// post, or a file to download.
public sealed interface Answer {
    record Shown(int status, View view) implements Answer {}

    record Moved(String address) implements Answer {}

    record Sent(String mediaType, byte[] body, Map<String, String> headers) implements Answer {}

    static Answer page(View view) {
        return new Shown(200, view);
    }

    /// The form again, with what was typed and what to do about it.
    static Answer invalid(View view) {
        return new Shown(422, view);
    }

    /// Somebody else was faster.
    static Answer conflict(View view) {
        return new Shown(409, view);
    }

    /// After a post: 303, so that a reload does not post again. Addresses within this site only.
    static Answer seeOther(String address) {
        if (!address.startsWith("/") || address.startsWith("//")) {
            throw new IllegalArgumentException("not an address within this site: " + URI.create(address));
        }
        return new Moved(address);
    }

    static Answer download(String fileName, String mediaType, byte[] body) {
        return new Sent(
                mediaType,
                body,
                Map.of(
                        "Content-Disposition",
                        "attachment; filename=\"" + fileName.replaceAll("[^A-Za-z0-9._-]", "-") + "\""));
    }

    static Answer send(String mediaType, byte[] body) {
        return new Sent(mediaType, body, Map.of());
    }
}
