package torg.programme;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import torg.edition.DeskItem;
import torg.edition.DeskLanguage;
import torg.edition.Edition;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.edition.Release;
import torg.edition.Releases;
import torg.files.StoredFiles;
import torg.ledger.Audit;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.programme.Programme.Speaker;
import torg.programme.Programme.Track;
import torg.programme.ProgrammeDrafts.Part;
import torg.programme.ProgrammeDrafts.Removed;
import torg.programme.ProgrammeDrafts.Saved;
import torg.store.Db;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Option;
import torg.web.Page;
import torg.web.Pager;
import torg.web.Sort;
import torg.web.View;

/// The draft of the programme at the desk: sessions with what is missing, speakers and tracks.
@Controller
class ProgrammeEditPages {
    static final String PATH = "/desk/programme";
    private static final int SIZE = 50;
    private static final int SPARE_ROWS = 2;
    private static final String KEY = "[a-z0-9][a-z0-9-]{0,59}";

    private final ProgrammeDrafts drafts;
    private final ProgrammeStream programmes;
    private final Releases releases;
    private final StoredFiles files;
    private final Slices slices;
    private final Audit audit;
    private final Frames frames;

    ProgrammeEditPages(
            ProgrammeDrafts drafts,
            ProgrammeStream programmes,
            Releases releases,
            StoredFiles files,
            Slices slices,
            Audit audit,
            Frames frames) {
        this.slices = slices;
        this.audit = audit;
        this.drafts = drafts;
        this.programmes = programmes;
        this.releases = releases;
        this.files = files;
        this.frames = frames;
    }

    /// What all these pages need.
    private record Desk(Organiser organiser, Language language, Words words, HttpServletRequest request) {
        static Desk of(Organiser organiser, HttpServletRequest request) {
            Language language = DeskLanguage.of(request, organiser.edition());
            return new Desk(organiser, language, Words.of(ProgrammeEditPages.class, language), request);
        }

        Edition edition() {
            return organiser.edition();
        }

        String href(String path) {
            return edition().address(language, path);
        }

        String said(Text text) {
            return text.in(language).value();
        }
    }

    private Page page(Desk desk, String title, String path) {
        Page page = frames.desk(desk.organiser, desk.language, title, path);
        for (String said : List.of("saved", "removed", "said")) {
            if (desk.request.getParameter(said) != null) {
                return page.notice(Notice.done(desk.words.say("plan." + said)));
            }
        }
        return page;
    }

    /// The lists, and what waits to be published.
    ///
    /// @param current the list that is shown
    record Lists(List<Link> links, String current, boolean waits) {}

    private Lists lists(Desk desk, Programme draft, Programme published, String current) {
        boolean waits = !draft.sessions().equals(published.sessions())
                || !draft.speakers().equals(published.speakers())
                || !draft.tracks().equals(published.tracks());
        return new Lists(links(desk.words, desk::href), desk.href(PATH + current), waits);
    }

    static List<Link> links(Words words, UnaryOperator<String> href) {
        return Stream.of("", "/speakers", "/tracks", "/slices")
                .map(path -> new Link(href.apply(PATH + path), words.say("plan.list" + path.replace('/', '.'))))
                .toList();
    }

    private Programme published(Organiser organiser) {
        return releases.newest(organiser.id(), programmes).map(Release::content).orElse(Programme.NONE);
    }

    /// A session of the draft, as a line of the list.
    ///
    /// @param missing keys of what is missing
    /// @param stands  whether it is published so (`same`), otherwise (`changed`) or not at all (`added`)
    record Line(
            Session session,
            Text.Said title,
            @Nullable Slot slot,
            String when,
            String room,
            String track,
            String people,
            List<String> missing,
            String stands) {
        boolean isOn(LocalDate day, Edition edition) {
            return session.slots().stream()
                    .anyMatch(slot -> slot.starts()
                            .atZone(edition.timeZone())
                            .toLocalDate()
                            .equals(day));
        }
    }

    /// What the list is narrowed to; empty words narrow nothing.
    record Filter(String words, String day, String room, String track, String state) {
        static final Filter ALL = new Filter("", "", "", "", "");

        private boolean holds(Line line, Edition edition) {
            return (day.isEmpty() || line.isOn(LocalDate.parse(day), edition))
                    && (room.isEmpty() || line.session.slots().stream().anyMatch(slot -> room.equals(slot.room())))
                    && (track.isEmpty() || track.equals(line.session.track()))
                    && switch (state) {
                        case "unscheduled" -> line.slot == null;
                        case "incomplete" -> !line.missing.isEmpty();
                        case "cancelled" -> line.session.isCancelled();
                        case "changed" -> !line.stands.equals("same");
                        default -> true;
                    };
        }

        String query() {
            return Map.of("q", words, "day", day, "room", room, "track", track, "state", state).entrySet().stream()
                    .filter(one -> !one.getValue().isEmpty())
                    .sorted(Map.Entry.comparingByKey())
                    .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&", "?", ""))
                    .replaceFirst("\\?$", "");
        }
    }

    private static final List<String> STATES = List.of("unscheduled", "incomplete", "changed", "cancelled");

    private static final Map<String, Comparator<Line>> ORDERS = Map.of(
            "time",
            Comparator.comparing(Line::session, ProgrammeStream.byTime()),
            "title",
            Comparator.comparing((Line line) -> Search.folded(line.title.value())),
            "room",
            Comparator.comparing((Line line) -> Search.folded(line.room))
                    .thenComparing(Line::session, ProgrammeStream.byTime()),
            "track",
            Comparator.comparing((Line line) -> Search.folded(line.track))
                    .thenComparing(Line::session, ProgrammeStream.byTime()));

    @GetMapping("/{edition}/desk/programme")
    Answer sessions(
            Organiser organiser,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String day,
            @RequestParam(defaultValue = "") String room,
            @RequestParam(defaultValue = "") String track,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "time") String sort,
            @RequestParam(defaultValue = "1") String page) {
        Desk desk = Desk.of(organiser, request);
        Page framed = page(desk, desk.words.say("plan.title"), PATH);
        Programme draft = programmes.draft(organiser.id());
        Programme published = published(organiser);
        Map<String, List<Option>> options = options(desk, draft);
        Filter filter = new Filter(
                shortened(q),
                known(day, options, "day"),
                known(room, options, "room"),
                known(track, options, "track"),
                known(state, options, "state"));
        String by = ORDERS.containsKey(sort.replaceFirst("^-", "")) ? sort : "time";
        Comparator<Line> order = Objects.requireNonNull(ORDERS.get(by.replaceFirst("^-", "")));
        Map<String, Session> is = new LinkedHashMap<>();
        published.sessions().forEach(session -> is.put(session.key(), session));
        Map<String, Speaker> speakers = new LinkedHashMap<>();
        draft.speakers().forEach(speaker -> speakers.put(speaker.key(), speaker));
        List<Line> found = draft.sessions().stream()
                .map(session -> line(desk, draft, speakers, session, is.get(session.key())))
                .filter(line -> filter.holds(line, desk.edition()))
                .filter(line -> Search.holds(
                        filter.words,
                        Stream.concat(
                                line.session.title().values().values().stream(),
                                Stream.of(line.room, line.track, line.people, line.session.key()))))
                .sorted(by.startsWith("-") ? order.reversed() : order)
                .toList();
        String address = desk.href(PATH) + filter.query();
        Pager pager = pager(page, found.size(), address + (address.contains("?") ? "&" : "?") + "sort=" + by);
        Lists lists = lists(desk, draft, published, "");
        return Answer.page((out, forms) -> JtedraftSessionsGenerated.render(
                out,
                forms,
                framed,
                desk.words,
                lists,
                shown(found, pager),
                found.size(),
                filter,
                options,
                new Sort(by, address),
                pager));
    }

    private static String shortened(String words) {
        return words.strip().substring(0, Math.min(words.strip().length(), 100));
    }

    private static String known(String value, Map<String, List<Option>> options, String name) {
        return options.getOrDefault(name, List.of()).stream()
                        .anyMatch(option -> option.value().equals(value))
                ? value
                : "";
    }

    private static Pager pager(String page, int total, String address) {
        int last = Math.max(1, (total + SIZE - 1) / SIZE);
        int number = page.matches("[1-9]\\d{0,5}") ? Integer.parseInt(page) : 1;
        return new Pager(Math.min(number, last), last, address);
    }

    private static <T> List<T> shown(List<T> all, Pager pager) {
        return all.stream().skip((long) (pager.number() - 1) * SIZE).limit(SIZE).toList();
    }

    private static Map<String, List<Option>> options(Desk desk, Programme draft) {
        return Map.of(
                "day",
                desk.edition().days().stream()
                        .map(day -> new Option(day.date().toString(), Dates.dayOfYear(day.date(), desk.language)))
                        .toList(),
                "room",
                desk.edition().rooms().stream()
                        .map(room -> new Option(room.key(), desk.said(room.name())))
                        .toList(),
                "track",
                draft.tracks().stream()
                        .map(track -> new Option(track.key(), desk.said(track.name())))
                        .toList(),
                "state",
                STATES.stream()
                        .map(state -> new Option(state, desk.words.say("plan.state." + state)))
                        .toList());
    }

    private static Line line(
            Desk desk, Programme draft, Map<String, Speaker> speakers, Session session, @Nullable Session published) {
        Slot slot = session.slots().isEmpty() ? null : session.slots().getFirst();
        return new Line(
                session,
                session.title().in(desk.language),
                slot,
                slot == null ? "" : when(slot, desk.edition(), desk.language),
                desk.edition()
                        .room(slot == null ? null : slot.room())
                        .map(room -> desk.said(room.name()))
                        .orElse(""),
                draft.track(session.track())
                        .map(track -> desk.said(track.name()))
                        .orElse(""),
                Stream.concat(session.speakers().stream(), session.moderators().stream())
                        .map(speakers::get)
                        .filter(Objects::nonNull)
                        .map(Speaker::name)
                        .collect(Collectors.joining(", ")),
                missing(session, desk.edition()),
                published == null ? "added" : published.equals(session) ? "same" : "changed");
    }

    /// "tisdag 25 maj 09:00–09:45"; an end on another day says which, an hour that comes twice says which of them.
    static String when(Slot slot, Edition edition, Language language) {
        ZonedDateTime starts = slot.starts().atZone(edition.timeZone());
        ZonedDateTime ends = slot.ends().atZone(edition.timeZone());
        return Dates.dayOfYear(starts.toLocalDate(), language) + " " + Dates.clock(starts.toLocalTime()) + "–"
                + (ends.toLocalDate().equals(starts.toLocalDate())
                        ? ""
                        : Dates.dayOfYear(ends.toLocalDate(), language) + " ")
                + Dates.clock(ends.toLocalTime());
    }

    /// What a session still needs before visitors know all of it.
    static List<String> missing(Session session, Edition edition) {
        List<String> missing = new ArrayList<>();
        if (session.slots().isEmpty()) {
            missing.add("time");
        } else if (session.isTalk() && session.slots().stream().anyMatch(slot -> slot.room() == null)) {
            missing.add("room");
        }
        if (session.isTalk()
                && session.kind() != Programme.Kind.EXHIBITION
                && session.speakers().isEmpty()
                && session.moderators().isEmpty()) {
            missing.add("people");
        }
        boolean partly = edition.languages().stream()
                .anyMatch(language -> session.title().exactly(language).isEmpty()
                        || (session.isTalk()
                                && session.summary().exactly(language).isEmpty()));
        if (partly) {
            missing.add("language");
        }
        return missing;
    }

    /// A speaker of the draft, as a line of the list.
    record Person(Speaker speaker, long sessions, List<String> missing, String stands) {}

    @GetMapping("/{edition}/desk/programme/speakers")
    Answer speakers(
            Organiser organiser,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") String page) {
        Desk desk = Desk.of(organiser, request);
        Page framed = page(desk, desk.words.say("plan.speakers.title"), PATH + "/speakers");
        Programme draft = programmes.draft(organiser.id());
        Programme published = published(organiser);
        Map<String, Long> counts = draft.sessions().stream()
                .flatMap(session -> Stream.concat(session.speakers().stream(), session.moderators().stream()))
                .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
        String search = shortened(q);
        List<Person> found = draft.speakers().stream()
                .filter(speaker -> Search.holds(search, Stream.of(speaker.name(), speaker.organisation())))
                .map(speaker -> new Person(
                        speaker,
                        counts.getOrDefault(speaker.key(), 0L),
                        missing(speaker, desk.edition()),
                        stands(speaker, Part.SPEAKERS.find(published, speaker.key()))))
                .sorted(Comparator.comparing(person -> Search.folded(person.speaker.name())))
                .toList();
        String address = desk.href(PATH + "/speakers")
                + (search.isEmpty() ? "" : "?q=" + URLEncoder.encode(search, StandardCharsets.UTF_8));
        Pager pager = pager(page, found.size(), address);
        Lists lists = lists(desk, draft, published, "/speakers");
        return Answer.page((out, forms) -> JtedraftSpeakersGenerated.render(
                out, forms, framed, desk.words, lists, shown(found, pager), found.size(), search, pager));
    }

    private static List<String> missing(Speaker speaker, Edition edition) {
        return edition.languages().stream()
                        .anyMatch(language ->
                                speaker.biography().exactly(language).isEmpty())
                ? List.of("biography")
                : List.of();
    }

    private static String stands(Object draft, @Nullable Object published) {
        return published == null ? "added" : published.equals(draft) ? "same" : "changed";
    }

    /// A track of the draft, as a line of the list.
    record Shelf(Track track, Text.Said name, int sessions, String stands) {}

    @GetMapping("/{edition}/desk/programme/tracks")
    Answer tracks(Organiser organiser, HttpServletRequest request) {
        Desk desk = Desk.of(organiser, request);
        Page framed = page(desk, desk.words.say("plan.tracks.title"), PATH + "/tracks");
        Programme draft = programmes.draft(organiser.id());
        Programme published = published(organiser);
        List<Shelf> all = draft.tracks().stream()
                .map(track -> new Shelf(
                        track,
                        track.name().in(desk.language),
                        ProgrammeDrafts.having(draft, Part.TRACKS, track.key()).size(),
                        stands(track, Part.TRACKS.find(published, track.key()))))
                .toList();
        Lists lists = lists(desk, draft, published, "/tracks");
        return Answer.page((out, forms) -> JtedraftTracksGenerated.render(out, forms, framed, desk.words, lists, all));
    }

    /// Which page this is.
    private record Place(String things, String key) {
        boolean added() {
            return key.equals("new");
        }

        String path() {
            return PATH + "/" + things + "/" + key;
        }

        String list() {
            return PATH + (things.equals("sessions") ? "" : "/" + things);
        }
    }

    private ProgrammeForm<?> sheet(Desk desk, String things) {
        Programme draft = programmes.draft(desk.organiser.id());
        return switch (things) {
            case "sessions" -> new ProgrammeForm.OfSession(desk.edition(), draft, desk.words);
            case "speakers" ->
                new ProgrammeForm.OfSpeaker(
                        desk.edition(),
                        draft,
                        files.list(desk.organiser.id(), StoredFiles.IMAGES).stream()
                                .map(StoredFiles.Kept::name)
                                .toList(),
                        desk.words);
            case "tracks" -> new ProgrammeForm.OfTrack(desk.edition(), draft, desk.words);
            default -> throw new NotFound(things);
        };
    }

    @GetMapping("/{edition}/desk/programme/{things}/{key}")
    Answer edit(
            Organiser organiser, HttpServletRequest request, @PathVariable String things, @PathVariable String key) {
        Desk desk = Desk.of(organiser, request);
        return edit(desk, sheet(desk, things), new Place(things, key));
    }

    private <T> Answer edit(Desk desk, ProgrammeForm<T> sheet, Place place) {
        T thing = sheet.part().find(sheet.programme, place.key);
        if (thing == null && !place.added()) {
            throw new NotFound(place.path());
        }
        Form.State form =
                sheet.state(thing == null ? sheet.begun() : sheet.filled(thing), ProgrammeDrafts.version(thing));
        return Answer.page(view(desk, sheet, place, form, null, Map.of()));
    }

    /// What one of these pages shows besides its form.
    ///
    /// @param people  how many rows there are for people
    /// @param having  the sessions that have the speaker or the track
    /// @param chosen  how many have chosen the session
    /// @param preview where it is shown as visitors will see it, or empty
    /// @param talk    what is said of the session and what happened to it, or null
    record Shown(
            String things,
            String address,
            String list,
            boolean added,
            boolean saved,
            int people,
            List<Link> having,
            int chosen,
            String preview,
            SlicePages.@Nullable Talk talk) {}

    /// @param differing what somebody else has saved meanwhile where it differs
    private <T> View view(
            Desk desk,
            ProgrammeForm<T> sheet,
            Place place,
            Form.State form,
            @Nullable Notice notice,
            Map<String, String> differing) {
        return view(desk, sheet, place, form, notice, differing, Form.blank(desk.words, "slice"));
    }

    private SlicePages.Talk talk(Desk desk, Session session, Form.State said) {
        String address = desk.href(PATH + "/sessions/" + session.key() + "/comments");
        return SlicePages.talk(slices, audit, desk.edition(), desk.words, session.key(), address, said);
    }

    @PostMapping("/{edition}/desk/programme/sessions/{key}/comments")
    Answer comment(Organiser organiser, HttpServletRequest request, @PathVariable String key) {
        Desk desk = Desk.of(organiser, request);
        ProgrammeForm<?> sheet = sheet(desk, "sessions");
        Session session = Part.SESSIONS.find(sheet.programme, key);
        if (session == null) {
            throw new NotFound("session " + key);
        }
        Form form = Form.read(desk.words, "slice", request.getParameterMap());
        var words = form.prose("comment", SlicePages.MAX_COMMENT);
        if (!form.valid()) {
            return Answer.invalid(said(desk, sheet, new Place("sessions", key), form.state()));
        }
        slices.comment(organiser, key, session.title().in(Language.SV).value(), words.get());
        return Answer.seeOther(desk.href(PATH + "/sessions/" + key + "?said"));
    }

    private <T> View said(Desk desk, ProgrammeForm<T> sheet, Place place, Form.State said) {
        T thing = Objects.requireNonNull(sheet.part().find(sheet.programme, place.key));
        Form.State form = sheet.state(sheet.filled(thing), ProgrammeDrafts.version(thing));
        return view(desk, sheet, place, form, null, Map.of(), said);
    }

    /// @param said the comment that is being written
    private <T> View view(
            Desk desk,
            ProgrammeForm<T> sheet,
            Place place,
            Form.State form,
            @Nullable Notice notice,
            Map<String, String> differing,
            Form.State said) {
        T thing = sheet.part().find(sheet.programme, place.key);
        String title = thing == null
                ? desk.words.say("plan." + sheet.part().kind() + ".new")
                : desk.said(sheet.part().name().apply(thing));
        Page page = page(desk, title, place.path()).below(new Link(desk.href(PATH), desk.words.say("plan.title")));
        Page noticed = notice == null ? page : page.notice(notice);
        Shown shown = new Shown(
                place.things,
                desk.href(place.path()),
                desk.href(place.list()),
                place.added(),
                thing != null,
                rows(form),
                ProgrammeDrafts.having(sheet.programme, sheet.part(), place.key).stream()
                        .map(session ->
                                new Link(desk.href(PATH + "/sessions/" + session.key()), desk.said(session.title())))
                        .toList(),
                thing instanceof Session session ? drafts.chosen(desk.organiser.id(), session) : 0,
                switch (thing) {
                    case Session session when session.isTalk() -> desk.href("/desk/preview/sessions/" + session.code());
                    case Speaker speaker -> desk.href("/desk/preview/speakers/" + speaker.key());
                    case null, default -> "";
                },
                thing instanceof Session session ? talk(desk, session, said) : null);
        return (out, forms) -> JtedraftOneGenerated.render(
                out,
                forms,
                noticed,
                desk.words,
                form,
                shown,
                sheet.options(),
                desk.edition().languages(),
                differing);
    }

    /// Those that are filled in, and a few.
    private static int rows(Form.State form) {
        int last = -1;
        for (int i = 0; i < ProgrammeForm.MAX_PEOPLE; i++) {
            if (!form.value("people." + i + ".speaker").isEmpty()) {
                last = i;
            }
        }
        return Math.min(ProgrammeForm.MAX_PEOPLE, last + 1 + SPARE_ROWS);
    }

    @PostMapping("/{edition}/desk/programme/{things}/{key}")
    Answer save(
            Organiser organiser, HttpServletRequest request, @PathVariable String things, @PathVariable String key) {
        Desk desk = Desk.of(organiser, request);
        return save(desk, sheet(desk, things), new Place(things, key));
    }

    private <T> Answer save(Desk desk, ProgrammeForm<T> sheet, Place place) {
        Form form = Form.read(desk.words, sheet.topic(), desk.request.getParameterMap());
        if (!place.added() && !place.key.matches(KEY)) {
            throw new NotFound(place.path());
        }
        String key = place.added() ? newKey(form, sheet) : place.key;
        String seen = form.state().value("version");
        var change = sheet.read(form, key);
        return switch (form.then(() -> drafts.save(desk.organiser, sheet.part(), key, seen, change))) {
            case Form.Invalid<Saved<T>>(Form.State state) ->
                Answer.invalid(view(desk, sheet, place, state, null, Map.of()));
            case Form.Valid<Saved<T>>(Saved<T> saved) ->
                switch (saved) {
                    case Saved.Done<T> done -> Answer.seeOther(desk.href(place.list() + "?saved"));
                    case Saved.TooMany<T> many ->
                        refused(desk, sheet, place, form, sheet.named(), "plan.tooMany", ProgrammeDrafts.MOST);
                    case Saved.RoomTaken<T>(Session by) ->
                        refused(
                                desk,
                                sheet,
                                place,
                                form,
                                "room",
                                "plan.room.taken",
                                desk.said(by.title()),
                                by.slots().stream()
                                        .findFirst()
                                        .map(slot -> when(slot, desk.edition(), desk.language))
                                        .orElse(""));
                    case Saved.Missing<T> missing -> refused(desk, sheet, place, form, sheet.named(), "plan.missing");
                    case Saved.Meanwhile<T>(T now)
                    when place.added() -> refused(desk, sheet, place, form, "key", "plan.key.taken");
                    case Saved.Meanwhile<T>(T now) -> Answer.conflict(meanwhile(desk, place, form.state(), now));
                };
        };
    }

    private <T> Answer refused(
            Desk desk, ProgrammeForm<T> sheet, Place place, Form form, String field, String why, Object... arguments) {
        return Answer.invalid(
                view(desk, sheet, place, form.refuse(field, why, arguments).state(), null, Map.of()));
    }

    /// What was typed, to be saved after all, beside what somebody else has saved.
    private <T> View meanwhile(Desk desk, Place place, Form.State typed, @Nullable T now) {
        @SuppressWarnings("unchecked") // of the same kind, as the draft is now
        ProgrammeForm<T> sheet = (ProgrammeForm<T>) sheet(desk, place.things);
        Map<String, List<String>> values = new LinkedHashMap<>();
        desk.request.getParameterMap().keySet().forEach(name -> values.put(name, typed.values(name)));
        return view(
                desk,
                sheet,
                place,
                sheet.state(values, ProgrammeDrafts.version(now)),
                Notice.careful(desk.words.say(now == null ? "plan.meanwhile.removed" : "plan.meanwhile")),
                now == null ? Map.of() : sheet.differing(now, typed));
    }

    /// The key of something new: as typed, or made of its name.
    private static <T> String newKey(Form form, ProgrammeForm<T> sheet) {
        Set<String> taken = new LinkedHashSet<>(List.of("new"));
        sheet.part()
                .all()
                .apply(sheet.programme)
                .forEach(one -> taken.add(sheet.part().key().apply(one)));
        String typed = form.state().value("key").strip();
        if (!typed.isEmpty()) {
            if (!typed.matches(KEY) || typed.equals("new")) {
                form.refuse("key", "plan.key.wrong");
            } else if (taken.contains(typed)) {
                form.refuse("key", "plan.key.taken");
            }
            return typed;
        }
        Set<String> codes =
                sheet.programme.sessions().stream().map(Session::code).collect(Collectors.toSet());
        String stem = stem(
                sheet.edition.languages().stream()
                        .map(language -> form.state().value(sheet.named().replaceFirst("\\..*", "") + "." + language))
                        .filter(name -> !name.isBlank())
                        .findFirst()
                        .orElse(form.state().value(sheet.named())),
                sheet.part().kind());
        String free = stem;
        while (taken.contains(free) || codes.contains(SessionCodes.of(sheet.edition.id(), free))) {
            taken.add(free);
            free = free(stem, taken);
        }
        return free;
    }

    /// This key, or with the first number that makes it another than those that are taken.
    static String free(String stem, Set<String> taken) {
        String free = stem;
        for (int i = 2; taken.contains(free); i++) {
            free = stem + "-" + i;
        }
        return free;
    }

    static String stem(String name, String otherwise) {
        String stem = Normalizer.normalize(name, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-");
        String cut = stem.substring(0, Math.min(stem.length(), 50)).replaceAll("^-+|-+$", "");
        return cut.isEmpty() ? otherwise : cut;
    }

    @PostMapping("/{edition}/desk/programme/{things}/{key}/removal")
    Answer remove(
            Organiser organiser, HttpServletRequest request, @PathVariable String things, @PathVariable String key) {
        Desk desk = Desk.of(organiser, request);
        ProgrammeForm<?> sheet = sheet(desk, things);
        Place place = new Place(things, key);
        String version = Objects.requireNonNullElse(request.getParameter("version"), "");
        boolean everywhere = request.getParameter("everywhere") != null;
        Removed removed = drafts.remove(organiser, sheet.part(), key, version, everywhere);
        return removed == Removed.DONE
                ? Answer.seeOther(desk.href(place.list() + "?removed"))
                : kept(desk, sheet, place, "plan.kept." + Db.written(removed));
    }

    /// Nothing was removed; the page as it is now, and why.
    private <T> Answer kept(Desk desk, ProgrammeForm<T> sheet, Place place, String why) {
        T thing = sheet.part().find(sheet.programme, place.key);
        if (thing == null) {
            throw new NotFound(place.path());
        }
        Form.State form = sheet.state(sheet.filled(thing), ProgrammeDrafts.version(thing));
        return Answer.conflict(view(desk, sheet, place, form, Notice.careful(desk.words.say(why)), Map.of()));
    }

    @Component
    @Order(28)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return PATH;
        }

        @Override
        public String label() {
            return "plan.title";
        }
    }
}
