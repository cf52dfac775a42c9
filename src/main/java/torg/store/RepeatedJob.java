package torg.store;

/// Work that is done again and again on one of the nodes, by [Jobs]. It may run twice and must not mind.
public interface RepeatedJob {
    String name();

    int everySeconds();

    void run();
}
