package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.access.Account;
import torg.access.Accounts;
import torg.edition.EditionId;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Language;

/// Who pays for somebody who registers alone: asked over HTTP, and carried to the invoice basis.
class PayerTest {
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

    private static Map<String, String> form(String type, String name, String organisation) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("key", RegisterPages.newKey());
        form.put("type", type);
        form.put("name", name);
        form.put("email", "payer@example.org");
        form.put("organisation", organisation);
        return form;
    }

    private static Buyer buyer(String orderer) {
        return server.bean(Db.class).sql("""
                select ticket_order.* from ticket_order
                join person on person.id = ticket_order.orderer_id
                where person.name = :name
                """).set("name", orderer).one(PlacedOrders::buyer);
    }

    private static void refused(Map<String, String> form, String... sentences) {
        HttpResponse<String> answer = server.post(REGISTER, form);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains(sentences).contains("value=\"" + form.get("name") + "\"");
    }

    @Test
    void aFreeTicketAsksNobodyToPay() {
        assertThat(server.get(REGISTER).body()).contains("class=\"payer\"").contains("class=\"option free\"");
        assertThat(server.post(REGISTER, form("student", "Fri Student", "Okänd skola"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(buyer("Fri Student")).isEqualTo(Buyer.of("Okänd skola", ""));
    }

    @Test
    void theNameOfAKnownOrganisationIsEnoughAndItsFactsComeWithIt() {
        assertThat(server.post(REGISTER, form("offentlig", "Kommunal Karin", "exempelstads KOMMUN"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(buyer("Kommunal Karin"))
                .isEqualTo(new Buyer(
                        Buyer.Kind.PUBLIC,
                        "exempelstads KOMMUN",
                        "212000-0019",
                        "2999900000013",
                        "0007:2120000019",
                        "SE",
                        null,
                        "",
                        ""));
        assertThat(server.post(REGISTER, form("offentlig", "Regional Rut", "Sjöregionen"))
                        .statusCode())
                .as("of this one no number is known")
                .isEqualTo(303);
        assertThat(buyer("Regional Rut").number()).isNull();
    }

    @Test
    void aPublicBodysOwnNumberIsEnough() {
        Map<String, String> form = form("offentlig", "Numret Nils", "Okända kommunen");
        form.put("number", "2120000142");
        form.put("reference", "9876");
        assertThat(server.post(REGISTER, form).statusCode()).isEqualTo(303);
        assertThat(buyer("Numret Nils"))
                .isEqualTo(new Buyer(
                        Buyer.Kind.PUBLIC, "Okända kommunen", "212000-0142", null, null, "SE", null, "9876", ""));
    }

    @Test
    void anUnknownOrganisationIsAskedForItsNumberWhichMustBeOne() {
        Map<String, String> form = form("offentlig", "Frågad Frida", "Bolaget");
        refused(form, "Välj vem som betalar");
        form.put("kind", "company");
        refused(form, "Skriv organisationens nummer");
        form.put("number", "556000-0000");
        refused(form, "Kontrollsiffran stämmer inte", "value=\"556000-0000\"");
        form.put("number", "19811218-9876");
        refused(form, "ser ut som ett personnummer");
        form.put("number", "556000-0001");
        form.put("costCentre", "K 7");
        assertThat(server.post(REGISTER, form).statusCode()).isEqualTo(303);
        assertThat(buyer("Frågad Frida").kind()).isEqualTo(Buyer.Kind.COMPANY);
        assertThat(buyer("Frågad Frida").costCentre()).isEqualTo("K 7");
    }

    @Test
    void aPrivatePersonGivesAnAddressAndNoNumberAndTheBasisHasIt() {
        Map<String, String> form = form("offentlig", "Privata Petra", "privat");
        form.put("kind", "private");
        form.put("number", "19811218-9876"); // left over from another choice, and hidden by now
        refused(form, "Skriv vart fakturan ska skickas");
        form.put("address", "Storgatan 1\n123 45 Exempelstad");
        assertThat(server.post(REGISTER, form).statusCode()).isEqualTo(303);
        Buyer petra = Buyer.person("Privata Petra", "Storgatan 1\n123 45 Exempelstad");
        assertThat(buyer("Privata Petra")).isEqualTo(petra);

        EditionId id = EditionId.of(TestServer.CAST);
        InvoiceBases bases = server.bean(InvoiceBases.class);
        Account organiser = server.bean(Accounts.class).known("olle@example.org", "Olle", Language.SV, true);
        int number = bases.make(id, organiser.id(), By.system("test")).orElseThrow();
        List<Buyer> invoiced =
                bases.lines(id, number).stream().map(InvoiceBases.Line::buyer).toList();
        assertThat(invoiced).contains(petra);
    }

    @Test
    void whoeverWaitsSaysWhoPaysToo() {
        Map<String, String> form = form("offentlig", "Kö Karlsson", "Bolaget");
        form.put("wait", "yes");
        refused(form, "Välj vem som betalar");
        form.put("number", "2120000142");
        assertThat(server.post(REGISTER, form).statusCode()).isEqualTo(303);
        String number = server.bean(Db.class)
                .sql("select wanted -> 'buyer' ->> 'number' as number from waiting where wanted is not null")
                .one(row -> row.string("number"));
        assertThat(number).isEqualTo("212000-0142");
    }
}
