package torg.programme.plan;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import torg.edition.Edition;
import torg.programme.Programme;
import torg.programme.plan.Timetable.Span;

/// What an organiser says before the machine begins.
///
/// @param rooms       keys of those that sessions are placed in
/// @param fixed       keys of sessions that stay where they are
/// @param stepMinutes between two times when sessions begin
/// @param away        lines on who cannot come when, and which room is closed: `Åsa Berg 2027-05-25 13:00–15:00`
public record Terms(List<String> rooms, List<String> fixed, Map<Rule, Weight> weights, int stepMinutes, String away) {
    static final int USUAL_STEP_MINUTES = 60;

    private static final Pattern AWAY = Pattern.compile(
            "(.+?)[;,\\s]+(\\d{4}-\\d{2}-\\d{2})(?:[;,\\s]+(\\d{1,2}[:.]\\d{2})\\s*[-–]\\s*(\\d{1,2}[:.]\\d{2}))?");

    /// A line of [#away].
    ///
    /// @param speaker the key, or null where it is a room
    /// @param room    the key, or null where it is a speaker
    record Closed(@Nullable String speaker, @Nullable String room, Span span) {}

    /// Lines that say nothing that can be understood are left out here; [#wrongLine] finds them.
    List<Closed> closed(Edition edition, Programme programme) {
        List<Closed> all = new ArrayList<>();
        away.lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> closed(line.strip(), edition, programme).ifPresent(all::add));
        return all;
    }

    static Optional<String> wrongLine(String away, Edition edition, Programme programme) {
        return away.lines()
                .map(String::strip)
                .filter(line ->
                        !line.isEmpty() && closed(line, edition, programme).isEmpty())
                .findFirst();
    }

    private static Optional<Closed> closed(String line, Edition edition, Programme programme) {
        Matcher parts = AWAY.matcher(line);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Span span;
        try {
            LocalDate date = LocalDate.parse(parts.group(2));
            ZoneId zone = edition.timeZone();
            span = Span.of(
                    date.atTime(time(parts.group(3), LocalTime.MIN))
                            .atZone(zone)
                            .toInstant(),
                    parts.group(4) == null
                            ? date.plusDays(1).atStartOfDay(zone).toInstant()
                            : date.atTime(time(parts.group(4), LocalTime.MAX))
                                    .atZone(zone)
                                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
        if (span.from() >= span.to()) {
            return Optional.empty();
        }
        String who = parts.group(1).strip().toLowerCase(Locale.ROOT);
        Optional<Closed> speaker = programme.speakers().stream()
                .filter(one -> one.key().equals(who)
                        || one.name().toLowerCase(Locale.ROOT).equals(who))
                .findFirst()
                .map(one -> new Closed(one.key(), null, span));
        return speaker.isPresent()
                ? speaker
                : edition.rooms().stream()
                        .filter(room -> room.key().equals(who)
                                || room.name().values().values().stream()
                                        .anyMatch(name ->
                                                name.toLowerCase(Locale.ROOT).equals(who)))
                        .findFirst()
                        .map(room -> new Closed(null, room.key(), span));
    }

    private static LocalTime time(@Nullable String typed, LocalTime otherwise) {
        if (typed == null) {
            return otherwise;
        }
        String colon = typed.replace('.', ':');
        return LocalTime.parse(colon.length() == 4 ? "0" + colon : colon);
    }
}
