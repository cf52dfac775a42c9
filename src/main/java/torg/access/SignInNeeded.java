package torg.access;

/// The page is for somebody who is signed in: the answer leads to signing in and back.
public final class SignInNeeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SignInNeeded() {
        super("sign-in needed", null, false, false);
    }
}
