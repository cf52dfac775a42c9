package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.store.ConferenceClock;
import torg.store.RepeatedJob;

/// What was done to many is taken back, and the page says who could not be brought back, and why.
class BulkJourneyTest {
    private static final String EDITION = "/torgdagen-2027";

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(button)).click();
    }

    private static void register(TestServer server, String name, String email) {
        Map<String, String> form = new LinkedHashMap<>();
        String body = server.get(EDITION + "/register").body();
        form.put("key", body.replaceAll("(?s).*name=\"key\" value=\"([A-Za-z0-9]{24})\".*", "$1"));
        form.put("type", "offentlig");
        form.put("name", name);
        form.put("email", email);
        form.put("organisation", "Exempelstads kommun");
        assertThat(server.post(EDITION + "/register", form).statusCode()).isEqualTo(303);
    }

    private static void places(TestServer server, Page page, int number) {
        page.navigate(server.url(EDITION + "/desk/places"));
        page.locator("form[action$='/desk/places/sal'] input[type=number]").fill(String.valueOf(number));
        page.locator("form[action$='/desk/places/sal'] button").click();
    }

    private static void work(TestServer server) {
        server.beans(RepeatedJob.class).stream()
                .filter(job -> job.name().equals("bulk"))
                .forEach(RepeatedJob::run);
    }

    /// Cancels both, does something, undoes it; what the page then says.
    private static String undone(TestServer server, Page page, Runnable meanwhile) {
        page.navigate(server.url(EDITION + "/desk/participants?q=dubbel&state=valid"));
        page.locator("#verb").selectOption("cancel");
        page.locator("button[name=all]").click();
        page.getByLabel("Skäl").fill("Fel lista");
        press(page, "Gör det för 2 personer");
        work(server);
        String address = page.url();
        meanwhile.run();
        page.navigate(address);
        press(page, "Ångra");
        work(server);
        page.reload();
        return page.locator("main").textContent();
    }

    @Test
    void whoCouldNotBeBroughtBackStandsThereWithTheReason() {
        try (TestServer server = TestServer.fresh(Map.of());
                Browser browser = new Browser();
                BrowserContext window = browser.window(360, false, false)) {
            server.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T09:00:00Z"));
            Page page = window.newPage();
            EveryPage.signIn(server, page);
            register(server, "Anna Dubbel", "anna@example.org");
            register(server, "Bo Dubbel", "bo@example.org");
            places(server, page, 2);
            assertThat(undone(server, page, () -> places(server, page, 1)))
                    .contains(
                            "De här gick inte att ångra",
                            "Dubbel",
                            "antalet platser är sänkt från 2 till 1, och 1 är tagna");
            places(server, page, 3);
            register(server, "Cilla Dubbel", "cilla@example.org");
            assertThat(undone(server, page, () -> {
                        register(server, "Dan Snabb", "dan@example.org");
                        register(server, "Eva Snabb", "eva@example.org");
                    }))
                    .contains("De här gick inte att ångra", "andra har tagit platserna. 3 av 3 är tagna");
        }
    }
}
