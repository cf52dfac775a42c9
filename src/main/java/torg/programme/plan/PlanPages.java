package torg.programme.plan;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
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
import torg.programme.Programme.Session;
import torg.programme.plan.Outline.Kept;
import torg.programme.plan.Plans.Plan;
import torg.programme.plan.Plans.State;
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

/// The desk's pages of the plans: what to begin with, how far it has come, what is wrong with it, what it moves.
@Controller
class PlanPages {
    private static final String PATH = "/desk/programme/plan";
    private static final String TOPIC = "plan";
    private static final int MAX_AWAY = 4_000;
    /// Sentences on one page.
    static final int MAX_SENTENCES = 100;

    private final Plans plans;
    private final Frames frames;

    PlanPages(Plans plans, Frames frames) {
        this.plans = plans;
        this.frames = frames;
    }

    enum Length {
        SHORT(200_000),
        LONG(2_000_000);

        private final int steps;

        Length(int steps) {
            this.steps = steps;
        }
    }

    /// A plan in the list.
    record Listed(Plan plan, String made) {}

    /// @param rule its name
    record Sentence(String rule, boolean hard, String text) {}

    record Move(Text.Said title, String from, String to) {}

    record Row(String time, String room, Text.Said title, boolean fixed) {}

    private static Words words(Organiser organiser, HttpServletRequest request) {
        return Words.of(PlanPages.class, DeskLanguage.of(request, organiser.edition()));
    }

    @GetMapping("/{edition}" + PATH)
    Answer list(Organiser organiser, HttpServletRequest request) {
        Words words = words(organiser, request);
        Outline outline = plans.outline(organiser.id());
        List<Plan> all = plans.all(organiser.id());
        Terms known = all.isEmpty() ? usual(outline) : all.getFirst().terms();
        Map<String, String[]> values = new HashMap<>();
        values.put("room", known.rooms().toArray(String[]::new));
        values.put("fixed", known.fixed().toArray(String[]::new));
        values.put("step", new String[] {String.valueOf(known.stepMinutes())});
        values.put("away", new String[] {known.away()});
        values.put("length", new String[] {"short"});
        known.weights()
                .forEach((rule, weight) ->
                        values.put(rule.id(), new String[] {weight.name().toLowerCase(java.util.Locale.ROOT)}));
        Form.State form = Form.read(words, TOPIC, values).state();
        return Answer.page(listView(organiser, request, outline, all, form));
    }

    private static Terms usual(Outline outline) {
        Map<Rule, Weight> weights = Rule.soft().stream().collect(Collectors.toMap(rule -> rule, rule -> Weight.SOME));
        List<String> rooms = outline.edition().rooms().stream()
                .filter(room -> room.capacity() != null)
                .map(Edition.Room::key)
                .toList();
        return new Terms(rooms, List.of(), weights, Terms.USUAL_STEP_MINUTES, "");
    }

    private View listView(
            Organiser organiser, HttpServletRequest request, Outline outline, List<Plan> all, Form.State form) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = words(organiser, request);
        Page page = frames.desk(organiser, language, words.say("plan.title"), PATH);
        List<Option> rooms = outline.edition().rooms().stream()
                .map(room -> new Option(room.key(), room.name().in(language).value()))
                .toList();
        List<Option> sessions = outline.movable().stream()
                .filter(session -> !session.slots().isEmpty())
                .map(session ->
                        new Option(session.key(), session.title().in(language).value()))
                .toList();
        List<Listed> listed = all.stream()
                .map(plan -> new Listed(plan, at(organiser, language, plan.madeAt())))
                .toList();
        boolean nothing = outline.movable().isEmpty() || rooms.isEmpty();
        return (out, forms) ->
                JteplansGenerated.render(out, forms, page, words, form, listed, rooms, sessions, nothing);
    }

    private static String at(Organiser organiser, Language language, Instant time) {
        return Dates.moment(time.atZone(organiser.edition().timeZone()), language);
    }

    @PostMapping("/{edition}" + PATH)
    Answer start(Organiser organiser, HttpServletRequest request) {
        Words words = words(organiser, request);
        Outline outline = plans.outline(organiser.id());
        Form form = Form.read(words, TOPIC, request.getParameterMap());
        var rooms = form.choices(
                "room",
                outline.edition().rooms().stream().collect(Collectors.toMap(Edition.Room::key, Edition.Room::key)));
        if (form.state().values("room").isEmpty()) {
            form.refuse("room", "plan.room.missing");
        }
        Map<Rule, Form.Given<Weight>> weights = new LinkedHashMap<>();
        Rule.soft().forEach(rule -> weights.put(rule, form.choice(rule.id(), Weight.class)));
        var fixed =
                form.choices("fixed", outline.movable().stream().collect(Collectors.toMap(Session::key, Session::key)));
        var step = form.whole("step", 5, 240);
        var away = form.optionalProse("away", MAX_AWAY);
        var length = form.choice("length", Length.class);
        Terms.wrongLine(form.state().value("away"), outline.edition(), outline.draft())
                .ifPresent(line -> form.refuse("away", "plan.away.wrong", line));
        return switch (form.then(() -> {
            Map<Rule, Weight> said = new TreeMap<>();
            weights.forEach((rule, weight) -> said.put(rule, weight.get()));
            return new Terms(rooms.get(), fixed.get(), said, step.get(), Objects.requireNonNullElse(away.get(), ""));
        })) {
            case Form.Invalid<Terms>(Form.State state) ->
                Answer.invalid(listView(organiser, request, outline, plans.all(organiser.id()), state));
            case Form.Valid<Terms>(Terms terms) -> {
                Timetable timetable = outline.timetable(terms, Map.of());
                if (timetable.places().isEmpty()
                        || timetable.placements().stream().allMatch(Placement::isFixed)) {
                    yield Answer.invalid(listView(
                            organiser,
                            request,
                            outline,
                            plans.all(organiser.id()),
                            form.state().refused("fixed", words.say("plan.nothing"))));
                }
                long seed = plans.all(organiser.id()).size() + 1L; // another plan each time, to compare
                UUID id = plans.start(organiser, terms, seed, length.get().steps);
                yield Answer.seeOther(href(organiser, request, PATH + "/" + id));
            }
        };
    }

    @GetMapping("/{edition}" + PATH + "/{id}")
    Answer show(
            Organiser organiser,
            HttpServletRequest request,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String with) {
        Notice notice = request.getParameter("used") == null
                ? null
                : Notice.done(words(organiser, request).say("plan.used"));
        return Answer.page(view(organiser, request, plan(organiser, id), with, notice));
    }

    private Plan plan(Organiser organiser, String id) {
        return uuid(id).flatMap(known -> plans.find(organiser.id(), known))
                .orElseThrow(() -> new NotFound("plan " + id));
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private View view(
            Organiser organiser, HttpServletRequest request, Plan plan, String with, @Nullable Notice notice) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = words(organiser, request);
        Outline outline = plans.outline(organiser.id());
        Map<String, Kept> kept = plans.kept(plan);
        Timetable timetable = outline.timetable(plan.terms(), kept).placed();
        boolean outdated = plan.state() != State.USED && !outline.fingerprint().equals(plan.draft());
        List<Sentence> sentences = plan.score() == null
                ? List.of()
                : Conflict.in(timetable).stream()
                        .map(conflict -> new Sentence(
                                words.say("plan." + conflict.rule().id() + ".label"),
                                conflict.rule().isHard(),
                                sentence(organiser, words, conflict)))
                        .toList();
        List<Plan> others = plans.all(organiser.id()).stream()
                .filter(other -> !other.id().equals(plan.id()) && other.score() != null)
                .toList();
        Optional<Plan> other =
                others.stream().filter(one -> one.id().toString().equals(with)).findFirst();
        Map<String, Kept> before = other.map(plans::kept).orElseGet(() -> drafted(outline));
        List<Option> choices = new ArrayList<>(List.of(new Option("", words.say("plan.compare.draft"))));
        others.forEach(one -> choices.add(new Option(
                one.id().toString(),
                words.say("plan.compare.plan", one.seed(), at(organiser, language, one.madeAt())))));
        List<Move> moves = new ArrayList<>();
        for (Session session : outline.draft().sessions()) {
            Kept now = kept.get(session.key());
            Kept was = before.get(session.key());
            if (now != null && !now.equals(was)) {
                moves.add(new Move(
                        session.title().in(language),
                        was == null ? words.say("plan.nowhere") : there(organiser, language, was),
                        there(organiser, language, now)));
            }
        }
        String title = words.say("plan.one", plan.seed());
        Page page = frames.desk(organiser, language, title, PATH + "/" + plan.id());
        Page shown = page.below(new Link(page.href(PATH), words.say("plan.title")))
                .notice(notice != null || !outdated ? notice : Notice.careful(words.say("plan.outdated")));
        Map<String, List<Row>> days = days(outline, timetable, language);
        String made = at(organiser, language, plan.madeAt());
        String chosen = other.map(one -> one.id().toString()).orElse("");
        return (out, forms) -> JteplanGenerated.render(
                out, forms, shown, words, plan, made, outdated, sentences, choices, chosen, moves, days);
    }

    private static Map<String, Kept> drafted(Outline outline) {
        Map<String, Kept> drafted = new HashMap<>();
        outline.draft().sessions().stream()
                .filter(session -> !session.slots().isEmpty())
                .forEach(session -> drafted.put(
                        session.key(),
                        new Kept(
                                Objects.requireNonNullElse(
                                        session.slots().getFirst().room(), ""),
                                session.slots().getFirst().starts())));
        return drafted;
    }

    private static String there(Organiser organiser, Language language, Kept kept) {
        String room = organiser
                .edition()
                .room(kept.room())
                .map(one -> one.name().in(language).value())
                .orElse(kept.room());
        return at(organiser, language, kept.starts()) + (room.isEmpty() ? "" : ", " + room);
    }

    private static Map<String, List<Row>> days(Outline outline, Timetable timetable, Language language) {
        Map<LocalDate, List<Placement>> byDay = timetable.placements().stream()
                .sorted(Comparator.comparingLong(Placement::from)
                        .thenComparing(one -> one.room().key()))
                .collect(Collectors.groupingBy(Placement::day, TreeMap::new, Collectors.toList()));
        Map<String, List<Row>> days = new LinkedHashMap<>();
        byDay.forEach((day, placements) -> days.put(
                Dates.day(day, language),
                placements.stream()
                        .map(one -> row(outline.edition(), one, language))
                        .toList()));
        return days;
    }

    private static Row row(Edition edition, Placement one, Language language) {
        Instant starts = one.place().starts();
        Instant ends = starts.plus(Duration.ofMinutes(one.talk().minutes()));
        return new Row(
                Dates.clock(starts.atZone(edition.timeZone()).toLocalTime()) + "–"
                        + Dates.clock(ends.atZone(edition.timeZone()).toLocalTime()),
                one.room().name().in(language).value(),
                one.talk().title().in(language),
                one.isFixed());
    }

    private static String sentence(Organiser organiser, Words words, Conflict conflict) {
        Language language = words.language();
        return words.say(
                "plan." + conflict.rule().id() + ".why",
                conflict.first().title().in(language).value(),
                conflict.talks().getLast().title().in(language).value(),
                at(organiser, language, conflict.place().starts()),
                conflict.place().room().name().in(language).value(),
                conflict.speaker(),
                conflict.number());
    }

    @PostMapping("/{edition}" + PATH + "/{id}/stop")
    Answer stop(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        plans.stop(organiser, plan(organiser, id).id());
        return Answer.seeOther(href(organiser, request, PATH + "/" + id));
    }

    @PostMapping("/{edition}" + PATH + "/{id}/continue")
    Answer goOn(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        plans.goOn(organiser, plan(organiser, id).id());
        return Answer.seeOther(href(organiser, request, PATH + "/" + id));
    }

    @PostMapping("/{edition}" + PATH + "/{id}/use")
    Answer use(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        Plan plan = plan(organiser, id);
        return switch (plans.use(organiser, plan.id())) {
            case DONE -> Answer.seeOther(href(organiser, request, PATH + "/" + id + "?used"));
            case OUTDATED ->
                Answer.conflict(view(
                        organiser,
                        request,
                        plan(organiser, id),
                        "",
                        Notice.wrong(words(organiser, request).say("plan.outdated"))));
            case CLASH ->
                Answer.conflict(view(
                        organiser,
                        request,
                        plan,
                        "",
                        Notice.wrong(words(organiser, request).say("plan.clash"))));
        };
    }

    private static String href(Organiser organiser, HttpServletRequest request, String path) {
        Language language = DeskLanguage.of(request, organiser.edition());
        return organiser.edition().address(language, path);
    }

    @Component
    @Order(70)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return PATH;
        }

        @Override
        public String label() {
            return "plan.menu";
        }
    }
}
