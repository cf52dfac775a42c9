package torg.programme.plan;

import ai.timefold.solver.core.api.score.HardSoftScore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.edition.Organiser;
import torg.edition.Release;
import torg.edition.Releases;
import torg.ledger.Audit;
import torg.programme.Programme;
import torg.programme.ProgrammeStream;
import torg.programme.plan.Outline.Kept;
import torg.registration.SessionChoices;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.LocalIds;
import torg.store.RepeatedJob;
import torg.store.Row;

/// Keeps the plans of an edition and works on those that are running: some thousand steps a transaction, from the best
/// that was saved. So a plan can be stopped, goes on after a restart, and comes to the same from the same beginning.
@Component
class Plans implements RepeatedJob {
    /// Steps between two savings.
    static final int CHUNK = 20_000;

    /// Others wait for this thread too.
    private static final Duration TURN = Duration.ofSeconds(5);

    private static final int MAX_LISTED = 20;

    private final Db db;
    private final Editions editions;
    private final Releases releases;
    private final ProgrammeStream stream;
    private final SessionChoices choices;
    private final ConferenceClock clock;
    private final Audit audit;

    Plans(
            Db db,
            Editions editions,
            Releases releases,
            ProgrammeStream stream,
            SessionChoices choices,
            ConferenceClock clock,
            Audit audit) {
        this.db = db;
        this.editions = editions;
        this.releases = releases;
        this.stream = stream;
        this.choices = choices;
        this.clock = clock;
        this.audit = audit;
    }

    enum State {
        RUNNING,
        STOPPED,
        DONE,
        USED
    }

    /// @param draft what it was made for, see [Outline#fingerprint]
    /// @param done  of the steps
    /// @param score of the best that was found, or null before the first
    /// @param first what a plan in a hurry comes to
    record Plan(
            EditionId edition,
            UUID id,
            Instant madeAt,
            By by,
            Terms terms,
            String draft,
            long seed,
            int steps,
            int done,
            State state,
            @Nullable HardSoftScore score,
            @Nullable HardSoftScore first) {
        int percent() {
            return (int) (done * 100L / steps);
        }
    }

    Outline outline(EditionId edition) {
        Programme published =
                releases.newest(edition, stream).map(Release::content).orElse(Programme.NONE);
        return new Outline(
                editions.site().draft(edition), stream.draft(edition), published, choices.wantedTogether(edition));
    }

    List<Plan> all(EditionId edition) {
        return db.sql("select * from plan where edition_id = :edition order by made_at desc, id limit :most")
                .set("edition", edition)
                .set("most", MAX_LISTED)
                .list(Plans::plan);
    }

    Optional<Plan> find(EditionId edition, UUID id) {
        return db.sql("select * from plan where edition_id = :edition and id = :id")
                .set("edition", edition)
                .set("id", id)
                .optional(Plans::plan);
    }

    private static Plan plan(Row row) {
        return new Plan(
                row.id("edition_id", EditionId::new),
                row.uuid("id"),
                row.instant("made_at"),
                new By(row.string("by_kind"), row.string("by_id"), row.string("by_name")),
                row.json("terms", Terms.class),
                row.string("draft"),
                row.number("seed"),
                row.integer("steps"),
                row.integer("done"),
                row.choice("state", State.class),
                score(row.stringOrNull("score")),
                score(row.stringOrNull("first_score")));
    }

    private static @Nullable HardSoftScore score(@Nullable String written) {
        return written == null ? null : HardSoftScore.parseScore(written);
    }

    /// Where the plan has its sessions, by key.
    Map<String, Kept> kept(Plan plan) {
        Map<String, Kept> kept = new HashMap<>();
        db.sql("""
                select session.key as session, room.key as room, slot.starts_at
                from plan_slot slot
                join session on session.edition_id = slot.edition_id and session.id = slot.session_id
                join room on room.edition_id = slot.edition_id and room.id = slot.room_id
                where slot.edition_id = :edition and slot.plan_id = :plan
                """)
                .set("edition", plan.edition)
                .set("plan", plan.id)
                .list(row -> kept.put(row.string("session"), new Kept(row.string("room"), row.instant("starts_at"))));
        return kept;
    }

    UUID start(Organiser organiser, Terms terms, long seed, int steps) {
        UUID id = UUID.randomUUID();
        db.transaction(() -> {
            db.sql("""
                    insert into plan (edition_id, id, made_at, by_kind, by_id, by_name, terms, draft, seed, steps)
                    values (:edition, :id, :now, :byKind, :byId, :byName, :terms, :draft, :seed, :steps)
                    """)
                    .set("edition", organiser.id())
                    .set("id", id)
                    .set("now", clock.instant())
                    .set("byKind", organiser.by().kind())
                    .set("byId", organiser.by().id())
                    .set("byName", organiser.by().name())
                    .setJson("terms", terms)
                    .set("draft", outline(organiser.id()).fingerprint())
                    .set("seed", seed)
                    .set("steps", steps)
                    .run();
            record(organiser, "began-plan", id, terms);
        });
        return id;
    }

    /// What it has found so far stays.
    void stop(Organiser organiser, UUID id) {
        turn(organiser, id, State.RUNNING, State.STOPPED, "stopped-plan");
    }

    void goOn(Organiser organiser, UUID id) {
        turn(organiser, id, State.STOPPED, State.RUNNING, "continued-plan");
    }

    private void turn(Organiser organiser, UUID id, State from, State to, String action) {
        db.transaction(() -> {
            int turned = db.sql(
                            "update plan set state = :to where edition_id = :edition and id = :id and state = :from")
                    .set("to", to)
                    .set("edition", organiser.id())
                    .set("id", id)
                    .set("from", from)
                    .run();
            if (turned == 1) {
                record(organiser, action, id, null);
            }
        });
    }

    private void record(Organiser organiser, String action, UUID id, @Nullable Object after) {
        audit.record(
                organiser.by(),
                organiser.id(),
                action,
                new Audit.Subject("plan", id.toString(), id.toString()),
                null,
                after);
    }

    enum Use {
        DONE,
        /// Somebody has changed the draft since the plan was begun, or the plan: nothing was written.
        OUTDATED,
        /// It has two sessions in a room at the same time: nothing was written.
        CLASH
    }

    /// Writes the plan's times and rooms into the draft.
    Use use(Organiser organiser, UUID id) {
        try {
            return db.transaction(() -> {
                // whoever edits the draft meanwhile waits, and then sees that it was changed
                db.sql("update edition set version = version + 1 where id = :edition")
                        .set("edition", organiser.id())
                        .run();
                Plan plan = find(organiser.id(), id).orElseThrow();
                int used = db.sql("""
                                update plan set state = 'used'
                                where edition_id = :edition and id = :id and draft = :draft and score is not null
                                    and state in ('running', 'stopped', 'done')
                                """)
                        .set("edition", organiser.id())
                        .set("id", id)
                        .set("draft", outline(organiser.id()).fingerprint())
                        .run();
                if (used == 0) {
                    return Use.OUTDATED;
                }
                Timetable timetable = outline(organiser.id()).timetable(plan.terms, kept(plan));
                Map<String, Object> written = new HashMap<>();
                timetable.placements().stream()
                        .filter(one -> !one.isFixed() && one.isPlaced())
                        .forEach(one -> {
                            write(organiser.id(), one);
                            written.put(
                                    one.key(),
                                    one.room().key() + " " + one.place().starts());
                        });
                record(organiser, "used-plan", id, written);
                return Use.DONE;
            });
        } catch (DataIntegrityViolationException e) {
            return Use.CLASH;
        }
    }

    private void write(EditionId edition, Placement one) {
        db.sql("""
                insert into slot (edition_id, id, session_id, room_id, starts_at, ends_at)
                values (:edition, :id, :session, :room, :starts, :ends)
                on conflict (edition_id, id) do update set room_id = excluded.room_id,
                    starts_at = excluded.starts_at, ends_at = excluded.ends_at
                """)
                .set("edition", edition)
                .set("id", LocalIds.of(edition, "slot", one.key() + "/0"))
                .set("session", LocalIds.of(edition, "session", one.key()))
                .set("room", LocalIds.of(edition, "room", one.room().key()))
                .set("starts", one.place().starts())
                .set(
                        "ends",
                        one.place().starts().plus(Duration.ofMinutes(one.talk().minutes())))
                .run();
    }

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public int everySeconds() {
        return 1;
    }

    @Override
    public void run() {
        Instant until = Instant.now().plus(TURN);
        boolean more = true;
        while (more && Instant.now().isBefore(until) && !Thread.currentThread().isInterrupted()) {
            more = false;
            for (Plan plan : db.sql("select * from plan where state = 'running' order by made_at")
                    .list(Plans::plan)) {
                step(plan);
                more = true;
            }
        }
    }

    private void step(Plan plan) {
        Outline outline = outline(plan.edition);
        if (!outline.fingerprint().equals(plan.draft)) {
            stopAsIs(plan); // its page says why
            return;
        }
        try {
            Timetable from = FirstFit.of(outline.timetable(plan.terms, kept(plan)));
            if (plan.score == null) {
                save(plan, from, Search.score(from), 0);
            } else {
                int steps = Math.min(CHUNK, plan.steps - plan.done);
                Timetable better = Search.steps(from, plan.seed + plan.done, steps);
                save(plan, better, better.score(), steps);
            }
        } catch (RuntimeException e) {
            stopAsIs(plan); // rather than fail again each second
            throw e;
        }
    }

    private void stopAsIs(Plan plan) {
        db.sql("update plan set state = 'stopped' where edition_id = :edition and id = :id and state = 'running'")
                .set("edition", plan.edition)
                .set("id", plan.id)
                .run();
    }

    private void save(Plan plan, Timetable found, HardSoftScore score, int steps) {
        db.transaction(() -> {
            int saved = db.sql("""
                            update plan set done = done + :steps, score = :score,
                                first_score = coalesce(first_score, :score),
                                state = case when done + :steps >= steps then 'done' else state end
                            where edition_id = :edition and id = :id and state = 'running' and done = :done
                            """)
                    .set("steps", steps)
                    .set("score", score.toString())
                    .set("edition", plan.edition)
                    .set("id", plan.id)
                    .set("done", plan.done)
                    .run();
            if (saved == 0) {
                return; // stopped meanwhile, or another node was faster
            }
            Map<String, Kept> before = kept(plan);
            for (Placement one : found.placements()) {
                Kept now = new Kept(one.room().key(), one.place().starts());
                if (one.isFixed() || Objects.equals(before.get(one.key()), now)) {
                    continue;
                }
                db.sql("""
                        insert into plan_slot (edition_id, plan_id, session_id, room_id, starts_at, ends_at)
                        values (:edition, :plan, :session, :room, :starts, :ends)
                        on conflict (edition_id, plan_id, session_id) do update set room_id = excluded.room_id,
                            starts_at = excluded.starts_at, ends_at = excluded.ends_at
                        """)
                        .set("edition", plan.edition)
                        .set("plan", plan.id)
                        .set("session", LocalIds.of(plan.edition, "session", one.key()))
                        .set(
                                "room",
                                LocalIds.of(plan.edition, "room", one.room().key()))
                        .set("starts", now.starts())
                        .set(
                                "ends",
                                now.starts().plus(Duration.ofMinutes(one.talk().minutes())))
                        .run();
            }
        });
    }
}
