package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torg.TestServer;
import torg.access.Account;
import torg.access.Accounts;
import torg.access.Invitations;
import torg.edition.EditionFiles;
import torg.house.Browser;
import torg.registration.Comparison.Curve;
import torg.registration.Comparison.Point;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Language;
import torg.text.Text;

/// This edition's registrations beside those of earlier ones.
class ComparisonTest {
    @TempDir
    Path folder;

    @Test
    void theLineStaysLevelBetweenItsPointsAndEndsToday() {
        Comparison comparison = new Comparison(
                new Curve(Text.sv("nu"), List.of(new Point(90, 10), new Point(40, 25))),
                List.of(new Curve(Text.sv("då"), List.of(new Point(120, 5), new Point(30, 50), new Point(0, 48)))),
                35);
        assertThat(comparison.days()).containsExactly(120, 90, 60, 45, 35, 30, 21, 14, 7, 3, 1, 0);
        assertThat(comparison.own(60)).hasValue(10);
        assertThat(comparison.own(35)).hasValue(25);
        assertThat(comparison.own(30)).isEmpty();
        assertThat(comparison.earlier().getFirst().at(35)).isEqualTo(5);
        assertThat(comparison.earlier().getFirst().at(0)).isEqualTo(48);
        assertThat(comparison.drawing().toString()).contains("e1");
    }

    @Test
    void theDeskComparesWithAnEarlierEditionAndWithWhatWasRunElsewhere() throws IOException {
        try (TestServer server = TestServer.fresh(Map.of());
                Browser browser = new Browser();
                BrowserContext window = browser.window(1280, false, false)) {
            Page page = window.newPage();
            Account account = server.bean(Accounts.class).known("olga@example.org", "Olga", Language.SV, true);
            page.navigate(server.bean(Invitations.class).link(account, Duration.ofMinutes(5)));
            page.locator("main form button").click();
            server.bean(ConferenceClock.class).set(Instant.parse("2027-03-25T09:00:00Z")); // 60 days before
            page.navigate(server.url("/torgdagen-2027/desk"));
            assertThat(page.content()).contains("Det finns ingen tidigare konferens");

            earlierEdition(server);
            assertThat(read(server, "2027", "name,days_before,registered\nFörra systemet,90,7\nFörra systemet,10,70\n"))
                    .isInstanceOf(EditionFiles.Outcome.Accepted.class);
            page.navigate(server.url("/torgdagen-2027/desk"));
            assertThat(page.locator(".table table tr")
                            .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("(i dag)"))
                            .innerText())
                    .isEqualTo("60 (i dag)\t0\t1\t7");
            assertThat(page.locator("svg[role=img] path.earlier").count()).isEqualTo(2);
        }
    }

    @Test
    void aDayThatStandsTwiceIsRefused() throws IOException {
        try (TestServer server = TestServer.fresh(Map.of())) {
            assertThat(read(server, "2027", "name,days_before,registered\nA,9,7\nA,9,8\n"))
                    .asString()
                    .contains("earlier.csv:3:", "9 stands twice for A");
        }
    }

    /// A year before: two came 70 and 50 days before its first day, and a third cancelled.
    private void earlierEdition(TestServer server) throws IOException {
        server.bean(ConferenceClock.class).set(Instant.parse("2026-03-15T09:00:00Z"));
        assertThat(read(server, "2026", "")).isInstanceOf(EditionFiles.Outcome.Accepted.class);
        for (int number = 1; number <= 3; number++) {
            assertThat(server.post(
                                    "/torgdagen-2026/register",
                                    Map.of(
                                            "key", "AbCdEfGhJkLmNpQrStUvWxY" + number,
                                            "type", "offentlig",
                                            "name", "Person " + number,
                                            "email", "person" + number + "@example.org",
                                            "organisation", "Exempelstads kommun"))
                            .statusCode())
                    .isEqualTo(303);
        }
        server.bean(ConferenceClock.class).set(Instant.parse("2027-03-25T09:00:00Z"));
        Db db = server.bean(Db.class);
        String ticket = "(select ticket.id from ticket join person on person.id = person_id where email = :email)";
        db.sql("update ticket set created_at = '2026-04-04T09:00:00Z' where id = " + ticket)
                .set("email", "person2@example.org")
                .run();
        db.sql("update ticket set state = 'cancelled', cancelled_at = '2026-03-16T09:00:00Z' where id = " + ticket)
                .set("email", "person3@example.org")
                .run();
    }

    private EditionFiles.Outcome read(TestServer server, String year, String earlier) throws IOException {
        Path cast = Path.of("src/test/resources/cast");
        Path copy = Files.createDirectories(folder.resolve(year));
        try (var files = Files.walk(cast)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(cast.relativize(file).toString());
                Files.createDirectories(to.getParent());
                String text = Files.readString(file);
                Files.writeString(to, text.replace("2026-", "2025-").replace("2027", year));
            }
        }
        Files.writeString(copy.resolve("earlier.csv"), earlier);
        return server.bean(EditionFiles.class).read(By.system("test"), copy, new EditionFiles.Mode(false, false, true));
    }
}
