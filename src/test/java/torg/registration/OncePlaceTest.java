package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.edition.EditionId;
import torg.mail.Writer;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.LocalIds;

/// The same person registers or queues again: the page says nothing of it, the letter does, and one place is taken.
class OncePlaceTest {
    private static final String REGISTER = "/torgdagen-2027/register";
    private static final EditionId ID = EditionId.of(TestServer.CAST);
    private static TestServer server;

    @BeforeAll
    static void saleIsOpen() {
        server = TestServer.fresh(Map.of());
        server.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T09:00:00Z"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Map<String, String> form(String type, String name, String email) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("key", RegisterPages.newKey());
        form.put("type", type);
        form.put("name", name);
        form.put("email", email);
        form.put("organisation", "Exempelstads kommun");
        return form;
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String register(String type, String name, String email) {
        return location(server.post(REGISTER, form(type, name, email)));
    }

    private static long count(String sql) {
        return server.bean(Db.class).sql(sql).one(row -> row.number("count"));
    }

    private static int taken(String quota) {
        return server.bean(Db.class)
                .sql("select taken from quota where edition_id = :edition and key = :key")
                .set("edition", ID)
                .set("key", quota)
                .one(row -> row.integer("taken"));
    }

    /// What a page says, without what is each ticket's own.
    private static String page(String path) {
        HttpResponse<String> answer = server.get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body()
                .replaceAll("/my/[A-Za-z0-9_-]{32}", "/my/…")
                .replaceAll("(?s)<svg.*?</svg>", "")
                .replaceAll("[A-HJ-KM-NP-Z2-9]{4} ?[A-HJ-KM-NP-Z2-9]{4}", "…")
                .replaceAll("/waiting/[0-9a-f-]{36}", "/waiting/…")
                .replaceAll("(?i)(ordernummer|order)( |</dt><dd>|: ?)\\d+", "$1…");
    }

    private static String letter(String kind, String name) {
        UUID id = server.bean(Db.class)
                .sql("select id from mail where kind = :kind and recipient_name = :name limit 1")
                .set("kind", kind)
                .set("name", name)
                .one(row -> row.uuid("id"));
        return server.bean(Writer.class).read(id).orElseThrow().letter().text();
    }

    @Test
    void whoeverRegistersAgainSeesTheSamePageAndHasOnePlaceAndALetter() {
        String first = register("offentlig", "Anna Öberg", "anna@example.org");
        String fresh = page(first);
        String change = first.replace("?new", "");
        int before = taken("sal");
        String second = register("offentlig", " anna  oberg", "Anna@example.org");
        assertThat(taken("sal")).isEqualTo(before);
        assertThat(second).isNotEqualTo(first).doesNotContain(change);
        String again = register("offentlig", "Anna Öberg", "anna@example.org");
        assertThat(page(again)).isEqualTo(fresh);
        assertThat(page(again.replace("?new", ""))).isEqualTo(page(change));
        assertThat(letter("again", "Anna Öberg"))
                .contains("Du har redan en plats", "ger inte inträde", change)
                .doesNotContain(again.replace("?new", ""));
        assertThat(count("""
                select count(*) from ticket join person on person.id = ticket.person_id
                where person.email ilike 'anna@example.org' and ticket.state <> 'cancelled'
                """)).isEqualTo(1);
        assertThat(location(server.post(again.replace("?new", "") + "/cancellation", Map.of())))
                .endsWith("?cancelled");
        assertThat(taken("sal")).isEqualTo(before);
        assertThat(server.get(change).body()).contains("Avboka min plats");
    }

    @Test
    void twoWhoShareAnAddressAreTwoAndOtherPlacesAreOthers() {
        int before = taken("sal");
        register("offentlig", "Ada Delar", "delad@example.org");
        register("offentlig", "Bo Delar", "delad@example.org");
        assertThat(taken("sal")).isEqualTo(before + 2);
        register("student", "Bo Delar", "delad@example.org");
        assertThat(taken("sal")).as("another ticket for the same hall").isEqualTo(before + 2);
    }

    @Test
    void whoeverCancelledMayComeAgain() {
        int before = taken("sal");
        String mine = register("offentlig", "Ångra Sig", "angra@example.org").replace("?new", "");
        location(server.post(mine + "/cancellation", Map.of()));
        assertThat(taken("sal")).isEqualTo(before);
        register("offentlig", "Ångra Sig", "angra@example.org");
        assertThat(taken("sal")).isEqualTo(before + 1);
    }

    @Test
    void ofManyAtOnceOneGetsThePlace() throws Exception {
        int before = taken("sal");
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                Map<String, String> form = form("offentlig", "Samma Samtidigt", "samtidigt@example.org");
                answers.add(threads.submit(() -> {
                    start.await();
                    return server.post(REGISTER, form).statusCode();
                }));
            }
            start.countDown();
        }
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isEqualTo(303);
        }
        assertThat(taken("sal")).isEqualTo(before + 1);
        assertThat(count("select count(*) from mail where recipient_name = 'Samma Samtidigt' and kind = 'again'"))
                .isEqualTo(39);
    }

    @Test
    void whoeverQueuesAgainSeesAPlaceInTheLineAndStandsThereOnce() {
        server.bean(Db.class)
                .transaction(() ->
                        server.bean(Quotas.class).resize(ID, Map.of(LocalIds.of(ID, "quota", "studenter"), 0)));
        Map<String, String> form = form("student", "Kö Köare", "ko@example.org");
        form.put("wait", "yes");
        String first = location(server.post(REGISTER, form));
        form.put("key", RegisterPages.newKey());
        String second = location(server.post(REGISTER, form));
        assertThat(second).isNotEqualTo(first);
        assertThat(server.get(first).body()).contains("plats 1 i kön");
        assertThat(server.get(second).body()).contains("plats 2 i kön");
        assertThat(count("select count(*) from waiting where state = 'waiting'"))
                .isEqualTo(1);
        assertThat(letter("again-waiting", "Kö Köare"))
                .contains("Du står redan där", first.replace("?waits", ""))
                .doesNotContain(second.replace("?waits", ""));
        server.bean(Db.class)
                .transaction(() ->
                        server.bean(Quotas.class).resize(ID, Map.of(LocalIds.of(ID, "quota", "studenter"), 2)));
        assertThat(count("select count(*) from waiting_offer")).isEqualTo(1);
    }
}
