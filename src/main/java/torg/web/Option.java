package torg.web;

import org.jspecify.annotations.Nullable;

/// One choice in a field: the value that is sent, the words that are read, and if needed a line below them.
///
/// @param gone shown, but not to be chosen any more
public record Option(String value, String label, @Nullable String hint, boolean gone) {
    public Option(String value, String label, @Nullable String hint) {
        this(value, label, hint, false);
    }

    public Option(String value, String label) {
        this(value, label, null);
    }
}
