package torg.programme;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import torg.edition.Edition;
import torg.edition.Fields;
import torg.programme.Programme.Kind;
import torg.programme.Programme.Level;
import torg.programme.Programme.Seats;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.programme.Programme.Speaker;
import torg.programme.Programme.Status;
import torg.programme.Programme.Track;
import torg.programme.ProgrammeDrafts.Part;
import torg.store.Db;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;
import torg.web.Form;
import torg.web.Option;

/// The form in which an organiser writes a session, a speaker or a track: what stands in it, and what is made of it.
abstract class ProgrammeForm<T> {
    static final int MAX_PEOPLE = 40;
    private static final Pattern PERSON = Pattern.compile("people\\.\\d{1,2}\\.(speaker|name|organisation|part)");

    final Edition edition;
    final Programme programme;
    final Words words;

    private ProgrammeForm(Edition edition, Programme programme, Words words) {
        this.edition = edition;
        this.programme = programme;
        this.words = words;
    }

    abstract Part<T> part();

    /// What the fields hold of a thing.
    abstract Map<String, List<String>> filled(T thing);

    /// What a new one begins with.
    Map<String, List<String>> begun() {
        return Map.of();
    }

    /// Reads the fields; the answer makes the thing of what is saved (null: nothing yet), once the form is right.
    abstract Function<@Nullable T, T> read(Form form, String key);

    /// What can be chosen, by field.
    abstract Map<String, List<Option>> options();

    /// The field whose words a new thing's key is made of.
    String named() {
        return "name." + edition.mainLanguage();
    }

    String topic() {
        return "plan." + part().kind();
    }

    /// The form with these values, and the version that was seen.
    Form.State state(Map<String, List<String>> values, String version) {
        Map<String, String[]> all = new TreeMap<>();
        values.forEach((name, value) -> all.put(name, value.toArray(String[]::new)));
        all.put("version", new String[] {version});
        return Form.read(words, topic(), all).state();
    }

    /// What is saved where it differs from what was typed: label and value, as they are read.
    Map<String, String> differing(T saved, Form.State typed) {
        return differing(filled(saved), typed, options(), edition);
    }

    /// @param is what the fields hold of what is saved
    static Map<String, String> differing(
            Map<String, List<String>> is, Form.State typed, Map<String, List<Option>> options, Edition edition) {
        Words words = typed.words();
        Set<String> names = new LinkedHashSet<>(is.keySet());
        typed.names().stream().filter(PERSON.asMatchPredicate()).forEach(names::add);
        Map<String, String> differing = new LinkedHashMap<>();
        for (String name : names) {
            List<String> kept = is.getOrDefault(name, List.of()).stream()
                    .filter(value -> !value.isEmpty())
                    .toList();
            List<String> now = typed.values(name).stream()
                    .map(String::strip)
                    .filter(value -> !value.isEmpty())
                    .toList();
            if (!kept.equals(now)) {
                List<Option> of = options.getOrDefault(name.replaceAll("\\d+\\.", ""), List.of());
                String said = kept.stream().map(value -> said(value, of, words)).collect(Collectors.joining(", "));
                differing.put(label(typed, name, edition), said.isEmpty() ? words.say("plan.nothing") : said);
            }
        }
        return differing;
    }

    private static String said(String value, List<Option> options, Words words) {
        return options.stream()
                .filter(option -> option.value().equals(value))
                .findFirst()
                .map(Option::label)
                .orElse(
                        value.equals("yes")
                                ? words.say("plan.yes")
                                : value.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d)$", "$1 $2"));
    }

    private static String label(Form.State form, String name, Edition edition) {
        Words words = form.words();
        String[] parts = name.split("\\.");
        if (parts.length == 3) {
            return words.say("plan.person", Integer.parseInt(parts[1]) + 1) + ", " + form.label(name);
        }
        return parts.length == 1 || edition.languages().size() == 1
                ? form.label(name)
                : form.label(name) + ", " + new Language(parts[1]).nameIn(words.language());
    }

    void texts(Map<String, List<String>> filled, String name, Text text) {
        edition.languages().forEach(language -> filled.put(name + "." + language, List.of(text.exactly(language))));
    }

    /// A text that stands in one of the edition's languages at least.
    static Form.Given<Text> inSome(Form form, String name, Edition edition) {
        Form.Given<Text> text = form.optionalText(name, edition.languages(), Fields.NAME);
        if (edition.languages().stream()
                .allMatch(language -> form.state().value(name + "." + language).isBlank())) {
            form.refuse(name + "." + edition.mainLanguage(), "plan.title.missing");
        }
        return text;
    }

    static List<Option> named(Stream<Map.Entry<String, Text>> things, Language language) {
        return things.map(thing ->
                        new Option(thing.getKey(), thing.getValue().in(language).value()))
                .toList();
    }

    /// The values that can be sent for a field.
    static Map<String, String> keys(List<Option> options) {
        Map<String, String> keys = new LinkedHashMap<>();
        options.forEach(option -> keys.put(option.value(), option.value()));
        return keys;
    }

    static <E extends Enum<E>> Map<String, E> constants(Class<E> of) {
        Map<String, E> constants = new LinkedHashMap<>();
        Arrays.stream(of.getEnumConstants()).forEach(one -> constants.put(Db.written(one), one));
        return constants;
    }

    static <E extends Enum<E>> List<Option> options(Class<E> of, String topic, Words words) {
        return constants(of).keySet().stream()
                .map(value -> new Option(value, words.say(topic + "." + value)))
                .toList();
    }

    static List<Option> access(Words words) {
        return ProgrammeStream.ACCESS.stream()
                .map(feature -> new Option(feature, words.say("access." + feature)))
                .toList();
    }

    static List<Option> spoken(Edition edition, Programme programme, Words words) {
        Set<Language> languages = new LinkedHashSet<>(edition.languages());
        languages.addAll(Language.SPOKEN);
        programme.sessions().forEach(session -> {
            if (session.language() != null) {
                languages.add(session.language());
            }
        });
        return languages.stream()
                .map(language -> new Option(language.code(), language.nameIn(words.language())))
                .toList();
    }

    static String local(Instant moment, ZoneId zone) {
        return moment.atZone(zone)
                .toLocalDateTime()
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }

    /// When a session begins and ends, as it was typed: local times of the edition.
    ///
    /// @param starts null where the time is not known
    record Time(@Nullable Instant starts, @Nullable Instant ends) {
        /// Reads `starts` and `ends`, and says at the field what is wrong with them.
        ///
        /// Of an hour that an autumn night has twice, the first is meant; of the end the second,
        /// where the first lies before the beginning. What was not touched stays.
        static Time read(Form form, Edition edition, @Nullable Slot saved) {
            form.optionalMoment("starts");
            form.optionalMoment("ends");
            boolean some = !form.state().value("starts").isBlank()
                    || !form.state().value("ends").isBlank();
            if (!some) {
                return new Time(null, null);
            }
            for (String name : List.of("starts", "ends")) {
                if (form.state().value(name).isBlank()) {
                    form.refuse(name, "plan." + name + ".missing");
                }
            }
            if (form.state().error("starts") != null || form.state().error("ends") != null) {
                return new Time(null, null);
            }
            ZoneId zone = edition.timeZone();
            Instant starts = instant(form, "starts", zone, saved == null ? null : saved.starts(), null);
            Instant ends = instant(form, "ends", zone, saved == null ? null : saved.ends(), starts);
            if (starts == null || ends == null) {
                return new Time(null, null);
            }
            LocalDate first = starts.atZone(zone).toLocalDate();
            LocalDate last = ends.atZone(zone).toLocalDate();
            Set<LocalDate> days = edition.days().stream().map(Edition.Day::date).collect(Collectors.toSet());
            if (!starts.isBefore(ends)) {
                form.refuse("ends", "plan.ends.before");
            } else if (!days.contains(first)) {
                form.refuse(
                        "starts",
                        "plan.starts.outside",
                        String.join(
                                ", ",
                                edition.days().stream()
                                        .map(day -> Dates.dayOfYear(
                                                day.date(), form.state().words().language()))
                                        .toList()));
            } else if (!days.contains(last) && !last.equals(first.plusDays(1))) {
                form.refuse("ends", "plan.ends.outside");
            }
            return new Time(starts, ends);
        }

        private static @Nullable Instant instant(
                Form form, String name, ZoneId zone, @Nullable Instant saved, @Nullable Instant after) {
            LocalDateTime typed =
                    LocalDateTime.parse(form.state().value(name).strip()).truncatedTo(ChronoUnit.MINUTES);
            if (saved != null && local(saved, zone).equals(typed.toString())) {
                return saved;
            }
            List<ZoneOffset> offsets = zone.getRules().getValidOffsets(typed);
            if (offsets.isEmpty()) {
                form.refuse(name, "plan.moment.none");
                return null;
            }
            Instant first = typed.toInstant(offsets.getFirst());
            return after != null && !after.isBefore(first) ? typed.toInstant(offsets.getLast()) : first;
        }
    }

    static final class OfSession extends ProgrammeForm<Session> {
        private final Map<String, List<Option>> options;

        OfSession(Edition edition, Programme programme, Words words) {
            super(edition, programme, words);
            Language language = words.language();
            this.options = Map.ofEntries(
                    Map.entry("kind", options(Kind.class, "kind", words)),
                    Map.entry("level", options(Level.class, "level", words)),
                    Map.entry("language", spoken(edition, programme, words)),
                    Map.entry("access", access(words)),
                    Map.entry(
                            "track",
                            named(
                                    programme.tracks().stream().map(track -> Map.entry(track.key(), track.name())),
                                    language)),
                    Map.entry(
                            "host",
                            named(
                                    edition.organisations().stream().map(one -> Map.entry(one.key(), one.name())),
                                    language)),
                    Map.entry(
                            "room",
                            named(edition.rooms().stream().map(room -> Map.entry(room.key(), room.name())), language)),
                    Map.entry(
                            "block",
                            named(
                                    programme.choosing().blocks().stream()
                                            .map(block -> Map.entry(block.key(), block.name())),
                                    language)),
                    Map.entry(
                            "people.speaker",
                            programme.speakers().stream()
                                    .map(speaker -> new Option(
                                            speaker.key(),
                                            speaker.organisation().isEmpty()
                                                    ? speaker.name()
                                                    : speaker.name() + ", " + speaker.organisation()))
                                    .sorted(java.util.Comparator.comparing(option -> Search.folded(option.label())))
                                    .toList()),
                    Map.entry("people.part", parts(words)));
        }

        static List<Option> parts(Words words) {
            return List.of(
                    new Option("speaker", words.say("plan.part.speaker")),
                    new Option("moderator", words.say("plan.part.moderator")));
        }

        @Override
        Part<Session> part() {
            return Part.SESSIONS;
        }

        @Override
        Map<String, List<Option>> options() {
            return options;
        }

        @Override
        String named() {
            return "title." + edition.mainLanguage();
        }

        @Override
        Map<String, List<String>> begun() {
            return Map.of("kind", List.of("seminar"));
        }

        @Override
        Map<String, List<String>> filled(Session session) {
            Map<String, List<String>> filled = new LinkedHashMap<>();
            texts(filled, "title", session.title());
            filled.put("kind", List.of(Db.written(session.kind())));
            Slot slot = session.slots().isEmpty() ? null : session.slots().getFirst();
            filled.put("room", one(slot == null ? null : slot.room()));
            filled.put("starts", one(slot == null ? null : local(slot.starts(), edition.timeZone())));
            filled.put("ends", one(slot == null ? null : local(slot.ends(), edition.timeZone())));
            filled.put("cancelled", one(session.isCancelled() ? "yes" : null));
            texts(filled, "summary", session.summary());
            int row = 0;
            for (String key : session.speakers()) {
                filled.put("people." + row + ".speaker", List.of(key));
                filled.put("people." + row++ + ".part", List.of("speaker"));
            }
            for (String key : session.moderators()) {
                filled.put("people." + row + ".speaker", List.of(key));
                filled.put("people." + row++ + ".part", List.of("moderator"));
            }
            filled.put("track", one(session.track()));
            filled.put("host", one(session.host()));
            filled.put(
                    "language",
                    one(session.language() == null ? null : session.language().code()));
            filled.put("level", one(session.level() == null ? null : Db.written(session.level())));
            filled.put("access", sorted(session.access()));
            filled.put("capacity", one(session.capacity() == null ? null : String.valueOf(session.capacity())));
            Seats seats = session.seats();
            filled.put("seats", one(seats == null ? null : String.valueOf(seats.count())));
            filled.put("block", one(seats == null ? null : seats.block()));
            filled.put("required", one(seats != null && seats.required() ? "yes" : null));
            return filled;
        }

        private static List<String> one(@Nullable String value) {
            return List.of(Objects.requireNonNullElse(value, ""));
        }

        private static List<String> sorted(List<String> access) {
            return ProgrammeStream.ACCESS.stream().filter(access::contains).toList();
        }

        @Override
        Function<@Nullable Session, Session> read(Form form, String key) {
            var title = inSome(form, "title", edition);
            var kind = form.choice("kind", constants(Kind.class));
            Session saved = part().find(programme, key);
            Slot was = saved == null || saved.slots().isEmpty()
                    ? null
                    : saved.slots().getFirst();
            var room = form.optionalChoice("room", keys(options.getOrDefault("room", List.of())));
            Time time = Time.read(form, edition, was);
            if (!form.state().value("room").isBlank()
                    && form.state().value("starts").isBlank()
                    && form.state().value("ends").isBlank()) {
                form.refuse("starts", "plan.starts.missing");
            }
            var cancelled = form.checked("cancelled");
            var summary = form.optionalText("summary", edition.languages(), Fields.BODY);
            Map<String, List<String>> people = people(form);
            var track = form.optionalChoice("track", keys(options.getOrDefault("track", List.of())));
            var host = form.optionalChoice("host", keys(options.getOrDefault("host", List.of())));
            var language = form.optionalChoice("language", keys(options.getOrDefault("language", List.of())));
            var level = form.optionalChoice("level", constants(Level.class));
            var access = form.choices("access", keys(options.getOrDefault("access", List.of())));
            var capacity = form.optionalWhole("capacity", 1, 1_000_000);
            Supplier<@Nullable Seats> seats = seats(form);
            return old -> {
                List<Slot> slots = new ArrayList<>();
                if (time.starts != null && time.ends != null) {
                    slots.add(new Slot(room.get(), time.starts, time.ends));
                }
                if (old != null) {
                    old.slots().stream().skip(1).forEach(slots::add);
                }
                String spoken = language.get();
                return new Session(
                        key,
                        old == null ? SessionCodes.of(edition.id(), key) : old.code(),
                        kind.get(),
                        title.get(),
                        summary.get(),
                        spoken == null ? null : new Language(spoken),
                        track.get(),
                        host.get(),
                        level.get(),
                        old != null && sorted(old.access()).equals(sorted(access.get()))
                                ? old.access()
                                : sorted(access.get()),
                        capacity.get(),
                        cancelled.get() ? Status.CANCELLED : Status.PLANNED,
                        people.getOrDefault("speaker", List.of()),
                        people.getOrDefault("moderator", List.of()),
                        List.copyOf(slots),
                        seats.get());
            };
        }

        /// Who takes part as what, in their order.
        private Map<String, List<String>> people(Form form) {
            Map<String, List<String>> people = new LinkedHashMap<>();
            Set<String> once = new HashSet<>();
            for (int number : form.numbers("people", MAX_PEOPLE)) {
                String row = "people." + number;
                String person = form.state().value(row + ".speaker");
                if (person.isBlank()) {
                    continue;
                }
                form.choice(row + ".speaker", keys(options.getOrDefault("people.speaker", List.of())));
                form.optionalChoice(row + ".part", keys(options.getOrDefault("people.part", List.of())));
                String part = form.state().value(row + ".part");
                if (!once.add(person)) {
                    form.refuse(row + ".speaker", "plan.people.twice");
                }
                people.computeIfAbsent(part.isBlank() ? "speaker" : part, one -> new ArrayList<>())
                        .add(person);
            }
            return people;
        }

        private Supplier<@Nullable Seats> seats(Form form) {
            var count = form.optionalWhole("seats", 0, 1_000_000);
            var block = form.optionalChoice("block", keys(options.getOrDefault("block", List.of())));
            var required = form.checked("required");
            boolean given = !form.state().value("seats").isBlank();
            String kind = form.state().value("kind");
            if (!given
                    && (!form.state().value("block").isBlank()
                            || !form.state().value("required").isBlank())) {
                form.refuse("seats", "plan.seats.missing");
            } else if (given && (kind.equals("break") || kind.equals("social"))) {
                form.refuse("seats", "plan.seats.break");
            }
            return () -> {
                Integer number = count.get();
                return number == null ? null : new Seats(number, block.get(), required.get());
            };
        }
    }

    static final class OfSpeaker extends ProgrammeForm<Speaker> {
        private final Map<String, List<Option>> options;

        /// @param pictures names of the edition's pictures
        OfSpeaker(Edition edition, Programme programme, List<String> pictures, Words words) {
            super(edition, programme, words);
            this.options = Map.of(
                    "image",
                    pictures.stream()
                            .map(name -> new Option(name, name.substring(name.lastIndexOf('/') + 1)))
                            .toList());
        }

        @Override
        Part<Speaker> part() {
            return Part.SPEAKERS;
        }

        @Override
        Map<String, List<Option>> options() {
            return options;
        }

        @Override
        String named() {
            return "name";
        }

        @Override
        Map<String, List<String>> filled(Speaker speaker) {
            Map<String, List<String>> filled = new LinkedHashMap<>();
            filled.put("name", List.of(speaker.name()));
            texts(filled, "title", speaker.title());
            filled.put("organisation", List.of(speaker.organisation()));
            texts(filled, "biography", speaker.biography());
            filled.put("image", List.of(Objects.requireNonNullElse(speaker.image(), "")));
            texts(filled, "alt", speaker.imageAlt());
            return filled;
        }

        @Override
        Function<@Nullable Speaker, Speaker> read(Form form, String key) {
            var name = form.required("name", Fields.NAME);
            var title = form.optionalText("title", edition.languages(), Fields.NAME);
            var organisation = form.optional("organisation", Fields.NAME);
            var biography = form.optionalText("biography", edition.languages(), Fields.BODY);
            var image = form.optionalChoice("image", keys(options.getOrDefault("image", List.of())));
            var alt = form.optionalText("alt", edition.languages(), Fields.NAME);
            if (!form.state().value("image").isBlank()
                    && form.state().value("alt." + edition.mainLanguage()).isBlank()) {
                form.refuse("alt." + edition.mainLanguage(), "plan.speaker.alt.missing");
            }
            return old -> new Speaker(
                    key,
                    name.get(),
                    title.get(),
                    Objects.requireNonNullElse(organisation.get(), ""),
                    biography.get(),
                    image.get(),
                    alt.get());
        }
    }

    static final class OfTrack extends ProgrammeForm<Track> {
        OfTrack(Edition edition, Programme programme, Words words) {
            super(edition, programme, words);
        }

        @Override
        Part<Track> part() {
            return Part.TRACKS;
        }

        @Override
        Map<String, List<Option>> options() {
            return Map.of();
        }

        @Override
        Map<String, List<String>> filled(Track track) {
            Map<String, List<String>> filled = new LinkedHashMap<>();
            texts(filled, "name", track.name());
            filled.put("colour", List.of(Objects.requireNonNullElse(track.colour(), "")));
            return filled;
        }

        @Override
        Function<@Nullable Track, Track> read(Form form, String key) {
            var name = inSome(form, "name", edition);
            var colour = form.optional("colour", 7);
            if (!form.state().value("colour").strip().matches("(#[0-9a-fA-F]{6})?")) {
                form.refuse("colour", "plan.track.colour.wrong");
            }
            return old -> {
                String typed = colour.get();
                return new Track(key, name.get(), typed == null ? null : typed.toLowerCase(Locale.ROOT));
            };
        }
    }
}
