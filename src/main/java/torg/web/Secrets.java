package torg.web;

/// Addresses that carry a secret are written without it.
public final class Secrets {
    private Secrets() {}

    /// `/{edition}/my/…` loses what opens it.
    public static String masked(String path) {
        return path.replaceAll("/my/[^/?]+", "/my/…");
    }
}
