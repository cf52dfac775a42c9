package torg.people;

import java.util.List;
import java.util.UUID;

/// A module whose rows refer to organisations: a bean of it is called in the transaction of a merge, and of its
/// undoing.
///
/// An edition's own list of organisations is none: its lines stay with the organisation they were written for, and
/// [Organisations#find] follows.
public interface OrganisationMerged {
    /// Under which name what moved is kept, such as `person`.
    String name();

    /// Lets all that refers to `from` refer to `into`.
    ///
    /// @return the ids of what moved
    List<UUID> merged(UUID from, UUID into);

    /// Takes that back, for those of `moved` that still refer to `into`.
    void unmerged(UUID from, UUID into, List<UUID> moved);
}
