package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.store.ConferenceClock;

/// From the front page to a session, and to a ticket, with nothing but the keyboard.
class KeyboardTest {
    private static final int MANY = 80;

    @Test
    void aSessionIsReachedByKeyboardAlone() {
        TestServer server = TestServer.shared();
        try (Browser browser = new Browser();
                BrowserContext window = browser.window(1280, false, true)) {
            Page page = window.newPage();
            page.navigate(server.url("/torgdagen-2027"));
            page.keyboard().press("Tab");
            assertThat(focused(page)).isEqualTo("Hoppa till innehållet");
            assertThat(page.evaluate("document.activeElement.getBoundingClientRect().top >= 0"))
                    .isEqualTo(true);
            page.keyboard().press("Enter");
            assertThat(page.evaluate("document.activeElement.tagName")).isEqualTo("MAIN");
            page.navigate(server.url("/torgdagen-2027"));
            walkTo(page, "Program");
            assertThat((String) page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                    .isEqualTo("solid");
            page.keyboard().press("Enter");
            page.waitForURL("**/programme");
            walkTo(page, "Öppna data på riktigt");
            page.keyboard().press("Enter");
            page.waitForURL("**/sessions/*");
            assertThat(page.locator("h1").textContent().strip()).isEqualTo("Öppna data på riktigt");
        }
    }

    @Test
    void aTicketIsTakenByKeyboardAlone() {
        try (TestServer server = TestServer.fresh(Map.of());
                Browser browser = new Browser();
                BrowserContext window = browser.window(1280, false, true)) {
            server.bean(ConferenceClock.class).set(Instant.parse("2027-05-20T09:00:00Z"));
            Page page = window.newPage();
            page.navigate(server.url("/torgdagen-2027"));
            walkTo(page, "Anmäl dig");
            page.keyboard().press("Enter");
            page.waitForURL("**/register");
            walkToField(page, "type");
            page.keyboard().press("Space");
            page.keyboard().press("Enter"); // too early: the errors are read first
            page.waitForSelector("[role=alert]");
            assertThat(focused(page)).contains("Skriv ditt namn");
            walkToField(page, "name");
            page.keyboard().type("Åsa Sundmyr");
            walkToField(page, "email");
            page.keyboard().type("asa@example.org");
            walkToField(page, "organisation");
            page.keyboard().type("Exempelstads kommun");
            page.keyboard().press("Enter");
            page.waitForURL("**/my/**");
            assertThat(page.content()).contains("Du är anmäld");
        }
    }

    private static void walkToField(Page page, String name) {
        for (int i = 0; i < MANY; i++) {
            if (name.equals(page.evaluate("document.activeElement.name"))) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("Tab never came to the field " + name);
    }

    private static void walkTo(Page page, String name) {
        for (int i = 0; i < MANY; i++) {
            page.keyboard().press("Tab");
            if (focused(page).equals(name)) {
                return;
            }
        }
        throw new AssertionError("Tab never came to " + name);
    }

    private static String focused(Page page) {
        return String.valueOf(page.evaluate("document.activeElement.textContent.trim()"));
    }
}
