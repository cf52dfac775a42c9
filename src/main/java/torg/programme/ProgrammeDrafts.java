package torg.programme;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.edition.Organiser;
import torg.ledger.Audit;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.programme.Programme.Speaker;
import torg.programme.Programme.Track;
import torg.registration.Offerings;
import torg.store.Db;
import torg.store.Json;
import torg.store.LocalIds;
import torg.store.Tokens;
import torg.text.Text;

/// Changes the programme, one session, speaker or track at a time, in the draft that the edition's files make too.
/// Visitors see it when it is published.
@Component
class ProgrammeDrafts {
    /// Of each kind; several times the largest conference that this is for.
    static final int MOST = 5_000;

    private final Db db;
    private final ProgrammeStream programmes;
    private final Offerings offerings;
    private final Audit audit;

    ProgrammeDrafts(Db db, ProgrammeStream programmes, Offerings offerings, Audit audit) {
        this.db = db;
        this.programmes = programmes;
        this.offerings = offerings;
        this.audit = audit;
    }

    /// One of the kinds of things in a programme: where they lie in it, and what each is known by.
    ///
    /// @param kind as in ids, in the names of the tables, in the audit trail and in the texts
    record Part<T>(String kind, Function<Programme, List<T>> all, Function<T, String> key, Function<T, Text> name) {
        static final Part<Session> SESSIONS = new Part<>("session", Programme::sessions, Session::key, Session::title);
        static final Part<Speaker> SPEAKERS =
                new Part<>("speaker", Programme::speakers, Speaker::key, speaker -> Text.sv(speaker.name()));
        static final Part<Track> TRACKS = new Part<>("track", Programme::tracks, Track::key, Track::name);

        @Nullable
        T find(Programme programme, String key) {
            return all.apply(programme).stream()
                    .filter(one -> this.key.apply(one).equals(key))
                    .findFirst()
                    .orElse(null);
        }

        Audit.Subject subject(T thing) {
            return new Audit.Subject(
                    kind,
                    key.apply(thing),
                    name.apply(thing).in(torg.text.Language.SV).value());
        }
    }

    /// What an organiser saw of a thing, to tell whether somebody else was faster; empty where it is not there.
    static String version(@Nullable Object thing) {
        return thing == null
                ? ""
                : HexFormat.of().formatHex(Tokens.hash(Json.write(thing))).substring(0, 16);
    }

    /// What became of a change.
    sealed interface Saved<T> {
        record Done<T>() implements Saved<T> {}

        /// Somebody else was faster; nothing was changed.
        ///
        /// @param now as it is saved; null: removed
        record Meanwhile<T>(@Nullable T now) implements Saved<T> {}

        /// There are so many that no more can be added.
        record TooMany<T>() implements Saved<T> {}

        /// Another session is in the room at that time.
        record RoomTaken<T>(Session by) implements Saved<T> {}

        /// Something that it refers to was removed this moment: a room, a speaker, a track.
        record Missing<T>() implements Saved<T> {}
    }

    /// Puts a thing into the draft, new or changed.
    ///
    /// @param version of what the organiser saw; empty where it is new
    /// @param change  makes it of what there is now, or of nothing
    <T> Saved<T> save(Organiser organiser, Part<T> part, String key, String version, Function<@Nullable T, T> change) {
        try {
            return db.transaction(() -> {
                Programme before = locked(organiser.id());
                T now = part.find(before, key);
                if (!version(now).equals(version)) {
                    return new Saved.Meanwhile<>(now);
                }
                if (now == null && part.all.apply(before).size() >= MOST) {
                    return new Saved.TooMany<>();
                }
                T thing = change.apply(now);
                if (!thing.equals(now)) {
                    put(organiser, part, now, thing);
                }
                return new Saved.Done<>();
            });
        } catch (DataIntegrityViolationException e) {
            return change.apply(part.find(programmes.draft(organiser.id()), key)) instanceof Session session
                    ? taken(organiser.id(), session)
                            .<Saved<T>>map(Saved.RoomTaken::new)
                            .orElseGet(Saved.Missing::new)
                    : new Saved.Missing<>();
        }
    }

    /// In the transaction of whoever holds the draft.
    ///
    /// @param before what it is now, or null where it is new
    <T> void put(Organiser organiser, Part<T> part, @Nullable T before, T thing) {
        EditionId edition = organiser.id();
        int position = db.sql("select coalesce((select position from " + part.kind
                        + " where edition_id = :edition and key = :key), (select max(position) + 1 from " + part.kind
                        + " where edition_id = :edition), 0) as position")
                .set("edition", edition)
                .set("key", part.key.apply(thing))
                .one(row -> row.integer("position"));
        switch (thing) {
            case Session session -> programmes.put(edition, session, position);
            case Speaker speaker -> programmes.put(edition, speaker, position);
            case Track track -> programmes.put(edition, track, position);
            default -> throw new IllegalArgumentException(part.kind);
        }
        db.sql("set constraints all immediate").run();
        record(organiser, before == null ? "added" : "changed", part, before, thing);
    }

    private <T> void record(Organiser organiser, String action, Part<T> part, @Nullable T before, @Nullable T after) {
        T known = after == null ? before : after;
        if (known != null) {
            audit.record(organiser.by(), organiser.id(), action, part.subject(known), before, after);
        }
    }

    /// The draft, kept from imports and from other organisers until this transaction ends.
    Programme locked(EditionId edition) {
        db.sql("select 1 from edition where id = :edition for no key update")
                .set("edition", edition)
                .one(row -> 1);
        return programmes.draft(edition);
    }

    /// Another session in a room that this one wants at the same time.
    Optional<Session> taken(EditionId edition, Session wanted) {
        return programmes.draft(edition).sessions().stream()
                .filter(other -> !other.key().equals(wanted.key()))
                .filter(other -> other.slots().stream()
                        .anyMatch(slot -> wanted.slots().stream().anyMatch(mine -> collide(slot, mine))))
                .findFirst();
    }

    private static boolean collide(Slot one, Slot other) {
        return one.room() != null
                && one.room().equals(other.room())
                && one.starts().isBefore(other.ends())
                && other.starts().isBefore(one.ends());
    }

    /// What became of a removal.
    enum Removed {
        DONE,
        /// Somebody else was faster.
        MEANWHILE,
        /// Sessions have it, and nobody said that they are to lose it.
        IN_SESSIONS,
        /// Somebody has chosen the session.
        CHOSEN
    }

    /// Takes a thing out of the draft.
    ///
    /// @param everywhere whether sessions that have the speaker or the track are to lose it
    <T> Removed remove(Organiser organiser, Part<T> part, String key, String version, boolean everywhere) {
        return db.transaction(() -> {
            EditionId edition = organiser.id();
            Programme before = locked(edition);
            T thing = part.find(before, key);
            if (thing == null || !version(thing).equals(version)) {
                return Removed.MEANWHILE;
            }
            if (thing instanceof Session session && chosen(edition, session) > 0) {
                return Removed.CHOSEN;
            }
            List<Session> having = having(before, part, key);
            if (!having.isEmpty() && !everywhere) {
                return Removed.IN_SESSIONS;
            }
            String parted = switch (part.kind) {
                case "speaker" -> "delete from session_speaker where edition_id = :edition and speaker_id = :id";
                case "track" -> "update session set track_id = null where edition_id = :edition and track_id = :id";
                default -> "";
            };
            if (!parted.isEmpty()) {
                db.sql(parted)
                        .set("edition", edition)
                        .set("id", LocalIds.of(edition, part.kind, key))
                        .run();
            }
            db.sql("delete from " + part.kind + " where edition_id = :edition and key = :key")
                    .set("edition", edition)
                    .set("key", key)
                    .run();
            record(organiser, "removed", part, thing, null);
            if (!having.isEmpty()) {
                Map<String, Session> is = new HashMap<>();
                programmes.draft(edition).sessions().forEach(session -> is.put(session.key(), session));
                having.forEach(session -> record(organiser, "changed", Part.SESSIONS, session, is.get(session.key())));
            }
            return Removed.DONE;
        });
    }

    /// How many have chosen it.
    int chosen(EditionId edition, Session session) {
        return session.seats() == null
                ? 0
                : offerings
                        .now(edition)
                        .byCode(session.code())
                        .map(torg.registration.Offering::taken)
                        .orElse(0);
    }

    /// The sessions that have this speaker, as speaker or moderator, or this track.
    static List<Session> having(Programme programme, Part<?> part, String key) {
        return programme.sessions().stream()
                .filter(session -> switch (part.kind) {
                    case "speaker" ->
                        session.speakers().contains(key) || session.moderators().contains(key);
                    case "track" -> key.equals(session.track());
                    default -> false;
                })
                .toList();
    }
}
