package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.registration.NewOrder.Attendee;
import torg.registration.NewOrder.NewTicket;
import torg.registration.NewOrder.Orderer;
import torg.registration.PersonalLinks.Purpose;
import torg.registration.Registrations.Change;
import torg.registration.TicketShop.Extra;
import torg.registration.TicketShop.Terms;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Language;
import torg.text.Text;

/// Dinners taken and left after the order: never more than there are, and what is left costs what the terms say.
class ExtrasTest {
    private static final TestServer SERVER = TestServer.fresh(Map.of());
    private static final By BY = By.system("test");
    private static final CancellationFees FEES =
            new CancellationFees(List.of(new CancellationFees.Step(Instant.parse("2027-04-30T22:00:00Z"), 50)));
    private static int keys;

    private final Db db = SERVER.bean(Db.class);
    private final ConferenceClock clock = SERVER.bean(ConferenceClock.class);
    private final Extras extras = SERVER.bean(Extras.class);
    private final PlacedOrders placed = SERVER.bean(PlacedOrders.class);
    private final Edition edition =
            SERVER.bean(Editions.class).published(TestServer.CAST).orElseThrow();
    private final EditionId id = edition.id();
    private final TicketShop shop = SERVER.bean(TicketStream.class).draft(id);
    private final Extra dinner = shop.extra("middag").orElseThrow();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void inMarch() {
        clock.set(Instant.parse("2027-03-01T09:00:00Z"));
    }

    @AfterEach
    void everyPlaceIsCounted() {
        int taken = db.sql("select taken from quota where key = 'middag'").one(row -> row.integer("taken"));
        int held = db.sql("""
                select ((select count(*) from ticket_extra where given_back_at is null)
                    + (select coalesce(sum(waiting_offer.places), 0) from waiting_offer join waiting on waiting.id = waiting_id
                        where waiting_offer.state = 'open' and thing = 'extra'))::int as held
                """).one(row -> row.integer("held"));
        assertThat(taken).isEqualTo(held);
        db.sql("update quota set capacity = 40 where key = 'middag'").run();
    }

    private PlacedOrder order(int people) {
        String key = "extras-" + keys++;
        List<NewTicket> wanted = java.util.stream.IntStream.range(0, people)
                .mapToObj(i -> NewTicket.of(
                        shop.type("offentlig").orElseThrow(),
                        new Attendee("Kollega " + i, key + i + "@example.org", "P", Language.SV, people == 1)))
                .toList();
        Orders.Outcome outcome = SERVER.bean(Orders.class)
                .place(new NewOrder(
                        edition,
                        new Terms(false, 30, 9, null, Text.EMPTY, FEES),
                        key,
                        new Orderer(null, "Siv", key + "@example.org", "Provkommunen", Language.SV),
                        Buyer.of("Provkommunen", "REF"),
                        wanted,
                        null,
                        null,
                        null));
        return find(((Orders.Outcome.Placed) outcome).order());
    }

    private PlacedOrder find(UUID order) {
        return placed.find(id, order).orElseThrow();
    }

    private String my(Ticket ticket) {
        return "/" + TestServer.CAST + "/my/"
                + SERVER.bean(PersonalLinks.class)
                        .current(id, java.util.Objects.requireNonNull(ticket.person()), Purpose.CHANGE);
    }

    private static Map<String, String> form(String page, String extra) {
        Matcher had = Pattern.compile("name=\"had\" value=\"([^\"]*)\"").matcher(page);
        Matcher percent = Pattern.compile("name=\"percent\" value=\"([^\"]*)\"").matcher(page);
        assertThat(had.find() && percent.find()).as(page).isTrue();
        return Map.of("had", had.group(1), "percent", percent.group(1), "extras", extra);
    }

    @Test
    void aDinnerIsTakenAndLeftOnOnesOwnPage() {
        PlacedOrder order = order(1);
        String path = my(order.tickets().getFirst()) + "/extras";
        HttpResponse<String> saved = SERVER.post(path, form(SERVER.get(path).body(), "middag"));
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
        assertThat(find(order.id()).bill().net().minorUnits()).isEqualTo(199_500 + 40_000);
        assertThat(find(order.id()).bill().lines().getLast().vat().percent()).isEqualTo(12);
        String page = SERVER.get(path).body();
        assertThat(page).contains("checked");

        clock.set(Instant.parse("2027-05-02T09:00:00Z"));
        HttpResponse<String> dearer = SERVER.post(path, form(page, ""));
        assertThat(dearer.statusCode()).isEqualTo(409);
        assertThat(dearer.body()).contains("Det du tar bort nu kostar ändå 50 % av priset");
        assertThat(SERVER.post(path, form(dearer.body(), "")).statusCode()).isEqualTo(303);
        assertThat(find(order.id()).bill().net().minorUnits()).isEqualTo(199_500 + 20_000);
        assertThat(SERVER.post(path, form(page, "middag")).statusCode())
                .as("an old page changes nothing")
                .isEqualTo(409);
        assertThat(SERVER.post(path, form(SERVER.get(path).body(), "finns-inte"))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void whoeverPaysForOthersChoosesWhatCosts() {
        PlacedOrder order = order(2);
        Ticket colleague = order.tickets().getFirst();
        assertThat(SERVER.get(my(colleague) + "/extras").body()).doesNotContain("name=\"extras\"");
        SERVER.post(my(colleague) + "/extras", Map.of("had", "", "percent", "0", "extras", "middag"));
        assertThat(extras.of(id, colleague.id())).isEmpty();
        String path = "/" + TestServer.CAST + "/order/"
                + SERVER.bean(OrderLinks.class).current(id, order.id()).orElseThrow() + "/tickets/"
                + colleague.id().value() + "/extras";
        assertThat(SERVER.post(path, form(SERVER.get(path).body(), "middag")).statusCode())
                .isEqualTo(303);
        assertThat(extras.of(id, colleague.id())).containsExactly("middag");
        assertThat(SERVER.get(my(colleague) + "/extras").body()).contains("Du har: Middag");
    }

    @Test
    void aTicketThatADinnerDoesNotGoWithIsNotChangedTo() {
        Ticket ticket = order(1).tickets().getFirst();
        TicketShop.TicketType student = shop.type("student").orElseThrow();
        assertThat(extras.choose(BY, id, ticket, List.of(dinner), Set.of(), 0)).isEqualTo(Change.DONE);
        Registrations registrations = SERVER.bean(Registrations.class);
        assertThat(registrations.move(BY, id, ticket, student, "")).isEqualTo(Change.TOO_LATE);
        assertThat(SERVER.get(my(ticket) + "/ticket").body()).doesNotContain("value=\"student\"");
        assertThat(extras.choose(BY, id, ticket, List.of(), Set.of("middag"), 0))
                .isEqualTo(Change.DONE);
        assertThat(registrations.move(BY, id, ticket, student, "")).isEqualTo(Change.DONE);
    }

    @Test
    void whoeverFindsItFullQueuesAndIsOfferedWhatIsLeft() {
        PlacedOrder first = order(1);
        PlacedOrder second = order(1);
        String path = my(first.tickets().getFirst()) + "/extras";
        SERVER.post(path, form(SERVER.get(path).body(), "middag"));
        db.sql("update quota set capacity = taken where key = 'middag'").run();
        String other = my(second.tickets().getFirst()) + "/extras";
        assertThat(SERVER.get(other).body()).contains("Fullt just nu", "Ställ på väntelistan");
        HttpResponse<String> full = SERVER.post(other, Map.of("had", "", "percent", "0", "extras", "middag"));
        assertThat(full.statusCode()).isEqualTo(409);
        SERVER.post(other + "/middag/waiting", Map.of());
        assertThat(SERVER.get(other).body()).contains("Plats 1 i kön");
        SERVER.post(path, form(SERVER.get(path).body(), ""));
        assertThat(SERVER.get(other).body()).contains("En plats hålls");
    }

    @Test
    void fortyAtOnceForTenDinnersAreTenDinners() throws InterruptedException {
        List<Ticket> tickets = java.util.stream.IntStream.range(0, 8)
                .mapToObj(i -> order(5).tickets())
                .flatMap(List::stream)
                .toList();
        db.sql("update quota set capacity = taken + 10 where key = 'middag'").run();
        AtomicInteger done = new AtomicInteger();
        AtomicInteger full = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            tickets.forEach(ticket -> threads.submit(() -> {
                Change change = extras.choose(BY, id, ticket, List.of(dinner), Set.of(), 0);
                (change == Change.DONE ? done : full).incrementAndGet();
            }));
        }
        assertThat(done).hasValue(10);
        assertThat(full).hasValue(30);
    }
}
