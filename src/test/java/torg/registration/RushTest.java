package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.registration.NewOrder.Attendee;
import torg.registration.NewOrder.NewTicket;
import torg.registration.NewOrder.Orderer;
import torg.registration.Orders.Outcome;
import torg.registration.Ticket.PersonId;
import torg.registration.Ticket.TicketId;
import torg.registration.TicketShop.TicketType;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.LocalIds;
import torg.text.Language;
import torg.text.Money;
import torg.text.Text;

/// An opening rush: whoever is told "placed" has a ticket, no place is sold twice, and none lies idle while somebody
/// waits for it.
class RushTest {
    private static final Instant MORNING = Instant.parse("2027-03-01T09:00:00Z");
    private static final TestServer server = TestServer.fresh(Map.of());
    private static final Edition edition =
            server.bean(Editions.class).published(TestServer.CAST).orElseThrow();
    private static final EditionId id = edition.id();
    private final Db db = server.bean(Db.class);
    private final Orders orders = server.bean(Orders.class);
    private final WaitingLists waiting = server.bean(WaitingLists.class);
    private final Registrations registrations = server.bean(Registrations.class);
    private final Quotas quotas = server.bean(Quotas.class);
    private final Codes codes = server.bean(Codes.class);
    private final ConferenceClock clock = server.bean(ConferenceClock.class);
    private final TicketShop shop = server.bean(TicketStream.class).draft(id);

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void everythingIsFree() {
        clock.set(MORNING);
        db.sql("""
                truncate ticket_order, ticket, ticket_extra, order_link, personal_link, waiting, waiting_offer, code, check_in,
                    mail, person cascade
                """).run();
        db.sql("update quota set taken = 0").run();
        resize("sal", 100);
        resize("studenter", 2);
    }

    private void resize(String quota, int capacity) {
        db.transaction(() -> quotas.resize(id, Map.of(quota(quota), capacity)));
    }

    private static UUID quota(String key) {
        return LocalIds.of(id, "quota", key);
    }

    private TicketType type(String key) {
        return shop.type(key).orElseThrow();
    }

    private NewOrder single(String key, String type) {
        return NewOrder.single(
                edition,
                shop.terms(),
                key,
                type(type),
                "Prov " + key,
                key + "@example.org",
                Buyer.of("Provkommunen", ""),
                Language.SV);
    }

    private NewOrder group(String key, String type, int places, @Nullable Instant heldUntil) {
        List<NewTicket> tickets = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            Attendee attendee = heldUntil == null
                    ? new Attendee("Kollega " + i, key + i + "@example.org", "Provkommunen", Language.SV, false)
                    : null;
            tickets.add(NewTicket.of(type(type), attendee));
        }
        return new NewOrder(
                edition,
                shop.terms(),
                key,
                new Orderer(null, "Samordnare " + key, key + "@example.org", "Provkommunen", Language.SV),
                Buyer.of("Provkommunen", ""),
                tickets,
                null,
                null,
                heldUntil);
    }

    private WaitingLists.ForTickets wish(String key, String type, int places, boolean together) {
        return wish(key, type, places, together, null);
    }

    private WaitingLists.ForTickets wish(String key, String type, int places, boolean together, @Nullable Code code) {
        List<NewTicket> tickets = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            tickets.add(NewTicket.of(
                    type(type),
                    new Attendee("Väntar " + i, key + i + "@example.org", "Provkommunen", Language.SV, i == 0)));
        }
        return new WaitingLists.ForTickets(
                new NewOrder(
                        edition,
                        shop.terms(),
                        key,
                        new Orderer(null, "Väntar 0", key + "0@example.org", "Provkommunen", Language.SV),
                        Buyer.of("Provkommunen", ""),
                        tickets,
                        code,
                        null,
                        null),
                together);
    }

    private int taken(String quota) {
        return db.sql("select taken from quota where edition_id = :edition and key = :key")
                .set("edition", id)
                .set("key", quota)
                .one(row -> row.integer("taken"));
    }

    private int count(String sql) {
        return db.sql("select count(*)::int as count from " + sql).one(row -> row.integer("count"));
    }

    private PersonId personOf(String email) {
        return db.sql("select id from person where email = :email")
                .set("email", email)
                .one(row -> row.id("id", PersonId::new));
    }

    private WaitingLists.Place placeOf(String email) {
        return waiting.of(id, personOf(email)).getFirst();
    }

    private WaitingLists.Answer accept(String email) {
        WaitingLists.Place place = placeOf(email);
        return waiting.accept(by(), edition, shop, place.person(), place.id());
    }

    private static By by() {
        return By.system("test");
    }

    /// What is taken is what somebody holds, and nobody waits for what is free.
    private void nothingIsLostOrIdle() {
        Map<UUID, Integer> held = new HashMap<>();
        db.sql("""
                select quota, sum(places)::int as places from (
                    select unnest(quota_ids) as quota, 1 as places from ticket where state <> 'cancelled'
                    union all
                    select unnest(quota_ids), 1 from ticket_extra where given_back_at is null
                    union all
                    select unnest(quota_ids), places from waiting_offer where state = 'open'
                    union all
                    select unnest(quota_ids), reserved from code where reserved > 0) holds
                group by quota
                """).list(row -> held.put(row.uuid("quota"), row.integer("places")) == null);
        Map<UUID, Integer> free = new HashMap<>();
        db.sql("select id, taken, capacity from quota where edition_id = :edition")
                .set("edition", id)
                .list(row -> {
                    assertThat(row.integer("taken"))
                            .as("taken of " + row.uuid("id"))
                            .isEqualTo(held.getOrDefault(row.uuid("id"), 0));
                    return free.put(row.uuid("id"), row.integer("capacity") - row.integer("taken")) == null;
                });
        db.sql("""
                select id, quota_ids, left_over, together from waiting
                where state = 'waiting' and not exists (select 1 from waiting_offer
                    where waiting_offer.waiting_id = waiting.id and waiting_offer.state = 'open')
                """).list(row -> {
            int fit = row.uuids("quota_ids").stream().mapToInt(free::get).min().orElseThrow();
            assertThat(fit)
                    .as("places free for somebody who waits for " + row.integer("left_over"))
                    .isLessThan(row.truth("together") ? row.integer("left_over") : 1);
            return true;
        });
    }

    @Test
    void fourHundredAtOnceGetExactlyThePlacesThatThereAreAndEveryAnswerIsTrue() throws Exception {
        ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 400; i++) {
                int number = i;
                threads.submit(() -> {
                    start.await();
                    outcomes.add(orders.place(
                            number % 10 == 0
                                    ? group("grupp" + number, "offentlig", 6, null)
                                    : single("rush" + number, "offentlig")));
                    return null;
                });
            }
            start.countDown();
        }
        assertThat(outcomes).hasSize(400);
        int placed = 0;
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Placed one) {
                placed += count("ticket where state = 'valid' and order_id = '" + one.order() + "'");
            }
        }
        assertThat(placed).isEqualTo(100).isEqualTo(taken("sal"));
        assertThat(count("ticket")).isEqualTo(100);
        nothingIsLostOrIdle();
    }

    @Test
    void oneThatCannotBeWrittenDoesNotTakeTheOthersWithIt() throws Exception {
        // a control character that the database refuses stands in for whatever else may go wrong
        List<NewOrder> wanted = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            wanted.add(single("frisk" + i, "offentlig"));
        }
        wanted.add(NewOrder.single(
                edition,
                shop.terms(),
                "sjuk",
                type("offentlig"),
                "Nolla \u0000",
                "sjuk@example.org",
                Buyer.of("Provkommunen", ""),
                Language.SV));
        ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            wanted.forEach(order -> threads.submit(() -> {
                try {
                    outcomes.add(orders.place(order));
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            }));
        }
        assertThat(failures).hasSize(1);
        assertThat(outcomes).hasSize(30).allMatch(outcome -> outcome instanceof Outcome.Placed);
        assertThat(taken("sal")).isEqualTo(30);
        nothingIsLostOrIdle();
    }

    @Test
    void aGroupGetsAllItsPlacesOrNone() {
        resize("sal", 5);
        assertThat(orders.place(group("sex", "offentlig", 6, null))).isEqualTo(new Outcome.Full(List.of(quota("sal"))));
        assertThat(count("person")).isZero();
        assertThat(orders.place(group("fem", "offentlig", 5, null))).isInstanceOf(Outcome.Placed.class);
        assertThat(count("mail where kind = 'registration'")).isEqualTo(5);
        assertThat(count("mail where kind = 'order'")).isEqualTo(1);
        nothingIsLostOrIdle();
    }

    @Test
    void placesKeptForNamesAreFreeAgainWhenNobodyWroteThem() {
        resize("sal", 4);
        orders.place(group("glömd", "offentlig", 4, MORNING.plus(Duration.ofMinutes(30))));
        waiting.join(edition, wish("näst", "offentlig", 1, true));
        assertThat(placeOf("näst0@example.org").position()).isEqualTo(1);
        clock.set(MORNING.plus(Duration.ofMinutes(31)));
        assertThat(orders.release()).isEqualTo(1);
        assertThat(placeOf("näst0@example.org").offered()).isEqualTo(1);
        assertThat(taken("sal")).isEqualTo(1);
        nothingIsLostOrIdle();
    }

    @Test
    void aCodeHasItsUsesAndItsPlacesAgainWhenNobodyWroteTheNames() {
        resize("sal", 5);
        codes.make(
                by(),
                id,
                List.of(new Codes.NewCode(
                        "VARDAR", Code.Kind.RESERVED, "", List.of("offentlig"), 50, 3, List.of(quota("sal")), null)));
        Code code = codes.find(id, "VARDAR").orElseThrow();
        NewOrder held = group("glömd", "offentlig", 3, MORNING.plus(Duration.ofMinutes(30)));
        assertThat(orders.place(held.with(code))).isInstanceOf(Outcome.Placed.class);
        assertThat(codes.find(id, "VARDAR").orElseThrow().used()).isEqualTo(3);
        assertThat(orders.place(group("sen", "offentlig", 1, null).with(code))).isInstanceOf(Outcome.CodeSpent.class);
        clock.set(MORNING.plus(Duration.ofMinutes(31)));
        assertThat(orders.release()).isEqualTo(1);
        Code again = codes.find(id, "VARDAR").orElseThrow();
        assertThat(again.used()).isZero();
        assertThat(again.reserved()).isEqualTo(3);
        assertThat(taken("sal")).isEqualTo(3);
        assertThat(orders.place(group("tre", "offentlig", 3, null).with(again))).isInstanceOf(Outcome.Placed.class);
        assertThat(orders.place(group("fler", "offentlig", 3, null)))
                .isEqualTo(new Outcome.Full(List.of(quota("sal"))));
        assertThat(orders.place(group("två", "offentlig", 2, null))).isInstanceOf(Outcome.Placed.class);
        nothingIsLostOrIdle();
    }

    @Test
    void aKeptOrderIsPlacedWithItsNamesButNotTooLate() {
        Outcome.Placed placed =
                (Outcome.Placed) orders.place(group("namn", "offentlig", 3, MORNING.plus(Duration.ofMinutes(30))));
        List<TicketId> tickets =
                db.sql("select id from ticket order by created_at, id").list(row -> row.id("id", TicketId::new));
        Map<TicketId, Attendee> named = Map.of(
                tickets.getFirst(), new Attendee("Anna", "anna@example.org", "Provkommunen", Language.SV, false));
        assertThat(orders.confirm(by(), edition, placed.order(), Buyer.of("Provkommunen", "R1"), named, null))
                .isTrue();
        assertThat(orders.confirm(by(), edition, placed.order(), Buyer.of("Provkommunen", "R1"), named, null))
                .isFalse();
        assertThat(count("ticket where state = 'valid'")).isEqualTo(3);
        assertThat(count("ticket where person_id is not null")).isEqualTo(1);
        clock.set(MORNING.plus(Duration.ofMinutes(31)));
        assertThat(orders.release()).isZero();
        nothingIsLostOrIdle();
    }

    @Test
    void whatIsCancelledIsOfferedToTheFirstInLineAndThenToTheNext() {
        resize("sal", 1);
        Outcome.Placed first = (Outcome.Placed) orders.place(single("har", "offentlig"));
        waiting.join(edition, wish("ett", "offentlig", 1, true));
        waiting.join(edition, wish("två", "offentlig", 1, true));
        assertThat(placeOf("två0@example.org").position()).isEqualTo(2);
        registrations.cancel(by(), id, registrations.of(id, first.person()).orElseThrow(), 100);
        WaitingLists.Place offered = placeOf("ett0@example.org");
        assertThat(offered.offered()).isEqualTo(1);
        assertThat(offered.answerBy()).isEqualTo(WorkingHours.after(MORNING, Duration.ofHours(9), edition.timeZone()));
        assertThat(orders.place(single("smiter", "offentlig"))).isInstanceOf(Outcome.Full.class);
        clock.set(Objects.requireNonNull(offered.answerBy()));
        assertThat(accept("ett0@example.org")).isInstanceOf(WaitingLists.Answer.Lapsed.class);
        assertThat(waiting.lapse()).isEqualTo(1);
        assertThat(accept("två0@example.org")).isInstanceOf(WaitingLists.Answer.Accepted.class);
        assertThat(count("ticket where state = 'valid'")).isEqualTo(1);
        nothingIsLostOrIdle();
    }

    @Test
    void aCodeIsSpentInTheLineAndComesBackWhenTheLineIsLeft() throws Exception {
        resize("sal", 1);
        orders.place(single("full", "offentlig"));
        Codes codes = server.bean(Codes.class);
        codes.make(
                by(),
                id,
                List.of(new Codes.NewCode("RAD-2", Code.Kind.DISCOUNT, "", List.of(), 50, 2, List.of(), null)));
        Code code = codes.find(id, "RAD-2").orElseThrow();
        ConcurrentLinkedQueue<Boolean> joined = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                String key = "kö" + i;
                threads.submit(() -> joined.add(
                        waiting.join(edition, wish(key, "offentlig", 1, true, code)) instanceof Outcome.Waits));
            }
        }
        assertThat(joined).hasSize(20).filteredOn(yes -> yes).hasSize(2);
        assertThat(count("waiting")).isEqualTo(2);
        assertThat(count("code where used = 2")).isEqualTo(1);
        List<String> line = db.sql("""
                select person.email from waiting join person on person.id = waiting.person_id order by waiting.rank
                """).list(row -> row.string("email"));
        WaitingLists.Place last = placeOf(line.getLast());
        waiting.leave(by(), id, last.person(), last.id());
        waiting.leave(by(), id, last.person(), last.id());
        assertThat(count("code where used = 1")).isEqualTo(1);
        resize("sal", 2);
        assertThat(accept(line.getFirst())).isInstanceOf(WaitingLists.Answer.Accepted.class);
        assertThat(count("code where used = 1")).isEqualTo(1);
        assertThat(count("ticket where state = 'valid' and price_minor * 2 = "
                        + type("offentlig").priceAt(clock.instant()).minorUnits()))
                .isEqualTo(1);
        assertThat(count("ticket_order where code_id is not null")).isEqualTo(1);
        nothingIsLostOrIdle();
    }

    @Test
    void whatWasWishedForBesideATicketComesWithItOrIsWaitedFor() {
        resize("sal", 1);
        orders.place(single("full", "offentlig"));
        TicketShop.Extra dinner = new TicketShop.Extra(
                "middag",
                Text.of(Language.SV, "Middag"),
                Text.of(Language.SV, ""),
                Money.sek(500_00),
                12,
                List.of("studenter"),
                List.of());
        db.sql("""
                insert into extra (edition_id, id, key, name, description, price_minor, vat_percent, position)
                values (:edition, :id, 'middag', '{}', '{}', 50000, 12, 1)
                on conflict do nothing
                """)
                .set("edition", id)
                .set("id", LocalIds.of(id, "extra", "middag"))
                .run();
        TicketShop both = new TicketShop(shop.terms(), shop.quotas(), shop.types(), List.of(dinner), List.of());
        resize("studenter", 1);
        for (String key : List.of("beda", "bodil")) {
            NewOrder own = wish(key, "offentlig", 1, true).order();
            NewTicket with = new NewTicket(
                    type("offentlig"), own.tickets().getFirst().attendee(), List.of(dinner), List.of(), false, false);
            waiting.join(
                    edition,
                    new WaitingLists.ForTickets(
                            new NewOrder(
                                    edition,
                                    shop.terms(),
                                    key,
                                    own.orderer(),
                                    own.buyer(),
                                    List.of(with),
                                    null,
                                    null,
                                    null),
                            true));
            resize("sal", key.equals("beda") ? 2 : 3);
            WaitingLists.Place place = placeOf(key + "0@example.org");
            assertThat(waiting.accept(by(), edition, both, place.person(), place.id()))
                    .isInstanceOf(WaitingLists.Answer.Accepted.class);
        }
        assertThat(taken("studenter")).isEqualTo(1);
        assertThat(count("ticket_extra")).isEqualTo(1);
        assertThat(count("waiting where thing = 'extra' and state = 'waiting' and ticket_id is not null"))
                .isEqualTo(1);
        nothingIsLostOrIdle();
    }

    @Test
    void anOfferIsKeptWhileTheHallShrinks() {
        resize("sal", 2);
        orders.place(group("alla", "offentlig", 2, null));
        waiting.join(edition, wish("väntar", "offentlig", 1, true));
        resize("sal", 3);
        resize("sal", 1);
        assertThat(accept("väntar0@example.org")).isInstanceOf(WaitingLists.Answer.Accepted.class);
        assertThat(taken("sal")).isEqualTo(3);
        nothingIsLostOrIdle();
    }

    @Test
    void aGroupThatComesTogetherIsPassedOverAndOneThatDoesNotIsServedBitByBit() {
        resize("sal", 1);
        orders.place(single("full", "offentlig"));
        waiting.join(edition, wish("ihop", "offentlig", 3, true));
        waiting.join(edition, wish("delvis", "offentlig", 3, false));
        resize("sal", 3);
        assertThat(placeOf("ihop0@example.org").offered()).isZero();
        assertThat(placeOf("delvis0@example.org").offered()).isEqualTo(2);
        assertThat(accept("delvis0@example.org")).isInstanceOf(WaitingLists.Answer.Accepted.class);
        assertThat(count("ticket where state = 'valid'")).isEqualTo(3);
        resize("sal", 6);
        assertThat(placeOf("ihop0@example.org").offered()).isEqualTo(3);
        nothingIsLostOrIdle();
        resize("sal", 7);
        assertThat(accept("delvis0@example.org")).isInstanceOf(WaitingLists.Answer.Accepted.class);
        assertThat(accept("ihop0@example.org")).isInstanceOf(WaitingLists.Answer.Accepted.class);
        assertThat(taken("sal")).isEqualTo(7);
        nothingIsLostOrIdle();
    }

    @Test
    void twoWhoAnswerTheSameOfferAtOnceMakeOneOrder() throws Exception {
        resize("sal", 1);
        orders.place(single("full", "offentlig"));
        waiting.join(edition, wish("snabb", "offentlig", 1, true));
        resize("sal", 2);
        WaitingLists.Place place = placeOf("snabb0@example.org");
        ConcurrentLinkedQueue<WaitingLists.Answer> answers = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                threads.submit(() -> answers.add(waiting.accept(by(), edition, shop, place.person(), place.id())));
            }
        }
        // whoever presses twice is told twice that it went well, and it is done once
        assertThat(answers).hasSize(8).allMatch(one -> one instanceof WaitingLists.Answer.Accepted);
        long made = db.sql("select count(*) as count from ticket_order where orderer_id = :person")
                .set("person", place.person())
                .one(row -> row.number("count"));
        assertThat(made).isEqualTo(1);
        assertThat(taken("sal")).isEqualTo(2);
    }

    @Test
    void anOrganiserMovesSomebodyInTheLine() {
        resize("sal", 1);
        orders.place(single("full", "offentlig"));
        for (String key : List.of("a", "b", "c")) {
            waiting.join(edition, wish(key, "offentlig", 1, true));
        }
        assertThat(waiting.move(by(), id, placeOf("c0@example.org").id(), 1, "rullstol"))
                .isTrue();
        assertThat(placeOf("c0@example.org").position()).isEqualTo(1);
        assertThat(placeOf("a0@example.org").position()).isEqualTo(2);
        assertThat(placeOf("b0@example.org").position()).isEqualTo(3);
        resize("sal", 2);
        assertThat(placeOf("c0@example.org").offered()).isEqualTo(1);
    }

    @Test
    void aCodeIsGoodForItsNumberOfPlacesAndKeepsThoseThatWerePutAside() throws Exception {
        resize("sal", 10);
        codes.make(
                by(),
                id,
                List.of(new Codes.NewCode(
                        "VARDAR", Code.Kind.RESERVED, "", List.of("offentlig"), 50, 4, List.of(quota("sal")), null)));
        assertThat(taken("sal")).isEqualTo(4);
        ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        Code code = codes.find(id, " vardar ").orElseThrow();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                NewOrder order = single("kod" + i, "offentlig");
                NewOrder coded = new NewOrder(
                        order.edition(),
                        order.terms(),
                        order.key(),
                        order.orderer(),
                        order.buyer(),
                        order.tickets(),
                        code,
                        null,
                        null);
                threads.submit(() -> outcomes.add(orders.place(coded)));
            }
        }
        assertThat(outcomes.stream().filter(one -> one instanceof Outcome.Placed))
                .hasSize(4);
        assertThat(outcomes.stream().filter(one -> one instanceof Outcome.CodeSpent))
                .hasSize(36);
        assertThat(db.sql("select distinct price_minor from ticket").list(row -> row.number("price_minor")))
                .containsExactly(99_750L);
        assertThat(taken("sal")).isEqualTo(4);
        nothingIsLostOrIdle();
    }

    /// Everything that can happen in the first days of a sale, in an order that a seed decides.
    @Test
    void afterEveryStepOfARushWhatIsTakenIsHeldAndNothingLiesIdle() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("rush seed " + seed);
        Random random = new Random(seed);
        resize("sal", 20);
        resize("studenter", 5);
        int steps = 220;
        for (int step = 0; step < steps; step++) {
            String key = "steg" + step;
            switch (random.nextInt(11)) {
                case 0, 1 -> orders.place(single(key, random.nextBoolean() ? "offentlig" : "student"));
                case 2 -> orders.place(group(key, "offentlig", 2 + random.nextInt(4), null));
                case 3 ->
                    orders.place(group(
                            key,
                            "offentlig",
                            1 + random.nextInt(5),
                            clock.instant().plus(Duration.ofMinutes(30))));
                case 4, 5 ->
                    waiting.join(
                            edition,
                            wish(
                                    key,
                                    random.nextInt(3) == 0 ? "student" : "offentlig",
                                    1 + random.nextInt(4),
                                    random.nextBoolean()));
                case 6 -> someTicket(random).ifPresent(ticket -> registrations.cancel(by(), id, ticket, 100));
                case 7 -> {
                    resize("sal", 10 + random.nextInt(25));
                    resize("studenter", random.nextInt(8));
                }
                case 8 -> {
                    for (WaitingLists.Place place : someOffers()) {
                        if (random.nextBoolean()) {
                            waiting.accept(by(), edition, shop, place.person(), place.id());
                        } else {
                            waiting.leave(by(), id, place.person(), place.id());
                        }
                    }
                }
                case 9 -> {
                    clock.set(clock.instant().plus(Duration.ofMinutes(random.nextInt(600))));
                    server.bean(Deadlines.class).run();
                }
                default -> inParallel(random, key);
            }
            nothingIsLostOrIdle();
        }
        assertThat(count("ticket where state = 'valid'")).isPositive();
    }

    private java.util.Optional<Ticket> someTicket(Random random) {
        List<TicketId> ids = db.sql("select id from ticket where state = 'valid' order by id")
                .list(row -> row.id("id", TicketId::new));
        return ids.isEmpty() ? java.util.Optional.empty() : registrations.find(id, ids.get(random.nextInt(ids.size())));
    }

    private List<WaitingLists.Place> someOffers() {
        return db.sql("""
                        select distinct waiting.person_id from waiting_offer
                        join waiting on waiting.id = waiting_offer.waiting_id
                        where waiting_offer.state = 'open'
                        """).list(row -> row.id("person_id", PersonId::new)).stream()
                .flatMap(person -> waiting.of(id, person).stream())
                .filter(place -> place.offered() > 0)
                .toList();
    }

    /// Many of these things at the same moment; none may wait for another forever.
    private void inParallel(Random random, String key) throws InterruptedException {
        List<Runnable> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String own = key + "-" + i;
            switch (random.nextInt(5)) {
                case 0 ->
                    someTicket(random).ifPresent(ticket -> all.add(() -> registrations.cancel(by(), id, ticket, 100)));
                case 1 -> {
                    int capacity = 10 + random.nextInt(25);
                    all.add(() -> resize("sal", capacity));
                }
                case 2 -> all.add(() -> waiting.join(edition, wish(own, "student", 2, false)));
                default -> all.add(() -> orders.place(single(own, "student")));
            }
        }
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            all.forEach(one -> threads.submit(() -> {
                try {
                    one.run();
                } catch (Throwable e) {
                    failures.add(e);
                }
            }));
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(failures).isEmpty();
    }
}
