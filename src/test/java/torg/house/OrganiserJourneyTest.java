package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.access.Account;
import torg.access.Accounts;
import torg.access.Invitations;
import torg.files.StoredFiles;
import torg.store.ConferenceClock;
import torg.text.Language;

/// The main job from end to end in a browser, without scripts: somebody registers, an organiser signs in, finds her and
/// checks her in; and sees it all in the trail.
class OrganiserJourneyTest {
    private static final byte[] PIXEL = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static void scanned(TestServer server, Page page, String at, String code, String said) {
        server.bean(ConferenceClock.class).set(Instant.parse(at));
        page.getByLabel("Biljettens kod").fill(code);
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Checka in"))
                .first()
                .click();
        assertThat(page.locator(".checkin").textContent()).contains(said);
    }

    @Test
    void aPersonRegistersAndIsCheckedIn() {
        try (TestServer server = TestServer.fresh(Map.of());
                Browser browser = new Browser();
                BrowserContext window = browser.window(360, false, false)) {
            server.bean(ConferenceClock.class).set(Instant.parse("2027-05-20T09:00:00Z"));
            Page page = window.newPage();
            page.navigate(server.url("/torgdagen-2027"));
            page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Anmäl dig"))
                    .last()
                    .click();
            page.getByLabel("Offentlig sektor").check();
            page.getByLabel("Namn").fill("Åsa Sundmyr");
            page.getByLabel("E-post").fill("asa@example.org");
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Anmäl dig"))
                    .click();
            assertThat(page.locator("[role=alert]").textContent()).contains("Skriv var du arbetar");
            assertThat(page.getByLabel("Namn").inputValue()).isEqualTo("Åsa Sundmyr");
            page.getByLabel("Organisation").fill("Exempelstads kommun");
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Anmäl dig"))
                    .click();
            assertThat(page.content()).contains("Du är anmäld");
            String code = page.locator(".ticket .short strong").textContent();
            assertThat(window.cookies()).isEmpty();

            Account organiser = server.bean(Accounts.class).known("olle@example.org", "Olle", Language.SV, true);
            String link = server.bean(Invitations.class).link(organiser, Duration.ofMinutes(5));
            page.navigate(link);
            assertThat(window.cookies().stream().map(cookie -> cookie.name).collect(Collectors.toSet()))
                    .containsExactly("__Host-csrf"); // opening the link signs nobody in
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Logga in"))
                    .click();
            assertThat(page.url()).endsWith("/account");
            assertThat(window.cookies().stream().map(cookie -> cookie.name).collect(Collectors.toSet()))
                    .isSubsetOf("__Host-csrf", "__Host-session");
            page.navigate(server.url("/torgdagen-2027/desk"));
            assertThat(page.content()).contains("Anmälningar per dag");
            page.navigate(server.url("/torgdagen-2027/desk/participants?q=asa+sundmyr"));
            page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Åsa Sundmyr"))
                    .click();
            assertThat(page.content()).contains("asa@example.org");
            page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Ändra, lämna över"))
                    .click();
            page.getByLabel("Lämnar över").check();
            page.getByLabel("Namn").fill("Åke Sundmyr");
            page.getByLabel("E-post").fill("ake@example.org");
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Spara ändringen"))
                    .click();
            assertThat(page.locator("[role=alert]").textContent()).contains("Skriv varför");
            assertThat(page.getByLabel("Namn").inputValue()).isEqualTo("Åke Sundmyr");
            page.getByLabel("Skäl").first().fill("Hon ringde");
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Spara ändringen"))
                    .click();
            assertThat(page.locator("h1").textContent()).isEqualTo("Åke Sundmyr");
            assertThat(page.content()).doesNotContain(code);
            String given = page.locator("dt:has-text('kod') + dd").first().textContent();
            page.navigate(server.url("/torgdagen-2027/desk/audit"));
            assertThat(page.content()).contains("Hon ringde").contains("överlät");

            page.navigate(server.url("/torgdagen-2027/desk/check-in"));
            page.getByLabel("Biljettens kod").fill(given.toLowerCase());
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Checka in"))
                    .first()
                    .click();
            assertThat(page.locator(".checkin").textContent())
                    .contains("Inte i dag", "Åke Sundmyr", "Evenemanget börjar måndag 24 maj", "Ingen är incheckad")
                    .doesNotContain("Välkommen");
            assertThat(page.locator("main").textContent()).contains("0 av 1 har kommit");
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Checka in Åke Sundmyr ändå"))
                    .click();
            assertThat(page.locator(".checkin").textContent())
                    .contains("Välkommen")
                    .contains("Åke Sundmyr");
            page.getByLabel("Biljettens kod").fill(given);
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Checka in"))
                    .first()
                    .click();
            assertThat(page.locator(".checkin").getAttribute("class")).contains("already");
            scanned(server, page, "2027-05-24T06:00:00Z", given, "Välkommen");
            scanned(server, page, "2027-06-02T06:00:00Z", given, "Evenemanget var slut tisdag 25 maj");
            server.bean(ConferenceClock.class).set(Instant.parse("2027-05-20T09:00:00Z"));
            page.navigate(server.url("/torgdagen-2027/desk/check-in"));
            page.getByLabel("Biljettens kod").fill("FINNSINTE");
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Checka in"))
                    .first()
                    .click();
            assertThat(page.locator(".checkin").getAttribute("class")).contains("refused");

            page.navigate(server.url("/torgdagen-2027/desk/audit"));
            assertThat(page.content()).contains("checkade in").contains("anmälde sig");
            page.navigate(server.url("/torgdagen-2027/desk/publish"));
            assertThat(page.content()).contains("Utkastet är likadant");
            page.navigate(server.url("/torgdagen-2027/desk/preview/programme"));
            assertThat(page.content()).contains("Öppna data på riktigt").contains("noindex");
            page.getByRole(
                            AriaRole.LINK,
                            new GetByRoleOptions().setName("English").setExact(true))
                    .click();
            assertThat(page.url()).endsWith("/torgdagen-2027/desk/preview/en/programme");
            assertThat(page.content()).contains("Open data for real");
            page.navigate(server.url("/torgdagen-2027/desk/preview/register"));
            assertThat(page.content()).contains("formulär skickas inte");
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Anmäl dig"))
                    .click();
            assertThat(page.url()).endsWith("/torgdagen-2027/desk/preview/register");
            page.navigate(server.url("/torgdagen-2027/desk/edition/facts"));
            page.getByLabel("Tema, svenska").fill("Ett torg för alla");
            page.getByLabel("Färg").fill("röd");
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Spara utkastet"))
                    .click();
            assertThat(page.locator("[role=alert]").textContent()).contains("till exempel #1f5f8b");
            assertThat(page.getByLabel("Tema, svenska").inputValue()).isEqualTo("Ett torg för alla");
            page.getByLabel("Färg").fill("#1F5F8B");
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Spara utkastet"))
                    .click();
            assertThat(page.content()).contains("Sparat i utkastet");
            assertThat(server.get("/torgdagen-2027").body()).doesNotContain("Ett torg för alla");
            page.navigate(server.url("/torgdagen-2027/desk/preview"));
            assertThat(page.content()).contains("Ett torg för alla");
            page.navigate(server.url("/torgdagen-2027/desk/publish"));
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Publicera"))
                    .first()
                    .click();
            assertThat(server.get("/torgdagen-2027").body()).contains("Ett torg för alla");
            page.navigate(server.url("/torgdagen-2027/desk/edition/rooms/new"));
            page.getByLabel("Kort namn").fill("lilla-salen");
            page.getByLabel("Lokalens namn, svenska").fill("Lilla salen");
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Spara utkastet"))
                    .click();
            assertThat(page.content()).contains("Lilla salen");
            for (String needed :
                    new String[] {"/rooms/stora-salen", "/organisations/exempelstad", "/days/2027-05-25"}) {
                remove(page, server.url("/torgdagen-2027/desk/edition" + needed));
                assertThat(page.content()).as(needed).contains("Det går inte att ta bort");
            }
            remove(page, server.url("/torgdagen-2027/desk/edition/rooms/lilla-salen"));
            assertThat(page.content()).contains("Borttaget ur utkastet").doesNotContain("Lilla salen");
            page.navigate(server.url("/torgdagen-2027/desk/edition/pictures"));
            addPicture(page, "anteckning.png", "ingen bild".getBytes(StandardCharsets.UTF_8));
            assertThat(page.locator("[role=alert]").textContent()).contains("ingen bild i PNG, JPEG eller WebP");
            addPicture(page, "stor.png", new byte[StoredFiles.MAX_BYTES + 1]);
            assertThat(page.locator("[role=alert]").textContent()).contains("större än 2 MB");
            addPicture(page, "Torget på våren.JPG", PIXEL);
            assertThat(page.content())
                    .contains("Bilden är tillagd")
                    .contains("(/torgdagen-2027/images/torget-pa-varen.png)");
            assertThat(server.get("/torgdagen-2027/images/torget-pa-varen.png")
                            .headers()
                            .firstValue("Content-Type"))
                    .hasValue("image/png");
            addPicture(page, "torget-pa-varen.png", PIXEL);
            assertThat(page.locator("[role=alert]").textContent()).contains("Det finns redan en bild");
            for (String desk : new String[] {
                "",
                "/participants",
                "/check-in",
                "/edition",
                "/edition/facts",
                "/edition/pictures",
                "/publish",
                "/audit"
            }) {
                page.navigate(server.url("/torgdagen-2027/desk" + desk));
                assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .as(desk + " fits a phone")
                        .isTrue();
            }
            page.navigate(link); // used
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Logga in"))
                    .click();
            assertThat(page.content()).contains("redan använts");
        }
    }

    private static void remove(Page page, String address) {
        page.navigate(address);
        page.locator("main form").last().locator("button").click();
    }

    private static void addPicture(Page page, String name, byte[] bytes) {
        page.getByLabel("Bild", new Page.GetByLabelOptions().setExact(true))
                .setInputFiles(new FilePayload(name, "image/png", bytes));
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Lägg till bilden"))
                .click();
    }
}
