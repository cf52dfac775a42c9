package torg.programme;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import torg.edition.Edition;
import torg.edition.Shown;
import torg.programme.Programme.Session;
import torg.programme.ProgrammePages.Line;
import torg.text.Words;
import torg.web.Option;

/// What somebody wants to see of a programme, as the address says it. What is empty leaves nothing out.
///
/// @param words  what was typed
/// @param chosen of each of [#facts] that was chosen, its value; of `access` there may be several, and all must hold
record Wanted(String words, Map<String, List<String>> chosen) {
    private static final int LENGTH = 100;
    static final Wanted ALL = new Wanted("", Map.of());

    /// A fact to choose by, with the values that the programme has.
    record Fact(String name, List<Option> values) {}

    /// Values that the programme does not have leave nothing out: links outlive releases.
    static Wanted of(Shown shown, Programme programme, Map<String, String[]> address) {
        String typed = Stream.of(address.getOrDefault("q", new String[] {""}))
                .findFirst()
                .orElse("")
                .strip();
        Map<String, List<String>> chosen = new LinkedHashMap<>();
        for (Fact fact : facts(shown, programme)) {
            List<String> values = Stream.of(address.getOrDefault(fact.name, new String[] {}))
                    .filter(value -> fact.values.stream()
                            .anyMatch(option -> option.value().equals(value)))
                    .distinct()
                    .toList();
            if (!values.isEmpty()) {
                chosen.put(fact.name, values);
            }
        }
        return new Wanted(typed.substring(0, Math.min(typed.length(), LENGTH)), Map.copyOf(chosen));
    }

    /// Those of which there is something to choose between.
    static List<Fact> facts(Shown shown, Programme programme) {
        Words words = shown.words(Wanted.class);
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "track",
                programme.tracks().stream()
                        .map(track ->
                                new Option(track.key(), shown.said(track.name()).value()))
                        .toList()));
        facts.add(fact(
                programme,
                "language",
                session -> session.language() == null
                        ? Stream.empty()
                        : Stream.of(session.language().code()),
                value -> words.say("language." + value)));
        facts.add(fact(
                programme,
                "level",
                session -> session.level() == null
                        ? Stream.empty()
                        : Stream.of(session.level().written()),
                value -> words.say("level." + value)));
        facts.add(fact(
                programme,
                "form",
                session -> Stream.of(session)
                        .filter(Session::isTalk)
                        .map(one -> one.kind().written()),
                value -> words.say("kind." + value)));
        facts.add(fact(programme, "access", session -> access(shown, session), value -> words.say("access." + value)));
        facts.removeIf(fact -> fact.values.size() < (fact.name.equals("access") ? 1 : 2));
        return facts;
    }

    private static Fact fact(
            Programme programme,
            String name,
            Function<Session, Stream<String>> values,
            Function<String, String> label) {
        return new Fact(
                name,
                programme.sessions().stream()
                        .flatMap(values)
                        .distinct()
                        .sorted()
                        .map(value -> new Option(value, label.apply(value)))
                        .toList());
    }

    /// What a session offers itself, and what its rooms do.
    private static Stream<String> access(Shown shown, Session session) {
        return Stream.concat(
                        session.access().stream(),
                        session.slots().stream().flatMap(slot -> features(shown, slot.room())))
                .distinct();
    }

    private static Stream<String> features(Shown shown, @Nullable String room) {
        return shown.edition().room(room).stream()
                .map(Edition.Room::features)
                .flatMap(List::stream)
                .filter(List.of("hearing-loop", "step-free")::contains);
    }

    boolean isEmpty() {
        return words.isEmpty() && chosen.isEmpty();
    }

    /// What was chosen of a fact of which one can be, or `""`.
    String one(String fact) {
        return chosen.getOrDefault(fact, List.of("")).getFirst();
    }

    boolean has(String fact, String value) {
        return chosen.getOrDefault(fact, List.of()).contains(value);
    }

    boolean matches(Line line) {
        Session session = line.session();
        return (words.isEmpty() || Search.matches(words, line))
                && is("track", session.track())
                && is("language", session.language())
                && is("level", session.level() == null ? null : session.level().written())
                && is("form", session.kind().written())
                && Stream.concat(
                                session.access().stream(),
                                line.slot() == null
                                        ? Stream.empty()
                                        : features(line.shown(), line.slot().room()))
                        .toList()
                        .containsAll(chosen.getOrDefault("access", List.of()));
    }

    private boolean is(String fact, @Nullable Object value) {
        return !chosen.containsKey(fact) || one(fact).equals(Objects.toString(value, ""));
    }

    /// The same wish at the end of another view's address: `?q=kommun&access=captions`, or `""`.
    String query() {
        List<String> parts = new ArrayList<>();
        if (!words.isEmpty()) {
            parts.add("q=" + URLEncoder.encode(words, StandardCharsets.UTF_8));
        }
        new TreeMap<>(chosen)
                .forEach((fact, values) -> values.forEach(
                        value -> parts.add(fact + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8))));
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }
}
