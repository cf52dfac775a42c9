package torg.programme;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.house.Browser;
import torg.mail.Writer;
import torg.store.ConferenceClock;
import torg.store.Db;

class MyProgrammeTest {
    private static final String CAST = "/" + TestServer.CAST;
    private static int people;
    private final TestServer server = TestServer.shared();

    @Test
    void whatIsChosenAndStarredIsOneProgrammeThatSaysWhatClashes() {
        String my = registered();
        assertThat(body(my + "/programme")).contains("Inget än");
        server.post(my + "/sessions", Map.of("version", "1", "session.eftermiddag", code("Kartverkstad")));
        star(my, "Arkivverkstad", "yes");
        star(my, "Arkivverkstad", "yes"); // the button pressed twice
        star(my, "Öppning", "yes");
        assertThat(body(my + "/programme"))
                .contains("Kartverkstad", "Din plats", "Arkivverkstad", "Öppning")
                .contains("Två programpunkter krockar", "Krockar med Kartverkstad", "Krockar med Arkivverkstad")
                .doesNotContain("Öppna data på riktigt");
        assertThat(body(my + "/programme/all")).contains("Öppna data på riktigt", "Ta bort ur mitt program");
        star(my, "Arkivverkstad", "no");
        assertThat(body(my + "/programme")).contains("Kartverkstad").doesNotContain("krockar", "Arkivverkstad");
        assertThat(body(my.replace(CAST, CAST + "/en") + "/programme")).contains("My programme", "Map workshop");
        server.post(my + "/cancellation", Map.of());
        assertThat(body(my + "/programme")).doesNotContain("Kartverkstad");
    }

    @Test
    void aStarNeedsTheLinkThatChangesAndASessionThatIsThere() {
        String my = registered();
        String view = toSeeWith();
        star(my, "Öppning", "yes");
        assertThat(body(view + "/programme")).contains("Öppning", "Den här länken visar bara");
        Map<String, String> star = Map.of("session", code("Kartverkstad"), "starred", "yes");
        assertThat(server.post(view + "/programme/stars", star).statusCode()).isEqualTo(404);
        assertThat(server.post(view + "/programme/device", Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(server.post(view + "/programme/calendar", Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(server.post(my + "/programme/stars", Map.of("session", "ZZZZZZ"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.postAs(my + "/programme/stars", star, "cross-site").statusCode())
                .isEqualTo(403);
        assertThat(server.get(CAST + "/my/nobody/programme").statusCode()).isEqualTo(404);
        assertThat(body(view + "/programme")).doesNotContain("Kartverkstad");
    }

    @Test
    void theCalendarHasALinkOfItsOwnThatOpensNothingElseAndCanBeReplaced() throws Exception {
        String my = registered();
        star(my, "Öppning", "yes");
        assertThat(body(my + "/programme")).doesNotContain("programme.ics");
        server.post(my + "/programme/calendar", Map.of());
        String calendar = found(body(my + "/programme"), "href=\"(/[^\"]+/programme\\.ics)\"");
        String body = body(calendar);
        assertThat(CalendarsTest.problems(body)).isEmpty();
        assertThat(body).contains("SUMMARY:Öppning").doesNotContain("Kartverkstad");
        String uid = found(body, "(UID:[^\r]+)");
        assertThat(body(CAST + "/schedule.ics")).as("the same entry").contains(uid);
        String opener = calendar.replace("/programme.ics", "");
        for (String closed : new String[] {"", "/programme", "/programme/stars", "/calendar.ics"}) {
            assertThat(server.get(opener + closed).statusCode()).as(closed).isEqualTo(404);
        }
        assertThat(server.get(my + "/programme.ics").statusCode())
                .as("no calendar gets the link that changes")
                .isEqualTo(404);
        star(my, "Öppning", "no");
        assertThat(body(calendar)).doesNotContain("Öppning");
        server.post(my + "/programme/calendar", Map.of());
        assertThat(server.get(calendar).statusCode()).isEqualTo(404);
        assertThat(body(my + "/programme")).contains("/programme.ics");
    }

    @Test
    void aBrowserKeepsStarsAloneMovesThemToTheLinkAndThenFollowsIt() {
        String my = registered();
        try (Browser browser = new Browser();
                BrowserContext window = browser.window(360, false, true)) {
            Page page = window.newPage();
            page.navigate(server.url(CAST + "/programme/mine"));
            assertThat(page.getByText("Du har inte stjärnmärkt något än").isVisible())
                    .isTrue();
            page.navigate(server.url(CAST + "/programme"));
            press(page, "Spara i mitt program: Öppning");
            page.navigate(server.url(CAST + "/sessions/" + code("Arkivverkstad")));
            press(page, "Spara i mitt program");
            page.navigate(server.url(CAST + "/programme/mine"));
            assertThat(page.locator("[data-mine] li:visible h3").allTextContents())
                    .containsExactly("Öppning", "Arkivverkstad");
            assertThat(Browser.violations(page)).isEmpty();

            page.navigate(server.url(my + "/programme"));
            press(page, "Flytta dem hit");
            assertThat(page.locator(".day h3").allTextContents()).containsExactly("Öppning", "Arkivverkstad");
            press(page, "Använd i den här webbläsaren");
            page.getByText("Dina stjärnor syns").waitFor();
            assertThat(Browser.violations(page)).isEmpty();
            page.navigate(server.url(CAST + "/en/programme"));
            page.waitForResponse(
                    answer -> answer.request().method().equals("POST"),
                    () -> press(page, "Save to my programme: Map workshop"));
            assertThat(body(my + "/programme")).contains("Kartverkstad");
            String kept = String.valueOf(page.evaluate("JSON.parse(localStorage.getItem('torg link " + CAST + "'))"));
            assertThat(kept).doesNotContain(my).endsWith("/programme");
            assertThat(server.get(kept.replaceAll("/programme$", "")).statusCode())
                    .as("the browser's link opens the programme alone")
                    .isEqualTo(404);
            assertThat(window.cookies()).isEmpty();

            page.navigate(server.url(my + "/programme"));
            press(page, "Sluta med det");
            page.navigate(server.url(CAST + "/programme/mine"));
            assertThat(page.getByText("Du har inte stjärnmärkt något än").isVisible())
                    .isTrue();
        }
    }

    private static void press(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private void star(String my, String title, String yes) {
        assertThat(server.post(my + "/programme/stars", Map.of("session", code(title), "starred", yes))
                        .statusCode())
                .isEqualTo(303);
    }

    private String body(String path) {
        var answer = server.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private String code(String title) {
        return found(body(CAST + "/programme"), "/sessions/([0-9A-Z]{6})\">\\s*" + title);
    }

    /// The page of somebody who registers now, by the link that changes.
    private String registered() {
        server.bean(ConferenceClock.class).set(Instant.parse("2027-05-20T09:00:00Z"));
        Map<String, String> form = new LinkedHashMap<>();
        form.put("key", found(body(CAST + "/register"), "name=\"key\" value=\"([A-Za-z0-9]{24})\""));
        form.put("type", "offentlig");
        form.put("name", "Stina Stjärna " + ++people);
        form.put("email", "stina" + people + "@example.org");
        form.put("organisation", "Exempelstads kommun");
        return server.post(CAST + "/register", form)
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceAll("^https?://[^/]+|[?].*", "");
    }

    /// The other link, from the last person's letter.
    private String toSeeWith() {
        UUID letter = server.bean(Db.class)
                .sql("select id from mail where recipient_name = :name")
                .set("name", "Stina Stjärna " + people)
                .one(row -> row.uuid("id"));
        return server.bean(Writer.class)
                .read(letter)
                .orElseThrow()
                .letter()
                .text()
                .replaceAll("(?s).*Din biljett:\\s+http://localhost:\\d+(/\\S+).*", "$1");
    }

    private static String found(String body, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(body);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}
