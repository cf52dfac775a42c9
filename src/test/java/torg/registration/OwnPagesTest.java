package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.access.Account;
import torg.access.Accounts;
import torg.access.Invitations;
import torg.house.Browser;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Language;
import torg.web.PublishedPages;

/// What is theirs, as signed-in people find it: over HTTP, against a real database.
class OwnPagesTest {
    private static final String CAST = "/" + TestServer.CAST;
    private static TestServer server;
    private static Browser browser;

    @BeforeAll
    static void saleIsOpen() {
        server = TestServer.fresh(Map.of());
        browser = new Browser();
        server.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T09:00:00Z"));
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
    }

    private static String register(String type, String email, boolean waits) {
        Matcher key = Pattern.compile("name=\"key\" value=\"([A-Za-z0-9]{24})\"")
                .matcher(server.get(CAST + "/register").body());
        assertThat(key.find()).isTrue();
        Map<String, String> form = new HashMap<>(Map.of(
                "key",
                key.group(1),
                "type",
                type,
                "name",
                "Egon " + key.group(1), // one place each
                "email",
                email,
                "organisation",
                "Exempelstads kommun"));
        if (waits) {
            form.put("wait", "yes");
        }
        return server.post(CAST + "/register", form)
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceFirst("\\?.*", "");
    }

    private static BrowserContext signedIn(String email) {
        Account account = server.bean(Accounts.class).known(email, email, Language.SV, false);
        BrowserContext window = browser.window(1280, false, false);
        Page page = window.newPage();
        page.navigate(server.bean(Invitations.class).link(account, Duration.ofMinutes(5)));
        page.locator("main form button").click();
        return window;
    }

    private static String text(BrowserContext window, String path) {
        return window.request().get(server.url(path)).text();
    }

    private static String id(String table, String email) {
        return server.bean(Db.class)
                .sql("select thing.id from " + table + " thing join person on person.id = thing.person_id"
                        + " where lower(email) = lower(:email)")
                .set("email", email)
                .list(row -> row.uuid("id"))
                .getFirst()
                .toString();
    }

    @Test
    void aPersonFindsTicketsQuestionsAndWaitingWithoutAnyLinkOnThePage() {
        String mine = register("offentlig", "Egon@example.org", false);
        register("student", "egon@example.org", true);
        server.bean(Db.class)
                .sql("update quota set capacity = taken where key = 'studenter'")
                .run();
        register("student", "EGON@example.org", true);
        try (BrowserContext window = signedIn("egon@example.org")) {
            String page = text(window, "/account");
            assertThat(page)
                    .contains("Dina biljetter", "En fråga kvar", "Svara på ett erbjudande", "Du står i kö")
                    .doesNotContain("/my/");
            var led = window.request()
                    .get(
                            server.url("/account/tickets/" + id("ticket", "egon@example.org")),
                            RequestOptions.create().setMaxRedirects(0));
            assertThat(led.status()).isEqualTo(303);
            assertThat(led.headers().get("cache-control")).contains("no-store");
            String own = String.valueOf(led.headers().get("location"));
            assertThat(own).startsWith(CAST + "/my/");
            assertThat(text(window, own)).contains("Avboka");
            assertThat(window.request()
                            .get(server.url("/account/waiting/" + id("waiting", "egon@example.org")))
                            .url())
                    .contains(CAST + "/my/");
            assertThat(server.get(mine).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatIsSomebodyElsesIsNotFound() {
        register("offentlig", "agda@example.org", false);
        String ticket = "/account/tickets/" + id("ticket", "agda@example.org");
        try (BrowserContext hers = signedIn("agda@example.org");
                BrowserContext his = signedIn("nils@example.org")) {
            assertThat(hers.request().get(server.url(ticket)).status()).isEqualTo(200);
            for (String path : List.of(
                    ticket,
                    "/account/tickets/" + UUID.randomUUID(),
                    "/account/orders/" + UUID.randomUUID(),
                    "/account/waiting/x")) {
                assertThat(his.request().get(server.url(path)).status())
                        .as(path)
                        .isEqualTo(404);
            }
            assertThat(text(his, "/account")).contains("Här finns inget ännu");
        }
        assertThat(server.get(ticket).headers().firstValue("Location").orElseThrow())
                .startsWith("/sign-in");
    }

    @Test
    void whoeverIsProtectedFindsWhatIsHers() {
        register("offentlig", "signe@example.org", false);
        server.bean(Db.class)
                .sql("update person set protected = true, alias = 'Gäst 7' where email = 'signe@example.org'")
                .run();
        try (BrowserContext window = signedIn("signe@example.org")) {
            assertThat(text(window, "/account")).contains("Dina biljetter");
        }
    }

    @Test
    void whoeverHasRegisteredMaySignInAndNobodyElse() {
        register("offentlig", "ny@example.org", false);
        try (BrowserContext window = browser.window(1280, false, false)) {
            Page page = window.newPage();
            for (String email : List.of("ny@example.org", "okand@example.org")) {
                page.navigate(server.url("/sign-in"));
                page.locator("main input[name=username]").fill(email);
                page.locator("main form button").click();
                assertThat(page.url()).endsWith("/sign-in/sent");
            }
        }
        assertThat(server.bean(Accounts.class).find("ny@example.org")).isPresent();
        assertThat(server.bean(Accounts.class).find("okand@example.org")).isEmpty();
    }

    @Test
    void theFrontPageSaysWhenEverythingIsTaken() {
        try (TestServer full = TestServer.fresh(Map.of())) {
            full.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T09:00:00Z"));
            assertThat(full.get(CAST).body()).contains("Anmäl dig").doesNotContain("fullbokat");
            full.bean(Db.class)
                    .sql("update quota set taken = capacity where kind = 'ticket'")
                    .run();
            long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!full.get(CAST).body().contains("Det är fullbokat.") && System.nanoTime() < until) {
                Thread.onSpinWait();
                pause();
            }
            assertThat(full.get(CAST).body()).contains("Det är fullbokat.", "Ställ dig på väntelistan");
            full.bean(ConferenceClock.class).set(Instant.parse("2026-01-01T09:00:00Z"));
            full.bean(PublishedPages.class).forgetAll();
            assertThat(full.get(CAST).body()).contains("Anmälan öppnar").doesNotContain("väntelistan");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
