package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.access.Account;
import torg.access.Accounts;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.registration.CancellationFees.Step;
import torg.registration.NewOrder.Attendee;
import torg.registration.NewOrder.NewTicket;
import torg.registration.NewOrder.Orderer;
import torg.registration.Registrations.Change;
import torg.registration.TicketShop.Terms;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Language;
import torg.text.Text;

/// What whoever cancels still pays: as the order's terms say, never more than they were told.
class CancellationFeesTest {
    private static final By BY = By.system("test");
    private static final CancellationFees FEES = new CancellationFees(List.of(
            new Step(Instant.parse("2027-04-30T22:00:00Z"), 50), new Step(Instant.parse("2027-05-16T22:00:00Z"), 100)));
    private static final TestServer SERVER = TestServer.fresh(Map.of());
    private static int orders;

    private final ConferenceClock clock = SERVER.bean(ConferenceClock.class);
    private final Registrations registrations = SERVER.bean(Registrations.class);
    private final PlacedOrders placed = SERVER.bean(PlacedOrders.class);
    private final InvoiceBases bases = SERVER.bean(InvoiceBases.class);
    private final Edition edition =
            SERVER.bean(Editions.class).published(TestServer.CAST).orElseThrow();
    private final EditionId id = edition.id();
    private final Account organiser = SERVER.bean(Accounts.class).known("fee@example.org", "Olle", Language.SV, true);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void inMarch() {
        clock.set(Instant.parse("2027-03-01T09:00:00Z"));
    }

    private PlacedOrder order(CancellationFees fees) {
        TicketShop shop = SERVER.bean(TicketStream.class).draft(id);
        String key = "fee-" + orders++;
        Orders.Outcome outcome = SERVER.bean(Orders.class)
                .place(new NewOrder(
                        edition,
                        new Terms(false, 30, 9, null, Text.EMPTY, fees),
                        key,
                        new Orderer(null, "Siv", key + "@example.org", "Provkommunen", Language.SV),
                        Buyer.of("Provkommunen", "REF"),
                        List.of(
                                NewTicket.of(
                                        shop.type("offentlig").orElseThrow(),
                                        new Attendee("Ett", key + "1@example.org", "P", Language.SV, false)),
                                NewTicket.of(
                                        shop.type("offentlig").orElseThrow(),
                                        new Attendee("Två", key + "2@example.org", "P", Language.SV, false))),
                        null,
                        null,
                        null));
        SERVER.bean(Db.class)
                .sql("update ticket set price_minor = 199503 where price_minor > 0")
                .run();
        return find(((Orders.Outcome.Placed) outcome).order());
    }

    private PlacedOrder find(UUID order) {
        return placed.find(id, order).orElseThrow();
    }

    private long net(PlacedOrder order) {
        return find(order.id()).bill().net().minorUnits();
    }

    private long invoiced() {
        return bases.list(id).stream()
                .mapToLong(basis -> basis.net().minorUnits())
                .sum();
    }

    @Test
    void halfThePriceIsLeftAfterTheFirstDayOfTheFee() {
        bases.make(id, organiser.id(), BY);
        long before = invoiced();
        PlacedOrder order = order(FEES);
        assertThat(bases.make(id, organiser.id(), BY)).isPresent();
        clock.set(Instant.parse("2027-04-30T21:59:59Z"));
        assertThat(registrations.fee(id, order.tickets()).minor()).isZero();
        clock.set(Instant.parse("2027-04-30T22:00:00Z"));
        assertThat(registrations.fee(id, order.tickets())).isEqualTo(new Registrations.Fee(50, 2 * 99_752));

        Ticket first = order.tickets().getFirst();
        assertThat(registrations.cancel(BY, id, first, 0)).isEqualTo(Change.CONFLICT);
        assertThat(net(order)).isEqualTo(2 * 199_503);
        assertThat(registrations.cancel(BY, id, first, 50)).isEqualTo(Change.DONE);
        assertThat(net(order)).isEqualTo(199_503 + 99_752);
        assertThat(find(order.id()).bill().lines().stream().filter(Bill.Line::fee))
                .hasSize(1);

        int number = bases.make(id, organiser.id(), BY).orElseThrow();
        assertThat(bases.lines(id, number).stream().map(InvoiceBases.Line::fee)).containsExactlyInAnyOrder(false, true);
        assertThat(invoiced() - before).isEqualTo(net(order));

        Ticket again = registrations.find(id, first.id()).orElseThrow();
        assertThat(registrations.revive(BY, id, again, "misstag")).isEqualTo(Change.DONE);
        assertThat(net(order)).isEqualTo(2 * 199_503);
        assertThat(bases.make(id, organiser.id(), BY)).isPresent();
        assertThat(invoiced() - before).isEqualTo(net(order));
    }

    @Test
    void theWholePriceLeavesTheBasesAsTheyAre() {
        PlacedOrder order = order(FEES);
        bases.make(id, organiser.id(), BY);
        clock.set(Instant.parse("2027-05-20T09:00:00Z"));
        assertThat(placed.cancel(BY, id, order, 100)).isEqualTo(2);
        assertThat(net(order)).isEqualTo(2 * 199_503);
        assertThat(bases.make(id, organiser.id(), BY)).isEmpty();
    }

    @Test
    void anOrganiserMayLetGoForNothing() {
        PlacedOrder order = order(FEES);
        clock.set(Instant.parse("2027-05-20T09:00:00Z"));
        registrations.cancel(BY, id, order.tickets().getFirst(), "sjuk", true);
        registrations.cancel(BY, id, order.tickets().getLast(), "uteblev", false);
        assertThat(net(order)).isEqualTo(199_503);
    }

    @Test
    void theTermsOfTheDayOfTheOrderHold() {
        PlacedOrder order = order(CancellationFees.NONE);
        clock.set(Instant.parse("2027-05-20T09:00:00Z"));
        assertThat(registrations.cancel(BY, id, order.tickets().getFirst(), 0)).isEqualTo(Change.DONE);
        assertThat(net(order)).isEqualTo(199_503);
    }

    @Test
    void whoeverCancelsIsToldFirst() {
        PlacedOrder order = order(FEES);
        String token = SERVER.bean(OrderLinks.class).current(id, order.id()).orElseThrow();
        String home = "/" + TestServer.CAST + "/order/" + token;
        String ticket = home + "/tickets/" + order.tickets().getFirst().id().value();
        String page = SERVER.get(ticket).body();
        assertThat(page.substring(page.indexOf("<details"))).contains("från lördag 1 maj 2027: 50 % av priset");
        clock.set(Instant.parse("2027-05-02T09:00:00Z"));
        var late = SERVER.post(ticket + "/cancellation", Map.of("percent", "0"));
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("997,52", "value=\"50\"");
        assertThat(SERVER.post(home + "/cancellation", Map.of("percent", "x")).statusCode())
                .isEqualTo(409);
        assertThat(SERVER.post(ticket + "/cancellation", Map.of("percent", "50"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(SERVER.get(home).body()).contains("Avbokat: ");
    }
}
