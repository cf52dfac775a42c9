package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import torg.edition.CareStaff;
import torg.edition.DeskItem;
import torg.edition.DeskLanguage;
import torg.edition.Edition;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.edition.Role;
import torg.edition.Shown;
import torg.edition.Staff;
import torg.registration.MyPages.Mine;
import torg.registration.Needs.Kind;
import torg.registration.Needs.Need;
import torg.registration.Registrations.Change;
import torg.store.Db;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.NotFound;
import torg.web.Option;
import torg.web.Page;
import torg.web.Pager;

/// Needs: told by a ticket's holder with the personal link, counted for the kitchen, read with names by [CareStaff].
@Controller
class NeedPages {
    private static final int WORDS = 500;

    private final MyPages my;
    private final Needs needs;
    private final Questions questions;
    private final Frames frames;

    NeedPages(MyPages my, Needs needs, Questions questions, Frames frames) {
        this.my = my;
        this.needs = needs;
        this.questions = questions;
        this.frames = frames;
    }

    @GetMapping("/{edition}/my/{token}/needs")
    Answer ask(Shown shown, @PathVariable String token) {
        Mine mine = asked(shown, token);
        Map<String, String[]> known = new java.util.TreeMap<>();
        needs.of(shown.id(), Objects.requireNonNull(mine.ticket().person())).forEach((kind, need) -> {
            known.put(Db.written(kind), need.options().toArray(String[]::new));
            known.put(Db.written(kind) + ".words", new String[] {need.words()});
        });
        Words words = shown.words(NeedPages.class);
        return Answer.page(view(shown, mine, Form.read(words, "need", known).state(), !known.isEmpty()));
    }

    @PostMapping("/{edition}/my/{token}/needs")
    Answer tell(Shown shown, @PathVariable String token, HttpServletRequest request) {
        Mine mine = asked(shown, token);
        Form form = Form.read(shown.words(NeedPages.class), "need", request.getParameterMap());
        Map<Kind, java.util.function.Supplier<Need>> given = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            var options = form.choices(
                    Db.written(kind),
                    kind.options.stream().collect(Collectors.toMap(Function.identity(), Function.identity())));
            var words = form.optional(Db.written(kind) + ".words", WORDS);
            given.put(kind, () -> new Need(options.get(), Objects.requireNonNullElse(words.get(), "")));
        }
        return switch (form.then(() -> {
            Map<Kind, Need> told = new EnumMap<>(Kind.class);
            given.forEach((kind, need) -> {
                if (!need.get().isNone()) {
                    told.put(kind, need.get());
                }
            });
            return needs.tell(shown.id(), mine.ticket(), told);
        })) {
            case Form.Invalid<Change>(Form.State state) -> Answer.invalid(view(shown, mine, state, true));
            case Form.Valid<Change>(Change change) -> done(shown, token, change);
        };
    }

    @PostMapping("/{edition}/my/{token}/needs/removal")
    Answer remove(Shown shown, @PathVariable String token) {
        return done(
                shown, token, needs.tell(shown.id(), my.changeable(shown, token).ticket(), Map.of()));
    }

    private static Answer done(Shown shown, String token, Change change) {
        return Answer.seeOther(shown.href("/my/" + token + (change == Change.DONE ? "?saved" : "")));
    }

    private Mine asked(Shown shown, String token) {
        Mine mine = my.changeable(shown, token);
        if (mine.ticket().isCancelled() || !questions.asksNeeds(shown.edition())) {
            throw new NotFound("needs");
        }
        return mine;
    }

    /// A kind with what can be ticked.
    record Field(String name, List<Option> options) {}

    private torg.web.View view(Shown shown, Mine mine, Form.State form, boolean told) {
        Page page = my.below(shown, mine, "needs.mine", "/needs");
        Words words = form.words();
        List<Field> fields = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            fields.add(new Field(
                    Db.written(kind),
                    kind.options.stream()
                            .map(option -> new Option(option, words.say("need.option." + option)))
                            .toList()));
        }
        int days = Objects.requireNonNullElse(
                questions.published(shown.id()).keepNeedsDays(), Questionnaire.USUAL_NEEDS_DAYS);
        String until = Dates.day(Retention.until(shown.edition(), days), shown.language());
        return (out, forms) -> JteneedsGenerated.render(
                out, forms, page, words, form, fields, until, told, shown.href("/my/" + mine.token() + "/needs"));
    }

    /// One kind as the kitchen reads it.
    record Counted(Kind kind, long people, List<Map.Entry<String, String>> options, List<String> words) {}

    private List<Counted> counts(Staff staff, Words words) {
        return needs.counts(staff.id()).stream()
                .map(kind -> new Counted(
                        kind.kind(),
                        kind.people(),
                        kind.options().entrySet().stream()
                                .map(option -> Map.entry(
                                        words.say("need.option." + option.getKey()),
                                        QuestionPages.few(option.getValue(), words)))
                                .toList(),
                        // what somebody wrote may say who it is
                        staff.roles().contains(Role.CARE) ? kind.words() : List.of()))
                .toList();
    }

    @GetMapping("/{edition}/desk/needs")
    Answer counts(Organiser organiser, HttpServletRequest request) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(NeedPages.class, language);
        Page page = frames.desk(organiser, language, words.say("needs.title"), "/desk/needs");
        List<Counted> counts = counts(organiser, words);
        List<Needs.Removal> removals = needs.removals(organiser.id());
        return Answer.page((out, forms) -> JtedeskNeedsGenerated.render(
                out,
                forms,
                page,
                words,
                organiser.edition(),
                counts,
                removals,
                organiser.roles().contains(Role.CARE)));
    }

    @GetMapping("/{edition}/desk/needs/names")
    Answer names(CareStaff staff, HttpServletRequest request, @RequestParam(defaultValue = "1") String page) {
        Edition edition = staff.edition();
        Language language = DeskLanguage.of(request, edition);
        Words words = Words.of(NeedPages.class, language);
        Page framed = frames.desk(staff, language, words.say("needs.names"), "/desk/needs/names");
        int number = page.matches("[1-9]\\d{0,5}") ? Integer.parseInt(page) : 1;
        Needs.Page found = needs.names(staff, number);
        int last = (int) Math.max(1, (found.total() + Needs.SIZE - 1) / Needs.SIZE);
        return Answer.page((out, forms) -> JteneedNamesGenerated.render(
                out,
                forms,
                framed,
                words,
                found.lines(),
                counts(staff, words),
                new Pager(number, last, framed.href("/desk/needs/names"))));
    }

    /// "Vegan, nuts; no onions"
    static String said(Words words, Need need) {
        String ticked = need.options().stream()
                .map(option -> words.say("need.option." + option))
                .collect(Collectors.joining(", "));
        return ticked.isEmpty() || need.words().isEmpty() ? ticked + need.words() : ticked + "; " + need.words();
    }

    static String removed(Edition edition, Words words, Needs.Removal removal) {
        String thing = removal.thing().startsWith("need/")
                ? words.say("need." + removal.thing().substring("need/".length()) + ".label")
                : words.say("needs.removed.answers", removal.thing().substring("question/".length()));
        return words.say("needs.removed", DeskPages.moment(edition, removal.at()), thing, removal.removed());
    }

    @Component
    @Order(24)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return "/desk/needs";
        }

        @Override
        public String label() {
            return "needs.title";
        }
    }

    @Component
    @Order(25)
    static class Names implements DeskItem {
        @Override
        public String path() {
            return "/desk/needs/names";
        }

        @Override
        public String label() {
            return "needs.names";
        }

        @Override
        public boolean isFor(Set<Role> roles) {
            return roles.contains(Role.CARE);
        }
    }
}
