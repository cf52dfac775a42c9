package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.edition.Releases;
import torg.programme.Programme;
import torg.programme.ProgrammeStream;
import torg.registration.ChoiceRules.Fault;
import torg.registration.Offering.OfferingId;
import torg.registration.SessionChoices.Outcome;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Language;

/// Choosing between the two workshops of the cast: the one with maps has three seats, the one with archives two.
class SessionChoicesTest {
    private static final EditionId CAST = EditionId.of(TestServer.CAST);
    private static final By TEST = By.system("test");
    private static TestServer server;
    private static Edition edition;
    private static Programme asWritten;
    private static int people;

    @BeforeAll
    static void saleIsOpen() {
        server = TestServer.fresh(Map.of());
        edition = server.bean(Editions.class).published(TestServer.CAST).orElseThrow();
        asWritten = server.bean(ProgrammeStream.class).draft(CAST);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void everySeatIsFree() {
        server.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T09:00:00Z"));
        publish(asWritten);
        Db db = server.bean(Db.class);
        db.sql("delete from session_choice").run();
        db.sql("update quota set taken = 0 where kind = 'session'").run();
    }

    private static void publish(Programme programme) {
        server.bean(ProgrammeStream.class).replace(CAST, programme, true);
        server.bean(Releases.class).publish(TEST, CAST, server.bean(ProgrammeStream.class), "");
    }

    /// The programme with another number of seats, or with the session cancelled.
    private static Programme changed(String key, int seats, boolean cancelled) {
        return new Programme(
                asWritten.tracks(),
                asWritten.speakers(),
                asWritten.sessions().stream()
                        .map(session -> session.key().equals(key)
                                ? new Programme.Session(
                                        session.key(),
                                        session.code(),
                                        session.kind(),
                                        session.title(),
                                        session.summary(),
                                        session.language(),
                                        session.track(),
                                        session.host(),
                                        session.level(),
                                        session.access(),
                                        session.capacity(),
                                        cancelled ? Programme.Status.CANCELLED : session.status(),
                                        session.speakers(),
                                        session.moderators(),
                                        session.slots(),
                                        new Programme.Seats(seats, "eftermiddag", false))
                                : session)
                        .toList(),
                asWritten.choosing());
    }

    private static String register() {
        people++;
        TicketShop shop = server.bean(TicketStream.class).draft(CAST);
        var outcome = server.bean(Orders.class).place(order(shop, "offentlig", List.of()));
        return ((Orders.Outcome.Placed) outcome).path().replace("/my/", "");
    }

    private static NewOrder order(TicketShop shop, String type, List<NewOrder.Seat> seats) {
        String name = "Person " + people;
        String email = "p" + people + "@example.org";
        Language language = Language.SV;
        Buyer buyer = Buyer.of("Exempelstad", "");
        return new NewOrder(
                edition,
                shop.terms(),
                "person-" + people,
                new NewOrder.Orderer(null, name, email, "Exempelstad", language),
                buyer,
                List.of(new NewOrder.NewTicket(
                        shop.type(type).orElseThrow(),
                        new NewOrder.Attendee(name, email, "Exempelstad", language, true),
                        List.of(),
                        seats,
                        false,
                        false)),
                null,
                null,
                null);
    }

    private static Ticket ticket(String token) {
        PersonalLinks.Opened opened =
                server.bean(PersonalLinks.class).open(CAST, token).orElseThrow();
        return server.bean(Registrations.class).of(CAST, opened.person()).orElseThrow();
    }

    private static Offering offering(String key) {
        String code = asWritten.sessions().stream()
                .filter(session -> session.key().equals(key))
                .findFirst()
                .orElseThrow()
                .code();
        return server.bean(Offerings.class).now(CAST).byCode(code).orElseThrow();
    }

    private static Outcome choose(Ticket ticket, Offering... wanted) {
        Set<OfferingId> ids = new java.util.HashSet<>();
        for (Offering one : wanted) {
            ids.add(one.id());
        }
        return server.bean(SessionChoices.class).choose(TEST, edition, ticket, ids, "", ticket.version());
    }

    private static long held(Offering offering) {
        return server.bean(Db.class)
                .sql("select count(*) from session_choice where offering_id = :offering and left_at is null")
                .set("offering", offering.id())
                .one(row -> row.number("count"));
    }

    private static void everySeatIsCounted(Offering... offerings) {
        for (Offering before : offerings) {
            Offering now =
                    server.bean(Offerings.class).now(CAST).byCode(before.code()).orElseThrow();
            assertThat((long) now.taken()).isEqualTo(held(now));
        }
    }

    private static HttpResponse<String> choose(String token, String version, String... codes) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("version", version);
        if (codes.length > 0) {
            form.put("session.eftermiddag", codes[0]);
        }
        return server.post("/torgdagen-2027/my/" + token + "/sessions", form);
    }

    private static String version(String token) {
        Matcher matcher = Pattern.compile("name=\"version\" value=\"(\\d+)\"")
                .matcher(server.get("/torgdagen-2027/my/" + token + "/sessions").body());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void aParticipantChoosesAndChangesHerMind() {
        Offering maps = offering("kartverkstad");
        Offering archives = offering("arkivverkstad");
        String token = register();
        String my = "/torgdagen-2027/my/" + token;
        assertThat(server.get(my).body()).contains("Inget är valt ännu").contains("Välj programpunkter");
        HttpResponse<String> done = choose(token, version(token), maps.code());
        assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
        assertThat(server.get(done.headers().firstValue("Location").orElseThrow())
                        .body())
                .contains("Dina val är sparade")
                .contains("Kartverkstad")
                .contains("13:15–14:00");
        assertThat(server.get(my + "/calendar.ics").body())
                .contains("SUMMARY:Kartverkstad")
                .contains("DTSTART:20270525T111500Z");
        String seen = version(token);
        assertThat(choose(token, seen, archives.code()).statusCode()).isEqualTo(303);
        assertThat(choose(token, seen, archives.code()).statusCode()).isEqualTo(303); // pressed twice
        assertThat(choose(token, seen, maps.code()).statusCode()).isEqualTo(409);
        assertThat(held(maps)).isZero();
        assertThat(held(archives)).isEqualTo(1);
        assertThat(choose(token, version(token)).statusCode()).isEqualTo(303);
        assertThat(server.get(my).body()).contains("Inget är valt ännu");
        everySeatIsCounted(maps, archives);
    }

    @Test
    void badInputComesBackWithASentenceAtItsField() {
        String token = register();
        assertThat(choose(token, version(token), "ZZZZZZ").statusCode()).isEqualTo(422);
        assertThat(choose(token, "x", offering("kartverkstad").code()).statusCode())
                .isEqualTo(422);
        assertThat(choose(token, "77", offering("kartverkstad").code()).statusCode())
                .isEqualTo(409);
        assertThat(server.get("/torgdagen-2027/my/" + "a".repeat(43) + "/sessions")
                        .statusCode())
                .isEqualTo(404);
        assertThat(choose(ticket(token), offering("kartverkstad"), offering("arkivverkstad")))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.faults())
                                .hasSize(2)
                                .anyMatch(fault -> fault instanceof Fault.Overlap)
                                .anyMatch(fault -> fault instanceof Fault.TooMany));
        everySeatIsCounted(offering("kartverkstad"), offering("arkivverkstad"));
    }

    @Test
    void whoComesTooLateIsToldAtTheFieldAndKeepsWhatSheHad() {
        Offering maps = offering("kartverkstad");
        Offering archives = offering("arkivverkstad");
        choose(ticket(register()), archives);
        choose(ticket(register()), archives);
        String token = register();
        choose(ticket(token), maps);
        HttpResponse<String> late = choose(token, version(token), archives.code());
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("blev just full").contains("aria-describedby=\"f-session-eftermiddag-error\"");
        assertThat(held(maps)).isEqualTo(1);
        everySeatIsCounted(maps, archives);
    }

    @Test
    void twoHundredAtOnceForTheLastSeatsGetExactlyThoseThatAreThere() throws Exception {
        Offering maps = offering("kartverkstad");
        Offering archives = offering("arkivverkstad");
        publishMoreTickets();
        List<Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            tickets.add(ticket(register()));
        }
        List<Outcome> outcomes = together(tickets, (ticket, i) -> choose(ticket, i % 2 == 0 ? maps : archives));
        assertThat(outcomes.stream().filter(outcome -> outcome instanceof Outcome.Chosen))
                .hasSize(5);
        assertThat(outcomes).noneMatch(outcome -> outcome instanceof Outcome.Conflict);
        assertThat(held(maps)).isEqualTo(3);
        assertThat(held(archives)).isEqualTo(2);
        everySeatIsCounted(maps, archives);
        // those who have a seat change over, all at once and both ways; nobody waits for another for ever
        List<Ticket> holders = tickets.stream()
                .map(ticket ->
                        server.bean(Registrations.class).find(CAST, ticket.id()).orElseThrow())
                .filter(ticket ->
                        !server.bean(SessionChoices.class).of(CAST, ticket.id()).isEmpty())
                .toList();
        for (int round = 0; round < 20; round++) {
            together(holders, (ticket, i) -> {
                Ticket now =
                        server.bean(Registrations.class).find(CAST, ticket.id()).orElseThrow();
                boolean hasMaps = server.bean(SessionChoices.class).of(CAST, now.id()).stream()
                        .anyMatch(one -> one.id().equals(maps.id()));
                return choose(now, hasMaps ? archives : maps);
            });
            assertThat(held(maps) + held(archives)).isEqualTo(5);
        }
        everySeatIsCounted(maps, archives);
    }

    private static void publishMoreTickets() {
        server.bean(Db.class)
                .sql("update quota set capacity = 1000 where kind = 'ticket'")
                .run();
    }

    private interface Choice {
        Outcome of(Ticket ticket, int number);
    }

    private static List<Outcome> together(List<Ticket> tickets, Choice choice) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Outcome>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < tickets.size(); i++) {
                int number = i;
                answers.add(threads.submit(() -> {
                    start.await();
                    return choice.of(tickets.get(number), number);
                }));
            }
            start.countDown();
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> answer : answers) {
            outcomes.add(answer.get());
        }
        return outcomes;
    }

    @Test
    void fewerSeatsThanAreTakenTakeNobodysSeat() {
        Offering maps = offering("kartverkstad");
        String token = register();
        choose(ticket(token), maps);
        choose(ticket(register()), maps);
        publish(changed("kartverkstad", 1, false));
        assertThat(offering("kartverkstad").seats()).isEqualTo(1);
        assertThat(held(maps)).isEqualTo(2);
        assertThat(choose(ticket(register()), maps))
                .isEqualTo(new Outcome.Refused(List.of(new Fault.Full(offering("kartverkstad")))));
        assertThat(choose(ticket(token))).isInstanceOf(Outcome.Chosen.class);
        assertThat(choose(ticket(register()), maps)).isInstanceOf(Outcome.Refused.class);
        everySeatIsCounted(maps);
    }

    @Test
    void aSessionThatIsWithdrawnIsStillSeenByThoseWhoChoseIt() {
        Offering maps = offering("kartverkstad");
        String token = register();
        choose(ticket(token), maps);
        publish(changed("kartverkstad", 3, true));
        assertThat(offering("kartverkstad").withdrawnAt()).isNotNull();
        assertThat(server.get("/torgdagen-2027/my/" + token).body()).contains("Går inte längre att välja");
        assertThat(choose(ticket(register()), maps))
                .isEqualTo(new Outcome.Refused(List.of(new Fault.Gone(offering("kartverkstad")))));
        // another choice is made beside it
        assertThat(choose(token, version(token), offering("arkivverkstad").code())
                        .statusCode())
                .isEqualTo(303);
        publish(asWritten);
        assertThat(offering("kartverkstad").withdrawnAt()).isNull();
        everySeatIsCounted(maps, offering("arkivverkstad"));
    }

    @Test
    void aCancelledTicketGivesItsSeatsBack() {
        Offering maps = offering("kartverkstad");
        String token = register();
        choose(ticket(token), maps);
        assertThat(offering("kartverkstad").taken()).isEqualTo(1);
        server.bean(Registrations.class).cancel(TEST, CAST, ticket(token), 100);
        assertThat(offering("kartverkstad").taken()).isZero();
        assertThat(server.get("/torgdagen-2027/my/" + token + "/sessions").statusCode())
                .isEqualTo(303);
        assertThat(choose(ticket(token), maps)).isInstanceOf(Outcome.Conflict.class);
        everySeatIsCounted(maps);
    }

    @Test
    void anOrderTakesItsSeatsWithItsPlacesOrNothing() {
        Offering archives = offering("arkivverkstad");
        TicketShop shop = server.bean(TicketStream.class).draft(CAST);
        List<Orders.Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            people++;
            outcomes.add(server.bean(Orders.class)
                    .place(order(
                            shop,
                            "offentlig",
                            List.of(new NewOrder.Seat(archives.id().value(), archives.quota())))));
        }
        assertThat(outcomes.subList(0, 2)).allMatch(outcome -> outcome instanceof Orders.Outcome.Placed);
        assertThat(outcomes.getLast()).isEqualTo(new Orders.Outcome.Full(List.of(archives.quota())));
        assertThat(held(archives)).isEqualTo(2);
        everySeatIsCounted(archives);
    }

    @Test
    void whoeverWaitsGetsTheSeatThatComesFreeAndLeavesWhatItCollidesWith() {
        Offering maps = offering("kartverkstad");
        Offering archives = offering("arkivverkstad");
        String first = register();
        choose(ticket(first), archives);
        choose(ticket(register()), archives);
        String token = register();
        choose(ticket(token), maps);
        String my = "/torgdagen-2027/my/" + token;
        assertThat(server.get(my + "/sessions").body()).contains("Ställ dig på väntelistan");
        assertThat(server.post(my + "/sessions/" + archives.code() + "/waiting", Map.of())
                        .statusCode())
                .isEqualTo(303);
        assertThat(server.get(my + "/sessions").body()).contains("Du står på väntelistan");
        server.bean(Registrations.class).cancel(TEST, CAST, ticket(first), 100);
        assertThat(offering("arkivverkstad").left()).isZero(); // it is kept for her
        String offered = server.get(my).body();
        assertThat(offered)
                .containsPattern(
                        "(?s)Om du tar platsen lämnar du.{1,60}" + maps.title().exactly(Language.SV));
        String entry = offered.replaceAll("(?s).*/waiting/([0-9a-f-]{36})/acceptance.*", "$1");
        assertThat(server.post(my + "/waiting/" + entry + "/acceptance", Map.of())
                        .statusCode())
                .isEqualTo(303);
        assertThat(server.bean(SessionChoices.class).of(CAST, ticket(token).id()))
                .extracting(Offering::code)
                .containsExactly(archives.code());
        everySeatIsCounted(maps, archives);
        server.bean(Db.class).sql("delete from waiting_offer").run();
        server.bean(Db.class).sql("delete from waiting").run();
    }

    @Test
    void thePublicPagesSayHowManyPlacesAreLeft() throws InterruptedException {
        Offering archives = offering("arkivverkstad");
        choose(ticket(register()), archives);
        choose(ticket(register()), archives);
        String session = "/torgdagen-2027/sessions/" + archives.code();
        Instant patience = Instant.now().plusSeconds(20);
        while (!server.get(session).body().contains("Fullt") && Instant.now().isBefore(patience)) {
            Thread.sleep(250);
        }
        assertThat(server.get(session).body()).contains("Fullt");
        assertThat(server.get("/torgdagen-2027/programme").body())
                .contains("Fullt")
                .contains("Få platser kvar");
        assertThat(server.get(session).headers().firstValue("ETag")).isPresent();
    }
}
