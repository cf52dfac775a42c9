package torg.web;

import gg.jte.Content;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import torg.text.Text;

/// A day as a list by time. What begins together stands together.
///
/// @param items in their order
/// @param now   the conference's time if the day is today, else null
public record Agenda(List<Item> items, @Nullable LocalTime now) {
    /// @param end    null where it is open
    /// @param href   null for a break
    /// @param place  a room's name
    /// @param who    the speakers' names, or the host's
    /// @param tags   "Plenum", "Engelska", "Fullt"
    /// @param action a star or the like
    public record Item(
            LocalTime start,
            @Nullable LocalTime end,
            @Nullable String href,
            Text.Said title,
            @Nullable String place,
            @Nullable String who,
            List<String> tags,
            @Nullable Content action) {
        public Item(LocalTime start, @Nullable LocalTime end, @Nullable String href, Text.Said title) {
            this(start, end, href, title, null, null, List.of(), null);
        }
    }

    /// Times with what begins then.
    public Map<LocalTime, List<Item>> byTime() {
        Map<LocalTime, List<Item>> byTime = new LinkedHashMap<>();
        items.forEach(item ->
                byTime.computeIfAbsent(item.start(), time -> new ArrayList<>()).add(item));
        return byTime;
    }

    /// Whether the line that says *now* stands before what begins at this time.
    public boolean nowBefore(LocalTime start) {
        return now != null
                && start.isAfter(now)
                && items.stream().map(Item::start).noneMatch(other -> other.isAfter(now) && other.isBefore(start));
    }

    /// "past", "running" or "later".
    public String stand(Item item) {
        if (now == null || item.start().isAfter(now)) {
            return "later";
        }
        return item.end() != null && !item.end().isAfter(now) ? "past" : "running";
    }
}
