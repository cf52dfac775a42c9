package torg.web;

/// The person knows of the thing, but lacks a role for it: 403.
public final class Forbidden extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Forbidden(String what) {
        super(what, null, false, false);
    }
}
