package torg.programme;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.DaylightSavingsTime;
import biweekly.component.Observance;
import biweekly.component.StandardTime;
import biweekly.component.VEvent;
import biweekly.component.VTimezone;
import biweekly.io.TimezoneAssignment;
import biweekly.property.Status;
import biweekly.util.DateTimeComponents;
import biweekly.util.DayOfWeek;
import biweekly.util.Duration;
import biweekly.util.Frequency;
import biweekly.util.Recurrence;
import biweekly.util.UtcOffset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import torg.edition.Shown;
import torg.programme.Programme.Revision;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.web.Markdown;
import torg.web.Page;

/// The programme, or a part of it, as a calendar to subscribe to (RFC 5545, 7986): an entry for each time of a session,
/// with the same UID in every release. What is no longer in the programme is cancelled, so that it leaves calendars.
final class ProgrammeCalendar {
    private static final int DESCRIPTION = 2_000;
    private static final int LINE_OCTETS = 75;
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Shown shown;
    private final Programme programme;
    private final String origin;
    private final Instant published;
    private final Map<UUID, Revision> revisions = new HashMap<>();

    /// @param published when entries that never changed were last said
    ProgrammeCalendar(Shown shown, Programme programme, String origin, Instant published) {
        this.shown = shown;
        this.programme = programme;
        this.origin = origin;
        this.published = published;
        programme.revisions().forEach(revision -> revisions.put(revision.guid(), revision));
    }

    /// A session at one of its times, by the name that it has in every release.
    private record Entry(UUID guid, Session session, Slot slot) {}

    /// What a calendar program opens as a subscription.
    static String subscription(Page page, String path) {
        return "webcal" + page.origin().replaceFirst("^https?", "") + page.href(path);
    }

    /// Whether a calendar of these sessions has anything to say.
    boolean knows(BiPredicate<Session, Slot> chosen) {
        return !entries(chosen).isEmpty();
    }

    private List<Entry> entries(BiPredicate<Session, Slot> chosen) {
        List<Entry> entries = new ArrayList<>();
        for (Session session : programme.sessions()) {
            for (int at = 0; at < session.slots().size(); at++) {
                entries.add(new Entry(
                        SlotGuids.of(shown.id(), session, at),
                        session,
                        session.slots().get(at)));
            }
        }
        for (Revision revision : programme.revisions()) {
            Session gone = revision.gone();
            if (gone != null) {
                entries.add(new Entry(revision.guid(), gone, gone.slots().getFirst()));
            }
        }
        entries.removeIf(entry -> !chosen.test(entry.session(), entry.slot()));
        entries.sort(
                Comparator.comparing((Entry entry) -> entry.slot().starts()).thenComparing(Entry::guid));
        return entries;
    }

    /// @param part what of the edition this is, such as a room's name, or `""` for all
    /// @param path the page that shows the same, such as `/programme`
    String write(String part, String path, BiPredicate<Session, Slot> chosen) {
        List<Entry> entries = entries(chosen);
        ICalendar calendar = new ICalendar();
        calendar.setProductId("-//Torg//Torg//EN");
        String name = clean(
                part.isEmpty()
                        ? shown.said(shown.edition().name()).value()
                        : part + " – " + shown.said(shown.edition().name()).value());
        calendar.setName(name);
        calendar.addExperimentalProperty("X-WR-CALNAME", name);
        calendar.setUrl(origin + shown.href(path));
        calendar.setRefreshInterval(Duration.builder().hours(1).build())
                .setParameter("VALUE", "DURATION"); // RFC 7986 wants it said
        calendar.addExperimentalProperty("X-PUBLISHED-TTL", "PT1H");
        ZoneId zone = shown.edition().timeZone();
        int year = entries.stream()
                .map(entry -> entry.slot().starts().atZone(zone).getYear())
                .findFirst()
                .orElse(shown.edition().firstDay().getYear());
        calendar.getTimezoneInfo()
                .setDefaultTimezone(new TimezoneAssignment(TimeZone.getTimeZone(zone), timezone(zone, year)));
        entries.forEach(entry -> calendar.addEvent(event(entry)));
        return folded(Biweekly.write(calendar).version(ICalVersion.V2_0).go());
    }

    private VEvent event(Entry entry) {
        Session session = entry.session();
        Revision revision = revisions.get(entry.guid());
        Instant said = revision == null ? published : revision.changed();
        VEvent event = new VEvent();
        event.setUid(entry.guid() + "@torg");
        event.setSequence(revision == null ? 0 : revision.sequence());
        event.setDateTimeStamp(Date.from(said));
        event.setLastModified(Date.from(said));
        event.setSummary(clean(shown.said(session.title()).value()));
        event.setStatus(session.isCancelled() ? Status.cancelled() : Status.confirmed());
        times(event, entry.slot());
        boolean gone = revision != null && revision.gone() != null;
        event.setUrl(origin + shown.href(session.isTalk() && !gone ? "/sessions/" + session.code() : "/programme"));
        event.setLocation(location(entry.slot().room()));
        String description = description(session);
        if (!description.isEmpty()) {
            event.setDescription(description);
        }
        programme
                .track(session.track())
                .ifPresent(track ->
                        event.addCategories(clean(shown.said(track.name()).value())));
        return event;
    }

    /// In the zone of the edition; in UTC where the clock that goes back would say the same twice.
    private void times(VEvent event, Slot slot) {
        if (isSaidTwice(slot.starts()) || isSaidTwice(slot.ends())) {
            event.addExperimentalProperty("DTSTART", UTC.format(slot.starts()));
            event.addExperimentalProperty("DTEND", UTC.format(slot.ends()));
        } else {
            event.setDateStart(Date.from(slot.starts()));
            event.setDateEnd(Date.from(slot.ends()));
        }
    }

    private boolean isSaidTwice(Instant time) {
        ZoneId zone = shown.edition().timeZone();
        return zone.getRules()
                        .getValidOffsets(time.atZone(zone).toLocalDateTime())
                        .size()
                > 1;
    }

    private String location(@Nullable String room) {
        return clean(Stream.of(
                        shown.edition()
                                .room(room)
                                .map(known -> shown.said(known.name()).value())
                                .orElse(""),
                        shown.said(shown.edition().venue().name()).value())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", ")));
    }

    private String description(Session session) {
        String who = session.speakers().stream()
                .flatMap(key -> programme.speaker(key).stream())
                .map(Programme.Speaker::name)
                .collect(Collectors.joining(", "));
        return clean(Stream.of(who, Markdown.plain(shown.said(session.summary()).value(), DESCRIPTION))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n\n")));
    }

    /// Calendars refuse control characters.
    private static String clean(String text) {
        return text.replaceAll("[\\p{Cc}&&[^\\n\\t]]", "");
    }

    /// The zone with its summer time in full, for calendars that do not know its name.
    private static VTimezone timezone(ZoneId zone, int year) {
        VTimezone timezone = new VTimezone(zone.getId());
        List<ZoneOffsetTransitionRule> rules = zone.getRules().getTransitionRules();
        for (ZoneOffsetTransitionRule rule : rules) {
            ZoneOffsetTransition first = rule.createTransition(year - 1);
            boolean summer = zone.getRules().isDaylightSavings(first.getInstant());
            Observance observance = observance(
                    zone, summer, first.getDateTimeBefore(), first.getOffsetBefore(), first.getOffsetAfter());
            observance.setRecurrenceRule(yearly(rule));
            add(timezone, observance);
        }
        if (rules.isEmpty()) {
            LocalDateTime start = Year.of(year - 1).atDay(1).atStartOfDay();
            ZoneOffset offset = zone.getRules().getOffset(start);
            add(timezone, observance(zone, false, start, offset, offset));
        }
        return timezone;
    }

    private static void add(VTimezone timezone, Observance observance) {
        if (observance instanceof DaylightSavingsTime summer) {
            timezone.addDaylightSavingsTime(summer);
        } else if (observance instanceof StandardTime winter) {
            timezone.addStandardTime(winter);
        }
    }

    private static Observance observance(
            ZoneId zone, boolean summer, LocalDateTime start, ZoneOffset before, ZoneOffset after) {
        Observance observance = summer ? new DaylightSavingsTime() : new StandardTime();
        observance.setDateStart(new DateTimeComponents(
                start.getYear(),
                start.getMonthValue(),
                start.getDayOfMonth(),
                start.getHour(),
                start.getMinute(),
                start.getSecond(),
                false));
        observance.setTimezoneOffsetFrom(new UtcOffset(before.getTotalSeconds() * 1000L));
        observance.setTimezoneOffsetTo(new UtcOffset(after.getTotalSeconds() * 1000L));
        observance.addTimezoneName(TimeZone.getTimeZone(zone).getDisplayName(summer, TimeZone.SHORT, Locale.ENGLISH));
        return observance;
    }

    /// "The last Sunday of March", or the first such day from a date on.
    private static Recurrence yearly(ZoneOffsetTransitionRule rule) {
        Recurrence.Builder yearly =
                new Recurrence.Builder(Frequency.YEARLY).byMonth(rule.getMonth().getValue());
        int day = rule.getDayOfMonthIndicator();
        if (rule.getDayOfWeek() == null) {
            return yearly.byMonthDay(day).build();
        }
        DayOfWeek name = DayOfWeek.values()[rule.getDayOfWeek().getValue() % 7]; // biweekly's begins with Sunday
        if (day == -1 || day + 6 == rule.getMonth().minLength()) {
            return yearly.byDay(-1, name).build();
        }
        Integer[] week = Stream.iterate(day, next -> next + 1).limit(7).toArray(Integer[]::new);
        return yearly.byMonthDay(week).byDay(name).build();
    }

    /// The writer folds by characters, the RFC by octets.
    private static String folded(String calendar) {
        StringBuilder folded = new StringBuilder(calendar.length() + calendar.length() / 50);
        for (String line : calendar.replace("\r\n ", "").split("\r\n")) {
            int octets = 0;
            for (int at = 0; at < line.length(); ) {
                int end = line.offsetByCodePoints(at, 1);
                String one = line.substring(at, end);
                int size = one.getBytes(StandardCharsets.UTF_8).length;
                if (octets + size > LINE_OCTETS) {
                    folded.append("\r\n ");
                    octets = 1;
                }
                folded.append(one);
                octets += size;
                at = end;
            }
            folded.append("\r\n");
        }
        return folded.toString();
    }
}
