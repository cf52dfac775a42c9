package torg.programme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import torg.store.Json;

/// A programme that somebody else wrote: `schedule.xml`, `schedule.json` or CSV. Read without asking whether it makes
/// sense, each event with its place in the file; [ScheduleImport] judges. What a file is, its content tells.
record ScheduleFile(Map<String, String> conference, List<Track> tracks, List<Event> events) {
    static final int MAX_BYTES = 8 << 20;
    static final int MAX_EVENTS = 5_000;

    /// @param line 0 where the file does not tell
    record Place(int line, int column) {
        static final Place NONE = new Place(0, 0);
    }

    record Track(String name, String colour, String slug) {}

    record Person(String guid, String name, String biography) {}

    /// @param fields by the names of `schedule.xml`, blank ones left out; `day` is the date of the day that it is in
    record Event(Place place, Map<String, String> fields, List<Person> persons) {
        String get(String name) {
            return fields.getOrDefault(name, "");
        }
    }

    /// A file that cannot be read at all.
    ///
    /// @param reason the end of a message's key: `import.unreadable.REASON`
    record Unreadable(String reason, Place place) {}

    /// Either.
    record Read(@Nullable ScheduleFile file, @Nullable Unreadable unreadable) {}

    static Read of(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return refused("large", Place.NONE);
        }
        String start = new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.UTF_8)
                .replace("\uFEFF", "")
                .strip();
        try {
            ScheduleFile file = start.startsWith("<") ? xml(bytes) : start.startsWith("{") ? json(bytes) : csv(bytes);
            return file.events.isEmpty()
                    ? refused("empty", Place.NONE)
                    : file.events.size() > MAX_EVENTS ? refused("many", Place.NONE) : new Read(file, null);
        } catch (XMLStreamException e) {
            return refused("syntax", place(e.getLocation()));
        } catch (JacksonException e) {
            return refused(
                    "syntax",
                    e.getLocation() == null
                            ? Place.NONE
                            : new Place(
                                    e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
        } catch (IOException | IllegalArgumentException | java.io.UncheckedIOException e) {
            return refused("syntax", Place.NONE);
        }
    }

    private static Read refused(String reason, Place place) {
        return new Read(null, new Unreadable(reason, place));
    }

    private static Place place(@Nullable Location location) {
        return location == null || location.getLineNumber() < 1
                ? Place.NONE
                : new Place(location.getLineNumber(), Math.max(1, location.getColumnNumber()));
    }

    private static ScheduleFile xml(byte[] bytes) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
        Map<String, String> conference = new HashMap<>();
        List<Track> tracks = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        String day = "";
        String room = "";
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    switch (xml.getLocalName()) {
                        case "day" -> day = attribute(xml, "date");
                        case "room" -> room = attribute(xml, "name");
                        case "event" -> events.add(event(xml, day, room));
                        case "track" -> {
                            String slug = attribute(xml, "slug");
                            String colour = attribute(xml, "color");
                            String named = attribute(xml, "name");
                            String text = xml.getElementText().strip();
                            tracks.add(new Track(named.isEmpty() ? text : named, colour, slug));
                        }
                        case "time_zone_name" ->
                            conference.put(
                                    "time_zone_name", xml.getElementText().strip());
                        default -> {
                            // schedule, version and whatever else is said of the whole
                        }
                    }
                }
                default -> {
                    // text between
                }
            }
        }
        return new ScheduleFile(conference, tracks, events);
    }

    private static String attribute(XMLStreamReader xml, String name) {
        return Objects.requireNonNullElse(xml.getAttributeValue(null, name), "").strip();
    }

    private static Event event(XMLStreamReader xml, String day, String room) throws XMLStreamException {
        Place place = place(xml.getLocation());
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "day", day);
        put(fields, "room", room);
        for (String name : List.of("id", "guid", "code")) {
            put(fields, name, attribute(xml, name));
        }
        List<Person> persons = new ArrayList<>();
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            String name = xml.getLocalName();
            switch (name) {
                case "persons" -> {
                    while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
                        String guid = attribute(xml, "guid");
                        persons.add(new Person(guid, text(xml).strip(), ""));
                    }
                }
                default -> put(fields, name, text(xml));
            }
        }
        return new Event(place, fields, persons);
    }

    /// The text of an element and of all in it.
    private static String text(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        for (int depth = 1; depth > 0; ) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
                case XMLStreamConstants.END_DOCUMENT -> depth = 0;
                default -> {
                    // a comment
                }
            }
        }
        return text.toString();
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            fields.put(name, value.strip());
        }
    }

    private static ScheduleFile json(byte[] bytes) {
        Map<String, Place> places = places(bytes);
        JsonNode conference = Json.mapper().readTree(bytes).path("schedule").path("conference");
        Map<String, String> whole = new HashMap<>();
        put(whole, "time_zone_name", text(conference.path("time_zone_name")));
        List<Track> tracks = new ArrayList<>();
        conference
                .path("tracks")
                .forEach(track -> tracks.add(
                        new Track(text(track.path("name")), text(track.path("color")), text(track.path("slug")))));
        List<Event> events = new ArrayList<>();
        int number = 0;
        for (JsonNode day : conference.path("days")) {
            String at = "/schedule/conference/days/" + number++ + "/rooms/";
            day.path("rooms").properties().forEach(room -> {
                int index = 0;
                for (JsonNode event : room.getValue()) {
                    String pointer = at + room.getKey().replace("~", "~0").replace("/", "~1") + "/" + index++;
                    events.add(event(
                            places.getOrDefault(pointer, Place.NONE), text(day.path("date")), room.getKey(), event));
                }
            });
        }
        return new ScheduleFile(whole, tracks, events);
    }

    private static Event event(Place place, String day, String room, JsonNode json) {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "day", day);
        put(fields, "room", room);
        json.properties().forEach(field -> put(fields, field.getKey(), text(field.getValue())));
        List<Person> persons = new ArrayList<>();
        json.path("persons")
                .forEach(person -> persons.add(new Person(
                        text(person.path("guid")),
                        Stream.of("public_name", "name", "full_public_name")
                                .map(name -> text(person.path(name)))
                                .filter(name -> !name.isEmpty())
                                .findFirst()
                                .orElse(""),
                        text(person.path("biography")))));
        return new Event(place, fields, persons);
    }

    private static String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asString("").strip() : "";
    }

    /// Where each object of the file begins.
    private static Map<String, Place> places(byte[] bytes) {
        Map<String, Place> places = new HashMap<>();
        try (JsonParser parser = Json.mapper().createParser(bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    places.put(
                            parser.streamReadContext()
                                    .getParent()
                                    .pathAsPointer()
                                    .toString(),
                            new Place(
                                    parser.currentTokenLocation().getLineNr(),
                                    parser.currentTokenLocation().getColumnNr()));
                }
            }
        }
        return places;
    }

    /// Columns by the names of `schedule.xml`, in any order; persons apart by `;` or by `,` where the columns are not.
    private static ScheduleFile csv(byte[] bytes) throws IOException {
        String text = decoded(bytes);
        String header = text.lines().findFirst().orElse("");
        char delimiter = Stream.of('\t', ';')
                .filter(one -> header.indexOf(one) >= 0)
                .findFirst()
                .orElse(',');
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreHeaderCase(true)
                .setTrim(true)
                .setAllowMissingColumnNames(true)
                .setIgnoreEmptyLines(true)
                .get();
        List<Event> events = new ArrayList<>();
        try (CSVParser parser = format.parse(new StringReader(text))) {
            if (parser.getHeaderNames().stream().noneMatch("title"::equalsIgnoreCase)) {
                throw new IOException("no column title");
            }
            long line = 2;
            for (CSVRecord record : parser) {
                Map<String, String> fields = new LinkedHashMap<>();
                record.toMap().forEach((name, value) -> put(fields, name.toLowerCase(Locale.ROOT), value));
                if (!fields.isEmpty()) {
                    List<Person> persons = Stream.of(
                                    fields.getOrDefault("persons", "").split(delimiter == ',' ? ";" : "[;,]"))
                            .map(String::strip)
                            .filter(name -> !name.isEmpty())
                            .map(name -> new Person("", name, ""))
                            .toList();
                    events.add(new Event(new Place((int) line, 1), fields, persons));
                }
                line = parser.getCurrentLineNumber() + 1;
            }
        }
        return new ScheduleFile(Map.of(), List.of(), events);
    }

    /// UTF-8, or what a spreadsheet of Western Europe wrote.
    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replace("\uFEFF", "");
        } catch (CharacterCodingException e) {
            return new String(bytes, Charset.forName("windows-1252"));
        }
    }
}
