package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.access.Account;
import torg.access.Accounts;
import torg.edition.EditionId;
import torg.edition.Role;
import torg.edition.Roles;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Language;

/// Jurors and a speaker get places without cost, each one and once.
class GuestJourneyTest {
    private static final String EDITION = "/" + TestServer.CAST;

    @Test
    void aRoleAndAListGetPlacesWithoutCost() {
        try (TestServer server = TestServer.fresh(Map.of());
                Browser browser = new Browser();
                BrowserContext window = browser.window(360, false, false)) {
            server.bean(ConferenceClock.class).set(Instant.parse("2027-05-20T09:00:00Z"));
            Account juror = server.bean(Accounts.class).known("jasmin@example.org", "Jasmin Juror", Language.SV, false);
            server.bean(Roles.class).grant(By.system("test"), EditionId.of(TestServer.CAST), juror, Role.JUROR);
            Page page = window.newPage();
            EveryPage.signIn(server, page);
            page.navigate(server.url(EDITION + "/desk/codes/guests"));
            page.getByLabel("Offentlig sektor").check();
            press(page, "Visa vilka");
            assertThat(page.locator("[role=alert]").textContent()).contains("Välj minst en roll");
            page.getByLabel("Jurymedlemmar").check();
            page.getByLabel("Andra, till exempel talare").fill("Namn;E-post\nTala Talare;tala(at)example.org\n");
            press(page, "Visa vilka");
            assertThat(page.locator("[role=alert]").textContent()).contains("Rad 2, kolumn 2");
            page.getByLabel("Andra, till exempel talare").fill("Namn;E-post\nTala Talare;tala@example.org\n");
            press(page, "Visa vilka");
            assertThat(page.content()).contains("2 får ett brev", "Jasmin Juror", "Tala Talare");
            assertThat(letters(server)).isEmpty();
            press(page, "Skicka breven");
            assertThat(page.content()).contains("Breven är på väg");
            assertThat(letters(server)).containsExactly("jasmin@example.org", "tala@example.org");

            page.navigate(server.url(EDITION + "/desk/codes/guests"));
            page.getByLabel("Offentlig sektor").check();
            page.getByLabel("Jurymedlemmar").check();
            press(page, "Visa vilka");
            assertThat(page.content()).contains("Ingen ny får ett brev", "Har redan fått");
            assertThat(page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Skicka breven"))
                            .count())
                    .isZero();

            String code = server.bean(Db.class)
                    .sql("select code from code where guest_email = 'tala@example.org'")
                    .one(row -> row.string("code"));
            page.navigate(server.url(EDITION + "/register?code=" + code));
            page.getByLabel("Offentlig sektor").check();
            page.getByLabel("Namn").fill("Tala Talare");
            page.getByLabel("E-post").fill("tala@example.org");
            page.getByLabel("Organisation").fill("Exempelstads kommun");
            press(page, "Anmäl dig");
            assertThat(page.content()).contains("Du är anmäld");
            long price =
                    server.bean(Db.class).sql("select price_minor from ticket").one(row -> row.number("price_minor"));
            assertThat(price).isZero();
            page.navigate(server.url(EDITION + "/register?code=" + code));
            assertThat(page.content()).contains("Koden");
        }
    }

    private static List<String> letters(TestServer server) {
        return server.bean(Db.class)
                .sql("select recipient from mail where kind = 'guest' order by recipient")
                .list(row -> row.string("recipient"));
    }

    private static void press(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name)).click();
    }
}
