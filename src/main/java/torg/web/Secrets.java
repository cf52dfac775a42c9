package torg.web;

/// Addresses that carry a secret are written without it.
public final class Secrets {
    private Secrets() {}

    /// `/{edition}/my/…` and `/{edition}/order/…` lose what opens them.
    public static String masked(String path) {
        return path.replaceAll("/(my|order)/[^/?\\s\"<)]+", "/$1/…");
    }
}
