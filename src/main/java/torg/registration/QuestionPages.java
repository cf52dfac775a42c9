package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.edition.DeskItem;
import torg.edition.DeskLanguage;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.edition.Shown;
import torg.registration.MyPages.Mine;
import torg.registration.Questionnaire.Question;
import torg.registration.Questionnaire.Sensitivity;
import torg.registration.Questions.Counted;
import torg.registration.Registrations.Change;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.NotFound;
import torg.web.Page;

/// The questions of an edition: answered by a ticket's holder with the personal link, counted at the desk.
@Controller
class QuestionPages {
    /// Fewer than these are not told apart where answers are sensitive.
    static final int FEW = 3;

    private final MyPages my;
    private final Questions questions;
    private final Frames frames;

    QuestionPages(MyPages my, Questions questions, Frames frames) {
        this.my = my;
        this.questions = questions;
        this.frames = frames;
    }

    @GetMapping("/{edition}/my/{token}/questions")
    Answer ask(Shown shown, @PathVariable String token) {
        Mine mine = my.changeable(shown, token);
        AskedQuestions asked = asked(shown, mine);
        Words words = shown.words(QuestionPages.class);
        return Answer.page(view(shown, mine, asked, asked.filled(words, questions.answers(shown.id(), mine.ticket()))));
    }

    @PostMapping("/{edition}/my/{token}/questions")
    Answer answer(Shown shown, @PathVariable String token, HttpServletRequest request) {
        Mine mine = my.changeable(shown, token);
        AskedQuestions asked = asked(shown, mine);
        Form form = Form.read(shown.words(QuestionPages.class), "asked", request.getParameterMap());
        var given = asked.from(form);
        return switch (form.then(() -> questions.answer(mine.by(), shown.id(), mine.ticket(), given.get()))) {
            case Form.Invalid<Change>(Form.State state) -> Answer.invalid(view(shown, mine, asked, state));
            case Form.Valid<Change>(Change change) ->
                Answer.seeOther(shown.href("/my/" + token + (change == Change.DONE ? "?saved" : "")));
        };
    }

    private AskedQuestions asked(Shown shown, Mine mine) {
        List<Question> asked =
                mine.ticket().isCancelled() ? List.of() : questions.asked(shown.edition(), mine.ticket());
        if (asked.isEmpty()) {
            throw new NotFound("questions");
        }
        return new AskedQuestions(asked, shown.language());
    }

    private torg.web.View view(Shown shown, Mine mine, AskedQuestions asked, Form.State form) {
        Page page = my.below(shown, mine, "questions.title", "/questions");
        return (out, forms) -> JtequestionsGenerated.render(out, forms, page, form.words(), form, asked.fields());
    }

    /// A question with how it was answered.
    ///
    /// @param options what was answered and how often, in words
    record Answered(Question question, long answered, List<Map.Entry<String, String>> options) {}

    @GetMapping("/{edition}/desk/questions")
    Answer counts(Organiser organiser, HttpServletRequest request) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(QuestionPages.class, language);
        Page page = frames.desk(organiser, language, words.say("questions.title"), "/desk/questions");
        Map<String, Counted> counts = questions.counts(organiser);
        List<Answered> all = questions.withRetired(organiser.id()).stream()
                .map(question -> answered(question, counts.get(question.key()), words))
                .toList();
        return Answer.page((out, forms) -> JtedeskQuestionsGenerated.render(out, forms, page, words, all));
    }

    private static Answered answered(
            Question question, @org.jspecify.annotations.Nullable Counted counted, Words words) {
        if (counted == null) {
            return new Answered(question, 0, List.of());
        }
        List<Map.Entry<String, String>> options = new ArrayList<>();
        counted.options()
                .forEach((key, times) -> options.add(Map.entry(
                        key.equals(Questionnaire.Condition.YES)
                                        && question.options().isEmpty()
                                ? words.say("asked.yes")
                                : Questions.said(question, key, words.language()),
                        question.sensitivity() == Sensitivity.SENSITIVE ? few(times, words) : String.valueOf(times))));
        return new Answered(question, counted.answered(), options);
    }

    static String few(long times, Words words) {
        return times < FEW ? words.say("needs.few", FEW) : String.valueOf(times);
    }

    @GetMapping("/{edition}/desk/questions.csv")
    Answer csv(Organiser organiser, HttpServletRequest request) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(QuestionPages.class, language);
        List<Question> told = questions.withRetired(organiser.id()).stream()
                .filter(question -> question.sensitivity() != Sensitivity.SENSITIVE)
                .toList();
        StringBuilder out = new StringBuilder("\ufeff");
        try (CSVPrinter csv = new CSVPrinter(
                out, CSVFormat.DEFAULT.builder().setDelimiter(';').get())) {
            List<String> header = new ArrayList<>(List.of(
                    words.say("participants.name"), words.say("participants.email"), words.say("participants.order")));
            told.forEach(question ->
                    header.add(DeskPages.cell(question.label().in(language).value())));
            csv.printRecord(header);
            for (Questions.Line line : questions.export(organiser)) {
                List<String> cells = new ArrayList<>(List.of(
                        DeskPages.cell(line.name()), DeskPages.cell(line.email()), String.valueOf(line.order())));
                told.forEach(question -> cells.add(
                        DeskPages.cell(Questions.said(question, line.answers().get(question.key()), language))));
                csv.printRecord(cells);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.download(
                organiser.edition().slug() + "-answers.csv",
                "text/csv;charset=utf-8",
                out.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Component
    @Order(22)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return "/desk/questions";
        }

        @Override
        public String label() {
            return "questions.title";
        }
    }
}
