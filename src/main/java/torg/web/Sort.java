package torg.web;

import org.jspecify.annotations.Nullable;

/// By which column a table is sorted: the column's name as it stands in `?sort=` (`-name` when it falls), and the
/// table's address without `sort`.
public record Sort(String by, String address) {
    public boolean down() {
        return by.startsWith("-");
    }

    public String column() {
        return down() ? by.substring(1) : by;
    }

    public @Nullable String ariaSort(String name) {
        return !column().equals(name) ? null : down() ? "descending" : "ascending";
    }

    /// A click on a heading sorts by it, a second one turns the order.
    public String href(String name) {
        return address + (address.contains("?") ? "&" : "?") + "sort=" + (by.equals(name) ? "-" : "") + name;
    }
}
