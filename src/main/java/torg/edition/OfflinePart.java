package torg.edition;

import java.util.List;

/// Pages that browsers keep for when there is no network, from the module whose pages they are: those that hold for the
/// whole release, none that change by the minute or belong to one person.
public interface OfflinePart {
    /// Within the edition: `/programme`. All of them can be had while the release is the newest.
    List<String> paths(Shown shown);
}
