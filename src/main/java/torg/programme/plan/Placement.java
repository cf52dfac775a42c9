package torg.programme.plan;

import ai.timefold.solver.core.api.domain.common.PlanningId;
import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.entity.PlanningPin;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import torg.programme.plan.Timetable.Place;
import torg.programme.plan.Timetable.Room;
import torg.programme.plan.Timetable.Talk;

/// A session and where it is placed. What is fixed stays there.
@PlanningEntity
public class Placement {
    @PlanningId
    private String key = "";

    private @Nullable Talk talk;

    @PlanningPin
    private boolean fixed;

    private List<Place> allowed = List.of();

    @PlanningVariable
    private @Nullable Place place;

    Placement() {} // for the search, which copies it

    public Placement(Talk talk, boolean fixed, @Nullable Place place) {
        this.key = talk.key();
        this.talk = talk;
        this.fixed = fixed;
        this.place = place;
    }

    /// What is fixed may be where nothing else can be placed.
    Placement among(List<Place> places) {
        allowed = fixed ? List.of(place()) : places;
        return this;
    }

    Placement at(Place other) {
        return new Placement(talk(), fixed, other).among(allowed);
    }

    public String key() {
        return key;
    }

    public Talk talk() {
        return Objects.requireNonNull(talk);
    }

    public boolean isFixed() {
        return fixed;
    }

    public boolean isPlaced() {
        return place != null;
    }

    public Place place() {
        return Objects.requireNonNull(place);
    }

    long from() {
        return place().start().from();
    }

    long to() {
        return from() + talk().minutes();
    }

    LocalDate day() {
        return place().start().day();
    }

    Room room() {
        return place().room();
    }

    String track() {
        return talk().track();
    }

    boolean meets(Placement other) {
        return from() < other.to() && other.from() < to();
    }

    /// Of two at the same time.
    boolean sharesRoom(Placement other) {
        return room().key().equals(other.room().key()) && !room().equals(Room.NONE);
    }

    /// Names in a row, or the empty string.
    String sharedSpeakers(Placement other) {
        if (talk().speakers().isEmpty() || other.talk().speakers().isEmpty()) {
            return "";
        }
        return String.join(
                ", ",
                talk().speakers().entrySet().stream()
                        .filter(one -> other.talk().speakers().containsKey(one.getKey()))
                        .map(Map.Entry::getValue)
                        .sorted()
                        .toList());
    }

    boolean sharesSpeaker(Placement other) {
        for (String speaker : talk().speakers().keySet()) {
            if (other.talk().speakers().containsKey(speaker)) {
                return true;
            }
        }
        return false;
    }

    boolean sharesTrack(Placement other) {
        return !track().isEmpty() && track().equals(other.track());
    }

    /// How many want to hear both.
    int wantedWith(Placement other) {
        return talk().wantedWith().getOrDefault(other.key, 0);
    }

    /// Names of those who cannot, in a row, or the empty string.
    String away() {
        return String.join(
                ", ",
                talk().away().stream()
                        .filter(away -> away.span().meets(from(), to()))
                        .map(Timetable.Away::name)
                        .distinct()
                        .toList());
    }

    boolean isWithoutSpeaker() {
        return talk().away().stream().anyMatch(away -> away.span().meets(from(), to()));
    }

    boolean isRoomClosed() {
        return room().closed().stream().anyMatch(span -> span.meets(from(), to()));
    }

    boolean isTooLong() {
        return to() > place().start().closes();
    }

    int seatsMissing() {
        Integer capacity = room().capacity();
        return capacity == null ? 0 : Math.max(0, talk().audience() - capacity);
    }

    /// Whether it is elsewhere than was published.
    boolean isMoved() {
        Place published = talk().published();
        return published != null
                && !fixed
                && (published.start().from() != from()
                        || !published.room().key().equals(room().key()));
    }

    boolean isAtOtherTime() {
        Place published = talk().published();
        return published != null && published.start().from() != from();
    }

    @Override
    public String toString() {
        return key + " " + (place == null ? "-" : room().key() + " " + place().starts());
    }

    // the search knows its way by names like these

    public String getKey() {
        return key;
    }

    @ValueRangeProvider
    public List<Place> getAllowed() {
        return allowed;
    }

    public @Nullable Place getPlace() {
        return place;
    }

    public void setPlace(@Nullable Place place) {
        this.place = place;
    }
}
