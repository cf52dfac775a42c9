package torg.programme;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import torg.edition.DeskLanguage;
import torg.edition.Edition;
import torg.edition.Fields;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.ledger.Audit;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.programme.Programme.Speaker;
import torg.programme.ProgrammeDrafts.Part;
import torg.programme.Slices.Hosted;
import torg.programme.Slices.Outcome;
import torg.programme.Slices.Slice;
import torg.programme.Slices.State;
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
import torg.web.View;

/// What hosts fill, for the team: the slices that are granted, what is ready, and taking it into the programme.
@Controller
class SlicePages {
    private static final String PATH = ProgrammeEditPages.PATH + "/slices";
    private static final String HOSTED = ProgrammeEditPages.PATH + "/hosted";
    static final int MAX_COMMENT = 2_000;
    private static final int HISTORY = 50;

    private final Slices slices;
    private final ProgrammeStream programmes;
    private final Audit audit;
    private final Frames frames;

    SlicePages(Slices slices, ProgrammeStream programmes, Audit audit, Frames frames) {
        this.slices = slices;
        this.programmes = programmes;
        this.audit = audit;
        this.frames = frames;
    }

    /// What all these pages need.
    private record Desk(Organiser organiser, Language language, Words words) {
        static Desk of(Organiser organiser, HttpServletRequest request) {
            Language language = DeskLanguage.of(request, organiser.edition());
            return new Desk(organiser, language, Words.of(SlicePages.class, language));
        }

        Edition edition() {
            return organiser.edition();
        }

        String href(String path) {
            return edition().address(language, path);
        }
    }

    private Page page(Desk desk, String title, String path, @Nullable Notice notice) {
        Page page = frames.desk(desk.organiser, desk.language, title, path);
        return (path.equals(PATH)
                        ? page
                        : page.below(
                                new Link(desk.href(ProgrammeEditPages.PATH), desk.words.say("plan.title")),
                                new Link(desk.href(PATH), desk.words.say("slice.title"))))
                .notice(notice);
    }

    /// A slice as a line of a list.
    ///
    /// @param where room and time, or empty
    /// @param ready how many of its sessions wait to be looked at
    record Line(Slice slice, String host, String where, List<Own> sessions, long ready) {}

    /// A session of a host as a line of a list.
    record Own(Hosted session, Text.Said title, String when) {
        String tone() {
            return switch (session.state()) {
                case DRAFT -> "plain";
                case READY -> "careful";
                case ACCEPTED -> "done";
            };
        }
    }

    static Own own(Hosted session, Edition edition, Language language) {
        return new Own(
                session,
                session.content().title().in(language),
                when(session.starts(), session.ends(), edition, language));
    }

    static Line line(Slice slice, List<Hosted> hosted, Edition edition, Language language) {
        List<Own> sessions = hosted.stream()
                .filter(one -> one.slice().equals(slice.id()))
                .map(one -> own(one, edition, language))
                .toList();
        String room = edition.room(slice.room())
                .map(one -> one.name().in(language).value())
                .orElse("");
        String when = when(slice.starts(), slice.ends(), edition, language);
        return new Line(
                slice,
                edition.organisation(slice.host())
                        .map(one -> one.name().in(language).value())
                        .orElse(slice.host()),
                Stream.of(when, room).filter(one -> !one.isEmpty()).collect(java.util.stream.Collectors.joining(", ")),
                sessions,
                sessions.stream()
                        .filter(one -> one.session.state() == State.READY)
                        .count());
    }

    private static String when(@Nullable Instant starts, @Nullable Instant ends, Edition edition, Language language) {
        return starts == null || ends == null
                ? ""
                : ProgrammeEditPages.when(new Slot(null, starts, ends), edition, language);
    }

    @GetMapping("/{edition}/desk/programme/slices")
    Answer list(Organiser organiser, HttpServletRequest request) {
        Desk desk = Desk.of(organiser, request);
        String said = Stream.of("saved", "removed", "accepted", "returned")
                .filter(one -> request.getParameter(one) != null)
                .findFirst()
                .orElse("");
        Page page = page(
                desk,
                desk.words.say("slice.title"),
                PATH,
                said.isEmpty() ? null : Notice.done(desk.words.say("slice." + said)));
        List<Hosted> hosted = slices.hosted(organiser.id());
        List<Line> lines = slices.all(organiser.id()).stream()
                .map(slice -> line(slice, hosted, desk.edition(), desk.language))
                .toList();
        List<Link> lists = ProgrammeEditPages.links(desk.words, desk::href);
        return Answer.page(
                (out, forms) -> JteslicesGenerated.render(out, forms, page, desk.words, lists, desk.href(PATH), lines));
    }

    @GetMapping("/{edition}/desk/programme/slices/{id}")
    Answer one(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        Desk desk = Desk.of(organiser, request);
        Slice slice = id.equals("new") ? null : slice(organiser, id);
        return Answer.page(view(desk, id, slice, filled(desk, slice), null));
    }

    private Slice slice(Organiser organiser, String id) {
        return slices.one(organiser.id(), uuid(id)).orElseThrow(() -> new NotFound("slice " + id));
    }

    static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotFound("slice " + id);
        }
    }

    private static Form.State filled(Desk desk, @Nullable Slice slice) {
        Map<String, String> values = new LinkedHashMap<>();
        if (slice == null) {
            values.put("most", "1");
        } else {
            values.put("version", ProgrammeDrafts.version(slice));
            values.put("host", slice.host());
            values.put("name", slice.name());
            values.put("most", String.valueOf(slice.most()));
            values.put("room", Objects.requireNonNullElse(slice.room(), ""));
            values.put("starts", local(slice.starts(), desk.edition()));
            values.put("ends", local(slice.ends(), desk.edition()));
        }
        return Form.filled(desk.words, "slice", values);
    }

    static String local(@Nullable Instant moment, Edition edition) {
        return moment == null ? "" : ProgrammeForm.local(moment, edition.timeZone());
    }

    private static Map<String, List<Option>> options(Desk desk) {
        return Map.of(
                "host",
                ProgrammeForm.named(
                                desk.edition().organisations().stream().map(one -> Map.entry(one.key(), one.name())),
                                desk.language)
                        .stream()
                        .sorted(Comparator.comparing(option -> Search.folded(option.label())))
                        .toList(),
                "room",
                ProgrammeForm.named(
                        desk.edition().rooms().stream().map(room -> Map.entry(room.key(), room.name())),
                        desk.language));
    }

    private View view(Desk desk, String id, @Nullable Slice slice, Form.State form, @Nullable Notice notice) {
        String title = slice == null ? desk.words.say("slice.new") : slice.name();
        Page page = page(desk, title, PATH + "/" + id, notice);
        Optional<Line> line = Optional.ofNullable(slice)
                .map(one -> line(one, slices.hosted(desk.organiser.id()), desk.edition(), desk.language));
        return (out, forms) -> JtesliceGenerated.render(out, forms, page, desk.words, form, options(desk), id, line);
    }

    @PostMapping("/{edition}/desk/programme/slices/{id}")
    Answer grant(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        Desk desk = Desk.of(organiser, request);
        Slice now = id.equals("new") ? null : slice(organiser, id);
        Form form = Form.read(desk.words, "slice", request.getParameterMap());
        Map<String, List<Option>> options = options(desk);
        var host = form.choice("host", ProgrammeForm.keys(options.getOrDefault("host", List.of())));
        var name = form.required("name", Fields.NAME);
        var most = form.whole("most", 1, 200);
        var room = form.optionalChoice("room", ProgrammeForm.keys(options.getOrDefault("room", List.of())));
        Instant starts = now == null ? null : now.starts();
        Instant ends = now == null ? null : now.ends();
        ProgrammeForm.Time time = ProgrammeForm.Time.read(
                form, desk.edition(), starts == null || ends == null ? null : new Slot(null, starts, ends));
        String seen = form.state().value("version");
        UUID key = now == null ? UUID.randomUUID() : now.id();
        return switch (form.then(() -> slices.grant(
                organiser,
                new Slice(key, host.get(), name.get(), most.get(), room.get(), time.starts(), time.ends()),
                seen))) {
            case Form.Invalid<Outcome>(Form.State state) -> Answer.invalid(view(desk, id, now, state, null));
            case Form.Valid<Outcome>(Outcome outcome) ->
                switch (outcome) {
                    case DONE -> Answer.seeOther(desk.href(PATH + "?saved"));
                    case ROOM_TAKEN ->
                        Answer.invalid(view(
                                desk,
                                id,
                                now,
                                form.refuse("room", "slice.room.taken").state(),
                                null));
                    case IN_USE, FULL ->
                        Answer.invalid(view(
                                desk,
                                id,
                                now,
                                form.refuse("host", "slice.host.used").state(),
                                null));
                    case MEANWHILE ->
                        Answer.conflict(view(
                                desk,
                                id,
                                now,
                                form.state().with("version", ProgrammeDrafts.version(now)),
                                Notice.careful(desk.words.say("plan.meanwhile"))));
                };
        };
    }

    @PostMapping("/{edition}/desk/programme/slices/{id}/removal")
    Answer takeBack(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        Desk desk = Desk.of(organiser, request);
        Slice slice = slice(organiser, id);
        return slices.takeBack(organiser, slice) == Outcome.DONE
                ? Answer.seeOther(desk.href(PATH + "?removed"))
                : Answer.conflict(
                        view(desk, id, slice, filled(desk, slice), Notice.careful(desk.words.say("slice.used"))));
    }

    /// What is said of a session, and what happened to it.
    ///
    /// @param address where a comment is sent to
    /// @param form    with the comment that is being written
    record Talk(String address, Form.State form, List<Said> comments, List<Said> history) {
        /// @param when as it is read
        record Said(String when, String by, String words) {}
    }

    static Talk talk(
            Slices slices, Audit audit, Edition edition, Words words, String key, String address, Form.State form) {
        Words actions = Words.of(Frames.class, words.language());
        return new Talk(
                address,
                form,
                slices.comments(edition.id(), key).stream()
                        .map(one -> new Talk.Said(moment(one.at(), edition), one.by(), one.words()))
                        .toList(),
                audit.about(edition.id(), "session", key, HISTORY).stream()
                        .map(one -> new Talk.Said(
                                moment(one.at(), edition), one.by().name(), actions.say("audit." + one.action())))
                        .toList());
    }

    private static String moment(Instant at, Edition edition) {
        var local = at.atZone(edition.timeZone());
        return local.toLocalDate() + " " + Dates.clock(local.toLocalTime());
    }

    /// What the team looks at before it says yes.
    ///
    /// @param people    who takes part, and as what
    /// @param differing what stands in the draft now, where the session is there and is another
    /// @param draft     the version of that
    record Looked(
            Hosted session,
            Line slice,
            String when,
            List<String> people,
            Map<String, String> differing,
            String version,
            String draft) {}

    @GetMapping("/{edition}/desk/programme/hosted/{key}")
    Answer look(Organiser organiser, HttpServletRequest request, @PathVariable String key) {
        Desk desk = Desk.of(organiser, request);
        return Answer.page(look(
                desk,
                key,
                Form.blank(desk.words, "slice"),
                request.getParameter("said") == null ? null : Notice.done(desk.words.say("talk.saved"))));
    }

    private Hosted hosted(Organiser organiser, String key) {
        return slices.hosted(organiser.id(), key)
                .filter(one -> one.state() != State.DRAFT)
                .orElseThrow(() -> new NotFound("session " + key));
    }

    private View look(Desk desk, String key, Form.State form, @Nullable Notice notice) {
        Hosted session = hosted(desk.organiser, key);
        Slice slice = slices.one(desk.organiser.id(), session.slice()).orElseThrow();
        Programme programme = programmes.draft(desk.organiser.id());
        Session there = Part.SESSIONS.find(programme, key);
        Page page = page(desk, session.content().title().in(desk.language).value(), HOSTED + "/" + key, notice);
        Looked looked = new Looked(
                session,
                line(slice, List.of(session), desk.edition(), desk.language),
                own(session, desk.edition(), desk.language).when(),
                people(session, desk.words),
                there == null ? Map.of() : differing(desk, programme, slice, session, there),
                ProgrammeDrafts.version(session),
                ProgrammeDrafts.version(there));
        Talk talk =
                talk(slices, audit, desk.edition(), desk.words, key, desk.href(HOSTED + "/" + key + "/comments"), form);
        return (out, forms) -> JtehostedOneGenerated.render(
                out,
                forms,
                page,
                desk.words,
                form,
                looked,
                talk,
                desk.edition().languages(),
                desk.href(HOSTED + "/" + key));
    }

    static List<String> people(Hosted session, Words words) {
        return session.content().people().stream()
                .map(person -> person.name()
                        + (person.organisation().isEmpty() ? "" : ", " + person.organisation())
                        + (person.moderates() ? " (" + words.say("slice.moderates") + ")" : ""))
                .toList();
    }

    /// What stands in the draft now, where it would become something else.
    private static Map<String, String> differing(
            Desk desk, Programme programme, Slice slice, Hosted session, Session there) {
        List<Speaker> added = new ArrayList<>();
        Session becomes = Slices.session(desk.organiser.id(), programme, slice, session, there, added);
        Programme with = new Programme(
                programme.tracks(),
                Stream.concat(programme.speakers().stream(), added.stream()).toList(),
                programme.sessions(),
                programme.choosing());
        ProgrammeForm.OfSession sheet = new ProgrammeForm.OfSession(desk.edition(), with, desk.words);
        return sheet.differing(there, sheet.state(sheet.filled(becomes), ""));
    }

    @PostMapping("/{edition}/desk/programme/hosted/{key}/accept")
    Answer accept(
            Organiser organiser,
            HttpServletRequest request,
            @PathVariable String key,
            @RequestParam(defaultValue = "") String version,
            @RequestParam(defaultValue = "") String draft) {
        Desk desk = Desk.of(organiser, request);
        Hosted session = slices.hosted(organiser.id(), key).orElseThrow(() -> new NotFound("session " + key));
        Outcome outcome = slices.accept(organiser, key, version, draft);
        if (outcome == Outcome.DONE) {
            return Answer.seeOther(desk.href(PATH + "?accepted"));
        }
        return refused(
                desk,
                key,
                outcome == Outcome.MEANWHILE
                        ? desk.words.say("slice.meanwhile")
                        : slices.one(organiser.id(), session.slice())
                                .flatMap(slice -> slices.taken(organiser.id(), slice, session))
                                .map(by -> desk.words.say(
                                        "plan.room.taken",
                                        by.title().in(desk.language).value(),
                                        by.slots().stream()
                                                .findFirst()
                                                .map(slot ->
                                                        ProgrammeEditPages.when(slot, desk.edition(), desk.language))
                                                .orElse("")))
                                .orElse(desk.words.say("plan.missing")));
    }

    /// The session as it is now and why nothing was done; the list, where its editors have taken it back.
    private Answer refused(Desk desk, String key, String why) {
        return slices.hosted(desk.organiser.id(), key)
                        .filter(one -> one.state() != State.DRAFT)
                        .isPresent()
                ? Answer.conflict(look(desk, key, Form.blank(desk.words, "slice"), Notice.careful(why)))
                : Answer.seeOther(desk.href(PATH));
    }

    @PostMapping("/{edition}/desk/programme/hosted/{key}/return")
    Answer sendBack(
            Organiser organiser,
            HttpServletRequest request,
            @PathVariable String key,
            @RequestParam(defaultValue = "") String version) {
        Desk desk = Desk.of(organiser, request);
        hosted(organiser, key);
        Form form = Form.read(desk.words, "slice", request.getParameterMap());
        var words = form.prose("back", MAX_COMMENT);
        return switch (form.then(() -> slices.sendBack(organiser, key, version, words.get()))) {
            case Form.Invalid<Outcome>(Form.State state) -> Answer.invalid(look(desk, key, state, null));
            case Form.Valid<Outcome>(Outcome outcome) ->
                outcome == Outcome.DONE
                        ? Answer.seeOther(desk.href(PATH + "?returned"))
                        : refused(desk, key, desk.words.say("slice.meanwhile"));
        };
    }

    @PostMapping("/{edition}/desk/programme/hosted/{key}/comments")
    Answer comment(Organiser organiser, HttpServletRequest request, @PathVariable String key) {
        Desk desk = Desk.of(organiser, request);
        Hosted session = hosted(organiser, key);
        Form form = Form.read(desk.words, "slice", request.getParameterMap());
        var words = form.prose("comment", MAX_COMMENT);
        if (!form.valid()) {
            return Answer.invalid(look(desk, key, form.state(), null));
        }
        slices.comment(organiser, key, session.content().title().in(Language.SV).value(), words.get());
        return Answer.seeOther(desk.href(HOSTED + "/" + key + "?said"));
    }
}
