package torg.edition;

import java.util.Set;

/// An entry of the desk's menu, from the module whose page it leads to; in the order of Spring's `@Order`.
public interface DeskItem {
    /// Below the edition: `/desk/participants`.
    String path();

    /// The key of its words, in the messages of the implementing class's package.
    String label();

    /// Whether somebody with these roles may open it.
    default boolean isFor(Set<Role> roles) {
        return roles.contains(Role.ORGANISER);
    }
}
