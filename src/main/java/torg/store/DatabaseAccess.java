package torg.store;

/// Where the database is to be had. The password never appears in a log.
public record DatabaseAccess(String url, String user, String password) {
    @Override
    public String toString() {
        return url;
    }
}
