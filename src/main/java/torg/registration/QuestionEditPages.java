package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.edition.DeskLanguage;
import torg.edition.Fields;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.registration.DraftQuestions.Outcome;
import torg.registration.Questionnaire.Choice;
import torg.registration.Questionnaire.Condition;
import torg.registration.Questionnaire.Kind;
import torg.registration.Questionnaire.Question;
import torg.registration.Questionnaire.Sensitivity;
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

/// The draft of an edition's questions at the desk: added, changed, put in order, retired.
@Controller
class QuestionEditPages {
    private static final String NEW = "new";
    private static final int MAX_OPTIONS = 40;
    private static final int SPARE_ROWS = 3;

    private final DraftQuestions drafts;
    private final QuestionStream stream;
    private final Questions questions;
    private final TicketStream tickets;
    private final Frames frames;

    QuestionEditPages(
            DraftQuestions drafts, QuestionStream stream, Questions questions, TicketStream tickets, Frames frames) {
        this.drafts = drafts;
        this.stream = stream;
        this.questions = questions;
        this.tickets = tickets;
        this.frames = frames;
    }

    /// What all these pages need.
    private record Desk(Organiser organiser, Language language, Words words) {
        List<Language> languages() {
            return organiser.edition().languages();
        }

        Answer seeOther(String path) {
            return Answer.seeOther(organiser.edition().address(language, path));
        }
    }

    private static Desk desk(Organiser organiser, HttpServletRequest request) {
        Language language = DeskLanguage.of(request, organiser.edition());
        return new Desk(organiser, language, Words.of(QuestionEditPages.class, language));
    }

    /// A question of the draft.
    ///
    /// @param stands whether it is published so (`same`), otherwise (`changed`) or not at all (`added`)
    record Drafted(Question question, String seal, String stands) {}

    @GetMapping("/{edition}/desk/questions/edit")
    Answer list(Organiser organiser, HttpServletRequest request) {
        Desk desk = desk(organiser, request);
        String said = Stream.of("saved", "retired", "meanwhile")
                .filter(one -> request.getParameter(one) != null)
                .findFirst()
                .orElse("");
        return Answer.page(list(
                desk,
                said.isEmpty()
                        ? null
                        : said.equals("meanwhile")
                                ? Notice.careful(desk.words.say("ask.meanwhile"))
                                : Notice.done(desk.words.say("ask." + said))));
    }

    private torg.web.View list(Desk desk, @Nullable Notice notice) {
        Page framed = frames.desk(desk.organiser, desk.language, desk.words.say("ask.title"), "/desk/questions/edit");
        Page page = framed.below(new Link(framed.href("/desk/questions"), desk.words.say("questions.title")))
                .notice(notice);
        Questionnaire draft = stream.draft(desk.organiser.id());
        Questionnaire published = questions.published(desk.organiser.id());
        List<Drafted> all = draft.questions().stream()
                .map(question -> new Drafted(
                        question,
                        DraftQuestions.seal(question),
                        published
                                .question(question.key())
                                .map(same -> same.equals(question) ? "same" : "changed")
                                .orElse("added")))
                .toList();
        boolean differs = !draft.questions().equals(published.questions());
        return (out, forms) -> JteeditQuestionsGenerated.render(
                out,
                forms,
                page,
                desk.words,
                all,
                stream.retired(desk.organiser.id()),
                DraftQuestions.seal(DraftQuestions.order(draft)),
                differs);
    }

    @GetMapping("/{edition}/desk/questions/edit/{key}")
    Answer one(Organiser organiser, HttpServletRequest request, @PathVariable String key) {
        Desk desk = desk(organiser, request);
        Map<String, String[]> known = new HashMap<>();
        if (key.equals(NEW)) {
            known.put("kind", new String[] {"text"});
            known.put("sensitivity", new String[] {"personal"});
            known.put("days", new String[] {"30"});
        } else {
            known.putAll(values(question(organiser, key), desk));
        }
        return Answer.page(view(desk, key, Form.read(desk.words, "ask", known).state(), null));
    }

    private Question question(Organiser organiser, String key) {
        return stream.draft(organiser.id()).question(key).orElseThrow(() -> new NotFound("question " + key));
    }

    private static Map<String, String[]> values(Question question, Desk desk) {
        Map<String, String[]> values = new HashMap<>();
        values.put("seen", new String[] {DraftQuestions.seal(question)});
        values.put("kind", new String[] {Db.written(question.kind())});
        texts(values, "label", question.label(), desk);
        texts(values, "hint", question.hint(), desk);
        texts(values, "purpose", question.purpose(), desk);
        for (int i = 0; i < question.options().size(); i++) {
            values.put(
                    "options." + i + ".key",
                    new String[] {question.options().get(i).key()});
            texts(values, "options." + i + ".label", question.options().get(i).label(), desk);
        }
        values.put("required", new String[] {question.required() ? "yes" : ""});
        values.put("types", question.types().toArray(String[]::new));
        values.put("session", new String[] {Objects.requireNonNullElse(question.session(), "")});
        Condition on = question.condition();
        values.put("when", new String[] {on == null ? "" : written(on)});
        values.put("sensitivity", new String[] {Db.written(question.sensitivity())});
        values.put("days", new String[] {String.valueOf(question.keepDays())});
        return values;
    }

    private static void texts(Map<String, String[]> values, String name, Text text, Desk desk) {
        desk.languages().forEach(one -> values.put(name + "." + one, new String[] {text.exactly(one)}));
    }

    private static String written(Condition on) {
        return on.question() + "=" + on.answer();
    }

    @PostMapping("/{edition}/desk/questions/edit/{key}")
    Answer save(Organiser organiser, HttpServletRequest request, @PathVariable String key) {
        Desk desk = desk(organiser, request);
        Form form = Form.read(desk.words, "ask", request.getParameterMap());
        if ("rows".equals(request.getParameter("do"))) {
            return Answer.page(view(desk, key, form.state(), null));
        }
        Questionnaire draft = stream.draft(organiser.id());
        Supplier<Question> question = read(desk, form, draft, key);
        String seen = form.state().value("seen");
        return switch (form.then(() -> key.equals(NEW)
                ? drafts.add(organiser, question.get())
                : drafts.change(organiser, question.get(), seen))) {
            case Form.Invalid<Outcome>(Form.State state) -> Answer.invalid(view(desk, key, state, null));
            case Form.Valid<Outcome>(Outcome outcome) ->
                switch (outcome) {
                    case Outcome.Done() -> desk.seeOther("/desk/questions/edit?saved");
                    case Outcome.ChangedMeanwhile() -> conflict(desk, request, key);
                    case Outcome.KindHasAnswers(long answers) ->
                        again(desk, key, form, "kind", "ask.kind.answered", answers);
                    case Outcome.OptionHasAnswers(Choice option, long answers) ->
                        again(
                                desk,
                                key,
                                form,
                                "options.0.label." + desk.languages().getFirst(),
                                "ask.options.answered",
                                option.label().in(desk.language).value(),
                                answers);
                    case Outcome.Hangs(Question other, Condition on) ->
                        other.key().equals(key)
                                ? again(desk, key, form, "when", "ask.when.wrong")
                                : again(
                                        desk,
                                        key,
                                        form,
                                        "kind",
                                        "ask.hangs",
                                        other.label().in(desk.language).value());
                    case Outcome.TooMany() ->
                        again(
                                desk,
                                key,
                                form,
                                "label." + desk.languages().getFirst(),
                                "ask.tooMany",
                                DraftQuestions.MAX_QUESTIONS);
                };
        };
    }

    private Answer again(Desk desk, String key, Form form, String field, String reason, Object... arguments) {
        return Answer.invalid(
                view(desk, key, form.refuse(field, reason, arguments).state(), null));
    }

    /// What was typed, over what was saved meanwhile; of a question that is gone it can be added anew.
    private Answer conflict(Desk desk, HttpServletRequest request, String key) {
        Optional<Question> now = stream.draft(desk.organiser.id()).question(key);
        Map<String, String[]> typed = new HashMap<>(request.getParameterMap());
        typed.put("seen", new String[] {now.map(DraftQuestions::seal).orElse("")});
        return Answer.conflict(view(
                desk,
                now.isPresent() ? key : NEW,
                Form.read(desk.words, "ask", typed).state(),
                Notice.careful(desk.words.say(now.isPresent() ? "ask.conflict" : "ask.gone"))));
    }

    private Supplier<Question> read(Desk desk, Form form, Questionnaire draft, String key) {
        List<Language> languages = desk.languages();
        Organiser organiser = desk.organiser;
        String first = "." + languages.getFirst();
        var kind = form.choice("kind", kinds());
        var label = form.text("label", languages, Fields.NAME);
        var hint = form.optionalText("hint", languages, Fields.SUMMARY);
        var purpose = form.text("purpose", languages, Fields.SUMMARY);
        var required = form.checked("required");
        var types = form.choices("types", keys(types(desk)));
        var session = form.optionalChoice("session", keys(sessions(desk, form.state())));
        var when = form.optionalChoice("when", conditions(before(draft, key)));
        Map<String, Sensitivity> classes = new LinkedHashMap<>();
        for (Sensitivity one : Sensitivity.values()) {
            classes.put(Db.written(one), one);
        }
        var sensitivity = form.choice("sensitivity", classes);
        var days = form.whole("days", 0, QuestionStream.MAX_DAYS);
        List<Choice> before = draft.question(key).map(Question::options).orElse(List.of());
        List<Supplier<Text>> labels = new ArrayList<>();
        List<String> optionKeys = new ArrayList<>();
        for (int i : form.numbers("options", MAX_OPTIONS)) {
            String row = "options." + i + ".";
            if (languages.stream()
                    .allMatch(one -> form.state().value(row + "label." + one).isBlank())) {
                continue;
            }
            labels.add(form.text(row + "label", languages, Fields.NAME));
            String known = form.state().value(row + "key");
            optionKeys.add(
                    before.stream().anyMatch(option -> option.key().equals(known)) && !optionKeys.contains(known)
                            ? known
                            : key(form.state().value(row + "label" + first), taken(optionKeys, before)));
        }
        Kind typed = kinds().get(form.state().value("kind"));
        if (typed != null && typed.hasOptions() && labels.size() < 2) {
            form.refuse("options.0.label" + first, "ask.options.few");
        } else if (typed != null && !typed.hasOptions() && !labels.isEmpty()) {
            form.refuse("options.0.label" + first, "ask.options.none");
        }
        return () -> {
            List<Choice> options = new ArrayList<>();
            for (int i = 0; i < labels.size(); i++) {
                options.add(new Choice(optionKeys.get(i), labels.get(i).get()));
            }
            return new Question(
                    key.equals(NEW) ? newKey(organiser, draft, label.get().exactly(languages.getFirst())) : key,
                    kind.get(),
                    label.get(),
                    hint.get(),
                    List.copyOf(options),
                    required.get(),
                    types.get(),
                    session.get(),
                    when.get(),
                    purpose.get(),
                    sensitivity.get(),
                    days.get());
        };
    }

    private static Set<String> taken(List<String> keys, List<Choice> before) {
        Set<String> taken = before.stream().map(Choice::key).collect(Collectors.toSet());
        taken.addAll(keys);
        return taken;
    }

    private String newKey(Organiser organiser, Questionnaire draft, String label) {
        Set<String> taken = draft.questions().stream().map(Question::key).collect(Collectors.toSet());
        stream.retired(organiser.id()).forEach(one -> taken.add(one.key()));
        taken.add(NEW);
        return key(label, taken);
    }

    /// A key of what it is called; files and answers know it by that.
    private static String key(String label, Set<String> taken) {
        String folded = PeopleList.folded(label).replaceAll("[^a-z0-9]+", "-");
        String plain = folded.substring(0, Math.min(40, folded.length())).replaceAll("^-+|-+$", "");
        String key = plain.isEmpty() ? "x" : plain;
        for (int i = 2; taken.contains(key); i++) {
            key = (plain.isEmpty() ? "x" : plain) + "-" + i;
        }
        return key;
    }

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            kinds.put(Db.written(kind), kind);
        }
        return kinds;
    }

    /// The questions that stand before this one: only on those can it hang.
    private static List<Question> before(Questionnaire draft, String key) {
        return draft.questions().stream()
                .takeWhile(question -> !question.key().equals(key))
                .toList();
    }

    private static Map<String, Condition> conditions(List<Question> questions) {
        Map<String, Condition> conditions = new LinkedHashMap<>();
        for (Question question : questions) {
            List<String> answers = question.kind() == Kind.CONSENT
                    ? List.of(Condition.YES)
                    : question.options().stream().map(Choice::key).toList();
            answers.forEach(answer -> {
                Condition on = new Condition(question.key(), answer);
                conditions.put(written(on), on);
            });
        }
        return conditions;
    }

    private List<Option> types(Desk desk) {
        return tickets.draft(desk.organiser.id()).types().stream()
                .map(type ->
                        new Option(type.key(), type.name().in(desk.language).value()))
                .toList();
    }

    /// Those that can be chosen, and the one that the form has, which may not be published yet.
    private List<Option> sessions(Desk desk, Form.State form) {
        List<Option> sessions = new ArrayList<>();
        drafts.sessions(desk.organiser.id())
                .forEach((key, title) ->
                        sessions.add(new Option(key, title.in(desk.language).value())));
        String own = form.value("session");
        if (own.matches("[A-Za-z0-9-]{1,60}")
                && sessions.stream().noneMatch(one -> one.value().equals(own))) {
            sessions.add(new Option(own, own));
        }
        return sessions;
    }

    private static Map<String, String> keys(List<Option> options) {
        return options.stream()
                .collect(Collectors.toMap(Option::value, Option::value, (one, other) -> one, LinkedHashMap::new));
    }

    private torg.web.View view(Desk desk, String key, Form.State form, @Nullable Notice notice) {
        Words words = desk.words;
        Questionnaire draft = stream.draft(desk.organiser.id());
        Page framed = frames.desk(
                desk.organiser,
                desk.language,
                words.say(key.equals(NEW) ? "ask.new" : "ask.change"),
                "/desk/questions/edit/" + key);
        Page page = framed.below(
                        new Link(framed.href("/desk/questions"), words.say("questions.title")),
                        new Link(framed.href("/desk/questions/edit"), words.say("ask.title")))
                .notice(notice);
        List<Option> kinds = kinds().keySet().stream()
                .map(kind -> new Option(kind, words.say("ask.kind." + kind)))
                .toList();
        List<Option> classes = Stream.of(Sensitivity.values())
                .map(one -> new Option(
                        Db.written(one),
                        words.say("sensitivity." + Db.written(one)),
                        words.say("ask.sensitivity." + Db.written(one))))
                .toList();
        List<Option> whens = conditions(before(draft, key)).entrySet().stream()
                .map(one -> new Option(one.getKey(), said(draft, one.getValue(), desk)))
                .toList();
        long answers =
                key.equals(NEW) ? 0 : stream.answers(desk.organiser.id(), key).getOrDefault("", 0L);
        int rows = Math.min(MAX_OPTIONS, filledRows(form) + SPARE_ROWS);
        return (out, forms) -> JteeditQuestionGenerated.render(
                out,
                forms,
                page,
                words,
                form,
                page.href("/desk/questions/edit/" + key),
                desk.languages(),
                kinds,
                types(desk),
                sessions(desk, form),
                whens,
                classes,
                rows,
                answers,
                key.equals(NEW));
    }

    private static int filledRows(Form.State form) {
        int rows = 0;
        for (int i = 0; i < MAX_OPTIONS; i++) {
            String row = "options." + i + ".label.";
            if (Language.SPOKEN.stream().anyMatch(one -> !form.value(row + one).isBlank())) {
                rows = i + 1;
            }
        }
        return rows;
    }

    private static String said(Questionnaire draft, Condition on, Desk desk) {
        Question question = draft.question(on.question()).orElseThrow();
        String answer = question.kind() == Kind.CONSENT
                ? desk.words.say("asked.yes")
                : Questions.said(question, on.answer(), desk.language);
        return question.label().in(desk.language).value() + " – " + answer;
    }

    @PostMapping("/{edition}/desk/questions/edit/{key}/{verb}")
    Answer act(Organiser organiser, HttpServletRequest request, @PathVariable String key, @PathVariable String verb) {
        Desk desk = desk(organiser, request);
        String seen = Objects.requireNonNullElse(request.getParameter("seen"), "");
        Outcome outcome = switch (verb) {
            case "up" -> drafts.move(organiser, key, true, seen);
            case "down" -> drafts.move(organiser, key, false, seen);
            case "retirement" -> drafts.retire(organiser, key, seen);
            case "return" -> drafts.takeUp(organiser, key);
            default -> throw new NotFound(verb);
        };
        return switch (outcome) {
            case Outcome.Done() ->
                desk.seeOther("/desk/questions/edit?" + (verb.equals("retirement") ? "retired" : "saved"));
            case Outcome.Hangs(Question other, Condition on) ->
                Answer.conflict(list(
                        desk,
                        Notice.careful(desk.words.say(
                                "ask.hangs." + (verb.equals("retirement") ? "retirement" : "order"),
                                other.label().in(desk.language).value()))));
            case Outcome.TooMany() ->
                Answer.conflict(
                        list(desk, Notice.careful(desk.words.say("ask.tooMany", DraftQuestions.MAX_QUESTIONS))));
            case Outcome.ChangedMeanwhile _, Outcome.KindHasAnswers _, Outcome.OptionHasAnswers _ ->
                Answer.conflict(list(desk, Notice.careful(desk.words.say("ask.meanwhile"))));
        };
    }
}
