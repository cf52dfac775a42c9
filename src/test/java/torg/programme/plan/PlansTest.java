package torg.programme.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.access.Accounts;
import torg.edition.Edition;
import torg.edition.EditionFiles;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.edition.Organiser;
import torg.edition.OrganiserForTests;
import torg.programme.Programme;
import torg.programme.ProgrammeStream;
import torg.programme.plan.Plans.Plan;
import torg.programme.plan.Plans.State;
import torg.programme.plan.Plans.Use;
import torg.store.By;
import torg.store.Db;
import torg.store.LocalIds;
import torg.text.Language;

/// A plan from its beginning to the draft.
class PlansTest {
    private static final TestServer server = TestServer.fresh(Map.of());
    private static final Edition edition =
            server.bean(Editions.class).published(TestServer.CAST).orElseThrow();
    private static final EditionId id = edition.id();
    private static final Terms TERMS = new Terms(
            List.of("stora-salen", "kammaren"),
            List.of(),
            Rule.soft().stream().collect(Collectors.toMap(rule -> rule, rule -> Weight.SOME)),
            60,
            "Tom Vale 2027-05-25 13:00–17:00");

    private final Db db = server.bean(Db.class);
    private final Plans plans = server.bean(Plans.class);
    private final Organiser organiser = OrganiserForTests.of(
            server.bean(Accounts.class).known("olle@example.org", "Olle", Language.SV, true), edition);

    @AfterAll
    static void stop() {
        server.close();
    }

    /// As the files of the cast say, published.
    @BeforeEach
    void castIsPublished() throws IOException {
        server.bean(EditionFiles.class)
                .read(By.system("test"), Path.of("src/test/resources/cast"), new EditionFiles.Mode(false, true, true));
    }

    private Plan now(UUID plan) {
        return plans.find(id, plan).orElseThrow();
    }

    private Plan finished(UUID plan) {
        for (int i = 0; i < 30 && now(plan).state() == State.RUNNING; i++) {
            plans.run();
        }
        return now(plan);
    }

    private Programme.Session drafted(String key) {
        return server.bean(ProgrammeStream.class).draft(id).sessions().stream()
                .filter(session -> session.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private int audited(String action) {
        return db.sql("select count(*)::int as number from audit where edition_id = :edition and action = :action")
                .set("edition", id)
                .set("action", action)
                .one(row -> row.integer("number"));
    }

    private void move(String session, int minutes) {
        int moved = db.sql("""
                        update slot set starts_at = starts_at + make_interval(mins => :minutes),
                            ends_at = ends_at + make_interval(mins => :minutes)
                        where edition_id = :edition and session_id = :session
                        """)
                .set("minutes", minutes)
                .set("edition", id)
                .set("session", LocalIds.of(id, "session", session))
                .run();
        assertThat(moved).isEqualTo(1);
    }

    @Test
    void aPlanIsMadeAndUsedInTheDraft() {
        Programme.Session fixed = drafted("kartverkstad");
        Plan plan = finished(plans.start(organiser, TERMS, 1, 40_000));
        assertThat(plan.state()).isEqualTo(State.DONE);
        assertThat(plan.done()).isEqualTo(40_000);
        assertThat(Objects.requireNonNull(plan.score()).hardScore()).isZero();
        assertThat(plan.score()).isGreaterThanOrEqualTo(plan.first());
        assertThat(plans.kept(plan)).containsOnlyKeys("arkivverkstad", "utan-tid");

        int before = audited("used-plan");
        assertThat(plans.use(organiser, plan.id())).isEqualTo(Use.DONE);
        assertThat(now(plan.id()).state()).isEqualTo(State.USED);
        plans.kept(plan).forEach((key, kept) -> {
            Programme.Slot slot = drafted(key).slots().getFirst();
            assertThat(slot.room()).isEqualTo(kept.room());
            assertThat(slot.starts()).isEqualTo(kept.starts());
        });
        assertThat(drafted("arkivverkstad").slots().getFirst().starts())
                .as("before Tom Vale leaves")
                .isBefore("2027-05-25T11:00:00Z");
        assertThat(drafted("kartverkstad")).isEqualTo(fixed);
        assertThat(audited("used-plan")).isEqualTo(before + 1);
    }

    @Test
    void aCancelledSessionKeepsItsRoom() {
        Placement cancelled =
                plans.outline(id).timetable(TERMS, Map.of()).byKey().get("bara-engelska");
        assertThat(Objects.requireNonNull(cancelled).isFixed()).isTrue();
        assertThat(cancelled.room().key()).isEqualTo("kammaren");
        assertThat(cancelled.talk().speakers()).isEmpty();
    }

    @Test
    void nobodysWorkIsOverwritten() {
        Plan plan = finished(plans.start(organiser, TERMS, 1, 2_000));
        assertThat(plan.state()).isEqualTo(State.DONE);
        move("kartverkstad", 5);
        Programme before = server.bean(ProgrammeStream.class).draft(id);
        assertThat(plans.use(organiser, plan.id())).isEqualTo(Use.OUTDATED);
        assertThat(server.bean(ProgrammeStream.class).draft(id)).isEqualTo(before);
        assertThat(now(plan.id()).state()).isEqualTo(State.DONE);
        move("kartverkstad", -5);
        assertThat(plans.use(organiser, plan.id())).isEqualTo(Use.DONE);
    }

    @Test
    void aPlanStopsWhenTheDraftIsChanged() {
        UUID id = plans.start(organiser, TERMS, 1, 10_000_000);
        move("kartverkstad", 5);
        assertThat(finished(id).state()).isEqualTo(State.STOPPED);
        move("kartverkstad", -5);
    }

    @Test
    void whatIsStoppedIsKeptAndGoesOnFromThere() {
        UUID id = plans.start(organiser, TERMS, 1, 1_000_000_000);
        while (now(id).done() == 0) {
            plans.run();
        }
        plans.stop(organiser, id);
        Plan stopped = now(id);
        assertThat(stopped.state()).isEqualTo(State.STOPPED);
        assertThat(plans.kept(stopped)).hasSize(2);
        plans.run();
        assertThat(now(id)).as("nobody works on it").isEqualTo(stopped);

        plans.goOn(organiser, id);
        plans.run();
        assertThat(now(id).done()).isGreaterThan(stopped.done());
        assertThat(now(id).score()).isGreaterThanOrEqualTo(stopped.score());
        plans.stop(organiser, id);
    }

    @Test
    void theSameBeginningComesToTheSamePlan() {
        Plan one = finished(plans.start(organiser, TERMS, 7, 60_000));
        Plan again = finished(plans.start(organiser, TERMS, 7, 60_000));
        assertThat(again.score()).isEqualTo(one.score());
        assertThat(plans.kept(again)).isEqualTo(plans.kept(one));
    }

    @Test
    void linesOnWhoCannotComeAreUnderstoodOrNamed() {
        Programme programme = server.bean(ProgrammeStream.class).draft(id);
        assertThat(Terms.wrongLine("asa-berg 2027-05-25\nStora salen; 2027-05-25; 9.00-12.00\n\n", edition, programme))
                .isEmpty();
        assertThat(Terms.wrongLine("Åsa Berg 2027-05-25 12:00–11:00", edition, programme))
                .isPresent();
        assertThat(Terms.wrongLine("Åsa Berg 2027-13-25", edition, programme)).isPresent();
        assertThat(Terms.wrongLine("asa-berg 2027-05-25\nNobody 2027-05-25", edition, programme))
                .hasValue("Nobody 2027-05-25");
    }
}
