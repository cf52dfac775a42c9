package torg.registration;

import static java.util.Objects.requireNonNullElse;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Words;

/// What whoever cancels still pays, by when it is done. An order keeps the fees that held when it was placed.
///
/// @param steps in order of time; nothing is to be paid before the first
public record CancellationFees(List<Step> steps) {
    public static final CancellationFees NONE = new CancellationFees(List.of());

    /// @param percent of the price, 0 to 100
    public record Step(Instant begins, int percent) {}

    public CancellationFees {
        steps = requireNonNullElse(steps, List.of());
    }

    public int percentAt(Instant now) {
        return steps.stream()
                .filter(step -> !now.isBefore(step.begins))
                .reduce((earlier, later) -> later)
                .map(Step::percent)
                .orElse(0);
    }

    /// A sentence for each span of time, such as "Från den 1 maj 2027: 50 % av priset".
    List<String> said(Words words, Language language, ZoneId zone) {
        return steps.stream()
                .map(step -> words.say("fee.step", from(step.begins.atZone(zone), language), step.percent))
                .toList();
    }

    private static String from(ZonedDateTime begins, Language language) {
        return begins.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? Dates.day(begins.toLocalDate(), language)
                : Dates.moment(begins, language);
    }
}
