package torg.programme.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import torg.programme.plan.Timetable.Place;

/// The plan that somebody in a hurry makes: the largest session first, each where it is published or
/// else at the first place where it breaks nothing that must hold. The search begins with it, and is measured against
/// it.
public final class FirstFit {
    private final Timetable timetable;
    private final List<Placement> placed = new ArrayList<>();

    private FirstFit(Timetable timetable) {
        this.timetable = timetable;
    }

    /// Places what has no place yet.
    public static Timetable of(Timetable timetable) {
        return new FirstFit(timetable).all();
    }

    private Timetable all() {
        timetable.placements().stream().filter(Placement::isPlaced).forEach(placed::add);
        List<Place> inOrder = timetable.places().stream()
                .sorted(Comparator.comparingLong((Place place) -> place.start().from())
                        .thenComparing(
                                place -> place.room().capacity(), Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(place -> place.room().key()))
                .toList();
        List<Placement> toPlace = timetable.placements().stream()
                .filter(placement -> !placement.isPlaced())
                .sorted(Comparator.comparingInt(
                                (Placement placement) -> -placement.talk().audience())
                        .thenComparingInt(placement -> -placement.talk().minutes())
                        .thenComparing(Placement::key))
                .toList();
        Map<String, Placement> now = new HashMap<>();
        for (Placement placement : toPlace) {
            Placement there = first(placement, inOrder);
            placed.add(there);
            now.put(there.key(), there);
        }
        return timetable.with(timetable.placements().stream()
                .map(placement -> now.getOrDefault(placement.key(), placement))
                .toList());
    }

    private Placement first(Placement placement, List<Place> inOrder) {
        Place published = placement.talk().published();
        if (published != null && inOrder.contains(published) && broken(placement.at(published)) == 0) {
            return placement.at(published);
        }
        Placement best = placement.at(inOrder.getFirst());
        long least = Long.MAX_VALUE;
        for (Place place : inOrder) {
            Placement there = placement.at(place);
            long broken = broken(there);
            if (broken == 0) {
                return there;
            }
            if (broken < least) {
                best = there;
                least = broken;
            }
        }
        return best;
    }

    /// How many rules that must hold it would break.
    private long broken(Placement there) {
        long alone = (there.isTooLong() ? 1 : 0)
                + (there.isWithoutSpeaker() ? 1 : 0)
                + (there.isRoomClosed() ? 1 : 0)
                + (there.seatsMissing() > 0 ? 1 : 0);
        return alone
                + placed.stream()
                        .filter(there::meets)
                        .mapToLong(other -> (there.sharesRoom(other) ? 1 : 0) + (there.sharesSpeaker(other) ? 1 : 0))
                        .sum();
    }
}
