package torg.store;

/// Who did something, as plain data for an audit row and a release: an account, a person with a personal link, or the
/// system itself (a command, a job).
public record By(String kind, String id, String name) {
    /// The installation itself: a command typed by the operator, or a job.
    public static By system(String what) {
        return new By("system", what, what);
    }
}
