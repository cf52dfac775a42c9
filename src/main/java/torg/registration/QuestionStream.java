package torg.registration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionFolder;
import torg.edition.EditionId;
import torg.edition.Fields;
import torg.edition.Stream;
import torg.registration.Questionnaire.Choice;
import torg.registration.Questionnaire.Condition;
import torg.registration.Questionnaire.Kind;
import torg.registration.Questionnaire.Question;
import torg.registration.Questionnaire.Sensitivity;
import torg.store.Db;
import torg.store.LocalIds;

/// Questions as a stream: draft tables, releases, `questions.yaml`. Answers are no part of it.
@Component
public class QuestionStream implements Stream<Questionnaire> {
    static final int MAX_DAYS = 3650;

    private final Db db;

    QuestionStream(Db db) {
        this.db = db;
    }

    @Override
    public String name() {
        return "questions";
    }

    @Override
    public Class<Questionnaire> type() {
        return Questionnaire.class;
    }

    @Override
    public Questionnaire draft(EditionId edition) {
        List<Question> questions = questions(edition, false);
        Integer needs = db.sql("select keep_days from needs_asked where edition_id = :edition")
                .set("edition", edition)
                .optional(row -> row.integer("keep_days"))
                .orElse(null);
        return new Questionnaire(questions, needs);
    }

    /// What is asked no more, and kept for the sake of its answers.
    List<Question> retired(EditionId edition) {
        return questions(edition, true);
    }

    private List<Question> questions(EditionId edition, boolean retired) {
        return db.sql(
                        "select * from question where edition_id = :edition and retired = :retired order by position, key")
                .set("edition", edition)
                .set("retired", retired)
                .list(row -> new Question(
                        row.string("key"),
                        row.choice("kind", Kind.class),
                        row.text("label"),
                        row.text("hint"),
                        List.of(row.json("options", Choice[].class)),
                        row.truth("required"),
                        row.strings("ticket_types"),
                        row.stringOrNull("session"),
                        row.jsonOrNull("condition", Condition.class),
                        row.text("purpose"),
                        row.choice("sensitivity", Sensitivity.class),
                        row.integer("keep_days")));
    }

    /// How often a question was answered: in all under no word, and by option under `=KEY`.
    Map<String, Long> answers(EditionId edition, String key) {
        Map<String, Long> answers = new LinkedHashMap<>();
        db.sql("""
                with given as (select value from answer where edition_id = :edition and question_id = :question)
                select '' as option, count(*) as times from given
                union all
                select '=' || option, count(*) from given
                cross join lateral jsonb_array_elements_text(
                    case jsonb_typeof(value) when 'array' then value else jsonb_build_array(value) end) option
                group by option
                """)
                .set("edition", edition)
                .set("question", id(edition, key))
                .list(row -> answers.put(row.string("option"), row.number("times")) == null);
        return answers;
    }

    @Override
    public void replace(EditionId edition, Questionnaire content, boolean prune) {
        int position = 0;
        for (Question question : content.questions()) {
            db.sql("""
                    insert into question (edition_id, id, key, kind, label, hint, options, required, ticket_types, session,
                        condition, purpose, sensitivity, keep_days, position)
                    values (:edition, :id, :key, :kind, :label, :hint, :options, :required, :types, :session, :condition,
                        :purpose, :sensitivity, :days, :position)
                    on conflict (edition_id, id) do update set kind = excluded.kind, label = excluded.label,
                        hint = excluded.hint, options = excluded.options, required = excluded.required,
                        ticket_types = excluded.ticket_types, session = excluded.session,
                        condition = excluded.condition, purpose = excluded.purpose,
                        sensitivity = excluded.sensitivity, keep_days = excluded.keep_days,
                        position = excluded.position, retired = false
                    """)
                    .set("edition", edition)
                    .set("id", id(edition, question.key()))
                    .set("key", question.key())
                    .set("kind", question.kind())
                    .set("label", question.label())
                    .set("hint", question.hint())
                    .setJson("options", question.options())
                    .set("required", question.required())
                    .set("types", question.types())
                    .set("session", question.session())
                    .setJson("condition", question.condition())
                    .set("purpose", question.purpose())
                    .set("sensitivity", question.sensitivity())
                    .set("days", question.keepDays())
                    .set("position", position++)
                    .run();
        }
        if (content.keepNeedsDays() != null) {
            db.sql("""
                    insert into needs_asked (edition_id, keep_days) values (:edition, :days)
                    on conflict (edition_id) do update set keep_days = excluded.keep_days
                    """)
                    .set("edition", edition)
                    .set("days", content.keepNeedsDays())
                    .run();
        }
        if (prune) {
            prune(edition, content);
        }
    }

    static java.util.UUID id(EditionId edition, String key) {
        return LocalIds.of(edition, "question", key);
    }

    /// Removes what is no longer among them; a question that somebody has answered is retired.
    private void prune(EditionId edition, Questionnaire content) {
        db.sql("""
                delete from question
                where edition_id = :edition and not (key = any(:kept))
                    and not exists (select 1 from answer
                        where answer.edition_id = question.edition_id and answer.question_id = question.id)
                """)
                .set("edition", edition)
                .set("kept", content.questions().stream().map(Question::key).toList())
                .run();
        db.sql("update question set retired = true where edition_id = :edition and not (key = any(:kept))")
                .set("edition", edition)
                .set("kept", content.questions().stream().map(Question::key).toList())
                .run();
        if (content.keepNeedsDays() == null) {
            db.sql("delete from needs_asked where edition_id = :edition")
                    .set("edition", edition)
                    .run();
        }
    }

    @Override
    public Questionnaire parse(EditionFolder folder, Edition edition) {
        return folder.yaml("questions.yaml", Set.of("questions", "needs"))
                .map(fields -> questionnaire(folder, fields, answered(edition.id())))
                .orElse(Questionnaire.NONE);
    }

    /// The kinds of the questions that somebody has answered.
    private Map<String, Kind> answered(EditionId edition) {
        Map<String, Kind> answered = new LinkedHashMap<>();
        db.sql("""
                select key, kind from question
                where edition_id = :edition and exists (select 1 from answer
                    where answer.edition_id = question.edition_id and answer.question_id = question.id)
                """)
                .set("edition", edition)
                .list(row -> answered.put(row.string("key"), row.choice("kind", Kind.class)) == null);
        return answered;
    }

    private static Questionnaire questionnaire(EditionFolder folder, Fields fields, Map<String, Kind> answered) {
        List<Fields> all = fields.mappings("questions");
        folder.keys(all);
        if (all.size() > DraftQuestions.MAX_QUESTIONS) {
            fields.problem("questions", "has more than " + DraftQuestions.MAX_QUESTIONS + " questions");
        }
        List<String> types = folder.yaml("tickets.yaml", TicketStream.FILE).stream()
                .flatMap(tickets -> tickets.mappings("types").stream())
                .map(type -> type.key("key"))
                .toList();
        List<Question> questions = new ArrayList<>();
        for (Fields one : all) {
            Question question = question(one, types, questions);
            Kind before = answered.get(question.key());
            if (before != null && before != question.kind()) {
                one.problem("kind", "was " + Db.written(before) + " when it was answered, and stays so");
            }
            questions.add(question);
        }
        Integer days = fields.has("needs")
                ? Objects.requireNonNullElse(
                        fields.mapping("needs").integer("keep-days", 0, MAX_DAYS), Questionnaire.USUAL_NEEDS_DAYS)
                : null;
        return new Questionnaire(List.copyOf(questions), days);
    }

    private static Question question(Fields fields, List<String> types, List<Question> before) {
        Kind kind = fields.choice("kind", Kind.class, Kind.TEXT);
        List<Choice> options = fields.mappings("options").stream()
                .map(option -> new Choice(option.key("key"), option.requiredText("label", Fields.NAME)))
                .toList();
        if (kind.hasOptions() && options.size() < 2) {
            fields.problem("kind", "needs at least two options");
        } else if (!kind.hasOptions() && !options.isEmpty()) {
            fields.problem("options", "go with choice and several only");
        } else if (options.stream().map(Choice::key).distinct().count() < options.size()) {
            fields.problem("options", "have a key that stands twice");
        }
        Sensitivity sensitivity = fields.choice("class", Sensitivity.class);
        if (sensitivity == null && !fields.has("class")) {
            fields.problem(null, "class is missing: personal, sensitive or internal");
        }
        Integer days = fields.integer("keep-days", 0, MAX_DAYS);
        if (days == null && !fields.has("keep-days")) {
            fields.problem(null, "keep-days is missing: how many days after the last day the answers are kept");
        }
        return new Question(
                fields.key("key"),
                kind,
                fields.requiredText("label", Fields.NAME),
                fields.text("hint", Fields.SUMMARY),
                options,
                fields.truth("required"),
                fields.references("types", types, "the ticket type"),
                fields.optional("session", 60),
                fields.has("when") ? condition(fields.mapping("when"), before) : null,
                fields.requiredText("purpose", Fields.SUMMARY),
                Objects.requireNonNullElse(sensitivity, Sensitivity.PERSONAL),
                Objects.requireNonNullElse(days, 0));
    }

    /// What decides must stand before what it decides on, so that there are no circles.
    private static @Nullable Condition condition(Fields when, List<Question> before) {
        String key = when.required("question", 60);
        String answer = when.required("answer", 60);
        Question decides = before.stream()
                .filter(question -> question.key().equals(key))
                .findFirst()
                .orElse(null);
        if (decides == null) {
            when.problem("question", "names \"" + key + "\", which is no question before this one");
            return null;
        }
        if (!decides.canBe(answer)) {
            when.problem("answer", "is \"" + answer + "\", which is no answer to \"" + key + "\"");
            return null;
        }
        return new Condition(key, answer);
    }

    @Override
    public void write(Questionnaire content, EditionFolder.Writer folder) {
        if (content.isNone()) {
            return;
        }
        Map<String, @Nullable Object> yaml = new LinkedHashMap<>();
        yaml.put("needs", content.keepNeedsDays() == null ? null : Map.of("keep-days", content.keepNeedsDays()));
        yaml.put(
                "questions",
                content.questions().stream().map(QuestionStream::entry).toList());
        folder.yaml("questions.yaml", yaml);
    }

    private static Map<String, @Nullable Object> entry(Question question) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("key", question.key());
        entry.put("kind", Db.written(question.kind()));
        entry.put("label", question.label());
        entry.put("hint", question.hint());
        entry.put(
                "options",
                question.options().stream()
                        .map(option -> {
                            Map<String, @Nullable Object> one = new LinkedHashMap<>();
                            one.put("key", option.key());
                            one.put("label", option.label());
                            return one;
                        })
                        .toList());
        entry.put("required", question.required() ? true : null);
        entry.put("types", question.types());
        entry.put("session", question.session());
        Condition condition = question.condition();
        if (condition != null) {
            Map<String, @Nullable Object> when = new LinkedHashMap<>();
            when.put("question", condition.question());
            when.put("answer", condition.answer());
            entry.put("when", when);
        }
        entry.put("purpose", question.purpose());
        entry.put("class", Db.written(question.sensitivity()));
        entry.put("keep-days", question.keepDays());
        return entry;
    }

    @Override
    public Map<String, Object> things(Questionnaire content) {
        Map<String, Object> things = new LinkedHashMap<>();
        content.questions().forEach(question -> things.put("question/" + question.key(), question));
        if (content.questions().size() > 1) {
            things.put("questions/order", DraftQuestions.order(content));
        }
        if (content.keepNeedsDays() != null) {
            things.put("needs/keep-days", content.keepNeedsDays());
        }
        return things;
    }
}
