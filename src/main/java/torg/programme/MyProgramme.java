package torg.programme;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import torg.programme.Programme.Slot;
import torg.programme.ProgrammePages.Line;

/// One person's programme: the sessions with a seat and those with a star, by time.
///
/// @param lines   of what the person chose or saved
/// @param chosen  codes of the sessions with a seat
/// @param starred codes of those that were saved
record MyProgramme(List<Line> lines, Set<String> chosen, Set<String> starred) {
    static MyProgramme of(List<Line> all, List<String> chosen, Set<String> starred) {
        return new MyProgramme(
                all.stream()
                        .filter(line -> chosen.contains(line.session().code())
                                || starred.contains(line.session().code()))
                        .toList(),
                new HashSet<>(chosen),
                starred);
    }

    /// Two that are on at the same time.
    record Conflict(Line first, Line second) {}

    /// Those that overlap, each pair once. What is cancelled is in nobody's way, nor is what has no time.
    List<Conflict> conflicts() {
        List<Line> timed = lines.stream()
                .filter(line -> line.slot() != null && !line.session().isCancelled())
                .toList();
        List<Conflict> conflicts = new ArrayList<>();
        for (int i = 0; i < timed.size(); i++) {
            Slot first = Objects.requireNonNull(timed.get(i).slot());
            for (int j = i + 1; j < timed.size(); j++) {
                Slot second = Objects.requireNonNull(timed.get(j).slot());
                if (!second.starts().isBefore(first.ends())) {
                    break; // they are in the order of their time
                }
                if (!timed.get(i).session().equals(timed.get(j).session())) {
                    conflicts.add(new Conflict(timed.get(i), timed.get(j)));
                }
            }
        }
        return conflicts;
    }

    /// What each session is in the way of, by code.
    Map<String, List<Line>> inTheWay() {
        Map<String, List<Line>> others = new LinkedHashMap<>();
        for (Conflict conflict : conflicts()) {
            others.computeIfAbsent(conflict.first.session().code(), code -> new ArrayList<>())
                    .add(conflict.second);
            others.computeIfAbsent(conflict.second.session().code(), code -> new ArrayList<>())
                    .add(conflict.first);
        }
        return others;
    }
}
