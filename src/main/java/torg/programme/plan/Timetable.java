package torg.programme.plan;

import ai.timefold.solver.core.api.domain.solution.ConstraintWeightOverrides;
import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.ProblemFactCollectionProperty;
import ai.timefold.solver.core.api.score.HardSoftScore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import torg.text.Text;

/// All sessions of an edition and where each of them is placed: what the search changes, and the rules judge.
@PlanningSolution
public class Timetable {
    private List<Place> places = List.of();

    @PlanningEntityCollectionProperty
    private List<Placement> placements = List.of();

    @ProblemFactCollectionProperty
    private List<Shared> shared = List.of();

    private ConstraintWeightOverrides<HardSoftScore> weights = ConstraintWeightOverrides.none();

    @PlanningScore
    private @Nullable HardSoftScore score;

    Timetable() {} // for the search, which copies it

    /// @param places     where sessions can be placed
    /// @param placements of every session that takes place, fixed ones too
    public Timetable(List<Place> places, List<Placement> placements, Map<Rule, Weight> weights) {
        this.places = places;
        this.placements =
                placements.stream().map(placement -> placement.among(places)).toList();
        Map<String, HardSoftScore> factors = new HashMap<>();
        weights.forEach((rule, weight) -> factors.put(rule.id(), HardSoftScore.ofSoft(weight.factor())));
        this.weights = ConstraintWeightOverrides.of(factors);
        this.shared = shared(placements);
    }

    /// Minutes since 1970.
    public record Span(long from, long to) {
        public static Span of(Instant starts, Instant ends) {
            return new Span(starts.getEpochSecond() / 60, ends.getEpochSecond() / 60);
        }

        boolean meets(long otherFrom, long otherTo) {
            return from < otherTo && otherFrom < to;
        }
    }

    /// @param capacity null where it is not known
    /// @param closed   when nothing can be placed in it
    public record Room(String key, Text name, @Nullable Integer capacity, List<Span> closed) {
        /// Of what has no room, or takes the whole venue; any number of sessions can be there.
        public static final Room NONE = new Room("", Text.EMPTY, null, List.of());
    }

    /// A time when something can begin.
    ///
    /// @param closes when it must be over at the latest: a break, a plenary session or the end of the day follows
    public record Start(LocalDate day, long from, long closes) {}

    public record Place(Room room, Start start) {
        @Override
        public int hashCode() {
            return 31 * room.key.hashCode() + Long.hashCode(start.from); // often asked for
        }

        Instant starts() {
            return Instant.ofEpochSecond(start.from * 60);
        }
    }

    /// A session to be placed.
    ///
    /// @param track      its key, or the empty string
    /// @param speakers   names by key, moderators too
    /// @param away       when one of them cannot
    /// @param audience   how many want to hear it
    /// @param wantedWith how many want to hear both this and another, by that one's key
    /// @param published  where it is for those who have read the published programme
    public record Talk(
            String key,
            Text title,
            int minutes,
            String track,
            Map<String, String> speakers,
            List<Away> away,
            int audience,
            Map<String, Integer> wantedWith,
            @Nullable Place published) {}

    /// When a speaker cannot.
    public record Away(String name, Span span) {}

    /// Two sessions of one speaker.
    public record Shared(String first, String second, String speaker) {}

    private static List<Shared> shared(List<Placement> placements) {
        Map<String, List<Placement>> bySpeaker = new HashMap<>();
        List<Shared> pairs = new ArrayList<>();
        for (Placement placement : placements) {
            placement.talk().speakers().forEach((key, name) -> {
                List<Placement> others = bySpeaker.computeIfAbsent(key, one -> new ArrayList<>());
                others.forEach(other -> pairs.add(new Shared(other.key(), placement.key(), name)));
                others.add(placement);
            });
        }
        return List.copyOf(pairs);
    }

    /// The same with these placements.
    Timetable with(List<Placement> others) {
        Timetable copy = new Timetable();
        copy.places = places;
        copy.placements = others;
        copy.shared = shared;
        copy.weights = weights;
        return copy;
    }

    /// Without what has no place.
    Timetable placed() {
        List<Placement> there = placements.stream().filter(Placement::isPlaced).toList();
        Timetable copy = with(there);
        copy.shared = shared(there);
        return copy;
    }

    List<Place> places() {
        return places;
    }

    public List<Placement> placements() {
        return placements;
    }

    /// As the search found it.
    public HardSoftScore score() {
        return score == null ? HardSoftScore.ZERO : score;
    }

    /// How much one of it counts; zero where the rule is not heard.
    long factor(Rule rule) {
        HardSoftScore weight = weights.getConstraintWeight(rule.id());
        return rule.isHard() || weight == null ? 1 : weight.softScore();
    }

    Map<String, Placement> byKey() {
        return placements.stream().collect(Collectors.toMap(Placement::key, Function.identity()));
    }

    // the search knows its way by names like these

    public List<Placement> getPlacements() {
        return placements;
    }

    public List<Shared> getShared() {
        return shared;
    }

    public ConstraintWeightOverrides<HardSoftScore> getWeights() {
        return weights;
    }

    public void setWeights(ConstraintWeightOverrides<HardSoftScore> weights) {
        this.weights = weights;
    }

    public @Nullable HardSoftScore getScore() {
        return score;
    }

    public void setScore(@Nullable HardSoftScore score) {
        this.score = score;
    }
}
