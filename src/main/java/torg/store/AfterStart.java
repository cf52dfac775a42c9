package torg.store;

/// Work to be done once the application is up and before it is announced as ready, such as bringing a demo's examples
/// in.
/// In the order of Spring's `@Order`.
public interface AfterStart {
    void run();
}
