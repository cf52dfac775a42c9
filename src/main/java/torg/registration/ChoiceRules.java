package torg.registration;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import torg.registration.ChoiceTerms.Block;
import torg.registration.Offering.OfferingId;
import torg.registration.Offerings.Choosing;

/// Which sessions can be chosen together: pure rules, whoever asks.
///
/// @param days those that the ticket admits to; empty: all
/// @param held what the ticket holds already: full for others, but not for its holder
record ChoiceRules(Choosing choosing, ZoneId zone, List<LocalDate> days, Set<OfferingId> held, Instant now) {

    /// Why a choice cannot be had.
    public sealed interface Fault {
        record Full(Offering offering) implements Fault {}

        /// It has begun, or is no longer offered.
        record Gone(Offering offering) implements Fault {}

        /// The ticket does not admit to its day.
        record NotAdmitted(Offering offering, LocalDate day) implements Fault {}

        /// Everybody must choose it.
        record Missing(Offering offering) implements Fault {}

        /// @param changeoverMinutes needed between their two rooms; 0 where they overlap by themselves
        record Overlap(Offering first, Offering second, int changeoverMinutes) implements Fault {}

        record TooMany(Block block) implements Fault {}

        /// @param least how many must be chosen; fewer than the block says where there are not as many places
        record TooFew(Block block, int least) implements Fault {}
    }

    /// What is wrong with having exactly these. Nothing wrong: an empty list.
    List<Fault> faults(Set<OfferingId> wanted) {
        List<Offering> chosen = choosing.offerings().stream()
                .filter(offering -> wanted.contains(offering.id()))
                .toList();
        List<Fault> faults = new ArrayList<>();
        for (Offering offering : chosen) {
            LocalDate day = day(offering);
            if (!held.contains(offering.id()) && !offering.isOffered(now)) {
                faults.add(new Fault.Gone(offering));
            } else if (offering.isOffered(now) && !admits(offering) && day != null) {
                faults.add(new Fault.NotAdmitted(offering, day));
            }
        }
        List<Offering> inTime = chosen.stream()
                .filter(offering -> offering.withdrawnAt() == null && offering.starts() != null)
                .sorted(Comparator.comparing(Offering::starts))
                .toList();
        for (int i = 0; i < inTime.size(); i++) {
            for (int j = i + 1; j < inTime.size(); j++) {
                Fault overlap = choosing.overlap(inTime.get(i), inTime.get(j));
                // nobody can do anything about two that have begun
                if (overlap != null && inTime.get(j).isOffered(now)) {
                    faults.add(overlap);
                }
            }
        }
        for (Block block : choosing.terms().blocks()) {
            List<Offering> inside = chosen.stream()
                    .filter(offering -> block.key().equals(offering.block()) && offering.withdrawnAt() == null)
                    .toList();
            long possible = choosing.offerings().stream()
                    .filter(offering -> block.key().equals(offering.block()) && isPossible(offering))
                    .count();
            int least = (int) Math.min(block.min(), possible);
            if (inside.size() > block.max() && inside.stream().anyMatch(offering -> offering.isOffered(now))) {
                faults.add(new Fault.TooMany(block));
            } else if (inside.size() < least) {
                faults.add(new Fault.TooFew(block, least));
            }
        }
        choosing.offerings().stream()
                .filter(offering -> offering.required() && isPossible(offering) && !wanted.contains(offering.id()))
                .forEach(offering -> faults.add(new Fault.Missing(offering)));
        return List.copyOf(faults);
    }

    /// Whether this ticket can have it, as far as places and time go.
    private boolean isPossible(Offering offering) {
        return offering.isOffered(now) && admits(offering) && (held.contains(offering.id()) || offering.left() > 0);
    }

    boolean admits(Offering offering) {
        LocalDate day = day(offering);
        return days.isEmpty() || day == null || days.contains(day);
    }

    @Nullable
    LocalDate day(Offering offering) {
        Instant starts = offering.starts();
        return starts == null ? null : starts.atZone(zone).toLocalDate();
    }
}
