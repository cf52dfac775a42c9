package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.access.Account;
import torg.access.Accounts;
import torg.access.Invitations;
import torg.edition.EditionId;
import torg.edition.Role;
import torg.edition.Roles;
import torg.mail.Schedules;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Language;

/// A host editor sees and writes to those who chose a session of the organisation's own, and to nobody else.
class HostJourneyTest {
    private static final String EDITION = "/" + TestServer.CAST;

    @Test
    void aHostWritesToThoseWhoChoseItsOwnSession() {
        try (TestServer server = TestServer.fresh(Map.of());
                Browser browser = new Browser();
                BrowserContext window = browser.window(360, false, false)) {
            server.bean(ConferenceClock.class).set(Instant.parse("2027-05-20T09:00:00Z"));
            Page page = window.newPage();
            choose(server, page, "Karin Karta", "karin@example.org", "Kartverkstad");
            choose(server, page, "Arvid Arkiv", "arvid@example.org", "Arkivverkstad");

            Account viktor = server.bean(Accounts.class).known("viktor@example.org", "Viktor", Language.SV, false);
            Roles roles = server.bean(Roles.class);
            EditionId cast = EditionId.of(TestServer.CAST);
            roles.grant(By.system("test"), cast, viktor, Role.HOST_EDITOR, "sjoregionen");
            page.navigate(server.bean(Invitations.class).link(viktor, Duration.ofMinutes(5)));
            page.locator("main form button").click();
            page.navigate(server.url(EDITION + "/desk/hosted"));
            assertThat(page.content()).contains("Sjöregionen", "Kartverkstad").doesNotContain("Arkivverkstad");
            assertThat(page.locator("nav").allTextContents().toString()).doesNotContain("Deltagare");
            page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Kartverkstad"))
                    .click();
            assertThat(page.content()).contains("Karin Karta").doesNotContain("karin@example.org", "Arvid");
            String other = server.bean(Db.class)
                    .sql("select code from offering where title ->> 'sv' = 'Arkivverkstad'")
                    .one(row -> row.string("code"));
            assertThat(window.request()
                            .get(server.url(EDITION + "/desk/hosted/" + other))
                            .status())
                    .isEqualTo(404);
            assertThat(window.request()
                            .get(server.url(EDITION + "/desk/participants"))
                            .status())
                    .isEqualTo(403);

            page.navigate(server.url(EDITION + "/desk/hosted/letter"));
            assertThat(page.content()).contains("En just nu", "Sjöregionen");
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Förhandsgranska"))
                    .click();
            assertThat(page.locator("[role=alert]").count()).isEqualTo(1);
            assertThat(page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Skicka"))
                            .count())
                    .as("before it was shown")
                    .isZero();
            page.locator("#f-subject-sv").fill("Ta med dator");
            page.locator("#f-body-sv").fill("Hej {name}! Ta med dator.");
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Förhandsgranska"))
                    .click();
            assertThat(page.content()).contains("Ta med dator.");
            String csrf = page.locator("input[name=_csrf]").first().getAttribute("value");
            assertThat(window.request()
                            .post(
                                    server.url(EDITION + "/desk/hosted/letter"),
                                    RequestOptions.create()
                                            .setHeader("Sec-Fetch-Site", "same-origin")
                                            .setForm(FormData.create()
                                                    .set("_csrf", csrf)
                                                    .set("audience", "session-" + other)
                                                    .set("subject.sv", "Till andra")
                                                    .set("body.sv", "Till andra")))
                            .status())
                    .isEqualTo(422);
            page.locator("#f-body-sv").fill("Hej {name}! Ta med dator och laddare.");
            GetByRoleOptions send = new GetByRoleOptions().setName("Skicka").setExact(true);
            page.getByRole(AriaRole.BUTTON, send).click();
            assertThat(page.content()).contains("Brevet är inte skickat", "Det går till en person");
            page.getByRole(AriaRole.BUTTON, send).click();
            assertThat(page.content()).contains("Brevet är på väg");
            server.bean(Schedules.class).run();
            assertThat(server.bean(Db.class)
                            .sql("select recipient from mail where schedule_id is not null")
                            .list(row -> row.string("recipient")))
                    .containsExactly("karin@example.org");

            roles.revoke(By.system("test"), cast, viktor.id(), Role.HOST_EDITOR, "sjoregionen");
            assertThat(window.request()
                            .get(server.url(EDITION + "/desk/hosted"))
                            .status())
                    .isEqualTo(403);
        }
    }

    private static void choose(TestServer server, Page page, String name, String email, String session) {
        page.navigate(server.url(EDITION + "/register"));
        page.getByLabel("Offentlig sektor").check();
        page.getByLabel("Namn").fill(name);
        page.getByLabel("E-post").fill(email);
        page.getByLabel("Organisation").fill("Exempelstads kommun");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Anmäl dig"))
                .click();
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Välj programpunkter"))
                .first()
                .click();
        page.getByLabel(session).check();
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Spara valen"))
                .click();
    }
}
