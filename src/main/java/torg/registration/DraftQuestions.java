package torg.registration;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.edition.Organiser;
import torg.ledger.Audit;
import torg.registration.Questionnaire.Choice;
import torg.registration.Questionnaire.Condition;
import torg.registration.Questionnaire.Question;
import torg.store.Db;
import torg.store.Json;
import torg.store.Tokens;
import torg.text.Text;

/// Changes the draft of an edition's questions: one thing at a time, each change in the audit trail with before and
/// after. Answers that were given keep their question, its kind and the options that were chosen.
@Component
class DraftQuestions {
    static final int MAX_QUESTIONS = 100;

    private final Db db;
    private final QuestionStream stream;
    private final Audit audit;

    DraftQuestions(Db db, QuestionStream stream, Audit audit) {
        this.db = db;
        this.stream = stream;
        this.audit = audit;
    }

    /// What came of a change; unless it is done, nothing is changed.
    sealed interface Outcome {
        record Done() implements Outcome {}

        /// Somebody else changed the same thing since it was looked at.
        record ChangedMeanwhile() implements Outcome {}

        /// @param answers how many would no longer fit their question
        record KindHasAnswers(long answers) implements Outcome {}

        record OptionHasAnswers(Choice option, long answers) implements Outcome {}

        /// One question hangs on an answer to another, which must stand before it and have that answer.
        record Hangs(Question question, Condition on) implements Outcome {}

        record TooMany() implements Outcome {}
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Outcome outcome;

        Refused(Outcome outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }
    }

    /// What tells a thing from what it was: an editor's page carries it.
    static String seal(Object thing) {
        return HexFormat.of().formatHex(Tokens.hash(Json.write(thing)));
    }

    static List<String> order(Questionnaire all) {
        return all.questions().stream().map(Question::key).toList();
    }

    /// The sessions that can be chosen, by the keys that files and questions know them by.
    Map<String, Text> sessions(EditionId edition) {
        Map<String, Text> sessions = new LinkedHashMap<>();
        db.sql("""
                select substring(quota.key from length('session/') + 1) as key, offering.title
                from offering
                join quota on quota.edition_id = offering.edition_id and quota.id = offering.quota_id
                where offering.edition_id = :edition and offering.withdrawn_at is null
                order by offering.starts_at nulls last, offering.code
                """).set("edition", edition).list(row -> sessions.put(row.string("key"), row.text("title")) == null);
        return sessions;
    }

    /// Adds a question at the end.
    Outcome add(Organiser organiser, Question question) {
        return change(organiser, all -> {
            if (all.questions().size() >= MAX_QUESTIONS) {
                throw new Refused(new Outcome.TooMany());
            }
            boolean taken = all.question(question.key()).isPresent()
                    || stream.retired(organiser.id()).stream()
                            .anyMatch(one -> one.key().equals(question.key()) && !one.equals(question));
            if (taken) {
                throw new Refused(new Outcome.ChangedMeanwhile());
            }
            List<Question> more = new ArrayList<>(all.questions());
            more.add(question);
            return new Questionnaire(List.copyOf(more), all.keepNeedsDays());
        });
    }

    /// Puts the question in the place of the one with its key.
    ///
    /// @param seen the seal of what the editor saw
    Outcome change(Organiser organiser, Question question, String seen) {
        return change(organiser, all -> {
            Question before = same(all, question.key(), seen);
            fits(organiser.id(), before, question);
            return new Questionnaire(
                    all.questions().stream()
                            .map(one -> one.key().equals(question.key()) ? question : one)
                            .toList(),
                    all.keepNeedsDays());
        });
    }

    private static Question same(Questionnaire all, String key, String seen) {
        return all.question(key)
                .filter(question -> seal(question).equals(seen))
                .orElseThrow(() -> new Refused(new Outcome.ChangedMeanwhile()));
    }

    /// Refuses what would leave answers behind that are none any more. The rows are locked: whoever answers waits.
    private void fits(EditionId edition, Question before, Question after) {
        db.sql("select 1 from question where edition_id = :edition and id = :id for update")
                .set("edition", edition)
                .set("id", QuestionStream.id(edition, after.key()))
                .list(row -> 1);
        Map<String, Long> answers = stream.answers(edition, after.key());
        long all = answers.getOrDefault("", 0L);
        if (before.kind() != after.kind() && all > 0) {
            throw new Refused(new Outcome.KindHasAnswers(all));
        }
        for (Choice option : before.options()) {
            long chosen = answers.getOrDefault("=" + option.key(), 0L);
            if (chosen > 0 && after.option(option.key()).isEmpty()) {
                throw new Refused(new Outcome.OptionHasAnswers(option, chosen));
            }
        }
    }

    /// It is asked no more. Where somebody has answered, it is kept with the answers until their time is up.
    Outcome retire(Organiser organiser, String key, String seen) {
        return change(organiser, all -> {
            same(all, key, seen);
            return new Questionnaire(
                    all.questions().stream()
                            .filter(one -> !one.key().equals(key))
                            .toList(),
                    all.keepNeedsDays());
        });
    }

    /// Asks a retired question again, as the last one.
    Outcome takeUp(Organiser organiser, String key) {
        return stream.retired(organiser.id()).stream()
                .filter(question -> question.key().equals(key))
                .findFirst()
                .map(question -> add(organiser, question))
                .orElse(new Outcome.ChangedMeanwhile());
    }

    /// Moves a question by one place.
    ///
    /// @param seen the seal of the order that the editor saw
    Outcome move(Organiser organiser, String key, boolean up, String seen) {
        return change(organiser, all -> {
            List<Question> moved = new ArrayList<>(all.questions());
            int from = order(all).indexOf(key);
            int to = up ? from - 1 : from + 1;
            if (from < 0 || !seal(order(all)).equals(seen)) {
                throw new Refused(new Outcome.ChangedMeanwhile());
            }
            if (to >= 0 && to < moved.size()) {
                moved.add(to, moved.remove(from));
            }
            return new Questionnaire(List.copyOf(moved), all.keepNeedsDays());
        });
    }

    private Outcome change(Organiser organiser, UnaryOperator<Questionnaire> change) {
        try {
            return db.transaction(() -> {
                db.sql("select 1 from edition where id = :edition for no key update")
                        .set("edition", organiser.id())
                        .one(row -> 1);
                Questionnaire before = stream.draft(organiser.id());
                Questionnaire after = change.apply(before);
                hanging(after).ifPresent(hangs -> {
                    throw new Refused(hangs);
                });
                stream.replace(organiser.id(), after, true);
                record(organiser, before, after);
                return new Outcome.Done();
            });
        } catch (Refused e) {
            return e.outcome;
        }
    }

    /// The first question that hangs on what is not before it, or cannot be answered so.
    private static Optional<Outcome.Hangs> hanging(Questionnaire all) {
        Map<String, Question> before = new LinkedHashMap<>();
        for (Question question : all.questions()) {
            Condition on = question.condition();
            Question decides = on == null ? null : before.get(on.question());
            if (on != null && (decides == null || !decides.canBe(on.answer()))) {
                return Optional.of(new Outcome.Hangs(question, on));
            }
            before.put(question.key(), question);
        }
        return Optional.empty();
    }

    private void record(Organiser organiser, Questionnaire before, Questionnaire after) {
        Map<String, Question> was = byKey(before);
        Map<String, Question> is = byKey(after);
        TreeSet<String> keys = new TreeSet<>(was.keySet());
        keys.addAll(is.keySet());
        for (String key : keys) {
            if (!Objects.equals(was.get(key), is.get(key))) {
                String action = !was.containsKey(key) ? "added" : is.containsKey(key) ? "changed" : "retired";
                line(organiser, action, "question/" + key, was.get(key), is.get(key));
            }
        }
        if (was.keySet().equals(is.keySet()) && !order(before).equals(order(after))) {
            line(organiser, "changed", "questions/order", order(before), order(after));
        }
    }

    private static Map<String, Question> byKey(Questionnaire all) {
        return all.questions().stream()
                .collect(Collectors.toMap(Question::key, one -> one, (one, other) -> one, LinkedHashMap::new));
    }

    private void line(
            Organiser organiser, String action, String thing, @Nullable Object before, @Nullable Object after) {
        audit.record(organiser.by(), organiser.id(), action, new Audit.Subject("draft", thing, thing), before, after);
    }
}
