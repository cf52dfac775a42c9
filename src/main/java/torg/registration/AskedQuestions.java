package torg.registration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import torg.registration.Questionnaire.Choice;
import torg.registration.Questionnaire.Condition;
import torg.registration.Questionnaire.Question;
import torg.text.Language;
import torg.text.Words;
import torg.web.Form;
import torg.web.Option;

/// The part of a form in which an edition's questions are answered (`asked.jte`): what it shows, and what was sent.
///
/// A question is a field `question.KEY`. What hangs on another answer is asked and needed only with that answer.
record AskedQuestions(List<Question> questions, Language language) {
    private static final int LINE = 500;
    private static final int PROSE = 5_000;
    private static final int MOST = 1_000_000;

    /// @param when   the field that decides whether this one is asked, or null
    /// @param answer what it must say
    record Field(
            String name,
            String type,
            String label,
            String hint,
            List<Option> options,
            boolean optional,
            int max,
            @Nullable String when,
            @Nullable String answer) {}

    private static String name(String key) {
        return "question." + key;
    }

    List<Field> fields() {
        Words words = Words.of(AskedQuestions.class, language);
        return questions.stream().map(question -> field(question, words)).toList();
    }

    private Field field(Question question, Words words) {
        Condition condition = question.condition();
        String hint = Stream.of(
                        question.hint().in(language).value(),
                        condition == null
                                ? ""
                                : words.say("asked.when", answer(condition), label(condition.question())),
                        words.say("asked.purpose", question.purpose().in(language), question.keepDays()))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        String type = switch (question.kind()) {
            case TEXT -> "text";
            case LONG_TEXT -> "area";
            case CHOICE -> question.required() ? "radio" : "select";
            case SEVERAL -> "boxes";
            case NUMBER -> "number";
            case DATE -> "date";
            case CONSENT -> "box";
        };
        return new Field(
                name(question.key()),
                type,
                question.label().in(language).value(),
                hint,
                question.options().stream()
                        .map(option -> new Option(
                                option.key(), option.label().in(language).value()))
                        .toList(),
                !question.required(),
                type.equals("area") ? PROSE : type.equals("text") ? LINE : 0,
                condition == null ? null : name(condition.question()),
                condition == null ? null : condition.answer());
    }

    private String label(String key) {
        return question(key).label().in(language).value();
    }

    private String answer(Condition condition) {
        return question(condition.question())
                .option(condition.answer())
                .map(option -> option.label().in(language).value())
                .orElseGet(() -> Words.of(AskedQuestions.class, language).say("asked.yes"));
    }

    private Question question(String key) {
        return questions.stream()
                .filter(question -> question.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no question " + key));
    }

    /// What was answered, by the keys of the questions: a string, a whole number, or a list of keys. May be asked for
    /// once the whole form is known to be right. What should not have been answered is left out.
    Supplier<Map<String, Object>> from(Form form) {
        Map<String, Supplier<? extends @Nullable Object>> given = new LinkedHashMap<>();
        for (Question question : questions) {
            if (applies(question, form)) {
                given.put(question.key(), value(question, form));
            }
        }
        return () -> {
            Map<String, Object> answers = new LinkedHashMap<>();
            given.forEach((key, value) -> {
                Object answer = value.get();
                if (answer != null && !answer.equals(List.of())) {
                    answers.put(key, answer);
                }
            });
            return answers;
        };
    }

    private boolean applies(Question question, Form form) {
        Condition condition = question.condition();
        return condition == null
                || applies(question(condition.question()), form)
                        && form.state().holds(name(condition.question()), condition.answer());
    }

    private Supplier<? extends @Nullable Object> value(Question question, Form form) {
        String name = name(question.key());
        if (question.required() && form.state().values(name).stream().allMatch(String::isBlank)) {
            form.refuse(name, "asked.missing", question.label().in(language).value());
        }
        Map<String, String> options = question.options().stream()
                .map(Choice::key)
                .collect(Collectors.toMap(Function.identity(), Function.identity()));
        return switch (question.kind()) {
            case TEXT -> form.optional(name, LINE);
            case LONG_TEXT -> form.optionalProse(name, PROSE);
            case CHOICE -> form.optionalChoice(name, options);
            case SEVERAL -> form.choices(name, options);
            case NUMBER -> form.optionalWhole(name, 0, MOST);
            case DATE -> {
                var date = form.optionalDate(name);
                yield () -> date.get() == null ? null : date.get().toString();
            }
            case CONSENT -> {
                var agreed = form.checked(name);
                yield () -> agreed.get() ? Condition.YES : null;
            }
        };
    }

    /// A form with what was answered before.
    Form.State filled(Words words, Map<String, Object> answers) {
        Map<String, String[]> values = new LinkedHashMap<>();
        answers.forEach((key, answer) -> {
            List<String> all = new ArrayList<>();
            if (answer instanceof List<?> several) {
                several.forEach(one -> all.add(String.valueOf(one)));
            } else {
                all.add(String.valueOf(answer));
            }
            values.put(name(key), all.toArray(String[]::new));
        });
        return Form.read(words, "asked", values).state();
    }
}
