package torg.programme.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import torg.edition.Edition;
import torg.programme.Programme;
import torg.programme.Programme.Kind;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.programme.plan.Terms.Closed;
import torg.programme.plan.Timetable.Away;
import torg.programme.plan.Timetable.Place;
import torg.programme.plan.Timetable.Room;
import torg.programme.plan.Timetable.Span;
import torg.programme.plan.Timetable.Start;
import torg.programme.plan.Timetable.Talk;
import torg.registration.SessionChoices.Both;
import torg.store.Json;

/// What there is to plan: the drafts of an edition and its programme, what is published, and what participants chose.
///
/// Breaks, plenary, social and exhibition sessions and those of hosts stay where they are; while there is a break or a
/// plenary or social session, nothing else is placed.
record Outline(Edition edition, Programme draft, Programme published, List<Both> wanted) {
    private static final int USUAL_MINUTES = 45;
    private static final LocalTime USUAL_FIRST = LocalTime.of(9, 0);
    private static final LocalTime USUAL_LAST = LocalTime.of(17, 0);

    /// Where a plan has a session.
    record Kept(String room, Instant starts) {}

    /// What somebody else may have changed meanwhile. Words and pictures do not matter.
    String fingerprint() {
        List<?> facts = Stream.concat(
                        Stream.of(
                                edition.days(),
                                edition.rooms(),
                                edition.timeZone().getId()),
                        draft.sessions().stream()
                                .map(session -> Arrays.asList(
                                        session.key(),
                                        session.kind(),
                                        session.status(),
                                        session.track(),
                                        session.host(),
                                        session.speakers(),
                                        session.moderators(),
                                        session.slots().stream()
                                                .map(slot -> Arrays.asList(
                                                        slot.room(),
                                                        slot.starts().toString(),
                                                        slot.ends().toString()))
                                                .toList())))
                .toList();
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(Json.write(facts).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Sessions that can be placed unless an organiser holds them fast.
    List<Session> movable() {
        return draft.sessions().stream().filter(Outline::isMovable).toList();
    }

    private static boolean isMovable(Session session) {
        boolean hosted = session.host() != null && !session.slots().isEmpty();
        return !session.isCancelled()
                && !hosted
                && session.slots().size() <= 1
                && (session.kind() == Kind.SEMINAR
                        || session.kind() == Kind.WORKSHOP
                        || session.kind() == Kind.NETWORK);
    }

    private static boolean stopsAll(Session session) {
        return session.kind() == Kind.BREAK || session.kind() == Kind.PLENARY || session.kind() == Kind.SOCIAL;
    }

    static int minutes(Session session) {
        return session.slots().isEmpty()
                ? USUAL_MINUTES
                : minutes(session.slots().getFirst());
    }

    private static int minutes(Slot slot) {
        Span span = Span.of(slot.starts(), slot.ends());
        return (int) (span.to() - span.from());
    }

    private static boolean isFixed(Session session, Terms terms) {
        return !isMovable(session)
                || terms.fixed().contains(session.key()) && !session.slots().isEmpty();
    }

    /// @param kept where sessions were placed before, by key
    Timetable timetable(Terms terms, Map<String, Kept> kept) {
        List<Closed> closed = terms.closed(edition, draft);
        Map<String, Room> rooms = new LinkedHashMap<>();
        for (Edition.Room room : edition.rooms()) {
            List<Span> when = closed.stream()
                    .filter(one -> room.key().equals(one.room()))
                    .map(Closed::span)
                    .toList();
            rooms.put(room.key(), new Room(room.key(), room.name(), room.capacity(), when));
        }
        List<Place> places = new ArrayList<>();
        List<Start> starts = starts(terms);
        for (String key : terms.rooms()) {
            Room room = rooms.get(key);
            if (room != null) {
                starts.forEach(start -> places.add(new Place(room, start)));
            }
        }
        Map<String, Integer> audience = new HashMap<>();
        Map<String, Map<String, Integer>> both = new HashMap<>();
        Map<String, String> keys = new HashMap<>();
        draft.sessions().forEach(session -> keys.put(session.code(), session.key()));
        for (Both one : wanted) {
            String first = keys.get(one.one());
            String second = keys.get(one.other());
            if (first != null && first.equals(second)) {
                audience.put(first, one.people());
            } else if (first != null && second != null) {
                both.computeIfAbsent(first, key -> new TreeMap<>()).put(second, one.people());
            }
        }
        Map<String, Session> before = new HashMap<>();
        published.sessions().forEach(session -> before.put(session.key(), session));
        List<Placement> placements = new ArrayList<>();
        for (Session session : draft.sessions()) {
            if (isFixed(session, terms)) {
                int index = 0;
                for (Slot slot : session.slots()) {
                    String key = session.key() + (index == 0 ? "" : "/" + index);
                    index++;
                    Talk talk = talk(session, key, minutes(slot), closed, audience, both, null);
                    Place there = place(rooms, slot);
                    placements.add(new Placement(talk, true, there));
                }
                continue;
            }
            Session published = before.get(session.key());
            Place known = published == null || published.slots().isEmpty()
                    ? null
                    : place(rooms, published.slots().getFirst());
            Talk talk = talk(session, session.key(), minutes(session), closed, audience, both, among(places, known));
            Kept at = kept.get(session.key());
            Place there = at == null
                    ? null
                    : places.stream()
                            .filter(place -> place.room().key().equals(at.room())
                                    && place.starts().equals(at.starts()))
                            .findFirst()
                            .orElse(null);
            placements.add(new Placement(talk, false, there));
        }
        return new Timetable(places, placements, terms.weights());
    }

    /// The place among those that sessions are placed in, where it is one of them.
    private static @Nullable Place among(List<Place> places, @Nullable Place known) {
        return known == null
                ? null
                : places.stream()
                        .filter(place -> place.room().equals(known.room())
                                && place.start().from() == known.start().from())
                        .findFirst()
                        .orElse(known);
    }

    private Talk talk(
            Session session,
            String key,
            int minutes,
            List<Closed> closed,
            Map<String, Integer> audience,
            Map<String, Map<String, Integer>> both,
            @Nullable Place published) {
        if (session.isCancelled()) { // only its room is taken, so that nobody goes to another session by mistake
            return new Talk(key, session.title(), minutes, "", Map.of(), List.of(), 0, Map.of(), null);
        }
        Map<String, String> speakers = new LinkedHashMap<>();
        Stream.concat(session.speakers().stream(), session.moderators().stream())
                .forEach(one -> draft.speaker(one).ifPresent(speaker -> speakers.put(one, speaker.name())));
        List<Away> away = closed.stream()
                .filter(one -> one.speaker() != null && speakers.containsKey(one.speaker()))
                .map(one -> new Away(Objects.requireNonNull(speakers.get(one.speaker())), one.span()))
                .toList();
        return new Talk(
                key,
                session.title(),
                minutes,
                session.track() == null ? "" : session.track(),
                speakers,
                away,
                audience.getOrDefault(session.key(), 0),
                both.getOrDefault(session.key(), Map.of()),
                published);
    }

    private Place place(Map<String, Room> rooms, Slot slot) {
        Room room = slot.room() == null ? Room.NONE : rooms.getOrDefault(slot.room(), Room.NONE);
        Span span = Span.of(slot.starts(), slot.ends());
        return new Place(room, new Start(day(slot.starts()), span.from(), span.to()));
    }

    private LocalDate day(Instant time) {
        return time.atZone(edition.timeZone()).toLocalDate();
    }

    /// Times when sessions begin: from each break on, step by step, and when sessions of the draft begin already.
    private List<Start> starts(Terms terms) {
        List<Session> held = draft.sessions().stream()
                .filter(session -> !session.isCancelled() && !session.slots().isEmpty())
                .toList();
        List<Span> stopping = held.stream()
                .filter(session -> stopsAll(session) && isFixed(session, terms))
                .flatMap(session -> session.slots().stream())
                .map(slot -> Span.of(slot.starts(), slot.ends()))
                .sorted(Comparator.comparingLong(Span::from))
                .toList();
        int shortest = movable().stream().mapToInt(Outline::minutes).min().orElse(USUAL_MINUTES);
        List<Start> starts = new ArrayList<>();
        for (Edition.Day day : edition.days()) {
            Span open = open(day.date(), held);
            List<Span> runs = new ArrayList<>();
            long from = open.from();
            for (Span stop : stopping) {
                if (stop.meets(open.from(), open.to())) {
                    runs.add(new Span(from, Math.min(stop.from(), open.to())));
                    from = Math.max(from, stop.to());
                }
            }
            runs.add(new Span(from, open.to()));
            for (Span run : runs) {
                TreeSet<Long> times = new TreeSet<>();
                for (long time = run.from(); time < run.to(); time += terms.stepMinutes()) {
                    times.add(time);
                }
                movable().stream()
                        .flatMap(session -> session.slots().stream())
                        .map(slot -> Span.of(slot.starts(), slot.ends()).from())
                        .filter(time -> time >= run.from() && time < run.to())
                        .forEach(times::add);
                times.stream()
                        .filter(time -> time + shortest <= run.to())
                        .forEach(time -> starts.add(new Start(day.date(), time, run.to())));
            }
        }
        return starts;
    }

    /// From the first session of the day to the end of the last one; evenings with friends do not count.
    private Span open(LocalDate day, List<Session> held) {
        ZoneId zone = edition.timeZone();
        List<Span> there = held.stream()
                .filter(session -> session.kind() != Kind.SOCIAL && session.kind() != Kind.EXHIBITION)
                .flatMap(session -> session.slots().stream())
                .filter(slot -> day(slot.starts()).equals(day))
                .map(slot -> Span.of(slot.starts(), slot.ends()))
                .toList();
        Span usual = Span.of(
                day.atTime(USUAL_FIRST).atZone(zone).toInstant(),
                day.atTime(USUAL_LAST).atZone(zone).toInstant());
        return new Span(
                there.stream().mapToLong(Span::from).min().orElse(usual.from()),
                there.stream().mapToLong(Span::to).max().orElse(usual.to()));
    }
}
