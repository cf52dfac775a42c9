package torg.programme.plan;

import java.util.Arrays;
import java.util.List;
import torg.store.Db;

/// What a timetable is judged by. The first ones must hold; how much the others count is for an organiser to say.
public enum Rule {
    ROOM_ONCE,
    SPEAKER_ONCE,
    SPEAKER_AWAY,
    ROOM_CLOSED,
    CAPACITY,
    FITS,
    AUDIENCE,
    TRACK,
    COMPACT,
    ROOM_CHANGES,
    STABILITY;

    public boolean isHard() {
        return compareTo(FITS) <= 0;
    }

    public String id() {
        return Db.written(this);
    }

    /// Those that have a weight.
    public static List<Rule> soft() {
        return Arrays.stream(values()).filter(rule -> !rule.isHard()).toList();
    }

    static Rule of(String id) {
        return Arrays.stream(values())
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
