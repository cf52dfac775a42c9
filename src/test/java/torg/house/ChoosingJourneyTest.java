package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.store.ConferenceClock;

/// In a browser without scripts: a participant chooses a workshop, an organiser sees the demand and moves her.
class ChoosingJourneyTest {
    @Test
    void aParticipantChoosesAndAnOrganiserMovesHer() {
        try (TestServer server = TestServer.fresh(Map.of());
                Browser browser = new Browser();
                BrowserContext window = browser.window(360, false, false)) {
            server.bean(ConferenceClock.class).set(Instant.parse("2027-05-20T09:00:00Z"));
            Page page = window.newPage();
            page.navigate(server.url("/torgdagen-2027/register"));
            page.getByLabel("Offentlig sektor").check();
            page.getByLabel("Namn").fill("Åsa Sundmyr");
            page.getByLabel("E-post").fill("asa@example.org");
            page.getByLabel("Organisation").fill("Exempelstads kommun");
            press(page, "Anmäl dig");
            follow(page, "Välj programpunkter");
            assertThat(page.getByLabel("Inget här").isChecked()).isTrue();
            page.getByLabel("Arkivverkstad").check();
            press(page, "Spara valen");
            assertThat(page.content()).contains("Dina val är sparade").contains("13:15–14:00");
            follow(page, "Välj programpunkter");
            assertThat(page.getByLabel("Arkivverkstad").isChecked()).isTrue();

            EveryPage.signIn(server, page);
            page.navigate(server.url("/torgdagen-2027/desk/sessions?q=ARKIV"));
            assertThat(page.content()).contains("1 av 2").doesNotContain("Kartverkstad");
            String csv = window.request()
                    .get(server.url("/torgdagen-2027/desk/sessions.csv"))
                    .text();
            assertThat(csv).contains("2027-05-25 13:15;Arkivverkstad;Kammaren;30;2;1;50");
            follow(page, "Arkivverkstad");
            String code = page.url().replaceAll(".*/", "");
            assertThat(window.request()
                            .get(server.url("/torgdagen-2027/desk/sessions/" + code + "/participants.csv"))
                            .text())
                    .contains("Åsa Sundmyr;asa@example.org;Exempelstads kommun");
            follow(page, "Åsa Sundmyr");
            follow(page, "Ändra valen");
            page.getByLabel("Kartverkstad").check();
            press(page, "Spara valen");
            assertThat(page.locator("[role=alert]").textContent()).contains("Skriv varför");
            assertThat(page.getByLabel("Kartverkstad").isChecked()).isTrue();
            page.getByLabel("Skäl").fill("Hon ringde");
            press(page, "Spara valen");
            assertThat(page.content()).contains("Kartverkstad").doesNotContain("Arkivverkstad");
            page.navigate(server.url("/torgdagen-2027/desk/audit"));
            assertThat(page.content())
                    .contains("valde programpunkter")
                    .contains("Hon ringde")
                    .contains("laddade ner");
        }
    }

    private static void press(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name)).click();
    }

    private static void follow(Page page, String name) {
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName(name))
                .first()
                .click();
    }
}
