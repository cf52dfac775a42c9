package torg.programme;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionFolder;
import torg.edition.EditionId;
import torg.edition.Fields;
import torg.edition.Stream;
import torg.programme.Programme.Kind;
import torg.programme.Programme.Level;
import torg.programme.Programme.Seats;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.programme.Programme.Speaker;
import torg.programme.Programme.Status;
import torg.programme.Programme.Track;
import torg.registration.ChoiceTerms;
import torg.registration.ChoiceTerms.Block;
import torg.registration.Offerings;
import torg.store.Db;
import torg.store.LocalIds;
import torg.text.Language;

/// The programme as a stream: its draft tables, its releases, its files.
@Component
public class ProgrammeStream implements Stream<Programme> {
    static final Set<String> ACCESS =
            new TreeSet<>(Set.of("captions", "sign-language", "interpretation", "hearing-loop", "step-free"));

    private final Db db;
    private final Offerings offerings;

    ProgrammeStream(Db db, Offerings offerings) {
        this.db = db;
        this.offerings = offerings;
    }

    @Override
    public String name() {
        return "programme";
    }

    @Override
    public Class<Programme> type() {
        return Programme.class;
    }

    @Override
    public Programme draft(EditionId edition) {
        List<Track> tracks = db.sql("select key, name, colour from track where edition_id = :edition order by position")
                .set("edition", edition)
                .list(row -> new Track(row.string("key"), row.text("name"), row.stringOrNull("colour")));
        List<Speaker> speakers = db.sql("""
                select key, name, title, organisation, biography, image, image_alt
                from speaker where edition_id = :edition order by position
                """)
                .set("edition", edition)
                .list(row -> new Speaker(
                        row.string("key"),
                        row.string("name"),
                        row.text("title"),
                        row.string("organisation"),
                        row.text("biography"),
                        row.stringOrNull("image"),
                        row.text("image_alt")));
        Map<UUID, List<Slot>> slots = new HashMap<>();
        db.sql("""
                select slot.id, slot.session_id, room.key as room, slot.starts_at, slot.ends_at
                from slot
                left join room on room.edition_id = slot.edition_id and room.id = slot.room_id
                where slot.edition_id = :edition
                order by slot.starts_at, slot.id
                """)
                .set("edition", edition)
                .list(row -> slots.computeIfAbsent(row.uuid("session_id"), id -> new ArrayList<>())
                        .add(new Slot(
                                row.stringOrNull("room"),
                                row.instant("starts_at"),
                                row.instant("ends_at"),
                                row.uuid("id"))));
        List<Session> sessions = db.sql("""
                select session.*, track.key as track, host.key as host, block.key as block,
                    array(select speaker.key from session_speaker part join speaker
                        on speaker.edition_id = part.edition_id and speaker.id = part.speaker_id
                        where part.edition_id = session.edition_id and part.session_id = session.id
                            and part.part = 'speaker' order by part.position) as speakers,
                    array(select speaker.key from session_speaker part join speaker
                        on speaker.edition_id = part.edition_id and speaker.id = part.speaker_id
                        where part.edition_id = session.edition_id and part.session_id = session.id
                            and part.part = 'moderator' order by part.position) as moderators
                from session
                left join track on track.edition_id = session.edition_id and track.id = session.track_id
                left join edition_organisation host
                    on host.edition_id = session.edition_id and host.organisation_id = session.host_id
                left join choice_block block on block.edition_id = session.edition_id and block.id = session.block_id
                where session.edition_id = :edition
                order by session.position
                """)
                .set("edition", edition)
                .list(row -> new Session(
                        row.string("key"),
                        row.string("code"),
                        row.choice("kind", Kind.class),
                        row.text("title"),
                        row.text("abstract"),
                        language(row.stringOrNull("language")),
                        row.stringOrNull("track"),
                        row.stringOrNull("host"),
                        row.choiceOrNull("level", Level.class),
                        row.strings("access"),
                        row.integerOrNull("capacity"),
                        row.choice("status", Status.class),
                        row.strings("speakers"),
                        row.strings("moderators"),
                        SlotGuids.inOrder(edition, row.string("key"), slots.getOrDefault(row.uuid("id"), List.of())),
                        seats(row.integerOrNull("seats"), row.stringOrNull("block"), row.truth("required"))));
        return new Programme(tracks, speakers, sessions, choosing(edition));
    }

    private ChoiceTerms choosing(EditionId edition) {
        int changeover = db.sql("select minutes from changeover where edition_id = :edition")
                .set("edition", edition)
                .optional(row -> row.integer("minutes"))
                .orElse(ChoiceTerms.USUAL_CHANGEOVER_MINUTES);
        List<Block> blocks = db.sql("""
                select key, name, min_choices, max_choices from choice_block where edition_id = :edition order by position
                """)
                .set("edition", edition)
                .list(row -> new Block(
                        row.string("key"), row.text("name"), row.integer("min_choices"), row.integer("max_choices")));
        return new ChoiceTerms(changeover, blocks);
    }

    private static @Nullable Seats seats(@Nullable Integer count, @Nullable String block, boolean required) {
        return count == null ? null : new Seats(count, block, required);
    }

    private static @Nullable Language language(@Nullable String code) {
        return code == null ? null : new Language(code);
    }

    @Override
    public void replace(EditionId edition, Programme content, boolean prune) {
        int position = 0;
        for (Track track : content.tracks()) {
            put(edition, track, position++);
        }
        position = 0;
        for (Speaker speaker : content.speakers()) {
            put(edition, speaker, position++);
        }
        replace(edition, content.choosing(), prune);
        position = 0;
        for (Session session : content.sessions()) {
            put(edition, session, position++);
        }
        if (prune) {
            db.sql("delete from session where edition_id = :edition and not (key = any(:kept))")
                    .set("edition", edition)
                    .set("kept", content.sessions().stream().map(Session::key).toList())
                    .run();
            db.sql("""
                    delete from speaker where edition_id = :edition and not (key = any(:kept)) and person_id is null
                        and not exists (select 1 from session_speaker part
                            where part.edition_id = speaker.edition_id and part.speaker_id = speaker.id)
                    """)
                    .set("edition", edition)
                    .set("kept", content.speakers().stream().map(Speaker::key).toList())
                    .run();
            db.sql("""
                    delete from track where edition_id = :edition and not (key = any(:kept))
                        and not exists (select 1 from session
                            where session.edition_id = track.edition_id and session.track_id = track.id)
                    """)
                    .set("edition", edition)
                    .set("kept", content.tracks().stream().map(Track::key).toList())
                    .run();
            db.sql("""
                    delete from choice_block block where edition_id = :edition and not (key = any(:kept))
                        and not exists (select 1 from session
                            where session.edition_id = block.edition_id and session.block_id = block.id)
                    """)
                    .set("edition", edition)
                    .set(
                            "kept",
                            content.choosing().blocks().stream().map(Block::key).toList())
                    .run();
        }
    }

    void put(EditionId edition, Track track, int position) {
        db.sql("""
                    insert into track (edition_id, id, key, name, colour, position)
                    values (:edition, :id, :key, :name, :colour, :position)
                    on conflict (edition_id, id) do update set name = excluded.name, colour = excluded.colour,
                        position = excluded.position
                    """)
                .set("edition", edition)
                .set("id", LocalIds.of(edition, "track", track.key()))
                .set("key", track.key())
                .set("name", track.name())
                .set("colour", track.colour())
                .set("position", position)
                .run();
    }

    void put(EditionId edition, Speaker speaker, int position) {
        db.sql("""
                    insert into speaker (edition_id, id, key, name, title, organisation, biography, image, image_alt, position)
                    values (:edition, :id, :key, :name, :title, :organisation, :biography, :image, :imageAlt, :position)
                    on conflict (edition_id, id) do update set name = excluded.name, title = excluded.title,
                        organisation = excluded.organisation, biography = excluded.biography, image = excluded.image,
                        image_alt = excluded.image_alt, position = excluded.position
                    """)
                .set("edition", edition)
                .set("id", LocalIds.of(edition, "speaker", speaker.key()))
                .set("key", speaker.key())
                .set("name", speaker.name())
                .set("title", speaker.title())
                .set("organisation", speaker.organisation())
                .set("biography", speaker.biography())
                .set("image", speaker.image())
                .set("imageAlt", speaker.imageAlt())
                .set("position", position)
                .run();
    }

    private void replace(EditionId edition, ChoiceTerms choosing, boolean prune) {
        if (choosing.changeoverMinutes() != ChoiceTerms.USUAL_CHANGEOVER_MINUTES || prune) {
            db.sql("""
                    insert into changeover (edition_id, minutes) values (:edition, :minutes)
                    on conflict (edition_id) do update set minutes = excluded.minutes
                    """)
                    .set("edition", edition)
                    .set("minutes", choosing.changeoverMinutes())
                    .run();
        }
        int position = 0;
        for (Block block : choosing.blocks()) {
            db.sql("""
                    insert into choice_block (edition_id, id, key, name, min_choices, max_choices, position)
                    values (:edition, :id, :key, :name, :min, :max, :position)
                    on conflict (edition_id, id) do update set name = excluded.name, min_choices = excluded.min_choices,
                        max_choices = excluded.max_choices, position = excluded.position
                    """)
                    .set("edition", edition)
                    .set("id", LocalIds.of(edition, "choice-block", block.key()))
                    .set("key", block.key())
                    .set("name", block.name())
                    .set("min", block.min())
                    .set("max", block.max())
                    .set("position", position++)
                    .run();
        }
    }

    void put(EditionId edition, Session session, int position) {
        UUID id = LocalIds.of(edition, "session", session.key());
        Seats seats = session.seats();
        String block = seats == null ? null : seats.block();
        db.sql("""
                insert into session (edition_id, id, key, code, kind, title, abstract, language, track_id, host_id, level,
                    access, capacity, status, position, seats, block_id, required)
                values (:edition, :id, :key, :code, :kind, :title, :abstract, :language, :track,
                    (select organisation_id from edition_organisation where edition_id = :edition and key = :host),
                    :level, :access, :capacity, :status, :position, :seats, :block, :required)
                on conflict (edition_id, id) do update set kind = excluded.kind, title = excluded.title,
                    abstract = excluded.abstract, language = excluded.language, track_id = excluded.track_id,
                    host_id = excluded.host_id, level = excluded.level, access = excluded.access,
                    capacity = excluded.capacity, status = excluded.status, position = excluded.position,
                    seats = excluded.seats, block_id = excluded.block_id, required = excluded.required
                """)
                .set("edition", edition)
                .set("id", id)
                .set("key", session.key())
                .set("code", session.code())
                .set("kind", session.kind())
                .set("title", session.title())
                .set("abstract", session.summary())
                .set("language", session.language())
                .set("track", session.track() == null ? null : LocalIds.of(edition, "track", session.track()))
                .set("host", session.host())
                .set("level", session.level())
                .set("access", session.access())
                .set("capacity", session.capacity())
                .set("status", session.status())
                .set("position", position)
                .set("seats", seats == null ? null : seats.count())
                .set("block", block == null ? null : LocalIds.of(edition, "choice-block", block))
                .set("required", seats != null && seats.required())
                .run();
        db.sql("delete from session_speaker where edition_id = :edition and session_id = :session")
                .set("edition", edition)
                .set("session", id)
                .run();
        speakers(edition, id, "speaker", session.speakers());
        speakers(edition, id, "moderator", session.moderators());
        List<UUID> kept = new ArrayList<>();
        int index = 0;
        for (Slot slot : session.slots()) {
            UUID slotId = SlotGuids.of(edition, session.key(), index++, slot);
            kept.add(slotId);
            db.sql("""
                    insert into slot (edition_id, id, session_id, room_id, starts_at, ends_at)
                    values (:edition, :id, :session, :room, :starts, :ends)
                    on conflict (edition_id, id) do update set session_id = excluded.session_id,
                        room_id = excluded.room_id, starts_at = excluded.starts_at, ends_at = excluded.ends_at
                    """)
                    .set("edition", edition)
                    .set("id", slotId)
                    .set("session", id)
                    .set("room", slot.room() == null ? null : LocalIds.of(edition, "room", slot.room()))
                    .set("starts", slot.starts())
                    .set("ends", slot.ends())
                    .run();
        }
        db.sql("delete from slot where edition_id = :edition and session_id = :session and not (id = any(:kept))")
                .set("edition", edition)
                .set("session", id)
                .set("kept", kept)
                .run();
    }

    private void speakers(EditionId edition, UUID session, String part, List<String> keys) {
        int position = 0;
        for (String key : keys) {
            db.sql("""
                    insert into session_speaker (edition_id, session_id, speaker_id, part, position)
                    values (:edition, :session, :speaker, :part, :position)
                    """)
                    .set("edition", edition)
                    .set("session", session)
                    .set("speaker", LocalIds.of(edition, "speaker", key))
                    .set("part", part)
                    .set("position", position++)
                    .run();
        }
    }

    @Override
    public Programme parse(EditionFolder folder, Edition edition) {
        List<Fields> trackRows = folder.csv("tracks.csv", Set.of("name_*", "colour"), Set.of("key"));
        Set<String> trackKeys = folder.keys(trackRows);
        List<Track> tracks = trackRows.stream()
                .map(row -> new Track(row.key("key"), row.requiredText("name", Fields.NAME), row.colour("colour")))
                .toList();
        List<Fields> speakerRows = folder.csv(
                "speakers.csv", Set.of("title_*", "organisation", "image", "image_alt_*"), Set.of("key", "name"));
        Set<String> speakerKeys = folder.keys(speakerRows);
        List<Speaker> speakers = speakerRows.stream()
                .map(row -> new Speaker(
                        row.key("key"),
                        row.required("name", Fields.NAME),
                        row.text("title", Fields.NAME),
                        Objects.requireNonNullElse(row.optional("organisation", Fields.NAME), ""),
                        folder.markdown("speakers/" + row.key("key")),
                        folder.image(row, "image"),
                        row.text("image_alt", Fields.NAME)))
                .toList();
        List<Fields> rows = folder.csv(
                "sessions.csv",
                Set.of(
                        "title_*",
                        "language",
                        "track",
                        "host",
                        "room",
                        "start",
                        "end",
                        "speakers",
                        "moderators",
                        "level",
                        "access",
                        "capacity",
                        "status",
                        "seats",
                        "block",
                        "required",
                        "code",
                        "guid"),
                Set.of("key", "kind"));
        folder.keys(rows);
        Set<String> rooms =
                new HashSet<>(edition.rooms().stream().map(Edition.Room::key).toList());
        Set<String> hosts = new HashSet<>(
                edition.organisations().stream().map(Edition.Organisation::key).toList());
        ChoiceTerms choosing = folder.yaml("choosing.yaml", Set.of("changeover", "blocks"))
                .map(fields -> choosing(folder, fields))
                .orElse(ChoiceTerms.NONE);
        Set<String> blocks =
                new HashSet<>(choosing.blocks().stream().map(Block::key).toList());
        List<Session> sessions = new ArrayList<>();
        Map<String, List<Taken>> taken = new HashMap<>();
        Map<String, String> codes = new HashMap<>();
        for (Fields row : rows) {
            String key = row.key("key");
            String code = Objects.requireNonNullElse(row.optional("code", 6), SessionCodes.of(edition.id(), key));
            if (!code.matches("[0-9A-Z]{6}")) {
                row.problem("code", "must be six of 0-9 and A-Z");
            }
            String other = codes.putIfAbsent(code, key);
            if (other != null && !other.equals(key)) {
                row.problem("key", "\"" + key + "\" gets the same address as \"" + other + "\"; choose another key");
            }
            String speaksIn = row.optional("language", 3);
            if (speaksIn != null && !speaksIn.matches("[a-z]{2,3}")) {
                row.problem("language", "must be a language code such as sv or en");
                speaksIn = null;
            }
            List<String> speaking = row.references("speakers", speakerKeys, "the speaker");
            List<String> moderating = row.references("moderators", speakerKeys, "the speaker");
            Set<String> once = new HashSet<>(speaking);
            if (once.size() < speaking.size() || moderating.stream().anyMatch(person -> !once.add(person))) {
                row.problem("speakers", "names the same person twice (moderators count too)");
            }
            sessions.add(new Session(
                    key,
                    code,
                    row.choice("kind", Kind.class, Kind.SEMINAR),
                    row.requiredText("title", Fields.NAME),
                    folder.markdown("sessions/" + key),
                    language(speaksIn),
                    row.reference("track", trackKeys, "the track"),
                    row.reference("host", hosts, "the organisation"),
                    row.choice("level", Level.class),
                    row.listOf("access", ACCESS),
                    row.integer("capacity", 1, 1_000_000),
                    row.choice("status", Status.class, Status.PLANNED),
                    speaking,
                    moderating,
                    slots(row, key, edition, rooms, taken),
                    seats(row, blocks)));
        }
        return new Programme(tracks, speakers, List.copyOf(sessions), choosing);
    }

    private static ChoiceTerms choosing(EditionFolder folder, Fields fields) {
        List<Fields> blocks = fields.mappings("blocks");
        folder.keys(blocks);
        return new ChoiceTerms(
                Objects.requireNonNullElse(fields.integer("changeover", 0, 240), ChoiceTerms.USUAL_CHANGEOVER_MINUTES),
                blocks.stream().map(ProgrammeStream::block).toList());
    }

    private static Block block(Fields block) {
        int min = Objects.requireNonNullElse(block.integer("min", 0, 100), 0);
        int max = Objects.requireNonNullElse(block.integer("max", 1, 100), 1);
        if (min > max) {
            block.problem("min", "must not be more than max, which is " + max);
        }
        return new Block(block.key("key"), block.requiredText("name", Fields.NAME), min, max);
    }

    private static @Nullable Seats seats(Fields row, Set<String> blocks) {
        Integer count = row.integer("seats", 0, 1_000_000);
        String block = row.reference("block", blocks, "the block");
        boolean required = row.truth("required");
        if (!row.has("seats") && (row.has("block") || required)) {
            row.problem(row.has("block") ? "block" : "required", "is given, but no seats to choose");
        }
        String kind = row.optional("kind", Fields.NAME);
        if (row.has("seats") && ("break".equals(kind) || "social".equals(kind))) {
            row.problem("seats", "cannot be chosen of a " + kind);
        }
        return seats(count, block, required);
    }

    private record Taken(String session, Instant starts, Instant ends) {}

    private static List<Slot> slots(
            Fields row, String key, Edition edition, Set<String> rooms, Map<String, List<Taken>> taken) {
        Instant starts = row.moment("start", edition.timeZone());
        Instant ends = row.moment("end", edition.timeZone());
        String room = row.reference("room", rooms, "the room");
        if (starts == null && ends == null) {
            if (room != null && !row.has("start") && !row.has("end")) {
                row.problem("room", "is given, but no start and end");
            }
            return List.of();
        }
        if (starts == null || ends == null) {
            if (!row.has("start") || !row.has("end")) {
                row.problem(starts == null ? "end" : "start", "is given, but not the other of start and end");
            }
            return List.of();
        }
        if (!starts.isBefore(ends)) {
            row.problem("end", "must be after start");
            return List.of();
        }
        LocalDate date = starts.atZone(edition.timeZone()).toLocalDate();
        if (edition.days().stream().noneMatch(day -> day.date().equals(date))) {
            row.problem("start", "is on " + date + ", which is not a day of this edition");
        }
        if (room != null) {
            List<Taken> before = taken.computeIfAbsent(room, name -> new ArrayList<>());
            for (Taken other : before) {
                if (starts.isBefore(other.ends) && other.starts.isBefore(ends)) {
                    row.problem("room", "\"" + room + "\" is taken by \"" + other.session + "\" at that time");
                }
            }
            before.add(new Taken(key, starts, ends));
        }
        String guid = row.optional("guid", 36);
        if (guid != null && !guid.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            row.problem("guid", "must be a UUID in small letters");
            guid = null;
        }
        return List.of(new Slot(room, starts, ends, guid == null ? null : UUID.fromString(guid)));
    }

    @Override
    public void write(Programme programme, EditionFolder.Writer folder) {
        folder.csv(
                "tracks.csv",
                programme.tracks().stream()
                        .map(track -> {
                            Map<String, @Nullable Object> row = new LinkedHashMap<>();
                            row.put("key", track.key());
                            row.put("name", track.name());
                            row.put("colour", track.colour());
                            return row;
                        })
                        .toList());
        folder.csv(
                "speakers.csv",
                programme.speakers().stream()
                        .map(speaker -> {
                            folder.markdown("speakers/" + speaker.key(), speaker.biography());
                            Map<String, @Nullable Object> row = new LinkedHashMap<>();
                            row.put("key", speaker.key());
                            row.put("name", speaker.name());
                            row.put("title", speaker.title());
                            row.put("organisation", speaker.organisation());
                            row.put("image", speaker.image());
                            row.put("image_alt", speaker.imageAlt());
                            return row;
                        })
                        .toList());
        boolean named = programme.sessions().stream().anyMatch(session -> isNamed(folder.edition(), session));
        folder.csv(
                "sessions.csv",
                programme.sessions().stream()
                        .map(session -> {
                            folder.markdown("sessions/" + session.key(), session.summary());
                            Slot slot = session.slots().isEmpty()
                                    ? null
                                    : session.slots().getFirst();
                            Map<String, @Nullable Object> row = new LinkedHashMap<>();
                            row.put("key", session.key());
                            row.put("kind", Db.written(session.kind()));
                            row.put("title", session.title());
                            row.put("language", session.language());
                            row.put("track", session.track());
                            row.put("host", session.host());
                            row.put("room", slot == null ? null : slot.room());
                            row.put("start", slot == null ? null : folder.local(slot.starts()));
                            row.put("end", slot == null ? null : folder.local(slot.ends()));
                            row.put("speakers", session.speakers());
                            row.put("moderators", session.moderators());
                            row.put("level", session.level() == null ? null : Db.written(session.level()));
                            row.put("access", session.access());
                            row.put("capacity", session.capacity());
                            row.put("status", session.isCancelled() ? "cancelled" : null);
                            Seats seats = session.seats();
                            row.put("seats", seats == null ? null : seats.count());
                            row.put("block", seats == null ? null : seats.block());
                            row.put("required", seats != null && seats.required() ? "true" : null);
                            if (named) {
                                row.put("code", session.code());
                                row.put("guid", slot == null ? null : slot.guid());
                            }
                            return row;
                        })
                        .toList());
        if (!programme.choosing().equals(ChoiceTerms.NONE)) {
            Map<String, @Nullable Object> yaml = new LinkedHashMap<>();
            yaml.put("changeover", programme.choosing().changeoverMinutes());
            yaml.put(
                    "blocks",
                    programme.choosing().blocks().stream()
                            .map(block -> {
                                Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                                entry.put("key", block.key());
                                entry.put("name", block.name());
                                entry.put("min", block.min());
                                entry.put("max", block.max());
                                return entry;
                            })
                            .toList());
            folder.yaml("choosing.yaml", yaml);
        }
    }

    /// Whether it came with a code or a guid of its own, which then does not follow from its key.
    private static boolean isNamed(EditionId edition, Session session) {
        return !session.code().equals(SessionCodes.of(edition, session.key()))
                || session.slots().stream().anyMatch(slot -> slot.guid() != null);
    }

    @Override
    public Map<String, Object> things(Programme programme) {
        Map<String, Object> things = new LinkedHashMap<>();
        programme.tracks().forEach(track -> things.put("track/" + track.key(), track));
        programme.speakers().forEach(speaker -> things.put("speaker/" + speaker.key(), speaker));
        programme.sessions().forEach(session -> things.put("session/" + session.key(), session));
        programme.choosing().blocks().forEach(block -> things.put("block/" + block.key(), block));
        if (programme.choosing().changeoverMinutes() != ChoiceTerms.USUAL_CHANGEOVER_MINUTES) {
            things.put("changeover", programme.choosing().changeoverMinutes());
        }
        return things;
    }

    @Override
    public Programme released(EditionId edition, Programme draft, Supplier<Optional<Programme>> newest) {
        Programme before = newest.get().orElse(Programme.NONE);
        Instant published = db.sql("select now() as now").one(row -> row.instant("now")); // the release's own time
        return new Programme(
                draft.tracks(),
                draft.speakers(),
                draft.sessions(),
                draft.choosing(),
                Revisions.after(edition, before, draft, published));
    }

    /// What has seats can be chosen, unless it is cancelled.
    @Override
    public void published(EditionId edition, Programme programme) {
        List<Offerings.Session> offered = new ArrayList<>();
        for (Session session : programme.sessions()) {
            Seats seats = session.seats();
            if (seats != null && !session.isCancelled()) {
                Slot slot = session.slots().isEmpty() ? null : session.slots().getFirst();
                offered.add(new Offerings.Session(
                        session.key(),
                        session.code(),
                        session.title(),
                        slot == null ? null : slot.starts(),
                        slot == null ? null : slot.ends(),
                        slot == null ? null : slot.room(),
                        seats.count(),
                        session.host(),
                        seats.block(),
                        seats.required()));
            }
        }
        offerings.publish(edition, programme.choosing(), offered);
    }

    /// Sessions in the order of the day: by start, then room.
    static Comparator<Session> byTime() {
        return Comparator.comparing((Session session) -> session.slots().isEmpty()
                        ? Instant.MAX
                        : session.slots().getFirst().starts())
                .thenComparing(session ->
                        session.slots().isEmpty() || session.slots().getFirst().room() == null
                                ? ""
                                : session.slots().getFirst().room());
    }
}
