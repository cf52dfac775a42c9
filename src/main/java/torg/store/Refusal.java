package torg.store;

/// Torg cannot do what the operator asked; the message is a sentence for that person, without a stack trace.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Refusal(String sentence) {
        super(sentence, null, false, false);
    }
}
