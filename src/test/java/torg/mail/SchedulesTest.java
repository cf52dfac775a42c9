package torg.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.edition.EditionId;
import torg.mail.Schedules.DaysBefore;
import torg.mail.Schedules.Plan;
import torg.mail.Schedules.State;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Text;

/// A letter to everybody two days before: once each, at its time, and it can be stopped.
class SchedulesTest {
    private static final By OLLE = new By("account", "olle", "Olle");
    private static final EditionId EDITION = EditionId.of(TestServer.CAST);

    private static Plan plan(String audience, boolean held) {
        return new Plan(
                audience,
                new DaysBefore(2, LocalTime.of(9, 0)),
                Text.of("Snart dags, {name}", "Soon, {name}"),
                Text.of("Programmet: {programme}", "The programme: {programme}"),
                held);
    }

    @Test
    void everybodyGetsItOnceWhenItIsTime() {
        try (TestServer server = TestServer.fresh(Map.of())) {
            ConferenceClock clock = server.bean(ConferenceClock.class);
            clock.set(Instant.parse("2027-03-01T09:00:00Z"));
            for (int i = 0; i < 3; i++) {
                MailTest.register(server, "Person " + i, "person" + i + "@example.org");
            }
            Db db = server.bean(Db.class);
            db.sql("delete from mail").run();
            Schedules schedules = server.bean(Schedules.class);
            UUID id = schedules.add(OLLE, EDITION, plan("all", false));
            Instant due = schedules.due(EDITION, plan("all", false).when());
            clock.set(due.minusSeconds(60));
            schedules.run();
            assertThat(letters(db)).isEmpty();

            clock.set(due.plusSeconds(1));
            try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 4; i++) {
                    nodes.execute(schedules::run);
                }
            }
            db.sql("update mail_schedule set state = 'staging', reached = null").run(); // as after a crash
            schedules.run();
            assertThat(letters(db)).isEqualTo(List.of("Person 0 queued", "Person 1 queued", "Person 2 queued"));
            assertThat(schedules.find(EDITION, id).orElseThrow())
                    .extracting(Schedules.Schedule::state, Schedules.Schedule::staged)
                    .containsExactly(State.DONE, 3);
            UUID one = db.sql("select id from mail where recipient_name = 'Person 1'")
                    .one(row -> row.uuid("id"));
            Letter letter = server.bean(Writer.class).read(one).orElseThrow().letter();
            assertThat(letter.subject()).isEqualTo("Snart dags, Person 1");
            assertThat(letter.text()).startsWith("Programmet: http").contains("/torgdagen-2027/programme");
        }
    }

    @Test
    void oneThatIsStoppedSendsNoMoreAndOneForReviewWaits() {
        try (TestServer server = TestServer.fresh(Map.of())) {
            ConferenceClock clock = server.bean(ConferenceClock.class);
            clock.set(Instant.parse("2027-03-01T09:00:00Z"));
            MailTest.register(server, "Kim", "kim@example.org");
            Db db = server.bean(Db.class);
            db.sql("delete from mail").run();
            Schedules schedules = server.bean(Schedules.class);
            UUID held = schedules.add(OLLE, EDITION, plan("type-offentlig", true));
            UUID never = schedules.add(OLLE, EDITION, plan("all", false));
            schedules.add(OLLE, EDITION, plan("type-student", false));
            assertThat(schedules.stop(OLLE, EDITION, never)).isTrue();
            clock.set(schedules.due(EDITION, plan("all", false).when()));
            schedules.run();
            assertThat(letters(db)).isEqualTo(List.of("Kim held"));
            assertThat(schedules.stop(OLLE, EDITION, held)).isTrue();
            assertThat(schedules.stop(OLLE, EDITION, held)).isFalse();
            assertThat(letters(db)).isEqualTo(List.of("Kim cancelled"));
            List<String> trail = db.sql("select action from audit where action in ('scheduled', 'stopped')")
                    .list(row -> row.string("action"));
            assertThat(trail).hasSize(5);
        }
    }

    private static List<String> letters(Db db) {
        return db.sql("select recipient_name || ' ' || state as s from mail order by 1")
                .list(row -> row.string("s"));
    }
}
