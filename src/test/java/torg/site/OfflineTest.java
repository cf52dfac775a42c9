package torg.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.edition.EditionId;
import torg.edition.Releases;
import torg.edition.SiteStream;
import torg.house.Browser;
import torg.store.By;
import torg.store.Json;

class OfflineTest {
    private static final String CAST = "/" + TestServer.CAST;

    @Test
    void afterOneVisitTheWholeReleaseIsReadWithoutANetwork() {
        TestServer server = TestServer.shared();
        String session = found(server.get(CAST + "/programme").body(), "(/sessions/[0-9A-Z]{6})\">\\s*Öppna data");
        try (Browser browser = new Browser();
                BrowserContext window = browser.keepingWindow()) {
            Page page = window.newPage();
            page.navigate(server.url(CAST));
            waitUntilKept(page);
            window.setOffline(true);
            for (String path : new String[] {
                "",
                "/programme",
                "/programme/2027-05-25",
                "/programme/rooms",
                session,
                "/speakers/asa-berg",
                "/practical"
            }) {
                page.navigate(server.url(CAST + path));
                assertThat(page.locator(".offline").textContent())
                        .as(path)
                        .matches("Du är utan nät\\. Sidan är som den var \\S+dag(en)? (den )?\\d.*");
            }
            page.navigate(server.url(CAST + session));
            assertThat(page.locator("h1").textContent()).contains("Öppna data på riktigt");
            assertThat(Browser.violations(page)).isEmpty();
            page.navigate(server.url(CAST + "/programme?q=karta"));
            assertThat(page.locator(".offline").textContent()).contains("Sökning och urval kräver nät");
            page.navigate(server.url(CAST + "/register"));
            assertThat(page.content()).contains("sidan du ville öppna är inte sparad", "Utan nät");

            window.setOffline(false);
            page.navigate(server.url(CAST + session));
            assertThat(page.locator(".offline").count()).isZero();
            page.navigate(server.url(CAST + "/register"));
            assertThat(page.locator("h1").textContent()).contains("Anmäl");
            assertThat(String.valueOf(page.evaluate(KEPT))).doesNotContain("/register", "/my/", "/desk");
        }
    }

    @Test
    void aNewReleaseTakesThePlaceOfTheOldOne() {
        try (TestServer server = TestServer.fresh(Map.of());
                Browser browser = new Browser();
                BrowserContext window = browser.keepingWindow()) {
            Page page = window.newPage();
            page.navigate(server.url(CAST + "/en/programme"));
            waitUntilKept(page);
            String before = server.get(CAST + "/en/offline.js").body();
            EditionId edition = EditionId.of(TestServer.CAST);
            SiteStream site = server.bean(SiteStream.class);
            server.bean(Releases.class)
                    .publish(
                            By.system("test"),
                            edition,
                            site,
                            id -> Json.read(
                                    Json.write(site.draft(id)).replace("The Square Day 2027", "The Very Square Day"),
                                    site.type()),
                            "");
            assertThat(server.get(CAST + "/en/offline.js").body()).isNotEqualTo(before);
            page.navigate(server.url(CAST + "/en/speakers")); // any page of it
            waitUntil(
                    page,
                    "caches.keys().then(all => all.length === 1 && caches.open(all[0])"
                            + ".then(kept => kept.match('" + CAST + "/en/practical'))"
                            + ".then(answer => answer?.text()).then(text => !!text?.includes('Very Square')))");
            window.setOffline(true);
            page.navigate(server.url(CAST + "/en/practical"));
            assertThat(page.content()).contains("The Very Square Day", "You are without a network");
        }
    }

    @Test
    void itIsInstalledWithItsOwnNameColourAndIcons() {
        TestServer server = TestServer.shared();
        String page = server.get(CAST + "/en/programme").body();
        String address = found(page, "rel=\"manifest\" href=\"([^\"]+)\"");
        Map<?, ?> manifest = Json.read(server.get(address).body(), Map.class);
        assertThat(manifest.get("name")).isEqualTo("The Square Day 2027");
        assertThat(manifest.get("start_url")).isEqualTo(CAST + "/en/programme");
        for (Object icon : (Iterable<?>) Objects.requireNonNull(manifest.get("icons"))) {
            var answer = server.get(String.valueOf(((Map<?, ?>) icon).get("src")));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("image/png");
        }
        assertThat(server.get(CAST + "/offline.js").headers().firstValue("Service-Worker-Allowed"))
                .contains(CAST);
    }

    private static final String KEPT =
            "caches.keys().then(all => Promise.all(all.map(one => caches.open(one).then(kept => kept.keys()))))"
                    + ".then(all => all.flat().map(request => request.url).join(' '))";

    private static void waitUntilKept(Page page) {
        waitUntil(page, "navigator.serviceWorker.ready.then(ready => ready.active.state === 'activated')");
    }

    private static void waitUntil(Page page, String holds) {
        for (int tries = 0; !Boolean.TRUE.equals(page.evaluate(holds)); tries++) {
            assertThat(tries).as(holds).isLessThan(200);
            page.waitForTimeout(100);
        }
    }

    private static String found(String body, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(body);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}
