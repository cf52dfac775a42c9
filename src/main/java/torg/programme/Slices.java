package torg.programme;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.edition.HostEditor;
import torg.edition.Organiser;
import torg.edition.Staff;
import torg.ledger.Audit;
import torg.programme.Programme.Kind;
import torg.programme.Programme.Level;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.programme.Programme.Speaker;
import torg.programme.Programme.Status;
import torg.programme.ProgrammeDrafts.Part;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.LocalIds;
import torg.store.Row;
import torg.text.Language;
import torg.text.Text;

/// The parts of the programme that organisations fill: what the team grants them, what their editors write, and what
/// the team takes into the draft of it. Nothing else that they write comes there.
@Component
class Slices {
    private final Db db;
    private final ProgrammeStream programmes;
    private final ProgrammeDrafts drafts;
    private final Audit audit;
    private final ConferenceClock clock;

    Slices(Db db, ProgrammeStream programmes, ProgrammeDrafts drafts, Audit audit, ConferenceClock clock) {
        this.db = db;
        this.programmes = programmes;
        this.drafts = drafts;
        this.audit = audit;
        this.clock = clock;
    }

    /// A room for a time, or a number of sessions, for an organisation to fill.
    ///
    /// @param host   key of the organisation
    /// @param name   what it is called among those who make the programme
    /// @param most   how many sessions
    /// @param room   null where the team finds the rooms
    /// @param starts null where the team finds the times
    record Slice(
            UUID id,
            String host,
            String name,
            int most,
            @Nullable String room,
            @Nullable Instant starts,
            @Nullable Instant ends) {
        boolean isTimed() {
            return starts != null;
        }
    }

    /// How far a session of a host is.
    enum State {
        DRAFT,
        READY,
        ACCEPTED
    }

    record Person(String name, String organisation, boolean moderates) {}

    /// What an editor writes about a session.
    record Content(
            Text title,
            Text summary,
            Kind kind,
            @Nullable Language language,
            @Nullable Level level,
            List<String> access,
            List<Person> people) {}

    /// A session of a host, outside the draft.
    ///
    /// @param accepted when it was last taken into the draft, or null; its state tells whether that still is all
    record Hosted(
            String key,
            UUID slice,
            State state,
            Content content,
            @Nullable Instant starts,
            @Nullable Instant ends,
            @Nullable Instant accepted) {}

    private static final String SLICES = """
            select slice.id, organisation.key as host, slice.name, slice.most, room.key as room, slice.starts_at,
                slice.ends_at
            from slice
            join edition_organisation organisation using (edition_id, organisation_id)
            left join room on room.edition_id = slice.edition_id and room.id = slice.room_id
            where slice.edition_id = :edition
            """;

    private static Slice slice(Row row) {
        return new Slice(
                row.uuid("id"),
                row.string("host"),
                row.string("name"),
                row.integer("most"),
                row.stringOrNull("room"),
                row.instantOrNull("starts_at"),
                row.instantOrNull("ends_at"));
    }

    List<Slice> all(EditionId edition) {
        return db.sql(SLICES + " order by slice.starts_at nulls last, slice.name, slice.id")
                .set("edition", edition)
                .list(Slices::slice);
    }

    /// Those of the editor's own organisations.
    List<Slice> of(HostEditor editor) {
        return db.sql(
                        SLICES
                                + " and organisation.key = any(:hosts) order by slice.starts_at nulls last, slice.name, slice.id")
                .set("edition", editor.id())
                .set("hosts", editor.hosts())
                .list(Slices::slice);
    }

    Optional<Slice> one(EditionId edition, UUID id) {
        return db.sql(SLICES + " and slice.id = :id")
                .set("edition", edition)
                .set("id", id)
                .optional(Slices::slice);
    }

    /// Of the editor's own organisations, or nothing.
    Optional<Slice> one(HostEditor editor, UUID id) {
        return one(editor.id(), id).filter(slice -> editor.hosts().contains(slice.host()));
    }

    /// What hosts have written, in all slices.
    List<Hosted> hosted(EditionId edition) {
        return db.sql("select * from hosted_session where edition_id = :edition order by starts_at nulls last, key")
                .set("edition", edition)
                .list(Slices::hosted);
    }

    Optional<Hosted> hosted(EditionId edition, String key) {
        return db.sql("select * from hosted_session where edition_id = :edition and key = :key")
                .set("edition", edition)
                .set("key", key)
                .optional(Slices::hosted);
    }

    private static Hosted hosted(Row row) {
        return new Hosted(
                row.string("key"),
                row.uuid("slice_id"),
                row.choice("state", State.class),
                row.json("content", Content.class),
                row.instantOrNull("starts_at"),
                row.instantOrNull("ends_at"),
                row.instantOrNull("accepted_at"));
    }

    /// What became of a change.
    enum Outcome {
        DONE,
        /// Somebody else was faster; nothing was changed.
        MEANWHILE,
        /// Another slice has the room at that time, or another session of the draft.
        ROOM_TAKEN,
        /// The slice holds no more sessions.
        FULL,
        /// Sessions lie in it.
        IN_USE
    }

    private static Audit.Subject subject(Slice slice) {
        return new Audit.Subject("slice", slice.id().toString(), slice.name());
    }

    private static Audit.Subject subject(Hosted session) {
        return new Audit.Subject(
                "session",
                session.key(),
                session.content().title().in(Language.SV).value());
    }

    /// Grants a slice, or changes one.
    ///
    /// @param version of what the organiser saw; empty where it is new
    Outcome grant(Organiser organiser, Slice slice, String version) {
        EditionId edition = organiser.id();
        try {
            return db.transaction(() -> {
                hold(edition);
                Slice now = one(edition, slice.id()).orElse(null);
                if (!ProgrammeDrafts.version(now).equals(version)) {
                    return Outcome.MEANWHILE;
                }
                if (now != null && !now.host().equals(slice.host()) && isWrittenIn(edition, slice)) {
                    return Outcome.IN_USE;
                }
                db.sql("""
                        insert into slice (edition_id, id, organisation_id, name, most, room_id, starts_at, ends_at)
                        values (:edition, :id, (select organisation_id from edition_organisation
                                where edition_id = :edition and key = :host), :name, :most, :room, :starts, :ends)
                        on conflict (edition_id, id) do update set organisation_id = excluded.organisation_id,
                            name = excluded.name, most = excluded.most, room_id = excluded.room_id,
                            starts_at = excluded.starts_at, ends_at = excluded.ends_at
                        """)
                        .set("edition", edition)
                        .set("id", slice.id())
                        .set("host", slice.host())
                        .set("name", slice.name())
                        .set("most", slice.most())
                        .set("room", slice.room() == null ? null : LocalIds.of(edition, "room", slice.room()))
                        .set("starts", slice.starts())
                        .set("ends", slice.ends())
                        .run();
                audit.record(
                        organiser.by(), edition, now == null ? "granted-slice" : "changed", subject(slice), now, slice);
                return Outcome.DONE;
            });
        } catch (DataIntegrityViolationException e) {
            return Outcome.ROOM_TAKEN;
        }
    }

    private boolean isWrittenIn(EditionId edition, Slice slice) {
        return hosted(edition).stream().anyMatch(one -> one.slice().equals(slice.id()));
    }

    /// Takes back a slice in which nothing was written.
    Outcome takeBack(Organiser organiser, Slice slice) {
        return db.transaction(() -> {
            hold(organiser.id());
            int gone = db.sql("""
                    delete from slice
                    where edition_id = :edition and id = :id
                        and not exists (select 1 from hosted_session hosted
                            where hosted.edition_id = slice.edition_id and hosted.slice_id = slice.id)
                    """)
                    .set("edition", organiser.id())
                    .set("id", slice.id())
                    .run();
            if (gone == 0) {
                return Outcome.IN_USE;
            }
            audit.record(organiser.by(), organiser.id(), "removed", subject(slice), slice, null);
            return Outcome.DONE;
        });
    }

    /// Keeps the draft and the slices from everybody else until this transaction ends.
    private void hold(EditionId edition) {
        db.sql("select 1 from edition where id = :edition for no key update")
                .set("edition", edition)
                .one(row -> 1);
    }

    /// Writes a session of the editor's own organisation, new or changed. What was accepted stays in the draft as it
    /// was.
    ///
    /// @param version of what the editor saw; empty where it is new
    Outcome write(HostEditor editor, Slice slice, Hosted session, String version) {
        EditionId edition = editor.id();
        return db.transaction(() -> {
            hold(edition);
            if (one(editor, slice.id()).isEmpty()) {
                return Outcome.MEANWHILE; // taken back, or given to others, this moment
            }
            List<Hosted> all = hosted(edition);
            Hosted now = all.stream()
                    .filter(one -> one.key().equals(session.key()))
                    .findFirst()
                    .orElse(null);
            if (!ProgrammeDrafts.version(now).equals(version) || (now != null && !now.slice.equals(slice.id()))) {
                return Outcome.MEANWHILE;
            }
            if (now == null
                    && all.stream().filter(one -> one.slice.equals(slice.id())).count() >= slice.most()) {
                return Outcome.FULL;
            }
            if (slice.room() != null && overlaps(all, session)) {
                return Outcome.ROOM_TAKEN;
            }
            db.sql("""
                    insert into hosted_session (edition_id, key, slice_id, state, content, starts_at, ends_at, changed_at)
                    values (:edition, :key, :slice, :state, :content, :starts, :ends, :now)
                    on conflict (edition_id, key) do update set state = excluded.state, content = excluded.content,
                        starts_at = excluded.starts_at, ends_at = excluded.ends_at, changed_at = excluded.changed_at
                    """)
                    .set("edition", edition)
                    .set("key", session.key())
                    .set("slice", slice.id())
                    .set("state", session.state())
                    .setJson("content", session.content())
                    .set("starts", session.starts())
                    .set("ends", session.ends())
                    .set("now", clock.instant())
                    .run();
            String action = session.state() == State.READY ? "sent-in" : now == null ? "added" : "changed";
            audit.record(editor.by(), edition, action, subject(session), now, session);
            return Outcome.DONE;
        });
    }

    private static boolean overlaps(List<Hosted> all, Hosted session) {
        Instant starts = session.starts();
        Instant ends = session.ends();
        return starts != null
                && ends != null
                && all.stream()
                        .filter(one -> one.slice.equals(session.slice) && !one.key.equals(session.key))
                        .anyMatch(one -> one.starts != null
                                && one.ends != null
                                && one.starts.isBefore(ends)
                                && starts.isBefore(one.ends));
    }

    /// Removes what was never accepted.
    Outcome remove(HostEditor editor, Hosted session) {
        return db.transaction(() -> {
            hold(editor.id());
            Hosted now = hosted(editor.id(), session.key()).orElse(null);
            if (!session.equals(now)) {
                return Outcome.MEANWHILE;
            }
            if (session.accepted() != null) {
                return Outcome.IN_USE;
            }
            db.sql("delete from hosted_session where edition_id = :edition and key = :key")
                    .set("edition", editor.id())
                    .set("key", session.key())
                    .run();
            audit.record(editor.by(), editor.id(), "removed", subject(session), session, null);
            return Outcome.DONE;
        });
    }

    /// Sends a session back to its editors, with what they should do.
    Outcome sendBack(Organiser organiser, String key, String version, String words) {
        return db.transaction(() -> {
            hold(organiser.id());
            Hosted now = hosted(organiser.id(), key).orElse(null);
            if (now == null
                    || now.state() != State.READY
                    || !ProgrammeDrafts.version(now).equals(version)) {
                return Outcome.MEANWHILE;
            }
            state(organiser, now, State.DRAFT, "sent-back");
            say(organiser, key, words);
            return Outcome.DONE;
        });
    }

    private void state(Organiser organiser, Hosted session, State state, String action) {
        Instant accepted = state == State.ACCEPTED ? clock.instant() : session.accepted();
        db.sql("""
                update hosted_session set state = :state, accepted_at = :accepted
                where edition_id = :edition and key = :key
                """)
                .set("state", state)
                .set("accepted", accepted)
                .set("edition", organiser.id())
                .set("key", session.key())
                .run();
        audit.record(organiser.by(), organiser.id(), action, subject(session), null, null);
    }

    /// Takes a session that is ready into the draft of the programme, with those who take part in it.
    ///
    /// @param version of what the host wrote, as the organiser saw it
    /// @param draft   of the session in the draft, as the organiser saw it; empty where it was not there
    Outcome accept(Organiser organiser, String key, String version, String draft) {
        EditionId edition = organiser.id();
        try {
            return db.transaction(() -> {
                Programme programme = drafts.locked(edition);
                Hosted now = hosted(edition, key).orElse(null);
                Session there = Part.SESSIONS.find(programme, key);
                if (now == null
                        || now.state() != State.READY
                        || !ProgrammeDrafts.version(now).equals(version)
                        || !ProgrammeDrafts.version(there).equals(draft)) {
                    return Outcome.MEANWHILE;
                }
                Slice slice = one(edition, now.slice()).orElseThrow();
                List<Speaker> added = new ArrayList<>();
                Session session = session(edition, programme, slice, now, there, added);
                added.forEach(speaker -> drafts.put(organiser, Part.SPEAKERS, null, speaker));
                if (!session.equals(there)) {
                    drafts.put(organiser, Part.SESSIONS, there, session);
                }
                state(organiser, now, State.ACCEPTED, "accepted");
                return Outcome.DONE;
            });
        } catch (DataIntegrityViolationException e) {
            return Outcome.ROOM_TAKEN;
        }
    }

    /// What a session of a host becomes in the draft: what the team alone decides (track, places, cancelled) stays.
    ///
    /// @param added gets the speakers who are not in the draft yet
    static Session session(
            EditionId edition,
            Programme programme,
            Slice slice,
            Hosted hosted,
            @Nullable Session there,
            List<Speaker> added) {
        Content content = hosted.content();
        Set<String> taken = new LinkedHashSet<>(List.of("new"));
        programme.speakers().forEach(speaker -> taken.add(speaker.key()));
        Function<Person, String> keyOf = person -> programme.speakers().stream()
                .filter(speaker ->
                        same(speaker.name(), person.name()) && same(speaker.organisation(), person.organisation()))
                .findFirst()
                .map(Speaker::key)
                .orElseGet(() -> {
                    String key = ProgrammeEditPages.free(ProgrammeEditPages.stem(person.name(), "speaker"), taken);
                    taken.add(key);
                    added.add(new Speaker(
                            key, person.name(), Text.EMPTY, person.organisation(), Text.EMPTY, null, Text.EMPTY));
                    return key;
                });
        Set<String> speakers = content.people().stream()
                .filter(person -> !person.moderates())
                .map(keyOf)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> moderators = content.people().stream()
                .filter(Person::moderates)
                .map(keyOf)
                .filter(key -> !speakers.contains(key))
                .distinct()
                .toList();
        Instant starts = hosted.starts();
        Instant ends = hosted.ends();
        List<Slot> slots = starts == null || ends == null
                ? there == null ? List.of() : there.slots()
                : List.of(new Slot(slice.room(), starts, ends));
        return new Session(
                hosted.key(),
                there == null ? SessionCodes.of(edition, hosted.key()) : there.code(),
                content.kind(),
                content.title(),
                content.summary(),
                content.language(),
                there == null ? null : there.track(),
                slice.host(),
                content.level(),
                content.access(),
                there == null ? null : there.capacity(),
                there == null ? Status.PLANNED : there.status(),
                List.copyOf(speakers),
                moderators,
                slots,
                there == null ? null : there.seats());
    }

    private static boolean same(String one, String other) {
        return Search.folded(one.strip()).equals(Search.folded(other.strip()));
    }

    /// A session in the draft that has the room at the time of this one.
    Optional<Session> taken(EditionId edition, Slice slice, Hosted hosted) {
        Programme programme = programmes.draft(edition);
        return drafts.taken(
                edition,
                session(
                        edition,
                        programme,
                        slice,
                        hosted,
                        Part.SESSIONS.find(programme, hosted.key()),
                        new ArrayList<>()));
    }

    /// What somebody said about a session.
    record Comment(Instant at, String by, String words) {}

    /// The last hundred, oldest first.
    List<Comment> comments(EditionId edition, String session) {
        return db.sql("""
                select at, coalesce(masked.name, by_name) as by, words
                from (select * from session_comment where edition_id = :edition and session = :session
                    order by number desc limit 100) comment
                left join masked on masked.id = comment.by_id
                order by number
                """)
                .set("edition", edition)
                .set("session", session)
                .list(row -> new Comment(row.instant("at"), row.string("by"), row.string("words")));
    }

    /// Says something about a session, to all who make it.
    void comment(Staff by, String session, String title, String words) {
        db.transaction(() -> {
            say(by, session, words);
            audit.record(by.by(), by.id(), "commented", new Audit.Subject("session", session, title), null, null);
        });
    }

    private void say(Staff by, String session, String words) {
        db.sql("""
                insert into session_comment (edition_id, session, at, by_id, by_name, words)
                values (:edition, :session, :now, :id, :name, :words)
                """)
                .set("edition", by.id())
                .set("session", session)
                .set("now", clock.instant())
                .set("id", by.by().id())
                .set("name", by.by().name())
                .set("words", words)
                .run();
    }
}
