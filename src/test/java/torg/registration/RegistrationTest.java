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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.edition.EditionId;
import torg.mail.Writer;
import torg.store.ConferenceClock;
import torg.store.Db;

/// Registering as a participant does it: over HTTP, against a real database.
class RegistrationTest {
    private static final String REGISTER = "/torgdagen-2027/register";
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

    private static Map<String, String> form(String type, String name) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("key", key());
        form.put("type", type);
        form.put("name", name);
        form.put("email", "someone@example.org");
        form.put("organisation", "Exempelstads kommun");
        return form;
    }

    private static String key() {
        Matcher matcher = Pattern.compile("name=\"key\" value=\"([A-Za-z0-9]{24})\"")
                .matcher(server.get(REGISTER).body());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static long count(String sql) {
        return server.bean(Db.class).sql(sql).one(row -> row.number("count"));
    }

    @Test
    void aFormWithoutItsKeyComesBackWithAFreshOneAndTheWordsKept() {
        Map<String, String> form = form("offentlig", "Nyckellösa Nora");
        long tickets = count("select count(*) from ticket");
        for (String key : new String[] {"", "another one"}) {
            form.put("key", key);
            HttpResponse<String> again = server.post(REGISTER, form);
            assertThat(again.statusCode()).isEqualTo(422);
            assertThat(again.body())
                    .contains("value=\"Nyckellösa Nora\"", "Formuläret kom inte fram helt")
                    .containsPattern("name=\"key\" value=\"[A-Za-z0-9]{24}\"");
        }
        assertThat(count("select count(*) from ticket")).isEqualTo(tickets);
    }

    @Test
    void somebodyRegistersAndSeesHerTicketAndGetsALetter() {
        long mails = count("select count(*) from mail");
        String mine = location(server.post(REGISTER, form("offentlig", "Anna <b>Öberg</b>")));
        HttpResponse<String> page = server.get(mine);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Anna &lt;b&gt;Öberg&lt;/b&gt;").doesNotContain("<b>Öberg");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("private, no-store");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.body()).contains("noindex");
        assertThat(count("select count(*) from mail")).isEqualTo(mails + 1);
        String token = mine.replaceAll(".*/my/([^?]+).*", "$1");
        assertThat(count(
                        "select count(*) from personal_link where encode(token_hash, 'escape') like '%" + token + "%'"))
                .isZero();
    }

    @Test
    void theSameFormSentTwiceIsOneRegistration() {
        Map<String, String> form = form("offentlig", "Dubbel Klick");
        String first = location(server.post(REGISTER, form));
        String second = location(server.post(REGISTER, form));
        assertThat(second).isEqualTo(first);
        assertThat(count("select count(*) from person where name = 'Dubbel Klick'"))
                .isEqualTo(1);
    }

    @Test
    void aFormSentAgainWithOtherWordsIsNotAnsweredWithTheFirstPersonsTicket() {
        Map<String, String> form = form("offentlig", "Första Person");
        String first = location(server.post(REGISTER, form));
        form.put("name", "Andra Person");
        form.put("reference", "ZZ 77");
        HttpResponse<String> other = server.post(REGISTER, form);
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body())
                .contains("redan skickat, med andra uppgifter", "value=\"Andra Person\"", "value=\"ZZ 77\"")
                .doesNotContain("Första Person", form.get("key"));
        Matcher fresh =
                Pattern.compile("name=\"key\" value=\"([A-Za-z0-9]{24})\"").matcher(other.body());
        assertThat(fresh.find()).isTrue();
        form.put("key", fresh.group(1));
        assertThat(location(server.post(REGISTER, form))).isNotEqualTo(first);
        assertThat(count("select count(*) from person where name in ('Första Person', 'Andra Person')"))
                .isEqualTo(2);
    }

    @Test
    void badInputComesBackWithItsWordsAndASentenceAtEachField() {
        Map<String, String> form = form("offentlig", "x".repeat(200));
        form.put("email", "inte-en-adress");
        form.put("organisation", " ");
        HttpResponse<String> answer = server.post(REGISTER, form);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("inte-en-adress")
                .contains("x".repeat(200))
                .contains("namn@kommun.se")
                .contains("Skriv var du arbetar eller studerar")
                .contains("role=\"alert\"");
    }

    @Test
    void aFormThatIsFarTooLargeIsRefusedAndNotBroken() {
        Map<String, String> form = form("offentlig", "A".repeat(2 << 20));
        assertThat(server.post(REGISTER, form).statusCode()).isEqualTo(413);
    }

    @Test
    void aTicketThatIsNotOnSaleCannotBeTaken() {
        HttpResponse<String> closed = server.post(REGISTER, form("stangd", "Sen Ankomst"));
        assertThat(closed.statusCode()).isEqualTo(422);
        assertThat(closed.body()).contains("Anmälan till den här biljetten har stängt", "f-type-error", "Sen Ankomst");
        assertThat(count("select count(*) from person where name = 'Sen Ankomst'"))
                .isZero();
    }

    @Test
    void aFormFromAnotherSiteIsRefused() {
        HttpResponse<String> answer =
                server.post(REGISTER, form("offentlig", "Fel Sida"), "Origin", "https://evil.example.org");
        assertThat(server.post(REGISTER, form("offentlig", "Rätt Sida")).statusCode())
                .isEqualTo(303);
        assertThat(answer.statusCode()).isEqualTo(303); // Sec-Fetch-Site says same-origin and is believed first
        HttpResponse<String> foreign = server.postAs(REGISTER, form("offentlig", "Fel Sida"), "cross-site");
        assertThat(foreign.statusCode()).isEqualTo(403);
    }

    @Test
    void theLinkToSeeWithCannotChange() {
        String change = location(server.post(REGISTER, form("offentlig", "Vera Visning")))
                .replace("?new", "");
        UUID letter = server.bean(Db.class)
                .sql("select id from mail where recipient_name = 'Vera Visning'")
                .one(row -> row.uuid("id"));
        String view = server.bean(Writer.class)
                .read(letter)
                .orElseThrow()
                .letter()
                .text()
                .replaceAll("(?s).*Din biljett:\\s+http://localhost:\\d+(/\\S+).*", "$1");
        assertThat(view).startsWith("/torgdagen-2027/my/").isNotEqualTo(change);
        assertThat(server.get(view).body()).contains("Vera Visning").doesNotContain("Avboka min plats");
        assertThat(server.post(view + "/cancellation", Map.of()).statusCode()).isEqualTo(404);
        assertThat(server.get("/torgdagen-2027/my/" + "a".repeat(32)).statusCode())
                .isEqualTo(404);
        assertThat(location(server.post(change + "/cancellation", Map.of()))).endsWith("?cancelled");
    }

    @Test
    void whatSheCorrectsIsSavedOnceAndAConflictIsTold() {
        String change =
                location(server.post(REGISTER, form("offentlig", "Karin Korr"))).replace("?new", "");
        Map<String, String> data = new LinkedHashMap<>(Map.of(
                "name", "Karin Korrigerad",
                "email", "karin@example.org",
                "organisation", "Sjöregionen",
                "language", "en",
                "version", "1"));
        assertThat(location(server.post(change + "/data", data))).endsWith("?saved");
        assertThat(server.get(change).body()).contains("Karin Korrigerad");
        data.put("name", "Karin Korrig");
        HttpResponse<String> late = server.post(change + "/data", data);
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body())
                .contains("ändrades av någon annan")
                .contains("value=\"Karin Korrig\"")
                .contains("name=\"version\" value=\"2\"");
    }

    @Test
    void twoHundredAtOnceForTheLastPlacesGetExactlyThoseThatAreThere() throws Exception {
        int before = taken("studenter");
        int free = 2 - before;
        int runners = 200;
        String key = key();
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < runners; i++) {
                Map<String, String> form = form("student", "Löpare " + i);
                form.put("key", key.substring(0, 21) + String.format("%03d", i));
                answers.add(threads.submit(() -> {
                    start.await();
                    return server.post(REGISTER, form).statusCode();
                }));
            }
            start.countDown();
        }
        int placed = 0;
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isIn(303, 409);
            placed += answer.get() == 303 ? 1 : 0;
        }
        assertThat(placed).isEqualTo(free);
        assertThat(count("select count(*) from ticket join ticket_type type on type.id = ticket.ticket_type_id"
                        + " where type.key = 'student' and cancelled_at is null"))
                .isEqualTo(2);
        assertThat(taken("studenter")).isEqualTo(2);
        assertThat((long) taken("sal")).isEqualTo(count("select count(*) from ticket where cancelled_at is null"));
    }

    private static int taken(String quota) {
        return server.bean(Db.class)
                .sql("select taken from quota where edition_id = :edition and key = :key")
                .set("edition", EditionId.of(TestServer.CAST))
                .set("key", quota)
                .one(row -> row.integer("taken"));
    }
}
