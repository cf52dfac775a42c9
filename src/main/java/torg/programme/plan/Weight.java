package torg.programme.plan;

/// How much a rule counts, in words that a person understands.
public enum Weight {
    NOT(0),
    LITTLE(1),
    SOME(3),
    MUCH(10);

    private final int factor;

    Weight(int factor) {
        this.factor = factor;
    }

    int factor() {
        return factor;
    }
}
