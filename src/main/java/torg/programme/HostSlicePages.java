package torg.programme;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.edition.DeskItem;
import torg.edition.DeskLanguage;
import torg.edition.Edition;
import torg.edition.Fields;
import torg.edition.Frames;
import torg.edition.HostEditor;
import torg.edition.Role;
import torg.ledger.Audit;
import torg.programme.Programme.Kind;
import torg.programme.Programme.Level;
import torg.programme.Programme.Slot;
import torg.programme.SlicePages.Line;
import torg.programme.Slices.Content;
import torg.programme.Slices.Hosted;
import torg.programme.Slices.Outcome;
import torg.programme.Slices.Person;
import torg.programme.Slices.Slice;
import torg.programme.Slices.State;
import torg.store.Db;
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

/// What a host editor writes: sessions in the slices of the editor's own organisations, and nothing else.
@Controller
class HostSlicePages {
    private static final String PATH = "/desk/slices";
    private static final int MAX_PEOPLE = 20;
    private static final int SPARE_ROWS = 2;

    private final Slices slices;
    private final ProgrammeStream programmes;
    private final Audit audit;
    private final Frames frames;

    HostSlicePages(Slices slices, ProgrammeStream programmes, Audit audit, Frames frames) {
        this.slices = slices;
        this.programmes = programmes;
        this.audit = audit;
        this.frames = frames;
    }

    /// What all these pages need.
    private record Desk(HostEditor editor, Language language, Words words, HttpServletRequest request) {
        static Desk of(HostEditor editor, HttpServletRequest request) {
            Language language = DeskLanguage.of(request, editor.edition());
            return new Desk(editor, language, Words.of(HostSlicePages.class, language), request);
        }

        Edition edition() {
            return editor.edition();
        }

        String href(String path) {
            return edition().address(language, path);
        }
    }

    @GetMapping("/{edition}/desk/slices")
    Answer list(HostEditor editor, HttpServletRequest request) {
        Desk desk = Desk.of(editor, request);
        String said = Stream.of("saved", "sent", "removed")
                .filter(one -> request.getParameter(one) != null)
                .findFirst()
                .orElse("");
        Page page = frames.desk(editor, desk.language, desk.words.say("own.title"), PATH)
                .notice(said.isEmpty() ? null : Notice.done(desk.words.say("own." + said)));
        List<Hosted> hosted = slices.hosted(editor.id());
        List<Line> lines = slices.of(editor).stream()
                .map(slice -> SlicePages.line(slice, hosted, desk.edition(), desk.language))
                .toList();
        return Answer.page((out, forms) -> JteownSlicesGenerated.render(out, forms, page, desk.words, lines));
    }

    /// A session of the editor's own, or a new one.
    ///
    /// @param now null: new
    private record Place(Slice slice, String key, @Nullable Hosted now) {
        String path() {
            return PATH + "/" + slice.id() + "/" + key;
        }
    }

    private Place place(HostEditor editor, String id, String key) {
        Slice slice = slices.one(editor, SlicePages.uuid(id)).orElseThrow(() -> new NotFound("slice " + id));
        if (key.equals("new")) {
            return new Place(slice, key, null);
        }
        Hosted now = slices.hosted(editor.id(), key)
                .filter(one -> one.slice().equals(slice.id()))
                .orElseThrow(() -> new NotFound("session " + key));
        return new Place(slice, key, now);
    }

    @GetMapping("/{edition}/desk/slices/{slice}/{key}")
    Answer one(HostEditor editor, HttpServletRequest request, @PathVariable String slice, @PathVariable String key) {
        Desk desk = Desk.of(editor, request);
        Place place = place(editor, slice, key);
        Notice said = request.getParameter("said") == null ? null : Notice.done(desk.words.say("talk.saved"));
        return Answer.page(view(desk, place, filled(desk, place), said));
    }

    private static Form.State filled(Desk desk, Place place) {
        Edition edition = desk.edition();
        Map<String, String[]> values = new LinkedHashMap<>();
        Hosted now = place.now;
        if (now == null) {
            values.put("kind", new String[] {"seminar"});
            values.put("starts", new String[] {SlicePages.local(place.slice.starts(), edition)});
            values.put("ends", new String[] {SlicePages.local(place.slice.ends(), edition)});
        } else {
            Content content = now.content();
            values.put("version", new String[] {ProgrammeDrafts.version(now)});
            edition.languages().forEach(language -> {
                values.put("title." + language, new String[] {content.title().exactly(language)});
                values.put(
                        "summary." + language, new String[] {content.summary().exactly(language)});
            });
            values.put("kind", new String[] {Db.written(content.kind())});
            values.put("starts", new String[] {SlicePages.local(now.starts(), edition)});
            values.put("ends", new String[] {SlicePages.local(now.ends(), edition)});
            Language spoken = content.language();
            values.put("language", new String[] {spoken == null ? "" : spoken.code()});
            Level level = content.level();
            values.put("level", new String[] {level == null ? "" : Db.written(level)});
            values.put("access", content.access().toArray(String[]::new));
            int row = 0;
            for (Person person : content.people()) {
                values.put("people." + row + ".name", new String[] {person.name()});
                values.put("people." + row + ".organisation", new String[] {person.organisation()});
                values.put("people." + row++ + ".part", new String[] {person.moderates() ? "moderator" : "speaker"});
            }
        }
        return Form.read(desk.words, "plan.session", values).state();
    }

    private static Map<String, List<Option>> options(Desk desk) {
        return Map.of(
                "kind",
                ProgrammeForm.options(Kind.class, "kind", desk.words).stream()
                        .filter(option -> !Set.of("break", "social").contains(option.value()))
                        .toList(),
                "level",
                ProgrammeForm.options(Level.class, "level", desk.words),
                "language",
                ProgrammeForm.spoken(desk.edition(), Programme.NONE, desk.words),
                "access",
                ProgrammeForm.access(desk.words),
                "people.part",
                ProgrammeForm.OfSession.parts(desk.words));
    }

    /// What the page of a session shows besides its form.
    ///
    /// @param people how many rows there are for people
    /// @param talk   null while it is new
    /// @param differing what is saved where it differs from what was typed, where somebody else was faster
    record Written(
            Line slice,
            String address,
            String list,
            @Nullable Hosted session,
            int people,
            Map<String, String> differing,
            SlicePages.@Nullable Talk talk) {}

    private View view(Desk desk, Place place, Form.State form, @Nullable Notice notice) {
        return view(desk, place, form, notice, Form.blank(desk.words, "slice"), Map.of());
    }

    private View view(
            Desk desk,
            Place place,
            Form.State form,
            @Nullable Notice notice,
            Form.State said,
            Map<String, String> differing) {
        Hosted now = place.now;
        String title = now == null
                ? desk.words.say("plan.session.new")
                : now.content().title().in(desk.language).value();
        Page page = frames.desk(desk.editor, desk.language, title, place.path())
                .below(new Link(desk.href(PATH), desk.words.say("own.title")))
                .notice(notice);
        String address = desk.href(place.path());
        int last = Stream.iterate(0, i -> i < MAX_PEOPLE, i -> i + 1)
                .filter(i -> !form.value("people." + i + ".name").isEmpty())
                .reduce(-1, (one, other) -> other);
        Written written = new Written(
                SlicePages.line(place.slice, List.of(), desk.edition(), desk.language),
                address,
                desk.href(PATH),
                now,
                Math.min(MAX_PEOPLE, last + 1 + SPARE_ROWS),
                differing,
                now == null
                        ? null
                        : SlicePages.talk(
                                slices, audit, desk.edition(), desk.words, now.key(), address + "/comments", said));
        return (out, forms) -> JteownSessionGenerated.render(
                out,
                forms,
                page,
                desk.words,
                form,
                written,
                options(desk),
                desk.edition().languages());
    }

    @PostMapping("/{edition}/desk/slices/{slice}/{key}")
    Answer save(HostEditor editor, HttpServletRequest request, @PathVariable String slice, @PathVariable String key) {
        Desk desk = Desk.of(editor, request);
        Place place = place(editor, slice, key);
        boolean ready = "ready".equals(request.getParameter("do"));
        Form form = Form.read(desk.words, "plan.session", request.getParameterMap());
        Supplier<Hosted> session = read(desk, place, form, ready);
        String seen = form.state().value("version");
        return switch (form.then(() -> slices.write(editor, place.slice, session.get(), seen))) {
            case Form.Invalid<Outcome>(Form.State state) -> Answer.invalid(view(desk, place, state, null));
            case Form.Valid<Outcome>(Outcome outcome) ->
                switch (outcome) {
                    case DONE -> Answer.seeOther(desk.href(PATH + (ready ? "?sent" : "?saved")));
                    case FULL ->
                        Answer.invalid(view(
                                desk,
                                place,
                                form.refuse("title." + desk.edition().mainLanguage(), "own.full", place.slice.most())
                                        .state(),
                                null));
                    case ROOM_TAKEN ->
                        Answer.invalid(view(
                                desk, place, form.refuse("starts", "own.taken").state(), null));
                    case MEANWHILE, IN_USE -> {
                        Place is = place(editor, slice, key);
                        Form.State saved = filled(desk, is);
                        Map<String, List<String>> now = new LinkedHashMap<>();
                        saved.names().stream()
                                .filter(name -> !name.equals("version"))
                                .forEach(name -> now.put(name, saved.values(name)));
                        yield Answer.conflict(view(
                                desk,
                                is,
                                form.state().with("version", ProgrammeDrafts.version(is.now)),
                                Notice.careful(desk.words.say("plan.meanwhile")),
                                Form.blank(desk.words, "slice"),
                                ProgrammeForm.differing(now, form.state(), options(desk), desk.edition())));
                    }
                };
        };
    }

    private Supplier<Hosted> read(Desk desk, Place place, Form form, boolean ready) {
        Edition edition = desk.edition();
        Map<String, List<Option>> options = options(desk);
        var title = ProgrammeForm.inSome(form, "title", edition);
        var kind = form.choice("kind", ProgrammeForm.constants(Kind.class));
        ProgrammeForm.Time time = time(form, place, edition, ready);
        var summary = form.optionalText("summary", edition.languages(), Fields.BODY);
        if (ready
                && edition.languages().stream()
                        .allMatch(language ->
                                form.state().value("summary." + language).isBlank())) {
            form.refuse("summary." + edition.mainLanguage(), "own.summary.missing");
        }
        Supplier<List<Person>> people = people(form);
        var language = form.optionalChoice("language", ProgrammeForm.keys(options.getOrDefault("language", List.of())));
        var level = form.optionalChoice("level", ProgrammeForm.constants(Level.class));
        var access = form.choices("access", ProgrammeForm.keys(options.getOrDefault("access", List.of())));
        Hosted now = place.now;
        return () -> {
            String spoken = language.get();
            Content content = new Content(
                    title.get(),
                    summary.get(),
                    kind.get(),
                    spoken == null ? null : new Language(spoken),
                    level.get(),
                    access.get().stream().sorted(Comparator.naturalOrder()).toList(),
                    people.get());
            return new Hosted(
                    now == null ? newKey(desk, place.slice, title.get()) : now.key(),
                    place.slice.id(),
                    ready ? State.READY : State.DRAFT,
                    content,
                    time.starts(),
                    time.ends(),
                    now == null ? null : now.accepted());
        };
    }

    /// Within the slice; where that has no time, the team finds one.
    private static ProgrammeForm.Time time(Form form, Place place, Edition edition, boolean ready) {
        Instant from = place.slice.starts();
        Instant until = place.slice.ends();
        if (from == null || until == null) {
            return new ProgrammeForm.Time(null, null);
        }
        if (ready && form.state().value("starts").isBlank()) {
            form.refuse("starts", "plan.starts.missing");
        }
        Instant starts = place.now == null ? null : place.now.starts();
        Instant ends = place.now == null ? null : place.now.ends();
        ProgrammeForm.Time time = ProgrammeForm.Time.read(
                form,
                edition,
                starts == null || ends == null ? new Slot(null, from, until) : new Slot(null, starts, ends));
        Instant begins = time.starts();
        Instant stops = time.ends();
        if (begins != null && stops != null && begins.isBefore(stops)) {
            if (begins.isBefore(from) || !begins.isBefore(until)) {
                form.refuse("starts", "own.outside");
            } else if (stops.isAfter(until)) {
                form.refuse("ends", "own.outside");
            }
        }
        return time;
    }

    private static Supplier<List<Person>> people(Form form) {
        List<Supplier<Person>> people = new ArrayList<>();
        for (int number : form.numbers("people", MAX_PEOPLE)) {
            String row = "people." + number;
            if (form.state().value(row + ".name").isBlank()
                    && form.state().value(row + ".organisation").isBlank()) {
                continue;
            }
            var name = form.required(row + ".name", Fields.NAME);
            var organisation = form.optional(row + ".organisation", Fields.NAME);
            boolean moderates = form.state().value(row + ".part").equals("moderator");
            people.add(() -> new Person(name.get(), Objects.requireNonNullElse(organisation.get(), ""), moderates));
        }
        return () -> people.stream().map(Supplier::get).toList();
    }

    /// Made of the organisation and the title; another than those of all sessions, in the draft or not.
    private String newKey(Desk desk, Slice slice, Text title) {
        Programme draft = programmes.draft(desk.editor.id());
        Set<String> taken = new HashSet<>(Set.of("new"));
        draft.sessions().forEach(session -> taken.add(session.key()));
        slices.hosted(desk.editor.id()).forEach(session -> taken.add(session.key()));
        Set<String> codes =
                draft.sessions().stream().map(Programme.Session::code).collect(Collectors.toSet());
        String stem = ProgrammeEditPages.stem(
                slice.host() + "-" + title.in(desk.edition().mainLanguage()).value(), "session");
        String free = ProgrammeEditPages.free(stem, taken);
        while (codes.contains(SessionCodes.of(desk.editor.id(), free))) {
            taken.add(free);
            free = ProgrammeEditPages.free(stem, taken);
        }
        return free;
    }

    @PostMapping("/{edition}/desk/slices/{slice}/{key}/removal")
    Answer remove(HostEditor editor, HttpServletRequest request, @PathVariable String slice, @PathVariable String key) {
        Desk desk = Desk.of(editor, request);
        Place place = place(editor, slice, key);
        Hosted now = place.now;
        if (now == null) {
            throw new NotFound(place.path());
        }
        boolean seen = ProgrammeDrafts.version(now).equals(request.getParameter("version"));
        Outcome outcome = seen ? slices.remove(editor, now) : Outcome.MEANWHILE;
        return outcome == Outcome.DONE
                ? Answer.seeOther(desk.href(PATH + "?removed"))
                : Answer.conflict(view(
                        desk,
                        place,
                        filled(desk, place),
                        Notice.careful(desk.words.say(
                                outcome == Outcome.IN_USE ? "own.accepted.kept" : "plan.kept.meanwhile"))));
    }

    @PostMapping("/{edition}/desk/slices/{slice}/{key}/comments")
    Answer comment(
            HostEditor editor, HttpServletRequest request, @PathVariable String slice, @PathVariable String key) {
        Desk desk = Desk.of(editor, request);
        Place place = place(editor, slice, key);
        Hosted now = place.now;
        if (now == null) {
            throw new NotFound(place.path());
        }
        Form form = Form.read(desk.words, "slice", request.getParameterMap());
        var words = form.prose("comment", SlicePages.MAX_COMMENT);
        if (!form.valid()) {
            return Answer.invalid(view(desk, place, filled(desk, place), null, form.state(), Map.of()));
        }
        slices.comment(editor, key, now.content().title().in(Language.SV).value(), words.get());
        return Answer.seeOther(desk.href(place.path() + "?said"));
    }

    @Component
    @Order(23)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return PATH;
        }

        @Override
        public String label() {
            return "own.title";
        }

        @Override
        public boolean isFor(Set<Role> roles) {
            return roles.contains(Role.HOST_EDITOR);
        }
    }
}
