package torg.house;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import torg.TestServer;

class ImportJourneyTest {
    private static final String CAST = "/" + TestServer.CAST;
    private static final String CSV = """
            title;date;start;duration;room;persons
            Kvällssamling;2027-05-25;18:30;90;Bakrummet;Nya Namnet
            Annan dag;2027-06-25;18:30;90;;
            """;

    @Test
    void aProgrammeIsReadInAfterALookAndNotPublished() {
        try (TestServer server = TestServer.fresh(Map.of());
                Browser browser = new Browser();
                BrowserContext window = browser.window(1280, false, false)) {
            Page page = window.newPage();
            EveryPage.signIn(server, page);
            page.navigate(server.url(CAST + "/desk/import"));
            upload(page, "trasig.xml", "<schedule><day>");
            assertThat(page.locator("main")).containsText("Filen går inte att läsa från rad 1");

            upload(page, "program.csv", CSV);
            assertThat(page.locator("h1")).hasText("Kontrollera program.csv");
            assertThat(page.locator("main")).containsText("Programpunkt: Kvällssamling");
            assertThat(page.locator("main")).containsText("Rum: Bakrummet");
            assertThat(page.locator("main"))
                    .containsText("Rad 3, kolumn 1: Annan dag. 2027-06-25 är ingen dag i programmet.");
            String report = page.url();

            // somebody else changes the draft meanwhile: nothing is taken unseen
            Page other = window.newPage();
            other.navigate(server.url(CAST + "/desk/import"));
            upload(other, "annan.csv", "title;date;start;duration\nLunchmöte;2027-05-25;12:15;30\n");
            other.locator("main form button").click();
            assertThat(other.locator("main")).containsText("Programmet är inläst i utkastet.");
            page.locator("main form button").click();
            assertThat(page.locator("main")).containsText("Utkastet har ändrats sedan du tittade.");
            page.locator("main form button").click();
            assertThat(page.locator("main")).containsText("Programmet är inläst i utkastet.");
            assertThat(page.navigate(report).status()).isEqualTo(404);

            page.navigate(server.url(CAST + "/desk/preview/programme"));
            assertThat(page.locator("main")).containsText("Kvällssamling");
            assertThat(page.locator("main")).containsText("Lunchmöte");
            assertThat(server.get(CAST + "/programme").body()).doesNotContain("Kvällssamling");

            page.navigate(server.url(CAST + "/desk/import"));
            upload(page, "program.csv", CSV);
            assertThat(page.locator("main")).containsText("Utkastet är redan som i filen.");
            page.navigate(server.url(CAST + "/desk/audit"));
            assertThat(page.locator("main")).containsText("Lista: program.csv");
        }
    }

    private static void upload(Page page, String name, String content) {
        page.locator("input[type=file]")
                .setInputFiles(new FilePayload(name, "text/plain", content.getBytes(StandardCharsets.UTF_8)));
        page.locator("main form button").click();
    }
}
