package torg.web;

/// A file that never changes under its address, because the address has its hash in it.
public record Asset(String href, String mediaType, byte[] bytes) {
    /// For `Cache-Control`.
    public static final String FOREVER = "public, max-age=31536000, immutable";

    /// The address gets the hash before its ending: `/static/css/torg.css` becomes `/static/css/torg-Xk2….css`.
    static Asset hashed(String path, String mediaType, byte[] bytes) {
        int dot = path.lastIndexOf('.');
        String hash = PublishedPages.hash(bytes).substring(0, 12);
        return new Asset(path.substring(0, dot) + "-" + hash + path.substring(dot), mediaType, bytes);
    }
}
