package torg.programme.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import torg.programme.plan.Timetable.Place;
import torg.programme.plan.Timetable.Shared;
import torg.programme.plan.Timetable.Talk;

/// Where a timetable breaks a rule, and what the sentence about it needs.
///
/// @param talks   one session, or two by time
/// @param place   of the first one; for [Rule#STABILITY] the published place
/// @param speaker who it is about, or the empty string
/// @param number  of people who want both, seats that are missing, minutes or hours, as the rule counts
/// @param cost    what it takes off the score, before its weight
public record Conflict(Rule rule, List<Talk> talks, Place place, String speaker, long number, long cost) {

    /// All of them: what must hold first, then what costs most. Together they cost what the search says.
    public static List<Conflict> in(Timetable timetable) {
        List<Conflict> all = new ArrayList<>();
        List<Placement> placements = timetable.placements();
        for (int i = 0; i < placements.size(); i++) {
            Placement one = placements.get(i);
            alone(all, one);
            for (int j = i + 1; j < placements.size(); j++) {
                Placement other = placements.get(j);
                if (one.meets(other)) {
                    atOnce(all, one, other);
                }
                boolean follows = one.sharesTrack(other) && one.day().equals(other.day());
                if (follows && (Rules.changesRoom(one, other) || Rules.changesRoom(other, one))) {
                    all.add(of(Rule.ROOM_CHANGES, one, other, "", 0, Rules.ROOM_CHANGE));
                }
            }
        }
        Map<String, Placement> byKey = timetable.byKey();
        for (Shared shared : timetable.getShared()) {
            Placement one = Objects.requireNonNull(byKey.get(shared.first()));
            Placement other = Objects.requireNonNull(byKey.get(shared.second()));
            if (Rules.isApart(one, other)) {
                long hours = Rules.hoursApart(one, other);
                all.add(of(Rule.COMPACT, one, other, shared.speaker(), hours, hours * Rules.HOUR));
            }
        }
        return all.stream()
                .filter(conflict -> timetable.factor(conflict.rule) > 0)
                .sorted(Comparator.comparing((Conflict conflict) -> !conflict.rule.isHard())
                        .thenComparing(conflict -> -conflict.cost * timetable.factor(conflict.rule))
                        .thenComparing(Conflict::rule)
                        .thenComparing(conflict -> conflict.first().key()))
                .toList();
    }

    private static void alone(List<Conflict> all, Placement one) {
        if (one.isWithoutSpeaker()) {
            all.add(of(Rule.SPEAKER_AWAY, one, one.place(), one.away(), 0, 1));
        }
        if (one.isRoomClosed()) {
            all.add(of(Rule.ROOM_CLOSED, one, one.place(), "", 0, 1));
        }
        if (one.seatsMissing() > 0) {
            all.add(of(Rule.CAPACITY, one, one.place(), "", one.seatsMissing(), 1));
        }
        if (one.isTooLong()) {
            long minutes = one.to() - one.place().start().closes();
            all.add(of(Rule.FITS, one, one.place(), "", minutes, 1));
        }
        if (one.isMoved()) {
            Place published = Objects.requireNonNull(one.talk().published());
            all.add(of(Rule.STABILITY, one, published, "", 0, Rules.moved(one)));
        }
    }

    private static void atOnce(List<Conflict> all, Placement one, Placement other) {
        if (one.sharesRoom(other)) {
            all.add(of(Rule.ROOM_ONCE, one, other, "", 0, 1));
        }
        if (one.sharesSpeaker(other)) {
            all.add(of(Rule.SPEAKER_ONCE, one, other, one.sharedSpeakers(other), 0, 1));
        }
        if (Rules.isWanted(one, other)) {
            all.add(of(Rule.AUDIENCE, one, other, "", one.wantedWith(other), one.wantedWith(other)));
        }
        if (Rules.isSameTrack(one, other)) {
            all.add(of(Rule.TRACK, one, other, "", 0, Rules.SAME_TRACK));
        }
    }

    private static Conflict of(Rule rule, Placement one, Place place, String speaker, long number, long cost) {
        return new Conflict(rule, List.of(one.talk()), place, speaker, number, cost);
    }

    private static Conflict of(Rule rule, Placement one, Placement other, String speaker, long number, long cost) {
        boolean inOrder = one.from() < other.from()
                || one.from() == other.from() && one.key().compareTo(other.key()) < 0;
        Placement first = inOrder ? one : other;
        Placement second = inOrder ? other : one;
        return new Conflict(rule, List.of(first.talk(), second.talk()), first.place(), speaker, number, cost);
    }

    public Talk first() {
        return talks.getFirst();
    }

    public @Nullable Talk second() {
        return talks.size() > 1 ? talks.get(1) : null;
    }
}
