package torg.web;

import org.jspecify.annotations.Nullable;

/// One choice in a field: the value that is sent, the words that are read, and if needed a line below them.
///
/// @param gone shown, but not to be chosen any more
/// @param mark a class for style sheets
public record Option(
        String value,
        String label,
        @Nullable String hint,
        boolean gone,
        @Nullable String mark) {
    public Option(String value, String label, @Nullable String hint, boolean gone) {
        this(value, label, hint, gone, null);
    }

    public Option(String value, String label, @Nullable String hint) {
        this(value, label, hint, false);
    }

    public Option(String value, String label) {
        this(value, label, null);
    }

    public Option marked(String other) {
        return new Option(value, label, hint, gone, other);
    }
}
