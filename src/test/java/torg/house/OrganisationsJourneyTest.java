package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.people.Organisations;
import torg.store.ConferenceClock;

/// Organisations at the desk and on the form, in a browser.
class OrganisationsJourneyTest {
    private static final String DESK = "/torgdagen-2027/desk/organisations";

    @Test
    void anOrganiserConfirmsWhatWasTypedMergesADuplicateAndTakesItBack() {
        try (TestServer server = TestServer.fresh(Map.of());
                Browser browser = new Browser();
                BrowserContext window = browser.window(360, false, false)) {
            UUID typed = server.bean(Organisations.class).typed("Exempelstad kommun", null);
            Page page = window.newPage();
            EveryPage.signIn(server, page);

            page.navigate(server.url(DESK + "?q=exempelstad"));
            page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Exempelstad kommun"))
                    .click();
            assertThat(page.content()).contains("Inte bekräftad");
            page.getByLabel("Organisationsnummer").first().fill("811218-9876");
            page.getByLabel("GLN").first().fill("7300010000002");
            page.getByLabel("Så ser fakturareferensen ut").fill("9###");
            Response refused = page.waitForResponse(server.url(DESK + "/" + typed), () -> save(page));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(page.locator("[role=alert]").textContent())
                    .contains("ser ut som ett personnummer")
                    .contains("Kontrollsiffran stämmer inte");
            assertThat(page.getByLabel("Så ser fakturareferensen ut").inputValue())
                    .isEqualTo("9###");

            page.getByLabel("Organisationsnummer").first().fill("2120000019");
            page.getByLabel("GLN").first().fill("");
            page.getByLabel("E-fakturaadress").fill("9956:exempel");
            Response taken = page.waitForResponse(server.url(DESK + "/" + typed), () -> save(page));
            assertThat(taken.status()).isEqualTo(409);
            assertThat(page.locator("[role=alert]").textContent()).contains("En annan organisation har det här numret");
            page.getByLabel("Organisationsnummer").first().fill("");
            save(page);
            assertThat(page.content()).contains("Sparat.").contains("Bekräftad").doesNotContain("Inte bekräftad");

            page.navigate(server.url(DESK + "/duplicates"));
            assertThat(page.content()).contains("Nästan samma namn");
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Behåll Exempelstads kommun"))
                    .click();
            assertThat(page.content()).contains("Organisationerna är sammanslagna");
            assertThat(page.getByLabel("Så ser fakturareferensen ut").inputValue())
                    .isEqualTo("9###");
            page.navigate(server.url(DESK + "/" + typed));
            assertThat(page.locator("h1").textContent()).isEqualTo("Exempelstads kommun");
            page.navigate(server.url("/torgdagen-2027/desk/audit"));
            assertThat(page.content()).contains("slog ihop organisationer").contains("ändrade organisationen");

            page.goBack();
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Ångra sammanslagningen"))
                    .click();
            assertThat(page.content()).contains("Sammanslagningen är ångrad");
            page.navigate(server.url(DESK + "/duplicates?q=sjo&of=" + typed));
            assertThat(page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Behåll"))
                            .count())
                    .isEqualTo(2);
            assertThat(page.navigate(server.url(DESK + "/" + UUID.randomUUID())).status())
                    .isEqualTo(404);
            assertThat(window.request().get(server.url(DESK + ".csv")).text())
                    .contains("Exempelstads kommun;212000-0019;SE");
        }
    }

    private static void save(Page page) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Spara").setExact(true))
                .click();
    }

    @Test
    void twoWhoCorrectTheSameOrganisationAreToldOfEachOther() {
        try (TestServer server = TestServer.fresh(Map.of());
                Browser browser = new Browser();
                BrowserContext window = browser.window(1280, false, false)) {
            UUID id = server.bean(Organisations.class).typed("Konfliktens nämnd", null);
            Page one = window.newPage();
            EveryPage.signIn(server, one);
            Page other = window.newPage();
            one.navigate(server.url(DESK + "/" + id));
            other.navigate(server.url(DESK + "/" + id));
            one.getByLabel("Webbadress").fill("konflikt.example.org");
            save(one);
            other.getByLabel("GLN").first().fill("7300010000001");
            Response late = other.waitForResponse(server.url(DESK + "/" + id), () -> save(other));
            assertThat(late.status()).isEqualTo(409);
            assertThat(other.content()).contains("Någon annan ändrade organisationen medan du skrev");
            assertThat(other.getByLabel("GLN").first().inputValue()).isEqualTo("7300010000001");
            save(other);
            assertThat(other.content()).contains("Sparat.");
        }
    }

    @Test
    void whoeverTypesAKnownNameSeesItsNumber() {
        try (TestServer server = TestServer.fresh(Map.of());
                Browser browser = new Browser();
                BrowserContext window = browser.window(360, false, true)) {
            server.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T09:00:00Z"));
            Page page = window.newPage();
            page.navigate(server.url("/torgdagen-2027/register"));
            page.getByLabel("Organisation").pressSequentially("exempels");
            page.waitForCondition(() -> page.locator("datalist option").count() == 1);
            page.getByLabel("Organisation").fill("Exempelstads kommun");
            assertThat(page.locator("[data-suggested]").textContent()).isEqualTo("212000-0019");
        }
    }
}
