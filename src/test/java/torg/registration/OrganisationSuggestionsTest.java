package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.people.Organisations;
import torg.store.ConferenceClock;
import torg.store.Db;

/// Known organisations on the registration form, over HTTP.
class OrganisationSuggestionsTest {
    private static final String JSON = "/torgdagen-2027/register/organisations.json?q=";
    private static TestServer server;

    @BeforeAll
    static void saleIsOpen() {
        server = TestServer.fresh(Map.of());
        server.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T09:00:00Z"));
        server.bean(Db.class)
                .sql("update organisation set reference_pattern = '9###' where number = '212000-0019'")
                .run();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aKnownOrganisationIsOfferedWithItsNumberAndTheHelpForItsReference() {
        assertThat(server.get(JSON + "exempel").body())
                .isEqualTo("[{\"name\":\"Exempelstads kommun\",\"number\":\"212000-0019\",\"hint\":\"Fakturareferensen "
                        + "ska se ut så här: 9### (# är en siffra, @ en bokstav, * vad som helst).\"}]");
        assertThat(server.get("/torgdagen-2027/en/register/organisations.json?q=exampletown")
                        .body())
                .contains("Exampletown Municipality");
        assertThat(server.get(JSON + "e").body()).isEqualTo("[]");
        assertThat(server.get(JSON + "e".repeat(500)).body()).isEqualTo("[]");
    }

    @Test
    void whatAParticipantTypedIsNotOffered() {
        server.bean(Organisations.class).typed("Hemliga huset", null);
        assertThat(server.get(JSON + "hemliga").body()).isEqualTo("[]");
    }

    @Test
    void aReferenceThatItsInvoiceDepartmentWouldSendBackIsRefused() {
        HttpResponse<String> refused = register("1234");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("Exempelstads kommun brukar skriva den")
                .contains("value=\"1234\"");
        assertThat(register("9123").statusCode()).isEqualTo(303);
        assertThat(register("").statusCode()).isEqualTo(303);
    }

    private static HttpResponse<String> register(String reference) {
        Map<String, String> form = new TreeMap<>();
        form.put("key", (reference + "AbCdEfGhJkLmNpQrStUvWxYz").substring(0, 24));
        form.put("type", "offentlig");
        form.put("name", "Anna Öberg");
        form.put("email", "anna@example.org");
        form.put("organisation", "exempelstads KOMMUN");
        form.put("reference", reference);
        return server.post("/torgdagen-2027/register", form);
    }
}
