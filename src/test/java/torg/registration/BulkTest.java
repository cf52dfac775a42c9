package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.access.Accounts;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.edition.Organiser;
import torg.edition.OrganiserForTests;
import torg.registration.Bulk.State;
import torg.registration.Bulk.Verb;
import torg.registration.Registrations.Change;
import torg.registration.Ticket.TicketId;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.LocalIds;
import torg.text.Language;
import torg.text.Text;

/// The same done to many, and taken back.
class BulkTest {
    private static final TestServer server = TestServer.fresh(Map.of());
    private static final Edition edition =
            server.bean(Editions.class).published(TestServer.CAST).orElseThrow();
    private static final EditionId id = edition.id();
    private final Db db = server.bean(Db.class);
    private final Bulk bulk = server.bean(Bulk.class);
    private final Registrations registrations = server.bean(Registrations.class);
    private final TicketShop shop = server.bean(TicketStream.class).draft(id);
    private final Organiser organiser = OrganiserForTests.of(
            server.bean(Accounts.class).known("olle@example.org", "Olle", Language.SV, true), edition);

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void saleIsOpen() {
        server.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T09:00:00Z"));
        resize("sal", 100);
        resize("studenter", 50);
    }

    private void resize(String quota, int capacity) {
        db.transaction(() -> server.bean(Quotas.class).resize(id, Map.of(LocalIds.of(id, "quota", quota), capacity)));
    }

    private int taken(String quota) {
        return db.sql("select taken from quota where edition_id = :edition and key = :key")
                .set("edition", id)
                .set("key", quota)
                .one(row -> row.integer("taken"));
    }

    private Text shopName(String quota) {
        return db.sql("select name from quota where edition_id = :edition and key = :key")
                .set("edition", id)
                .set("key", quota)
                .one(row -> row.text("name"));
    }

    private List<TicketId> registered(int number) {
        List<TicketId> ids = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Orders.Outcome.Placed placed = (Orders.Outcome.Placed) server.bean(Orders.class)
                    .place(NewOrder.single(
                            edition,
                            shop.terms(),
                            UUID.randomUUID().toString(),
                            shop.type("offentlig").orElseThrow(),
                            "Många " + i,
                            "many" + i + "@example.org",
                            Buyer.of("Provkommunen", ""),
                            Language.SV));
            ids.add(registrations.of(id, placed.person()).orElseThrow().id());
        }
        return ids;
    }

    private Bulk.Progress finished(UUID task) {
        bulk.run();
        return bulk.progress(id, task).orElseThrow();
    }

    @Test
    void thirtyAreCancelledAndGetTheirPlacesBack() {
        int before = taken("sal");
        List<TicketId> tickets = registered(30);
        registrations.cancel(
                By.system("test"),
                id,
                registrations.find(id, tickets.getFirst()).orElseThrow(),
                100);
        UUID task = bulk.start(organiser, Verb.CANCEL, null, "inställd", tickets);
        Bulk.Progress cancelled = finished(task);
        assertThat(cancelled.task().state()).isEqualTo(State.DONE);
        assertThat(cancelled.done()).isEqualTo(29);
        assertThat(cancelled.skipped()).as("cancelled before").isEqualTo(1);
        assertThat(taken("sal")).isEqualTo(before);
        resize("sal", before + 20);
        bulk.undo(organiser, task);
        Bulk.Progress undone = finished(task);
        assertThat(undone.task().state()).isEqualTo(State.UNDONE);
        assertThat(undone.undone()).isEqualTo(20);
        assertThat(undone.kept()).as("without room").isEqualTo(9);
        assertThat(bulk.left(id, task).stream().filter(Bulk.Left::undone).toList())
                .hasSize(9)
                .allSatisfy(left -> assertThat(left.why())
                        .isEqualTo(new Bulk.Why(
                                Bulk.Reason.FULL,
                                List.of(new Bulk.Room(shopName("sal"), 100, before + 20, before + 20)))));
        assertThat(bulk.left(id, task).stream().filter(left -> !left.undone()).toList())
                .singleElement()
                .satisfies(left -> assertThat(left.why().reason()).isEqualTo(Bulk.Reason.LATE));
        assertThat(taken("sal")).isEqualTo(before + 20);
    }

    @Test
    void tenAreMovedAsFarAsThereIsRoomAndBackAgain() {
        List<TicketId> tickets = registered(10);
        int students = taken("studenter");
        resize("studenter", students + 4);
        UUID task = bulk.start(organiser, Verb.MOVE, "student", "fel biljett", tickets);
        Bulk.Progress moved = finished(task);
        assertThat(moved.done()).isEqualTo(4);
        assertThat(moved.skipped()).isEqualTo(6);
        assertThat(taken("studenter")).isEqualTo(students + 4);
        int free = db.sql("select count(*)::int as free from ticket where price_minor = 0 and id = any(:ids)")
                .set("ids", tickets)
                .one(row -> row.integer("free"));
        assertThat(free).isEqualTo(4);
        bulk.undo(organiser, task);
        assertThat(finished(task).undone()).isEqualTo(4);
        assertThat(taken("studenter")).isEqualTo(students);
        assertThat(bulk.left(id, task)).hasSize(6).noneMatch(Bulk.Left::undone);
    }

    @Test
    void whatIsStoppedGoesNoFurther() {
        List<TicketId> tickets = registered(5);
        UUID task = bulk.start(organiser, Verb.CANCEL, null, "misstag", tickets);
        bulk.stop(organiser, task);
        Bulk.Progress stopped = finished(task);
        assertThat(stopped.task().state()).isEqualTo(State.STOPPED);
        assertThat(stopped.done()).isZero();
        bulk.undo(organiser, task);
        assertThat(finished(task).task().state()).isEqualTo(State.UNDONE);
    }

    @Test
    void aTicketIsChangedForAnotherByItsHolder() {
        Ticket ticket = registrations.find(id, registered(1).getFirst()).orElseThrow();
        int before = taken("studenter");
        assertThat(registrations.move(
                        By.system("test"), id, ticket, shop.type("student").orElseThrow(), ""))
                .isEqualTo(Change.DONE);
        assertThat(registrations.move(
                        By.system("test"), id, ticket, shop.type("stangd").orElseThrow(), ""))
                .as("of a ticket that has changed meanwhile")
                .isEqualTo(Change.CONFLICT);
        assertThat(taken("studenter")).isEqualTo(before + 1);
    }
}
