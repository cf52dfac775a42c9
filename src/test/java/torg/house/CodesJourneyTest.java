package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.store.ConferenceClock;
import torg.store.Db;

/// Codes from a list: looked at first, then all or none; what is downloaded can be uploaded.
class CodesJourneyTest {
    private static final String DESK = "/torgdagen-2027/desk";

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(button)).click();
    }

    private static void upload(Page page, byte[] list) {
        page.locator("#f-file").setInputFiles(new FilePayload("koder.csv", "text/csv", list));
        press(page, "Granska listan");
    }

    private static long codes(TestServer server) {
        return server.bean(Db.class).sql("select count(*) as n from code").one(row -> row.number("n"));
    }

    private static String text(Db db, String sql) {
        return db.sql(sql).one(row -> row.string("s"));
    }

    @Test
    void aListIsLookedAtMadeWholeOrNotAtAllAndComesBackFromTheDownload() {
        try (TestServer server = TestServer.fresh(Map.of());
                Browser browser = new Browser()) {
            server.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T09:00:00Z"));
            BrowserContext window = browser.window(1280, false, false);
            Page page = window.newPage();
            EveryPage.signIn(server, page);
            page.navigate(server.url(DESK + "/codes/list"));
            String wrong = """
                    code;kind;types;percent-off;uses;valid-until;note
                    PARTNER-1;discount;offentlig;50;10;2027-05-24;Partner
                    PARTNER-1;discount;finns-inte;500;10;i maj;
                    TVA;gratis;;;;;
                    """;
            upload(page, wrong.getBytes(StandardCharsets.UTF_8));
            assertThat(page.locator("[role=alert]").textContent()).contains("Listan har 6 fel");
            assertThat(page.locator("main").textContent())
                    .contains(
                            "Rad 3, kolumn 1: Koden står också på rad 2",
                            "Rad 3, kolumn 3: Biljetten ”finns-inte” finns inte",
                            "Rad 3, kolumn 4: Skriv ett helt tal",
                            "Rad 3, kolumn 6: valid-until",
                            "Rad 4, kolumn 1: En kod har 4–40 tecken",
                            "Rad 4, kolumn 2: kind måste");
            assertThat(page.locator("#f-list").inputValue()).contains("PARTNER-1");
            assertThat(codes(server)).isZero();

            String right = """
                    code;kind;types;percent-off;uses;valid-until;note
                    PARTNER-1;discount;offentlig student;50;10;2027-05-24;Partner; och vän
                    ;access;;;;;'=1+1
                    -RAD-2;reserved;offentlig;0;2;;
                    """.replace("Partner; och vän", "\"Partner; och vän\"");
            upload(page, right.getBytes(StandardCharsets.UTF_8));
            assertThat(page.locator("main").textContent())
                    .contains("Listan ger 3 koder", "Ingenting är gjort än", "Slumpas", "Partner; och vän");
            assertThat(codes(server)).isZero();
            press(page, "Gör 3 koder");
            assertThat(page.content()).contains("Koderna är gjorda");
            assertThat(codes(server)).isEqualTo(3);

            byte[] downloaded =
                    window.request().get(server.url(DESK + "/codes.csv")).body();
            page.navigate(server.url(DESK + "/codes/list"));
            upload(page, downloaded);
            assertThat(page.locator("main").textContent())
                    .contains("Listan har 3 fel", "Koden PARTNER-1 finns redan", "Koden -RAD-2 finns redan");

            Db db = server.bean(Db.class);
            String all = "select string_agg(code || kind || note || ticket_types::text || percent_off || max_uses"
                    + " || quota_ids::text || coalesce(valid_until::text, ''), ' ' order by code) as s from code";
            String before = text(db, all);
            db.sql("update quota set taken = 0").run();
            db.sql("delete from code").run();
            upload(page, downloaded);
            press(page, "Gör 3 koder");
            assertThat(text(db, all)).isEqualTo(before);

            page.navigate(server.url(DESK + "/codes/list"));
            page.locator("#f-list").fill("kind;types;uses\nreserved;offentlig;5000");
            press(page, "Granska listan");
            assertThat(page.locator("[role=alert]").textContent()).contains("inte så många lediga platser");
            assertThat(page.locator("#f-list").inputValue()).contains("5000");
            page.locator("#f-list").fill("");
            press(page, "Granska listan");
            assertThat(page.locator("[role=alert]").textContent()).contains("Rubrikraden ska ha kolumnen kind");
        }
    }
}
