package torg.programme;

import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import torg.edition.Edition;
import torg.edition.Shown;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.programme.Programme.Track;
import torg.store.Json;
import torg.store.LocalIds;
import torg.text.Words;

/// The programme in the c3voc format that conference apps read: `schedule.xml` (its XSD) and `schedule.json` (version
/// 1). Strict: an event for each slot, with an id and a guid of its own that stay the same in every release.
final class Schedule {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    private static final String TIMESLOT = "00:05";

    private final Shown shown;
    private final Programme programme;
    private final String version;
    private final String origin;
    private final String acronym;
    private final ZoneId zone;
    private final Set<Integer> ids = new HashSet<>();
    private final List<Day> days;

    /// @param origin `https://torg.example.org`
    Schedule(Shown shown, Programme programme, String version, String origin) {
        this.shown = shown;
        this.programme = programme;
        this.version = version;
        this.origin = origin;
        this.zone = shown.edition().timeZone();
        String slug = shown.edition().slug().replace('-', '_');
        this.acronym = slug.length() < 4 ? "torg_" + slug : slug;
        this.days = days();
    }

    private record Day(int index, LocalDate date, Instant starts, Instant ends, Map<String, List<Event>> rooms) {}

    /// A session at one of its times, of which `at` counts.
    private record Event(int id, UUID guid, Session session, int at, Slot slot, String room) {}

    private record Person(UUID guid, String name) {}

    /// The days of the edition, and those that only a session knows. A session after midnight is on its own date.
    private List<Day> days() {
        Map<LocalDate, List<Event>> byDate = new TreeMap<>();
        shown.edition().days().forEach(day -> byDate.put(day.date(), new ArrayList<>()));
        for (Session session : programme.sessions()) {
            for (int i = 0; i < session.slots().size(); i++) {
                Slot slot = session.slots().get(i);
                UUID guid = SlotGuids.of(shown.id(), session, i);
                byDate.computeIfAbsent(slot.starts().atZone(zone).toLocalDate(), date -> new ArrayList<>())
                        .add(new Event(number(guid), guid, session, i, slot, room(slot)));
            }
        }
        List<Day> days = new ArrayList<>();
        byDate.forEach((date, events) -> {
            Instant midnight = date.atStartOfDay(zone).toInstant();
            Instant next = date.plusDays(1).atStartOfDay(zone).toInstant();
            Instant starts = events.stream()
                    .map(event -> event.slot().starts())
                    .min(Comparator.naturalOrder())
                    .orElse(midnight);
            Instant ends = events.stream()
                    .map(event -> event.slot().ends())
                    .max(Comparator.naturalOrder())
                    .orElse(next);
            events.sort(Comparator.comparing((Event event) -> event.slot().starts())
                    .thenComparing(event -> event.session().key()));
            days.add(new Day(
                    days.size() + 1,
                    date,
                    starts,
                    ends,
                    events.stream()
                            .collect(Collectors.groupingBy(Event::room, LinkedHashMap::new, Collectors.toList()))));
        });
        return days;
    }

    /// Apps want a number besides the guid. It follows from the guid; of two that meet, the later takes the next.
    private int number(UUID guid) {
        int number = Math.max(1, (int) (guid.getMostSignificantBits() >>> 33));
        while (!ids.add(number)) {
            number = number == Integer.MAX_VALUE ? 1 : number + 1;
        }
        return number;
    }

    /// A slot without a room is in the whole venue.
    private String room(Slot slot) {
        Edition edition = shown.edition();
        return shown.said(edition.room(slot.room())
                        .map(Edition.Room::name)
                        .orElse(edition.venue().name()))
                .value();
    }

    /// The whole venue has a guid too.
    private UUID roomGuid(String name) {
        return shown.edition().rooms().stream()
                .filter(room -> shown.said(room.name()).value().equals(name))
                .findFirst()
                .map(room -> LocalIds.of(shown.id(), "room", room.key()))
                .orElseGet(() -> LocalIds.of(shown.id(), "room", ""));
    }

    /// The formats know no cancelled session: what is cancelled says so in its title, so that nobody waits at a door.
    private String title(Session session) {
        String title = shown.said(session.title()).value();
        return session.isCancelled()
                ? Words.of(ProgrammePages.class, shown.language()).say("programme.cancelled") + ": " + title
                : title;
    }

    private String url(Session session) {
        return origin + shown.href(session.isTalk() ? "/sessions/" + session.code() : "/programme");
    }

    private String slug(Event event) {
        String code = event.session().code().toLowerCase(Locale.ROOT);
        return acronym + "-" + code + (event.at() == 0 ? "" : "-" + (event.at() + 1));
    }

    private String track(Session session) {
        return programme.track(session.track()).map(this::name).orElse("");
    }

    private String name(Track track) {
        return shown.said(track.name()).value();
    }

    /// Track slugs begin with a letter and have at least two characters.
    private static String slug(Track track) {
        return track.key().matches("[a-z][a-z0-9-]*[a-z0-9]") ? track.key() : "t-" + track.key();
    }

    private List<Person> persons(Session session) {
        return session.speakers().stream()
                .flatMap(key -> programme.speaker(key).stream())
                .map(speaker -> new Person(LocalIds.of(shown.id(), "speaker", speaker.key()), speaker.name()))
                .toList();
    }

    private String stamp(Instant time) {
        return STAMP.format(OffsetDateTime.ofInstant(time, zone));
    }

    /// Hours and minutes: three parts would mean days to some apps.
    private static String duration(Slot slot) {
        Duration duration = Duration.between(slot.starts(), slot.ends());
        return "%02d:%02d".formatted(duration.toHours(), duration.toMinutesPart());
    }

    String json() {
        Edition edition = shown.edition();
        Map<String, Object> conference = new LinkedHashMap<>();
        conference.put("acronym", acronym);
        conference.put("title", shown.said(edition.name()).value());
        conference.put("start", edition.firstDay().toString());
        conference.put("end", edition.lastDay().toString());
        conference.put("daysCount", days.size());
        conference.put("timeslot_duration", TIMESLOT);
        conference.put("time_zone_name", zone.getId());
        conference.put("url", origin + shown.href("/programme"));
        conference.put("tracks", programme.tracks().stream().map(this::json).toList());
        conference.put(
                "rooms",
                days.stream()
                        .flatMap(day -> day.rooms().keySet().stream())
                        .distinct()
                        .map(room -> Map.of("name", room, "guid", roomGuid(room)))
                        .toList());
        conference.put(
                "days",
                days.stream()
                        .map(day -> Map.of(
                                "index",
                                day.index(),
                                "date",
                                day.date().toString(),
                                "day_start",
                                stamp(day.starts()),
                                "day_end",
                                stamp(day.ends()),
                                "rooms",
                                lists(day.rooms(), this::json)))
                        .toList());
        return Json.write(Map.of(
                "$schema",
                "https://c3voc.de/schedule/schema.json",
                "generator",
                Map.of("name", "Torg"),
                "schedule",
                Map.of("version", version, "base_url", origin, "conference", conference)));
    }

    private static Map<String, List<Map<String, Object>>> lists(
            Map<String, List<Event>> rooms, Function<Event, Map<String, Object>> json) {
        Map<String, List<Map<String, Object>>> lists = new LinkedHashMap<>();
        rooms.forEach(
                (room, events) -> lists.put(room, events.stream().map(json).toList()));
        return lists;
    }

    private Map<String, String> json(Track track) {
        Map<String, String> json = new LinkedHashMap<>(Map.of("name", name(track), "slug", slug(track)));
        if (track.colour() != null) {
            json.put("color", track.colour());
        }
        return json;
    }

    private Map<String, Object> json(Event event) {
        Session session = event.session();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("guid", event.guid());
        json.put("id", event.id());
        json.put("code", session.code());
        json.put("date", stamp(event.slot().starts()));
        json.put("start", CLOCK.format(event.slot().starts().atZone(zone)));
        json.put("end", stamp(event.slot().ends()));
        json.put("duration", duration(event.slot()));
        json.put("room", event.room());
        json.put("slug", slug(event));
        json.put("url", url(session));
        json.put("title", title(session));
        json.put("subtitle", "");
        json.put("track", track(session));
        json.put("type", session.kind().written());
        json.put(
                "language", session.language() == null ? "" : session.language().code());
        json.put("abstract", shown.said(session.summary()).value());
        json.put(
                "persons",
                persons(session).stream()
                        .map(person -> Map.of("guid", person.guid(), "name", person.name()))
                        .toList());
        json.put("links", List.of());
        json.put("attachments", List.of());
        return json;
    }

    String xml() {
        StringWriter out = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            write(xml);
            xml.writeEndDocument();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("schedule of " + shown.edition().slug(), e);
        }
        return out.toString();
    }

    private void write(XMLStreamWriter xml) throws XMLStreamException {
        Edition edition = shown.edition();
        xml.writeStartElement("schedule");
        xml.writeEmptyElement("generator");
        xml.writeAttribute("name", "Torg");
        element(xml, "url", origin + shown.href("/schedule.xml"));
        element(xml, "version", version);
        xml.writeStartElement("conference");
        element(xml, "title", shown.said(edition.name()).value());
        element(xml, "acronym", acronym);
        element(xml, "start", edition.firstDay().toString());
        element(xml, "end", edition.lastDay().toString());
        element(xml, "days", String.valueOf(days.size()));
        element(xml, "timeslot_duration", TIMESLOT);
        element(xml, "base_url", origin + shown.href("/programme"));
        element(xml, "time_zone_name", zone.getId());
        for (Track track : programme.tracks()) {
            xml.writeStartElement("track");
            xml.writeAttribute("name", clean(name(track)));
            if (track.colour() != null) {
                xml.writeAttribute("color", track.colour());
            }
            xml.writeAttribute("slug", slug(track));
            xml.writeCharacters(clean(name(track)));
            xml.writeEndElement();
        }
        xml.writeEndElement();
        for (Day day : days) {
            xml.writeStartElement("day");
            xml.writeAttribute("index", String.valueOf(day.index()));
            xml.writeAttribute("date", day.date().toString());
            xml.writeAttribute("start", stamp(day.starts()));
            xml.writeAttribute("end", stamp(day.ends()));
            for (Map.Entry<String, List<Event>> room : day.rooms().entrySet()) {
                xml.writeStartElement("room");
                xml.writeAttribute("name", clean(room.getKey()));
                xml.writeAttribute("guid", roomGuid(room.getKey()).toString());
                for (Event event : room.getValue()) {
                    write(xml, event);
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void write(XMLStreamWriter xml, Event event) throws XMLStreamException {
        Session session = event.session();
        xml.writeStartElement("event");
        xml.writeAttribute("id", String.valueOf(event.id()));
        xml.writeAttribute("guid", event.guid().toString());
        if (event.at() == 0) {
            xml.writeAttribute("code", session.code()); // unique in the file
        }
        element(xml, "room", event.room());
        element(xml, "title", title(session));
        element(xml, "subtitle", "");
        element(xml, "type", session.kind().written());
        element(xml, "date", stamp(event.slot().starts()));
        element(xml, "start", CLOCK.format(event.slot().starts().atZone(zone)));
        element(xml, "duration", duration(event.slot()));
        element(xml, "abstract", shown.said(session.summary()).value());
        element(xml, "slug", slug(event));
        element(xml, "track", track(session));
        xml.writeStartElement("persons");
        for (Person person : persons(session)) {
            xml.writeStartElement("person");
            xml.writeAttribute("guid", person.guid().toString());
            xml.writeCharacters(clean(person.name()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
        element(
                xml,
                "language",
                session.language() == null ? "" : session.language().code());
        element(xml, "description", "");
        xml.writeEmptyElement("links");
        xml.writeEmptyElement("attachments");
        element(xml, "url", url(session));
        xml.writeEndElement();
    }

    static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(clean(text));
        xml.writeEndElement();
    }

    /// Without what XML 1.0 cannot say.
    static String clean(String text) {
        return text.replaceAll("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "");
    }
}
