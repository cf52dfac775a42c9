package torg.web;

import org.jspecify.annotations.Nullable;

/// One choice in a field: the value that is sent, the words that are read, and if needed a line below them.
public record Option(String value, String label, @Nullable String hint) {
    public Option(String value, String label) {
        this(value, label, null);
    }
}
