package torg.programme;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import torg.edition.Edition;
import torg.edition.Fields;
import torg.programme.Programme.Kind;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.programme.Programme.Speaker;
import torg.programme.Programme.Status;
import torg.programme.Programme.Track;
import torg.programme.ScheduleFile.Event;
import torg.programme.ScheduleFile.Person;
import torg.programme.ScheduleFile.Place;
import torg.store.LocalIds;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;

/// Makes of somebody else's schedule what the draft would be with it. Lenient: what can be understood is repaired, what
/// cannot is left out, and each is told with its place. A session is known again by the guid of one of its times, so
/// that the same file twice changes nothing; what the file does not name stays as it is.
final class ScheduleImport {
    private static final int BODY = 20_000; // as in edition files
    private static final Pattern SECOND_SLOT = Pattern.compile(".*-([0-9a-z]{6})-([2-9])");
    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("keynote", Kind.PLENARY),
            Map.entry("plenum", Kind.PLENARY),
            Map.entry("talk", Kind.SEMINAR),
            Map.entry("lecture", Kind.SEMINAR),
            Map.entry("presentation", Kind.SEMINAR),
            Map.entry("föredrag", Kind.SEMINAR),
            Map.entry("lightning talk", Kind.SEMINAR),
            Map.entry("panel", Kind.SEMINAR),
            Map.entry("seminarium", Kind.SEMINAR),
            Map.entry("tutorial", Kind.WORKSHOP),
            Map.entry("verkstad", Kind.WORKSHOP),
            Map.entry("meeting", Kind.NETWORK),
            Map.entry("lunch", Kind.BREAK),
            Map.entry("coffee", Kind.BREAK),
            Map.entry("rast", Kind.BREAK),
            Map.entry("paus", Kind.BREAK),
            Map.entry("party", Kind.SOCIAL),
            Map.entry("dinner", Kind.SOCIAL));

    private final Edition edition;
    private final Programme draft;
    private final ScheduleFile file;
    private final Language main;
    private final ZoneId zone;
    private final @Nullable ZoneId fileZone;
    private final List<Remark> remarks = new ArrayList<>();
    private final Map<String, Track> tracks = new LinkedHashMap<>();
    private final Map<String, Speaker> speakers = new LinkedHashMap<>();
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<String, Edition.Room> rooms = new LinkedHashMap<>();
    private final Set<String> codes = new HashSet<>();
    private final Map<UUID, At> known = new HashMap<>();
    private final Set<String> named = new LinkedHashSet<>();
    private final Map<String, String> keyOfCode = new HashMap<>();

    /// What was repaired in the file or left out of it.
    ///
    /// @param key the end of a message's key: `import.remark.KEY`
    record Remark(boolean leftOut, Place place, String what, String key, List<Object> arguments) {}

    /// @param added   names of things (`session/oppning`, `speaker/…`, `track/…`, `room/…`), as are the others
    /// @param left    sessions of the draft that the file does not name
    /// @param same    sessions that are as the file says already
    record Plan(
            Edition edition,
            Programme programme,
            List<String> added,
            List<String> changed,
            List<String> left,
            List<String> same,
            List<Remark> remarks) {
        boolean isNothing() {
            return added.isEmpty() && changed.isEmpty();
        }
    }

    /// The `at`-th time of a session.
    private record At(String session, int at) {}

    private ScheduleImport(Edition edition, Programme draft, ScheduleFile file) {
        this.edition = edition;
        this.draft = draft;
        this.file = file;
        this.main = edition.mainLanguage();
        this.zone = edition.timeZone();
        this.fileZone = zone(file.conference().getOrDefault("time_zone_name", ""));
        draft.tracks().forEach(track -> tracks.put(track.key(), track));
        draft.speakers().forEach(speaker -> speakers.put(speaker.key(), speaker));
        edition.rooms().forEach(room -> rooms.put(room.key(), room));
        for (Session session : draft.sessions()) {
            sessions.put(session.key(), session);
            codes.add(session.code());
            keyOfCode.put(session.code(), session.key());
            for (int at = 0; at < session.slots().size(); at++) {
                known.put(SlotGuids.of(edition.id(), session, at), new At(session.key(), at));
            }
        }
    }

    static Plan plan(Edition edition, Programme draft, ScheduleFile file) {
        return new ScheduleImport(edition, draft, file).plan();
    }

    private static @Nullable ZoneId zone(String name) {
        try {
            return name.isEmpty() ? null : ZoneId.of(name);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private Plan plan() {
        file.tracks().forEach(track -> track(track.name(), track.slug(), track.colour()));
        Set<UUID> seen = new HashSet<>();
        file.events().stream().filter(event -> !isSecond(event)).forEach(event -> take(event, seen));
        file.events().stream().filter(ScheduleImport::isSecond).forEach(event -> take(event, seen));
        freeRooms();
        Programme programme = new Programme(
                List.copyOf(tracks.values()),
                List.copyOf(speakers.values()),
                List.copyOf(sessions.values()),
                draft.choosing());
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        List<String> left = new ArrayList<>();
        List<String> same = new ArrayList<>();
        for (Session session : sessions.values()) {
            Optional<Session> before = draft.sessions().stream()
                    .filter(one -> one.key().equals(session.key()))
                    .findFirst();
            (before.isEmpty()
                            ? added
                            : !before.get().equals(session) ? changed : named.contains(session.key()) ? same : left)
                    .add("session/" + session.key());
        }
        tracks.values()
                .forEach(track -> compare("track/" + track.key(), track, draft.track(track.key()), added, changed));
        speakers.values()
                .forEach(speaker ->
                        compare("speaker/" + speaker.key(), speaker, draft.speaker(speaker.key()), added, changed));
        rooms.values().forEach(room -> compare("room/" + room.key(), room, edition.room(room.key()), added, changed));
        return new Plan(
                edition.withRooms(List.copyOf(rooms.values())),
                programme,
                added,
                changed,
                left,
                same,
                List.copyOf(remarks));
    }

    private static void compare(String name, Object now, Optional<?> before, List<String> added, List<String> changed) {
        if (before.isEmpty()) {
            added.add(name);
        } else if (!before.get().equals(now)) {
            changed.add(name);
        }
    }

    private void repaired(Event event, String key, Object... arguments) {
        remarks.add(new Remark(false, event.place(), event.get("title"), key, List.of(arguments)));
    }

    private void leftOut(Event event, String key, Object... arguments) {
        remarks.add(new Remark(true, event.place(), event.get("title"), key, List.of(arguments)));
    }

    private void take(Event event, Set<UUID> seen) {
        String title = event.get("title");
        if (title.isEmpty()) {
            leftOut(event, "noTitle");
            return;
        }
        boolean cancelled = false;
        for (Language language : Language.SPOKEN) {
            String word = Words.of(ProgrammePages.class, language).say("programme.cancelled") + ": ";
            if (title.startsWith(word)) {
                title = title.substring(word.length()).strip();
                cancelled = true;
            }
        }
        if (title.length() > Fields.NAME) {
            repaired(event, "longTitle", Fields.NAME);
            title = title.substring(0, Fields.NAME).strip();
        }
        UUID guid = guid(event);
        if (!seen.add(guid)) {
            guid = LocalIds.of(edition.id(), "imported", guid + " " + event.get("date") + " " + title);
            if (!seen.add(guid)) {
                leftOut(event, "twice");
                return;
            }
            repaired(event, "sameGuid");
        }
        When when = when(event);
        if (when.refused() != null) {
            leftOut(event, when.refused(), when.argument());
            return;
        }
        At at = at(event, guid, title);
        Session before = sessions.get(at.session());
        Slot slot = null;
        if (when.starts() != null && when.ends() != null) {
            slot = SlotGuids.placed(
                    edition.id(), at.session(), at.at(), new Slot(room(event), when.starts(), when.ends()), guid);
        }
        sessions.put(
                at.session(),
                before == null
                        ? added(event, at.session(), title, cancelled, slot)
                        : changed(event, before, at.at(), title, cancelled, slot));
        named.add(at.session());
        known.put(guid, at);
    }

    /// The event's own guid, or one that follows from what else names it, so that it is the same next time.
    private UUID guid(Event event) {
        String given = event.get("guid");
        if (given.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            return UUID.fromString(given);
        }
        String key = keyOfCode.get(event.get("code"));
        Session session = key == null ? null : sessions.get(key);
        if (session != null && !session.slots().isEmpty()) {
            return SlotGuids.of(edition.id(), session, 0);
        }
        repaired(event, "noGuid");
        for (String name : List.of("code", "slug", "id", "url")) {
            if (!event.get(name).isEmpty()) {
                return LocalIds.of(edition.id(), "imported", name + " " + event.get(name));
            }
        }
        return LocalIds.of(edition.id(), "imported", "title " + event.get("title") + " " + event.get("date"));
    }

    /// A further time of a session, as our own feeds write it; read when the session itself is known.
    private static boolean isSecond(Event event) {
        Matcher second = SECOND_SLOT.matcher(event.get("slug"));
        return second.matches()
                && (event.get("code").isEmpty() || event.get("code").equalsIgnoreCase(second.group(1)));
    }

    /// Which session at which of its times: known by its guid, a further time of another, or new.
    private At at(Event event, UUID guid, String title) {
        At found = known.get(guid);
        if (found != null) {
            return found;
        }
        Matcher second = SECOND_SLOT.matcher(event.get("slug"));
        if (isSecond(event) && second.matches()) {
            String key = keyOfCode.get(second.group(1).toUpperCase(Locale.ROOT));
            Session session = key == null ? null : sessions.get(key);
            if (key != null && session != null) {
                return new At(key, session.slots().size());
            }
        }
        return draft.sessions().stream() // what has no time has no guid
                .filter(session ->
                        session.slots().isEmpty() && isSaid(session.title(), title) && !named.contains(session.key()))
                .findFirst()
                .map(session -> new At(session.key(), 0))
                .orElseGet(() -> new At(free(key(title, "punkt"), sessions.keySet()), 0));
    }

    private Session added(Event event, String key, String title, boolean cancelled, @Nullable Slot slot) {
        List<String> taking = speakers(event, List.of());
        return new Session(
                key,
                code(event, key),
                kind(event, null),
                Text.of(main, title),
                Text.of(main, summary(event)),
                language(event, null),
                track(event.get("track"), "", ""),
                null,
                null,
                List.of(),
                null,
                cancelled ? Status.CANCELLED : Status.PLANNED,
                taking,
                List.of(),
                slot == null ? List.of() : List.of(slot),
                null);
    }

    private Session changed(Event event, Session before, int at, String title, boolean cancelled, @Nullable Slot slot) {
        List<Slot> slots = new ArrayList<>(before.slots());
        if (slot != null) {
            if (at < slots.size()) {
                slots.set(at, slot);
            } else {
                slots.add(slot);
            }
        }
        boolean sameCancelled = before.isCancelled() == cancelled;
        return new Session(
                before.key(),
                before.code(),
                kind(event, before.kind()),
                said(before.title(), title),
                said(before.summary(), summary(event)),
                language(event, before.language()),
                event.get("track").isEmpty() ? before.track() : track(event.get("track"), "", ""),
                before.host(),
                before.level(),
                before.access(),
                before.capacity(),
                sameCancelled ? before.status() : cancelled ? Status.CANCELLED : Status.PLANNED,
                event.persons().isEmpty() ? before.speakers() : speakers(event, before.moderators()),
                before.moderators(),
                SlotGuids.inOrder(edition.id(), before.key(), slots),
                before.seats());
    }

    /// What readers of the edition's first language already see is no change, in whichever language it is written.
    private Text said(Text before, String now) {
        return now.isEmpty() || before.in(main).value().equals(now) ? before : before.with(main, now);
    }

    private String summary(Event event) {
        List<String> parts = new ArrayList<>();
        for (String name : List.of("subtitle", "abstract", "description")) {
            String part = event.get(name);
            if (!part.isEmpty() && !parts.contains(part)) {
                parts.add(part);
            }
        }
        String all = String.join("\n\n", parts);
        if (all.length() > BODY) {
            repaired(event, "longText", BODY);
            return all.substring(0, BODY).strip();
        }
        return all;
    }

    private String code(Event event, String key) {
        String given = event.get("code");
        String own = SessionCodes.of(edition.id(), key);
        for (String code : List.of(given, own)) {
            if (code.matches("[0-9A-Z]{6}") && codes.add(code)) {
                keyOfCode.put(code, key);
                return code;
            }
        }
        for (int again = 2; ; again++) {
            String code = SessionCodes.of(edition.id(), key + "-" + again);
            if (codes.add(code)) {
                return code;
            }
        }
    }

    private Kind kind(Event event, @Nullable Kind before) {
        String written = event.get("type").toLowerCase(Locale.ROOT);
        if (written.isEmpty()) {
            return before == null ? Kind.SEMINAR : before;
        }
        for (Kind kind : Kind.values()) {
            if (kind.written().equals(written)) {
                return kind;
            }
        }
        Kind known = KINDS.get(written);
        if (known == null && before == null) {
            repaired(event, "type", event.get("type"));
        }
        return before != null && (known == null || known == Kind.SEMINAR)
                ? before
                : known == null ? Kind.SEMINAR : known;
    }

    private @Nullable Language language(Event event, @Nullable Language before) {
        String written = event.get("language").toLowerCase(Locale.ROOT).replaceFirst("[-_].*", "");
        if (written.isEmpty()) {
            return before;
        }
        if (!written.matches("[a-z]{2,3}")) {
            repaired(event, "language", event.get("language"));
            return before;
        }
        return new Language(written);
    }

    private @Nullable String track(String name, String slug, String colour) {
        if (name.isEmpty()) {
            return null;
        }
        String said = name.substring(0, Math.min(name.length(), Fields.NAME)).strip();
        String valid = colour.toLowerCase(Locale.ROOT);
        for (Track track : tracks.values()) {
            if (isSaid(track.name(), said)) {
                return track.key();
            }
        }
        if (!colour.isEmpty() && !valid.matches("#[0-9a-f]{6}")) {
            remarks.add(new Remark(false, Place.NONE, said, "colour", List.of(colour)));
            valid = "";
        }
        String key = free(slug.matches("[a-z0-9][a-z0-9-]{0,50}") ? slug : key(said, "spar"), tracks.keySet());
        tracks.put(key, new Track(key, Text.of(main, said), valid.isEmpty() ? null : valid));
        return key;
    }

    private static boolean isSaid(Text text, String name) {
        return text.values().containsValue(name);
    }

    private List<String> speakers(Event event, List<String> moderators) {
        Set<String> keys = new LinkedHashSet<>();
        for (Person person : event.persons()) {
            String name = person.name()
                    .substring(0, Math.min(person.name().length(), Fields.NAME))
                    .strip();
            if (name.isEmpty()) {
                repaired(event, "noName");
            } else {
                keys.add(speaker(person, name));
            }
        }
        keys.removeAll(moderators);
        return List.copyOf(keys);
    }

    private String speaker(Person person, String name) {
        for (Speaker speaker : speakers.values()) {
            if (LocalIds.of(edition.id(), "speaker", speaker.key()).toString().equals(person.guid())) {
                return speaker.key();
            }
        }
        for (Speaker speaker : speakers.values()) {
            if (speaker.name().equals(name)) {
                return speaker.key();
            }
        }
        String key = free(key(name, "person"), speakers.keySet());
        String biography = person.biography();
        speakers.put(
                key,
                new Speaker(
                        key,
                        name,
                        Text.EMPTY,
                        "",
                        Text.of(main, biography.substring(0, Math.min(biography.length(), BODY))),
                        null,
                        Text.EMPTY));
        return key;
    }

    private @Nullable String room(Event event) {
        String name = event.get("room");
        name = name.substring(0, Math.min(name.length(), Fields.NAME)).strip();
        if (name.isEmpty() || isSaid(edition.venue().name(), name)) {
            return null;
        }
        for (Edition.Room room : rooms.values()) {
            if (isSaid(room.name(), name)) {
                return room.key();
            }
        }
        String key = free(key(name, "rum"), rooms.keySet());
        rooms.put(key, new Edition.Room(key, Text.of(main, name), Text.EMPTY, null, List.of()));
        return key;
    }

    /// @param refused why the event cannot be taken, with its argument; else null
    private record When(
            @Nullable Instant starts,
            @Nullable Instant ends,
            @Nullable String refused,
            Object argument) {
        static final When UNKNOWN = new When(null, null, null, "");
    }

    private When when(Event event) {
        Instant starts = starts(event);
        if (starts == null) {
            repaired(event, "noTime");
            return When.UNKNOWN;
        }
        LocalDate date = starts.atZone(zone).toLocalDate();
        if (edition.days().stream().noneMatch(day -> day.date().equals(date))) {
            return new When(null, null, "noDay", date.toString());
        }
        Instant ends = ends(event, starts);
        if (ends == null || !starts.isBefore(ends)) {
            repaired(event, "noEnd");
            return When.UNKNOWN;
        }
        return new When(starts, ends, null, "");
    }

    private @Nullable Instant ends(Event event, Instant starts) {
        Duration duration = duration(event.get("duration"));
        if (duration != null) {
            return starts.plus(duration);
        }
        String end = event.get("end");
        if (end.isEmpty()) {
            return null;
        }
        OffsetDateTime exact = offset(end);
        if (exact != null) {
            return exact.toInstant();
        }
        LocalDateTime local = local(end, starts.atZone(zone).toLocalDate());
        return local == null ? null : local.atZone(zone).toInstant();
    }

    /// `H:MM`, days before it where there are three parts, or minutes.
    private static @Nullable Duration duration(String written) {
        Matcher parts = Pattern.compile("(?:(\\d{1,2}):)?(\\d{1,3}):(\\d{2})").matcher(written);
        if (parts.matches()) {
            int days = parts.group(1) == null ? 0 : Integer.parseInt(parts.group(1));
            Duration duration = Duration.ofDays(days)
                    .plusHours(Integer.parseInt(parts.group(2)))
                    .plusMinutes(Integer.parseInt(parts.group(3)));
            return duration.isZero() ? null : duration;
        }
        return written.matches("\\d{1,4}") && Integer.parseInt(written) > 0
                ? Duration.ofMinutes(Integer.parseInt(written))
                : null;
    }

    /// An offset that the zone does not have at that time is a mistake of whoever wrote it: then the clock holds.
    private @Nullable Instant starts(Event event) {
        String date = event.get("date");
        LocalTime clock = clock(event.get("start"));
        OffsetDateTime exact = offset(date);
        if (exact != null) {
            LocalDateTime here = exact.atZoneSameInstant(zone).toLocalDateTime();
            boolean right = clock == null || here.toLocalTime().equals(clock);
            ZoneId there = fileZone;
            boolean elsewhere =
                    there != null && there.getRules().isValidOffset(exact.toLocalDateTime(), exact.getOffset());
            if (right || elsewhere || !exact.toLocalTime().equals(clock)) {
                if (!right && !elsewhere) {
                    repaired(
                            event,
                            "start",
                            event.get("start"),
                            here.toLocalTime().toString());
                }
                return exact.toInstant();
            }
            repaired(event, "offset", exact.getOffset().getId(), zone.getId());
            return exact.toLocalDateTime().atZone(zone).toInstant();
        }
        LocalDateTime local = local(date.isEmpty() ? event.get("start") : date, date(event.get("day")));
        if (local == null && clock != null) {
            LocalDate day = date(date.isEmpty() ? event.get("day") : date);
            local = day == null ? null : day.atTime(clock);
        }
        if (local == null) {
            return null;
        }
        if (zone.getRules().getValidOffsets(local).isEmpty()) {
            repaired(event, "noSuchTime", local.toLocalTime().toString());
        }
        return local.atZone(zone).toInstant();
    }

    private static @Nullable OffsetDateTime offset(String written) {
        for (String pattern : List.of(
                "yyyy-MM-dd'T'HH:mm[:ss][.SSS]XXX", "yyyy-MM-dd'T'HH:mm[:ss][.SSS]XX", "yyyy-MM-dd HH:mm[:ss]XXX")) {
            try {
                return OffsetDateTime.parse(written, DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
            } catch (DateTimeException e) {
                // the next one
            }
        }
        return null;
    }

    private static @Nullable LocalDateTime local(String written, @Nullable LocalDate day) {
        try {
            return LocalDateTime.parse(
                    written.replace(' ', 'T'), DateTimeFormatter.ofPattern("yyyy-MM-dd'T'H:mm[:ss]", Locale.ROOT));
        } catch (DateTimeException e) {
            LocalTime clock = clock(written);
            return clock == null || day == null ? null : day.atTime(clock);
        }
    }

    private static @Nullable LocalTime clock(String written) {
        Matcher parts = Pattern.compile("(\\d{1,2})[:.](\\d{2})(?::\\d{2})?").matcher(written);
        if (!parts.matches()) {
            return null;
        }
        int hour = Integer.parseInt(parts.group(1));
        int minute = Integer.parseInt(parts.group(2));
        return hour > 23 || minute > 59 ? null : LocalTime.of(hour, minute);
    }

    private static @Nullable LocalDate date(String written) {
        try {
            return LocalDate.parse(written);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /// Two sessions cannot be in one room at one time: the one that the file has later stays without a room.
    private void freeRooms() {
        record Taken(String session, Slot slot) {}
        Map<String, List<Taken>> taken = new HashMap<>();
        List<Session> order = new ArrayList<>(sessions.values());
        order.sort(Comparator.comparing((Session session) -> named.contains(session.key()))
                .thenComparing(session -> !draft.sessions().contains(session)));
        for (Session session : order) {
            List<Slot> slots = new ArrayList<>();
            for (Slot slot : session.slots()) {
                String room = slot.room();
                Slot kept = slot;
                if (room != null) {
                    List<Taken> inside = taken.computeIfAbsent(room, name -> new ArrayList<>());
                    Optional<Taken> other = inside.stream()
                            .filter(one -> one.slot().starts().isBefore(slot.ends())
                                    && slot.starts().isBefore(one.slot().ends()))
                            .findFirst();
                    if (other.isPresent()) {
                        kept = new Slot(null, slot.starts(), slot.ends(), slot.guid());
                        remarks.add(new Remark(
                                false,
                                Place.NONE,
                                session.title().in(main).value(),
                                "roomTaken",
                                List.of(
                                        Objects.requireNonNull(rooms.get(room))
                                                .name()
                                                .in(main)
                                                .value(),
                                        other.get().session())));
                    } else {
                        inside.add(new Taken(session.title().in(main).value(), slot));
                    }
                }
                slots.add(kept);
            }
            if (!slots.equals(session.slots())) {
                sessions.put(session.key(), session.at(List.copyOf(slots)));
            }
        }
    }

    private static String free(String key, Set<String> taken) {
        String free = key;
        for (int again = 2; taken.contains(free); again++) {
            free = key + "-" + again;
        }
        return free;
    }

    /// "Öppna data på riktigt" becomes `oppna-data-pa-riktigt`.
    private static String key(String name, String otherwise) {
        String key = Normalizer.normalize(name, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-");
        key = key.substring(0, Math.min(key.length(), 50)).replaceAll("^-+|-+$", "");
        return key.isEmpty() ? otherwise : key;
    }
}
