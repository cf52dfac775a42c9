package torg.programme;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import torg.registration.ChoiceTerms;
import torg.store.Db;
import torg.text.Language;
import torg.text.Text;

/// The programme of an edition: what is drafted, released and shown.
///
/// @param choosing  what holds for whoever chooses sessions that have seats
/// @param revisions what changed since something was published first; a draft has none
public record Programme(
        List<Track> tracks,
        List<Speaker> speakers,
        List<Session> sessions,
        ChoiceTerms choosing,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Revision> revisions) {
    public static final Programme NONE = new Programme(List.of(), List.of(), List.of(), ChoiceTerms.NONE);

    @SuppressWarnings("NullAway") // releases from before there was anything to choose, or to count, do not say it
    public Programme {
        choosing = choosing == null ? ChoiceTerms.NONE : choosing;
        revisions = revisions == null ? List.of() : revisions;
    }

    public Programme(List<Track> tracks, List<Speaker> speakers, List<Session> sessions, ChoiceTerms choosing) {
        this(tracks, speakers, sessions, choosing, List.of());
    }

    /// @param colour `#rrggbb`, or null
    public record Track(String key, Text name, @Nullable String colour) {}

    /// @param organisation free text, may be empty
    public record Speaker(
            String key,
            String name,
            Text title,
            String organisation,
            Text biography,
            @Nullable String image,
            Text imageAlt) {}

    /// @param code     six of `0-9A-Z`: the session's address ([SessionCodes])
    /// @param summary  the abstract, Markdown
    /// @param language spoken in the session, or null where it is not known
    /// @param host     key of the organisation that runs it, or null
    /// @param access   of `captions`, `sign-language`, `interpretation`, `hearing-loop`, `step-free`
    /// @param speakers keys of speakers, in order
    /// @param slots    when and where; none while that is not known
    /// @param seats    how it is chosen, or null where everybody may come
    public record Session(
            String key,
            String code,
            Kind kind,
            Text title,
            Text summary,
            @Nullable Language language,
            @Nullable String track,
            @Nullable String host,
            @Nullable Level level,
            List<String> access,
            @Nullable Integer capacity,
            Status status,
            List<String> speakers,
            List<String> moderators,
            List<Slot> slots,
            @Nullable Seats seats) {
        /// The same session at other times.
        Session at(List<Slot> times) {
            return new Session(
                    key,
                    code,
                    kind,
                    title,
                    summary,
                    language,
                    track,
                    host,
                    level,
                    access,
                    capacity,
                    status,
                    speakers,
                    moderators,
                    times,
                    seats);
        }

        @JsonIgnore
        public boolean isCancelled() {
            return status == Status.CANCELLED;
        }

        /// Breaks and social parts have no page of their own and no speakers.
        @JsonIgnore
        public boolean isTalk() {
            return kind != Kind.BREAK && kind != Kind.SOCIAL;
        }
    }

    /// @param count    how many may choose the session
    /// @param block    key of the block that it belongs to, or null
    /// @param required everybody whose ticket admits to its day must choose it
    public record Seats(int count, @Nullable String block, boolean required) {}

    /// @param room key of a room, or null where it is not known or the whole venue is meant
    /// @param guid names it in feeds; null where its name follows from the session's key ([SlotGuids])
    public record Slot(
            @Nullable String room,
            Instant starts,
            Instant ends,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            UUID guid) {
        public Slot(@Nullable String room, Instant starts, Instant ends) {
            this(room, starts, ends, null);
        }
    }

    /// One time of a session that was published and then changed, for calendars that must be told.
    ///
    /// @param guid     names it, by [SlotGuids]
    /// @param sequence counts the changes
    /// @param gone     what it was when it was last in the programme, cancelled; null where it still is there
    public record Revision(
            UUID guid,
            int sequence,
            Instant changed,
            @Nullable Session gone) {}

    public enum Kind {
        PLENARY,
        SEMINAR,
        WORKSHOP,
        NETWORK,
        EXHIBITION,
        BREAK,
        SOCIAL;

        @JsonValue
        public String written() {
            return Db.written(this);
        }
    }

    public enum Level {
        INTRODUCTORY,
        INTERMEDIATE,
        ADVANCED;

        @JsonValue
        public String written() {
            return Db.written(this);
        }
    }

    public enum Status {
        PLANNED,
        CANCELLED;

        @JsonValue
        public String written() {
            return Db.written(this);
        }
    }

    public Optional<Track> track(@Nullable String key) {
        return tracks.stream().filter(track -> track.key().equals(key)).findFirst();
    }

    public Optional<Speaker> speaker(@Nullable String key) {
        return speakers.stream().filter(speaker -> speaker.key().equals(key)).findFirst();
    }

    public Optional<Session> session(String code) {
        return sessions.stream().filter(session -> session.code().equals(code)).findFirst();
    }
}
