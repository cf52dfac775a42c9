package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.LocalIds;

/// Waiting for a place, and using a code, as a participant does it: over HTTP.
class WaitingTest {
    private static final String REGISTER = "/torgdagen-2027/register";
    private static final TestServer server = TestServer.fresh(Map.of());
    private static final Edition edition =
            server.bean(Editions.class).published(TestServer.CAST).orElseThrow();
    private static final EditionId id = edition.id();

    @BeforeAll
    static void saleIsOpen() {
        server.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T09:00:00Z"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void students(int capacity) {
        server.bean(Db.class)
                .transaction(() ->
                        server.bean(Quotas.class).resize(id, Map.of(LocalIds.of(id, "quota", "studenter"), capacity)));
    }

    private static Map<String, String> form(String name) {
        Matcher key = Pattern.compile("name=\"key\" value=\"([A-Za-z0-9]{24})\"")
                .matcher(server.get(REGISTER).body());
        assertThat(key.find()).isTrue();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("key", key.group(1));
        form.put("type", "student");
        form.put("name", name);
        form.put("email", "student@example.org");
        form.put("organisation", "Mittsjö universitet");
        return form;
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow().replaceAll("[?].*", "");
    }

    private static String entry(String page) {
        Matcher entry = Pattern.compile("/waiting/([0-9a-f-]{36})/").matcher(page);
        assertThat(entry.find()).as(page).isTrue();
        return entry.group(1);
    }

    @Test
    void somebodyWaitsIsOfferedAPlaceAndTakesIt() {
        students(0);
        Map<String, String> form = form("Vera Väntar");
        HttpResponse<String> full = server.post(REGISTER, form);
        assertThat(full.statusCode()).isEqualTo(409);
        assertThat(full.body()).contains("Vera Väntar").contains("Ställ dig i kön");
        form.put("wait", "yes");
        String mine = location(server.post(REGISTER, form));
        assertThat(location(server.post(REGISTER, form)))
                .as("the same form again is the same place in the line")
                .isEqualTo(mine);
        Map<String, String> other = new LinkedHashMap<>(form);
        other.put("name", "Annan Väntar");
        HttpResponse<String> refused = server.post(REGISTER, other);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("redan skickat, med andra uppgifter", "Annan Väntar", "Ställ dig i kön");
        String waiting = server.get(mine).body();
        assertThat(waiting).contains("plats 1 i kön").doesNotContain("Ta platsen");
        String strangers = location(server.post(REGISTER, joining("Någon Annan")));
        assertThat(server.get(strangers).body()).contains("plats 2 i kön");
        assertThat(server.post(strangers + "/waiting/" + entry(waiting) + "/departure", Map.of())
                        .statusCode())
                .as("leaving somebody else's place does nothing")
                .isEqualTo(303);
        assertThat(server.get(mine).body()).contains("plats 1 i kön");
        students(1);
        String offered = server.get(mine).body();
        assertThat(offered).contains("Ta platsen").contains("tisdag 2 mars 2027 kl. 10");
        HttpResponse<String> taken = server.post(mine + "/waiting/" + entry(offered) + "/acceptance", Map.of());
        assertThat(server.get(location(taken)).body())
                .contains("Kod att läsa upp")
                .contains("Vera Väntar");
        assertThat(server.post(mine + "/waiting/" + entry(offered) + "/acceptance", Map.of())
                        .headers()
                        .firstValue("Location"))
                .hasValueSatisfying(address -> assertThat(address).endsWith("?accepted"));
        location(server.post(
                strangers + "/waiting/" + entry(server.get(strangers).body()) + "/departure", Map.of()));
        assertThat(server.get(strangers).body()).contains("inte i någon kö");
    }

    private static Map<String, String> joining(String name) {
        Map<String, String> form = form(name);
        form.put("wait", "yes");
        return form;
    }

    @Test
    void aCodeLowersThePriceOpensATicketAndIsSpent() {
        Codes codes = server.bean(Codes.class);
        codes.make(
                By.system("test"),
                id,
                List.of(new Codes.NewCode("FRI-2027", Code.Kind.DISCOUNT, "", List.of(), 100, 1, List.of(), null)));
        assertThat(server.get(REGISTER + "?code=fri-2027").body()).contains("Offentlig sektor, utan kostnad");
        assertThat(server.get(REGISTER + "?code=finnsinte").body()).contains("Koden finns inte");
        Map<String, String> form = form("Kim Kod");
        form.put("type", "offentlig");
        form.put("code", " fri-2027 ");
        form.put("apply", "yes");
        HttpResponse<String> applied = server.post(REGISTER, form);
        assertThat(applied.statusCode()).isEqualTo(200);
        assertThat(applied.body()).contains("Kim Kod").contains("utan kostnad");
        form.remove("apply");
        assertThat(server.get(location(server.post(REGISTER, form))).body()).contains("Utan kostnad");
        Map<String, String> late = form("Lo Sen");
        late.put("type", "offentlig");
        late.put("code", "FRI-2027");
        HttpResponse<String> spent = server.post(REGISTER, late);
        assertThat(spent.statusCode()).isEqualTo(422);
        assertThat(spent.body()).contains("Lo Sen").contains("Koden finns inte, är använd");
    }

    @Test
    void whoeverTypesNonsenseIntoAnAddressFindsNothing() {
        String mine = location(server.post(REGISTER, joiningFull()));
        assertThat(server.post(mine + "/waiting/nonsense/acceptance", Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(server.post(mine + "/waiting/" + UUID.randomUUID() + "/acceptance", Map.of())
                        .headers()
                        .firstValue("Location"))
                .hasValueSatisfying(address -> assertThat(address).endsWith("?lapsed"));
    }

    private static Map<String, String> joiningFull() {
        students(0);
        return joining("Nils Nonsens");
    }
}
