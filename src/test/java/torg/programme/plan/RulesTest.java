package torg.programme.plan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.timefold.solver.core.api.score.HardSoftScore;
import ai.timefold.solver.core.api.score.stream.test.ConstraintVerifier;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import torg.programme.plan.Timetable.Away;
import torg.programme.plan.Timetable.Place;
import torg.programme.plan.Timetable.Room;
import torg.programme.plan.Timetable.Span;
import torg.programme.plan.Timetable.Start;
import torg.programme.plan.Timetable.Talk;
import torg.text.Text;

/// Each rule by itself, and what the search makes of all of them.
class RulesTest {
    private static final LocalDate TUESDAY = LocalDate.parse("2027-05-25");
    private static final Room BRIDGE = new Room("bridge", Text.sv("Bron"), 100, List.of());
    private static final Room TOWER =
            new Room("tower", Text.sv("Tornet"), 40, List.of(new Span(minute(1, 13), minute(1, 14))));
    private static final Map<Rule, Weight> ALL_SOME =
            Rule.soft().stream().collect(Collectors.toMap(rule -> rule, rule -> Weight.SOME));

    private final ConstraintVerifier<Rules, Timetable> rules =
            ConstraintVerifier.build(new Rules(), Timetable.class, Placement.class);

    private static long minute(int day, int hour) {
        return TUESDAY.plusDays(day - 1L).toEpochDay() * 24 * 60 + hour * 60L;
    }

    private static Place place(Room room, int day, int hour) {
        return new Place(room, new Start(TUESDAY.plusDays(day - 1L), minute(day, hour), minute(day, hour + 1)));
    }

    private static Talk talk(String key, String track, String speaker, int audience, Map<String, Integer> wantedWith) {
        return talk(key, track, speaker, audience, wantedWith, List.of(), null);
    }

    private static Talk talk(
            String key,
            String track,
            String speaker,
            int audience,
            Map<String, Integer> wantedWith,
            List<Away> away,
            @Nullable Place published) {
        Map<String, String> speakers = speaker.isEmpty() ? Map.of() : Map.of(speaker, "Åsa Berg");
        return new Talk(key, Text.sv("Om " + key), 45, track, speakers, away, audience, wantedWith, published);
    }

    private static Placement placed(Talk talk, Place place) {
        return new Placement(talk, false, place);
    }

    private static Talk plain(String key) {
        return talk(key, "", "", 0, Map.of());
    }

    @Test
    void aRoomHoldsOneSessionAtATime() {
        Placement one = placed(plain("a"), place(BRIDGE, 1, 10));
        rules.verifyThat(Rules::roomOnce)
                .given(one, placed(plain("b"), place(BRIDGE, 1, 10)))
                .penalizesBy(1);
        rules.verifyThat(Rules::roomOnce)
                .given(one, placed(plain("b"), place(BRIDGE, 1, 11)))
                .penalizesBy(0);
        rules.verifyThat(Rules::roomOnce)
                .given(one, placed(plain("b"), place(TOWER, 1, 10)))
                .penalizesBy(0);
        rules.verifyThat(Rules::roomOnce)
                .given(placed(plain("c"), place(Room.NONE, 1, 10)), placed(plain("b"), place(Room.NONE, 1, 10)))
                .penalizesBy(0);
    }

    @Test
    void aSpeakerIsInOnePlaceAtATime() {
        Placement one = placed(talk("a", "", "asa", 0, Map.of()), place(BRIDGE, 1, 10));
        Talk hers = talk("b", "", "asa", 0, Map.of());
        rules.verifyThat(Rules::speakerOnce)
                .given(one, placed(hers, place(TOWER, 1, 10)))
                .penalizesBy(1);
        rules.verifyThat(Rules::speakerOnce)
                .given(one, placed(hers, place(TOWER, 1, 11)))
                .penalizesBy(0);
        rules.verifyThat(Rules::speakerOnce)
                .given(one, placed(talk("b", "", "tom", 0, Map.of()), place(TOWER, 1, 10)))
                .penalizesBy(0);
    }

    @Test
    void aSpeakerWhoIsAwayDoesNotSpeak() {
        Away away = new Away("Åsa Berg", new Span(minute(1, 10), minute(1, 12)));
        Talk hers = talk("a", "", "asa", 0, Map.of(), List.of(away), null);
        rules.verifyThat(Rules::speakerAway)
                .given(placed(hers, place(BRIDGE, 1, 11)))
                .penalizesBy(1);
        rules.verifyThat(Rules::speakerAway)
                .given(placed(hers, place(BRIDGE, 1, 12)))
                .penalizesBy(0);
    }

    @Test
    void nothingIsInARoomThatIsClosed() {
        rules.verifyThat(Rules::roomClosed)
                .given(placed(plain("a"), place(TOWER, 1, 13)))
                .penalizesBy(1);
        rules.verifyThat(Rules::roomClosed)
                .given(placed(plain("a"), place(TOWER, 1, 14)))
                .penalizesBy(0);
    }

    @Test
    void theRoomIsLargeEnoughForThoseWhoHaveChosen() {
        Talk wanted = talk("a", "", "", 41, Map.of());
        rules.verifyThat(Rules::capacity)
                .given(placed(wanted, place(TOWER, 1, 10)))
                .penalizesBy(1);
        rules.verifyThat(Rules::capacity)
                .given(placed(wanted, place(BRIDGE, 1, 10)))
                .penalizesBy(0);
    }

    @Test
    void aSessionIsOverBeforeTheBreak() {
        Place short30 = new Place(BRIDGE, new Start(TUESDAY, minute(1, 10), minute(1, 10) + 30));
        rules.verifyThat(Rules::fits).given(placed(plain("a"), short30)).penalizesBy(1);
        rules.verifyThat(Rules::fits)
                .given(placed(plain("a"), place(BRIDGE, 1, 10)))
                .penalizesBy(0);
    }

    @Test
    void whatManyWantToHearIsNotAtTheSameTime() {
        Talk a = talk("a", "", "", 0, Map.of("b", 12));
        Talk b = talk("b", "", "", 0, Map.of("a", 12));
        Place ten = place(TOWER, 1, 10);
        rules.verifyThat(Rules::audience)
                .given(placed(a, place(BRIDGE, 1, 10)), placed(b, ten))
                .penalizesBy(12);
        rules.verifyThat(Rules::audience)
                .given(placed(a, place(BRIDGE, 1, 11)), placed(b, ten))
                .penalizesBy(0);
        rules.verifyThat(Rules::audience)
                .given(new Placement(a, true, place(BRIDGE, 1, 10)), new Placement(b, true, ten))
                .penalizesBy(0);
    }

    @Test
    void sessionsOfATrackFollowEachOtherInOneRoom() {
        Talk a = talk("a", "data", "", 0, Map.of());
        Talk b = talk("b", "data", "", 0, Map.of());
        Place ten = place(BRIDGE, 1, 10);
        rules.verifyThat(Rules::track)
                .given(placed(a, ten), placed(b, place(TOWER, 1, 10)))
                .penalizesBy(Rules.SAME_TRACK);
        rules.verifyThat(Rules::track)
                .given(placed(a, ten), placed(b, place(TOWER, 1, 11)))
                .penalizesBy(0);
        rules.verifyThat(Rules::roomChanges)
                .given(placed(a, ten), placed(b, place(TOWER, 1, 11)))
                .penalizesBy(Rules.ROOM_CHANGE);
        rules.verifyThat(Rules::roomChanges)
                .given(placed(a, ten), placed(b, place(BRIDGE, 1, 11)))
                .penalizesBy(0);
        rules.verifyThat(Rules::roomChanges)
                .given(placed(a, ten), placed(b, place(TOWER, 1, 15)))
                .penalizesBy(0);
    }

    @Test
    void aSpeakersSessionsAreOnOneDayAndCloseTogether() {
        Talk a = talk("a", "", "asa", 0, Map.of());
        Talk b = talk("b", "", "asa", 0, Map.of());
        var both = new Timetable.Shared("a", "b", "Åsa Berg");
        Placement ten = placed(a, place(BRIDGE, 1, 10));
        rules.verifyThat(Rules::compact)
                .given(both, ten, placed(b, place(BRIDGE, 1, 11)))
                .penalizesBy(0);
        rules.verifyThat(Rules::compact)
                .given(both, ten, placed(b, place(BRIDGE, 1, 14)))
                .penalizesBy(3 * Rules.HOUR);
        rules.verifyThat(Rules::compact)
                .given(both, ten, placed(b, place(BRIDGE, 2, 10)))
                .penalizesBy(Rules.OTHER_DAY_HOURS * Rules.HOUR);
    }

    @Test
    void whatIsPublishedStays() {
        Talk known = talk("a", "", "", 0, Map.of(), List.of(), place(BRIDGE, 1, 10));
        rules.verifyThat(Rules::stability)
                .given(placed(known, place(BRIDGE, 1, 10)))
                .penalizesBy(0);
        rules.verifyThat(Rules::stability)
                .given(placed(known, place(TOWER, 1, 10)))
                .penalizesBy(Rules.OTHER_ROOM);
        rules.verifyThat(Rules::stability)
                .given(placed(known, place(BRIDGE, 1, 11)))
                .penalizesBy(Rules.OTHER_TIME);
    }

    @Test
    void eachConflictNamesTheSessions() {
        Talk a = talk("a", "", "asa", 0, Map.of("b", 12));
        Talk b = talk("b", "", "asa", 0, Map.of("a", 12));
        Timetable both = new Timetable(
                List.of(place(BRIDGE, 1, 10)),
                List.of(placed(b, place(BRIDGE, 1, 10)), placed(a, place(BRIDGE, 1, 10))),
                ALL_SOME);
        assertThat(Conflict.in(both))
                .containsExactly(
                        new Conflict(Rule.ROOM_ONCE, List.of(a, b), place(BRIDGE, 1, 10), "", 0, 1),
                        new Conflict(Rule.SPEAKER_ONCE, List.of(a, b), place(BRIDGE, 1, 10), "Åsa Berg", 0, 1),
                        new Conflict(Rule.AUDIENCE, List.of(a, b), place(BRIDGE, 1, 10), "", 12, 12));
        assertThat(Search.score(both)).isEqualTo(HardSoftScore.of(-2, -36));
    }

    @Test
    void aRuleThatDoesNotCountIsNotHeard() {
        Talk a = talk("a", "", "", 0, Map.of("b", 12));
        Talk b = talk("b", "", "", 0, Map.of("a", 12));
        Timetable both = new Timetable(
                List.of(place(BRIDGE, 1, 10), place(TOWER, 1, 10)),
                List.of(placed(a, place(BRIDGE, 1, 10)), placed(b, place(TOWER, 1, 10))),
                Map.of(Rule.AUDIENCE, Weight.NOT));
        assertThat(Search.score(both)).isEqualTo(HardSoftScore.ZERO);
        assertThat(Conflict.in(both)).isEmpty();
    }

    /// Thirty talks by ten speakers in two rooms over two days, the first of them fixed.
    private static Timetable thirty() {
        Random random = new Random(7);
        List<Place> places = new ArrayList<>();
        for (int day = 1; day <= 2; day++) {
            for (int hour = 8; hour < 18; hour++) {
                places.add(place(BRIDGE, day, hour));
                places.add(place(TOWER, day, hour));
            }
        }
        List<Map<String, Integer>> wanted = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            wanted.add(new HashMap<>());
        }
        for (int pair = 0; pair < 200; pair++) {
            int one = random.nextInt(30);
            int other = (one + 1 + random.nextInt(29)) % 30;
            int people = 1 + random.nextInt(20);
            wanted.get(one).merge("t" + other, people, Integer::sum);
            wanted.get(other).merge("t" + one, people, Integer::sum);
        }
        List<Placement> placements = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Talk talk = talk("t" + i, "track" + i % 4, "speaker" + i % 10, i * 3 % 90, wanted.get(i));
            placements.add(new Placement(talk, i == 0, i == 0 ? place(Room.NONE, 2, 17) : null));
        }
        return new Timetable(places, placements, ALL_SOME);
    }

    @Test
    void theSentencesExplainAllOfTheScore() {
        Random random = new Random(3);
        Timetable anyhow = thirty();
        anyhow = anyhow.with(anyhow.placements().stream()
                .map(one -> one.isPlaced()
                        ? one
                        : one.at(place(random.nextBoolean() ? TOWER : BRIDGE, 1, 11 + random.nextInt(4))))
                .toList());
        long hard = 0;
        long soft = 0;
        for (Conflict conflict : Conflict.in(anyhow)) {
            hard -= conflict.rule().isHard() ? conflict.cost() : 0;
            soft -= conflict.rule().isHard() ? 0 : conflict.cost() * Weight.SOME.factor();
        }
        assertThat(HardSoftScore.of(hard, soft)).isEqualTo(Search.score(anyhow));
        assertThat(Conflict.in(anyhow).stream().map(Conflict::rule).distinct())
                .contains(Rule.ROOM_ONCE, Rule.SPEAKER_ONCE, Rule.ROOM_CLOSED, Rule.CAPACITY)
                .contains(Rule.AUDIENCE, Rule.TRACK, Rule.COMPACT, Rule.ROOM_CHANGES);
    }

    @Test
    void theSearchBreaksNothingThatMustHoldAndIsBetterThanAPlanInAHurry() {
        Timetable first = FirstFit.of(thirty());
        assertThat(Search.score(first).hardScore()).isZero();
        Timetable found = Search.steps(first, 1, 50_000);
        assertThat(found.score().hardScore()).isZero();
        assertThat(found.score().softScore()).isGreaterThan(Search.score(first).softScore());
        assertThat(found.byKey().get("t0")).hasToString("t0  2027-05-26T17:00:00Z");
    }

    @Test
    void theSameSeedAndStepsMakeTheSamePlan() {
        Timetable one = Search.steps(FirstFit.of(thirty()), 42, 10_000);
        Timetable again = Search.steps(FirstFit.of(thirty()), 42, 10_000);
        Timetable other = Search.steps(FirstFit.of(thirty()), 43, 10_000);
        assertThat(again.placements().toString()).isEqualTo(one.placements().toString());
        assertThat(other.placements().toString()).isNotEqualTo(one.placements().toString());
    }
}
