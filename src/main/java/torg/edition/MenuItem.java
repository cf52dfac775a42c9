package torg.edition;

/// An entry of the public menu, from the module whose page it leads to; in the order of Spring's `@Order`.
public interface MenuItem {
    /// Within the edition: `/programme`.
    String path();

    /// The key of its words, in the messages of the implementing class's package.
    String label();

    boolean isShown(Shown shown);
}
