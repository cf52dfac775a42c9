package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.access.Account;
import torg.access.Accounts;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.registration.NewOrder.Attendee;
import torg.registration.NewOrder.NewTicket;
import torg.registration.NewOrder.Orderer;
import torg.registration.Registrations.Change;
import torg.registration.TicketShop.TicketType;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Language;

/// Nothing is invoiced twice and nothing is missed, whatever happens between two bases.
class InvoiceBasesTest {
    private static final By BY = By.system("test");

    @Test
    void allBasesTogetherAreWhatTheOrdersCostToTheOre() {
        try (TestServer server = TestServer.fresh(Map.of())) {
            server.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T09:00:00Z"));
            Edition edition =
                    server.bean(Editions.class).published(TestServer.CAST).orElseThrow();
            EditionId id = edition.id();
            TicketShop shop = server.bean(TicketStream.class).draft(id);
            Db db = server.bean(Db.class);
            PlacedOrders orders = server.bean(PlacedOrders.class);
            InvoiceBases bases = server.bean(InvoiceBases.class);
            Registrations registrations = server.bean(Registrations.class);
            Account organiser = server.bean(Accounts.class).known("olle@example.org", "Olle", Language.SV, true);
            List<UUID> placed = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                placed.add(order(
                        server,
                        edition,
                        shop,
                        "key-" + i,
                        4,
                        shop.type("offentlig").orElseThrow()));
            }
            order(server, edition, shop, "free", 1, shop.type("student").orElseThrow());
            db.sql("update ticket set price_minor = 199503").run(); // VAT that does not come out even
            db.sql(
                            "update ticket set price_minor = 0 where ticket_type_id = (select id from ticket_type where key = 'student')")
                    .run();
            assertThat(bases.make(id, organiser.id(), BY)).hasValue(1);
            assertThat(bases.lines(id, 1)).hasSize(12);
            assertThat(total(bases, id, 1)).isEqualTo(cost(orders, id, placed));
            assertThat(bases.make(id, organiser.id(), BY)).isEmpty();

            PlacedOrder first = orders.find(id, placed.getFirst()).orElseThrow();
            assertThat(first.invoiced()).isTrue();
            assertThat(orders.correct(BY, id, first, Buyer.of("Annan", ""), first.version()))
                    .isEqualTo(Change.TOO_LATE);
            registrations.cancel(BY, id, first.tickets().getFirst(), 100);
            placed.add(order(
                    server, edition, shop, "later", 2, shop.type("offentlig").orElseThrow()));
            db.sql("update ticket set vat_percent = 0, vat_rule = 'reverse-charge' where id = :id")
                    .set("id", first.tickets().getLast().id())
                    .run();
            assertThat(bases.waiting(id)).isEqualTo(5);
            assertThat(bases.make(id, organiser.id(), BY)).hasValue(2);
            assertThat(bases.lines(id, 2).stream().map(InvoiceBases.Line::quantity))
                    .containsExactlyInAnyOrder(-1, -1, 1, 1, 1);
            assertThat(total(bases, id, 1, 2)).isEqualTo(cost(orders, id, placed));

            placed.forEach(order -> orders.cancel(BY, id, orders.find(id, order).orElseThrow(), 100));
            assertThat(bases.make(id, organiser.id(), BY)).hasValue(3);
            assertThat(total(bases, id, 1, 2, 3)).isZero();
            assertThat(bases.list(id)).hasSize(3);
        }
    }

    private static UUID order(
            TestServer server, Edition edition, TicketShop shop, String key, int places, TicketType type) {
        List<NewTicket> tickets = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            tickets.add(NewTicket.of(
                    type, new Attendee("Kollega " + i, key + i + "@example.org", "Provkommunen", Language.SV, false)));
        }
        Orders.Outcome outcome = server.bean(Orders.class)
                .place(new NewOrder(
                        edition,
                        shop.terms(),
                        key,
                        new Orderer(null, "Siv", "siv@example.org", "Provkommunen", Language.SV),
                        Buyer.of("Provkommunen", "REF"),
                        tickets,
                        null,
                        null,
                        null));
        assertThat(outcome).isInstanceOf(Orders.Outcome.Placed.class);
        return ((Orders.Outcome.Placed) outcome).order();
    }

    private static long total(InvoiceBases bases, EditionId edition, long... numbers) {
        return LongStream.of(numbers)
                .flatMap(number -> bases.lines(edition, (int) number).stream()
                        .mapToLong(line -> line.sold().sum().minorUnits()))
                .sum();
    }

    private static long cost(PlacedOrders orders, EditionId edition, List<UUID> placed) {
        return placed.stream()
                .mapToLong(order ->
                        orders.find(edition, order).orElseThrow().bill().total().minorUnits())
                .sum();
    }
}
