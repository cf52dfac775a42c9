package torg.mail;

import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import torg.ledger.Audit;
import torg.mail.Audiences.Recipient;
import torg.mail.Outbox.Staged;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.Id;
import torg.store.RepeatedJob;
import torg.store.Row;
import torg.text.Language;
import torg.text.Text;

/// Letters to many, at their time: staged in batches, each recipient once, by the conference's clock.
@Component
public class Schedules implements RepeatedJob {
    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);
    private static final int BATCH = 500;

    private final Db db;
    private final Outbox outbox;
    private final Audiences audiences;
    private final ConferenceClock clock;
    private final Audit audit;

    Schedules(Db db, Outbox outbox, Audiences audiences, ConferenceClock clock, Audit audit) {
        this.db = db;
        this.outbox = outbox;
        this.audiences = audiences;
        this.clock = clock;
        this.audit = audit;
    }

    public sealed interface When {}

    /// At this time so many days before the edition's first day, also when that is moved.
    public record DaysBefore(int days, LocalTime time) implements When {}

    public record At(Instant moment) implements When {}

    /// @param held the letters wait in the outbox until an organiser has looked at them
    public record Plan(String audience, When when, Text subject, Text body, boolean held) {}

    public enum State {
        WAITING,
        STAGING,
        DONE,
        STOPPED
    }

    /// @param staged how many letters it has come to so far
    public record Schedule(UUID id, Plan plan, State state, int staged) {}

    public UUID add(By by, Id edition, Plan plan) {
        UUID id = UUID.randomUUID();
        db.transaction(() -> {
            db.sql("""
                    insert into mail_schedule (edition_id, id, audience, days_before, time_of_day, moment, subject, body, held)
                    values (:edition, :id, :audience, :days, :time, :moment, :subject, :body, :held)
                    """)
                    .set("edition", edition)
                    .set("id", id)
                    .set("audience", plan.audience)
                    .set("days", plan.when instanceof DaysBefore before ? before.days : null)
                    .set("time", plan.when instanceof DaysBefore before ? before.time : null)
                    .set("moment", plan.when instanceof At at ? at.moment : null)
                    .set("subject", plan.subject)
                    .set("body", plan.body)
                    .set("held", plan.held)
                    .run();
            audit.record(by, edition, "scheduled", subject(id, plan), null, plan);
        });
        return id;
    }

    /// No further letter is staged, and those that are not sent yet are not sent.
    ///
    /// @return false where it is over already
    public boolean stop(By by, Id edition, UUID id) {
        return db.transaction(() -> {
            Optional<Schedule> stopped =
                    db.sql("""
                    update mail_schedule set state = 'stopped'
                    where edition_id = :edition and id = :id and (state in ('waiting', 'staging') or state = 'done' and exists (
                        select 1 from mail where schedule_id = :id and state in ('held', 'queued')))
                    returning *
                    """).set("edition", edition).set("id", id).optional(Schedules::schedule);
            stopped.ifPresent(schedule -> {
                int cancelled = db.sql("""
                        update mail set state = 'cancelled' where schedule_id = :id and state in ('held', 'queued')
                        """).set("id", id).run();
                audit.record(
                        by,
                        edition,
                        "stopped",
                        subject(id, schedule.plan),
                        null,
                        Map.of("letters not sent", cancelled));
            });
            return stopped.isPresent();
        });
    }

    private static Audit.Subject subject(UUID id, Plan plan) {
        return new Audit.Subject(
                "letters", id.toString(), plan.subject.in(Language.SV).value());
    }

    private static Schedule schedule(Row row) {
        Integer days = row.integerOrNull("days_before");
        return new Schedule(
                row.uuid("id"),
                new Plan(
                        row.string("audience"),
                        days == null
                                ? new At(row.instant("moment"))
                                : new DaysBefore(days, LocalTime.parse(row.string("time_of_day"))),
                        row.text("subject"),
                        row.text("body"),
                        row.truth("held")),
                row.choice("state", State.class),
                row.integer("staged"));
    }

    public List<Schedule> of(Id edition) {
        return db.sql("select * from mail_schedule where edition_id = :edition order by created_at desc, id limit 100")
                .set("edition", edition)
                .list(Schedules::schedule);
    }

    public Optional<Schedule> find(Id edition, UUID id) {
        return db.sql("select * from mail_schedule where edition_id = :edition and id = :id")
                .set("edition", edition)
                .set("id", id)
                .optional(Schedules::schedule);
    }

    /// When its letters go out, as things are now.
    public Instant due(Id edition, When when) {
        return switch (when) {
            case At(Instant moment) -> moment;
            case DaysBefore(int days, LocalTime time) -> audiences.moment(edition, days, time);
        };
    }

    @Override
    public String name() {
        return "stage-letters";
    }

    @Override
    public int everySeconds() {
        return 15;
    }

    private record Edition(UUID value) implements Id {}

    private record Open(Edition edition, Schedule schedule) {}

    @Override
    public void run() {
        List<Open> open = db.sql("select * from mail_schedule where state in ('waiting', 'staging')")
                .list(row -> new Open(row.id("edition_id", Edition::new), schedule(row)));
        for (Open one : open) {
            boolean due = !due(one.edition, one.schedule.plan.when).isAfter(clock.instant());
            while (due && more(one.edition, one.schedule.id)) {
                // the next batch, in a transaction of its own
            }
        }
    }

    /// Stages a batch. Whoever stops it, or stages it on another node, is waited for or left alone.
    private boolean more(Edition edition, UUID id) {
        record Reached(Schedule schedule, @Nullable UUID last) {}
        return db.transaction(() -> {
            Optional<Reached> open = db.sql("""
                    select * from mail_schedule
                    where edition_id = :edition and id = :id and state in ('waiting', 'staging')
                    for update skip locked
                    """)
                    .set("edition", edition)
                    .set("id", id)
                    .optional(row -> new Reached(schedule(row), row.uuidOrNull("reached")));
            if (open.isEmpty()) {
                return false;
            }
            Reached now = open.get();
            List<Recipient> recipients = audiences.page(edition, now.schedule.plan.audience, now.last, BATCH);
            int staged = recipients.isEmpty()
                    ? 0
                    : outbox.stage(
                            recipients.stream()
                                    .map(recipient -> letter(edition, now.schedule, recipient))
                                    .toList(),
                            id);
            boolean over = recipients.size() < BATCH;
            db.sql("""
                    update mail_schedule set state = :state, staged = staged + :more, reached = :reached
                    where edition_id = :edition and id = :id
                    """)
                    .set("state", over ? State.DONE : State.STAGING)
                    .set("more", staged)
                    .set(
                            "reached",
                            recipients.isEmpty()
                                    ? now.last
                                    : recipients.getLast().id())
                    .set("edition", edition)
                    .set("id", id)
                    .run();
            if (over) {
                LOG.info("letters {} are staged", id);
            }
            return !over;
        });
    }

    private Staged letter(Edition edition, Schedule schedule, Recipient recipient) {
        return new Staged(
                UUID.randomUUID(),
                edition.value,
                audiences.kind(),
                recipient.email(),
                recipient.name(),
                recipient.language(),
                Map.of(
                        Audiences.RECIPIENT, recipient.id().toString(),
                        Audiences.SCHEDULE, schedule.id.toString()),
                schedule.plan.held);
    }
}
