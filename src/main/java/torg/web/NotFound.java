package torg.web;

/// There is no such thing, or this person may not know that there is: 404 either way.
public final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotFound(String what) {
        super(what, null, false, false);
    }
}
