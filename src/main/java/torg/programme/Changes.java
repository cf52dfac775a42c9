package torg.programme;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Release;
import torg.edition.Releases;
import torg.edition.Shown;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.text.Dates;
import torg.text.Text;
import torg.text.Words;

/// What each release of the programme changed, as the public may know it: the difference to the one before.
@Component
class Changes {
    /// So many releases are told of.
    static final int RELEASES = 50;

    private final Releases releases;
    private final ProgrammeStream programmes;
    private final Map<EditionId, Log> logs = new ConcurrentHashMap<>();

    Changes(Releases releases, ProgrammeStream programmes) {
        this.releases = releases;
        this.programmes = programmes;
    }

    /// One release.
    ///
    /// @param first how many sessions there were in the very first; null in all others
    record Issue(int version, Instant publishedAt, @Nullable Integer first, List<Change> changes) {}

    enum What {
        ADDED,
        CHANGED,
        REMOVED
    }

    /// @param code the session's page, or null where it has none (any more)
    record Change(What what, Text title, @Nullable String code, List<Detail> details) {}

    /// One thing that is new about a session.
    sealed interface Detail {
        record Renamed(Text before) implements Detail {}

        record Status(boolean cancelled) implements Detail {}

        record Time(List<Slot> before, List<Slot> now) implements Detail {}

        record Room(List<Slot> before, List<Slot> now) implements Detail {}

        record People(List<String> joined, List<String> left) implements Detail {}

        record Description() implements Detail {}
    }

    private record Log(int version, List<Issue> issues) {}

    /// The newest first; from memory while nothing new is published.
    List<Issue> of(Shown shown) {
        int version =
                releases.newest(shown.id(), programmes).map(Release::version).orElse(0);
        Log known = logs.get(shown.id());
        if (known == null || known.version() != version) {
            known = new Log(version, issues(releases.latest(shown.id(), programmes, RELEASES + 1)));
            logs.put(shown.id(), known);
        }
        return known.issues();
    }

    private static List<Issue> issues(List<Release<Programme>> newest) {
        List<Issue> issues = new ArrayList<>();
        for (int i = 0; i < newest.size() && i < RELEASES; i++) {
            Release<Programme> release = newest.get(i);
            boolean first = i + 1 == newest.size();
            issues.add(new Issue(
                    release.version(),
                    release.publishedAt(),
                    first ? release.content().sessions().size() : null,
                    first
                            ? List.of()
                            : between(
                                    newest.get(i + 1).content(),
                                    release.content(),
                                    newest.getFirst().content())));
        }
        return List.copyOf(issues);
    }

    /// @param newest the programme whose pages can be had
    private static List<Change> between(Programme before, Programme now, Programme newest) {
        Map<String, Session> gone = new LinkedHashMap<>();
        before.sessions().forEach(session -> gone.put(session.key(), session));
        List<Change> changes = new ArrayList<>();
        for (Session session : now.sessions()) {
            Session old = gone.remove(session.key());
            List<Detail> details = old == null
                    ? List.of(new Detail.Time(List.of(), session.slots()))
                    : details(before, old, now, session);
            if (!details.isEmpty()) {
                changes.add(new Change(
                        old == null ? What.ADDED : What.CHANGED,
                        session.title(),
                        newest.session(session.code())
                                .filter(Session::isTalk)
                                .map(Session::code)
                                .orElse(null),
                        details));
            }
        }
        gone.values().forEach(session -> changes.add(new Change(What.REMOVED, session.title(), null, List.of())));
        return List.copyOf(changes);
    }

    private static List<Detail> details(Programme before, Session old, Programme now, Session session) {
        List<Detail> details = new ArrayList<>();
        if (old.isCancelled() != session.isCancelled()) {
            details.add(new Detail.Status(session.isCancelled()));
        }
        if (!old.title().equals(session.title())) {
            details.add(new Detail.Renamed(old.title()));
        }
        if (!times(old).equals(times(session))) {
            details.add(new Detail.Time(old.slots(), session.slots()));
        } else if (!old.slots().stream()
                .map(Slot::room)
                .toList()
                .equals(session.slots().stream().map(Slot::room).toList())) {
            details.add(new Detail.Room(old.slots(), session.slots()));
        }
        List<String> was = people(before, old);
        List<String> is = people(now, session);
        if (!was.equals(is)) {
            details.add(new Detail.People(
                    is.stream().filter(name -> !was.contains(name)).toList(),
                    was.stream().filter(name -> !is.contains(name)).toList()));
        }
        if (!old.summary().equals(session.summary())) {
            details.add(new Detail.Description());
        }
        return List.copyOf(details);
    }

    private static List<Slot> times(Session session) {
        return session.slots().stream()
                .map(slot -> new Slot(null, slot.starts(), slot.ends()))
                .toList();
    }

    private static List<String> people(Programme programme, Session session) {
        return Stream.concat(session.speakers().stream(), session.moderators().stream())
                .flatMap(key -> programme.speaker(key).stream())
                .map(Programme.Speaker::name)
                .sorted()
                .toList();
    }

    /// A change in a sentence for each thing that is new.
    static List<String> say(Shown shown, Change change) {
        Words words = shown.words(Changes.class);
        return change.details().stream()
                .map(detail -> say(shown, words, detail))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable String say(Shown shown, Words words, Detail detail) {
        return switch (detail) {
            case Detail.Renamed(Text before) ->
                words.say("changes.renamed", shown.said(before).value());
            case Detail.Status(boolean cancelled) -> words.say(cancelled ? "changes.cancelled" : "changes.planned");
            case Detail.Time(List<Slot> before, List<Slot> now) -> {
                if (now.isEmpty()) {
                    yield before.isEmpty() ? null : words.say("changes.timeGone", all(shown, before));
                }
                yield before.isEmpty()
                        ? words.say("changes.timeGiven", all(shown, now))
                        : words.say("changes.time", all(shown, now), all(shown, before));
            }
            case Detail.Room(List<Slot> before, List<Slot> now) ->
                words.say("changes.room", rooms(shown, now), rooms(shown, before));
            case Detail.People(List<String> joined, List<String> left) -> {
                List<String> said = new ArrayList<>();
                if (!joined.isEmpty()) {
                    said.add(words.say("changes.joined", String.join(", ", joined)));
                }
                if (!left.isEmpty()) {
                    said.add(words.say("changes.left", String.join(", ", left)));
                }
                yield said.isEmpty() ? null : String.join(" ", said);
            }
            case Detail.Description() -> words.say("changes.description");
        };
    }

    private static String all(Shown shown, List<Slot> slots) {
        return String.join(
                "; ",
                slots.stream()
                        .map(slot -> {
                            ZonedDateTime starts =
                                    slot.starts().atZone(shown.edition().timeZone());
                            ZonedDateTime ends =
                                    slot.ends().atZone(shown.edition().timeZone());
                            return Dates.dayOfYear(starts.toLocalDate(), shown.language()) + " "
                                    + Dates.clock(starts.toLocalTime()) + "–" + Dates.clock(ends.toLocalTime())
                                    + (slot.room() == null ? "" : ", " + room(shown, slot.room()));
                        })
                        .toList());
    }

    private static String rooms(Shown shown, List<Slot> slots) {
        return String.join(
                ", ",
                slots.stream()
                        .map(slot -> slot.room() == null
                                ? shown.said(shown.edition().venue().name()).value()
                                : room(shown, slot.room()))
                        .distinct()
                        .toList());
    }

    /// A room that is no longer there is told by its key.
    private static String room(Shown shown, String key) {
        return shown.edition()
                .room(key)
                .map(Edition.Room::name)
                .map(name -> shown.said(name).value())
                .orElse(key);
    }
}
