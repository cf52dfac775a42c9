package torg.registration;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torg.text.Text;

/// What an edition asks those who have a ticket: questions of its own, and whether it asks for needs.
///
/// @param keepNeedsDays how long after the last day needs are kept; null: they are not asked for
public record Questionnaire(
        List<Question> questions, @Nullable Integer keepNeedsDays) {
    public static final Questionnaire NONE = new Questionnaire(List.of(), null);
    public static final int USUAL_NEEDS_DAYS = 14;

    public enum Kind {
        TEXT,
        LONG_TEXT,
        CHOICE,
        SEVERAL,
        NUMBER,
        DATE,
        CONSENT;

        boolean hasOptions() {
            return this == CHOICE || this == SEVERAL;
        }
    }

    /// Who may read answers: what is sensitive is counted at the desk and stands in no file and no trail.
    public enum Sensitivity {
        PERSONAL,
        SENSITIVE,
        INTERNAL
    }

    public record Choice(String key, Text label) {}

    /// Another question that must have been answered so.
    ///
    /// @param answer the key of an option, or [#YES] of a consent
    public record Condition(String question, String answer) {
        static final String YES = "yes";
    }

    /// @param types     keys of the ticket types that are asked; empty: all
    /// @param session   the key of a session: only those who chose it are asked; null: everybody
    /// @param condition null: asked in any case
    /// @param purpose   why it is asked, as the person reads it
    /// @param keepDays  after the last day
    public record Question(
            String key,
            Kind kind,
            Text label,
            Text hint,
            List<Choice> options,
            boolean required,
            List<String> types,
            @Nullable String session,
            @Nullable Condition condition,
            Text purpose,
            Sensitivity sensitivity,
            int keepDays) {

        /// Whether it can be answered so: by the key of an option, or [Condition#YES] of a consent.
        boolean canBe(String answer) {
            return kind == Kind.CONSENT
                    ? answer.equals(Condition.YES)
                    : option(answer).isPresent();
        }

        Optional<Choice> option(String key) {
            return options.stream().filter(option -> option.key.equals(key)).findFirst();
        }
    }

    Optional<Question> question(String key) {
        return questions.stream().filter(question -> question.key.equals(key)).findFirst();
    }

    /// The questions for somebody with this type of ticket who chose these sessions.
    List<Question> asked(String type, Collection<String> sessions) {
        return questions.stream()
                .filter(question -> question.types.isEmpty() || question.types.contains(type))
                .filter(question -> question.session == null || sessions.contains(question.session))
                .toList();
    }

    /// Whether the answers so far make this question one to answer.
    static boolean applies(Question question, Map<String, Object> answers) {
        Condition condition = question.condition;
        return condition == null
                || switch (answers.get(condition.question)) {
                    case null -> false;
                    case List<?> several -> several.contains(condition.answer);
                    case Object one -> one.equals(condition.answer);
                };
    }

    @JsonIgnore
    boolean isNone() {
        return equals(NONE);
    }
}
