package torg.registration;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.ledger.Audit;
import torg.registration.Questionnaire.Question;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.RepeatedJob;

/// Removes needs and answers when the time that was promised is up, needs also of whoever no longer has a place, and
/// says how many they were.
@Component
class Retention implements RepeatedJob {
    private final Db db;
    private final Editions editions;
    private final Questions questions;
    private final ConferenceClock clock;
    private final Audit audit;

    Retention(Db db, Editions editions, Questions questions, ConferenceClock clock, Audit audit) {
        this.db = db;
        this.editions = editions;
        this.questions = questions;
        this.clock = clock;
        this.audit = audit;
    }

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public int everySeconds() {
        return 600;
    }

    /// The last day on which it is there.
    static LocalDate until(Edition edition, int days) {
        return edition.lastDay().plusDays(days);
    }

    static boolean isOver(Edition edition, int days, Instant now) {
        Instant end = until(edition, days)
                .plusDays(1)
                .atStartOfDay(edition.timeZone())
                .toInstant();
        return !now.isBefore(end);
    }

    @Override
    public void run() {
        db.sql("select edition_id from need union select edition_id from answer")
                .list(row -> row.id("edition_id", EditionId::new))
                .forEach(this::remove);
    }

    private void remove(EditionId id) {
        Edition edition = editions.known(id);
        Instant now = clock.instant();
        Questionnaire asked = questions.published(id);
        boolean needs =
                isOver(edition, Objects.requireNonNullElse(asked.keepNeedsDays(), Questionnaire.USUAL_NEEDS_DAYS), now);
        Map<String, Integer> days =
                asked.questions().stream().collect(Collectors.toMap(Question::key, Question::keepDays));
        List<String> over = db
                .sql("select key, keep_days from question where edition_id = :edition")
                .set("edition", id)
                .list(row -> Map.entry(row.string("key"), row.integer("keep_days")))
                .stream()
                .filter(question -> isOver(edition, days.getOrDefault(question.getKey(), question.getValue()), now))
                .map(Map.Entry::getKey)
                .toList();
        db.transaction(() -> {
            Map<String, Integer> removed = new TreeMap<>();
            db.sql("""
                    delete from need
                    where edition_id = :edition and (:over or not exists (select 1 from ticket
                        where ticket.edition_id = need.edition_id and ticket.person_id = need.person_id
                            and ticket.state <> 'cancelled'))
                    returning kind
                    """)
                    .set("edition", id)
                    .set("over", needs)
                    .list(row -> removed.merge("need/" + row.string("kind"), 1, Integer::sum));
            db.sql("""
                    delete from answer using question
                    where answer.edition_id = :edition and question.edition_id = answer.edition_id
                        and question.id = answer.question_id and question.key = any(:over)
                    returning question.key
                    """)
                    .set("edition", id)
                    .set("over", over)
                    .list(row -> removed.merge("question/" + row.string("key"), 1, Integer::sum));
            removed.forEach((thing, number) -> db.sql("""
                    insert into removal (edition_id, id, at, thing, removed) values (:edition, :id, :at, :thing, :removed)
                    """)
                    .set("edition", id)
                    .set("id", UUID.randomUUID())
                    .set("at", now)
                    .set("thing", thing)
                    .set("removed", number)
                    .run());
            if (!removed.isEmpty()) {
                audit.record(
                        By.system("retention"),
                        id,
                        "purged",
                        new Audit.Subject("edition", edition.slug(), edition.slug()),
                        removed,
                        null);
            }
        });
    }
}
