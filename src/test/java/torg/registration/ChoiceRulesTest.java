package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import torg.registration.ChoiceRules.Fault;
import torg.registration.ChoiceTerms.Block;
import torg.registration.Offering.OfferingId;
import torg.registration.Offerings.Choosing;
import torg.text.Text;

@SuppressWarnings("NullAway") // everything here has a time and a room
class ChoiceRulesTest {
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    private static final Instant BEFORE = Instant.parse("2027-01-01T00:00:00Z");
    private static final Block SEMINARS = new Block("seminars", Text.sv("Seminarier"), 1, 2);

    private static Offering offering(String code, @Nullable String from, @Nullable String to, String room) {
        return new Offering(
                new OfferingId(UUID.nameUUIDFromBytes(code.getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                UUID.randomUUID(),
                code,
                Text.sv(code),
                from == null ? null : at(from),
                to == null ? null : at(to),
                room,
                null,
                null,
                false,
                10,
                0,
                null);
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(STOCKHOLM).toInstant();
    }

    private static Offering with(Offering offering, @Nullable String block, boolean required, int taken) {
        return new Offering(
                offering.id(),
                offering.quota(),
                offering.code(),
                offering.title(),
                offering.starts(),
                offering.ends(),
                offering.room(),
                null,
                block,
                required,
                offering.seats(),
                taken,
                null);
    }

    private static ChoiceRules rules(int changeover, List<Block> blocks, Offering... offerings) {
        return new ChoiceRules(
                new Choosing(new ChoiceTerms(changeover, blocks), List.of(offerings), BEFORE),
                STOCKHOLM,
                List.of(),
                Set.of(),
                BEFORE);
    }

    private static Set<OfferingId> ids(Offering... offerings) {
        return Arrays.stream(offerings).map(Offering::id).collect(Collectors.toSet());
    }

    @Test
    void theWayBetweenTwoRoomsCounts() {
        Offering first = offering("first", "2027-05-25T10:00", "2027-05-25T10:45", "hall");
        Offering soon = offering("soon", "2027-05-25T10:50", "2027-05-25T11:30", "tower");
        Offering here = offering("here", "2027-05-25T10:45", "2027-05-25T11:30", "hall");
        Offering later = offering("later", "2027-05-25T10:55", "2027-05-25T11:30", "tower");
        ChoiceRules rules = rules(10, List.of(), first, here, soon, later);
        assertThat(rules.faults(ids(first, soon))).containsExactly(new Fault.Overlap(first, soon, 10));
        assertThat(rules.faults(ids(first, here))).isEmpty();
        assertThat(rules.faults(ids(first, later))).isEmpty();
        assertThat(rules.faults(ids(soon, later))).containsExactly(new Fault.Overlap(soon, later, 0));
    }

    @Test
    void theNightWhenTheClocksAreTurnedBackHasAnHourMore() {
        // 02:30 summer time to 02:15 winter time is 45 minutes, though the clock on the wall goes back
        Instant first = Instant.parse("2027-10-31T00:00:00Z");
        Offering early = moved(offering("early", null, null, "hall"), first, first.plus(Duration.ofMinutes(30)));
        Offering late = moved(
                offering("late", null, null, "tower"),
                first.plus(Duration.ofMinutes(75)),
                first.plus(Duration.ofMinutes(100)));
        ChoiceRules rules = rules(45, List.of(), early, late);
        assertThat(early.ends().atZone(STOCKHOLM).toLocalTime())
                .isAfter(late.starts().atZone(STOCKHOLM).toLocalTime());
        assertThat(rules.faults(ids(early, late))).isEmpty();
        assertThat(rules(46, List.of(), early, late).faults(ids(early, late)))
                .containsExactly(new Fault.Overlap(early, late, 46));
    }

    private static Offering moved(Offering offering, Instant starts, Instant ends) {
        return new Offering(
                offering.id(),
                offering.quota(),
                offering.code(),
                offering.title(),
                starts,
                ends,
                offering.room(),
                null,
                null,
                false,
                10,
                0,
                null);
    }

    @Test
    void aBlockHasALeastAndAMost() {
        Offering a = with(offering("a", "2027-05-25T10:00", "2027-05-25T11:00", "hall"), "seminars", false, 0);
        Offering b = with(offering("b", "2027-05-25T12:00", "2027-05-25T13:00", "hall"), "seminars", false, 0);
        Offering c = with(offering("c", "2027-05-25T14:00", "2027-05-25T15:00", "hall"), "seminars", false, 0);
        ChoiceRules rules = rules(10, List.of(SEMINARS), a, b, c);
        assertThat(rules.faults(Set.of())).containsExactly(new Fault.TooFew(SEMINARS, 1));
        assertThat(rules.faults(ids(a))).isEmpty();
        assertThat(rules.faults(ids(a, b))).isEmpty();
        assertThat(rules.faults(ids(a, b, c))).containsExactly(new Fault.TooMany(SEMINARS));
    }

    @Test
    void nobodyMustChooseWhatIsFullOrOnAnotherDay() {
        Offering full = with(offering("full", "2027-05-25T10:00", "2027-05-25T11:00", "hall"), "seminars", true, 10);
        assertThat(rules(10, List.of(SEMINARS), full).faults(Set.of())).isEmpty();
        Offering other = with(offering("other", "2027-05-26T10:00", "2027-05-26T11:00", "hall"), "seminars", true, 0);
        ChoiceRules all = rules(10, List.of(SEMINARS), other);
        assertThat(all.faults(Set.of())).containsExactly(new Fault.TooFew(SEMINARS, 1), new Fault.Missing(other));
        LocalDate day = LocalDate.parse("2027-05-25");
        ChoiceRules oneDay = new ChoiceRules(all.choosing(), STOCKHOLM, List.of(day), Set.of(), BEFORE);
        assertThat(oneDay.faults(Set.of())).isEmpty();
        assertThat(oneDay.faults(ids(other)))
                .containsExactly(new Fault.NotAdmitted(other, LocalDate.parse("2027-05-26")));
    }

    @Test
    void whatHasBegunIsNoLongerChosenAndNoLongerLeft() {
        Offering begun = offering("begun", "2027-05-25T10:00", "2027-05-25T11:00", "hall");
        ChoiceRules rules = rules(10, List.of(), begun);
        Instant then = at("2027-05-25T10:00");
        assertThat(new ChoiceRules(rules.choosing(), STOCKHOLM, List.of(), Set.of(), then).faults(ids(begun)))
                .containsExactly(new Fault.Gone(begun));
        assertThat(new ChoiceRules(rules.choosing(), STOCKHOLM, List.of(), ids(begun), then).faults(ids(begun)))
                .isEmpty();
    }

    /// Compared with walking through the day minute by minute.
    @Test
    void whoeverMayHaveSeveralCanWalkFromOneToTheNext() {
        long seed = 20271125;
        Random random = new Random(seed);
        Instant day = at("2027-05-25T08:00");
        for (int round = 0; round < 2000; round++) {
            int changeover = random.nextInt(20);
            List<Offering> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Instant starts = day.plus(Duration.ofMinutes(5L * random.nextInt(60)));
                all.add(moved(
                        offering("s" + i, null, null, random.nextBoolean() ? "hall" : "tower"),
                        starts,
                        starts.plus(Duration.ofMinutes(5 + 5L * random.nextInt(10)))));
            }
            Set<OfferingId> wanted = new HashSet<>();
            all.stream().filter(offering -> random.nextBoolean()).forEach(offering -> wanted.add(offering.id()));
            boolean allowed = rules(changeover, List.of(), all.toArray(Offering[]::new))
                    .faults(wanted)
                    .isEmpty();
            assertThat(allowed)
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(walkable(
                            all.stream()
                                    .filter(one -> wanted.contains(one.id()))
                                    .toList(),
                            changeover));
        }
    }

    private static boolean walkable(List<Offering> chosen, int changeover) {
        for (Offering one : chosen) {
            for (Offering other : chosen) {
                int pause = one.room().equals(other.room()) ? 0 : changeover;
                Instant busyUntil = one.ends().plus(Duration.ofMinutes(pause));
                for (Instant minute = other.starts();
                        !one.equals(other) && minute.isBefore(other.ends());
                        minute = minute.plus(Duration.ofMinutes(1))) {
                    boolean afterItBegan = !minute.isBefore(one.starts());
                    if (afterItBegan
                            && minute.isBefore(busyUntil)
                            && !other.starts().isBefore(one.starts())) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
