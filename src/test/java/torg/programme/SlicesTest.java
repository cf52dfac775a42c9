package torg.programme;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.access.Account;
import torg.access.Accounts;
import torg.access.Invitations;
import torg.edition.EditionId;
import torg.edition.Role;
import torg.edition.Roles;
import torg.house.Browser;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.store.By;
import torg.text.Language;

/// A host's editors fill the part that the team granted; only what the team takes in comes into the programme.
class SlicesTest {
    private static final String CAST = "/" + TestServer.CAST;
    private static final EditionId EDITION = EditionId.of(TestServer.CAST);
    private TestServer server;
    private Browser browser;
    private Page team;
    private BrowserContext window;
    private Page host;

    @BeforeEach
    void teamAndHostSignIn() {
        server = TestServer.fresh(Map.of());
        browser = new Browser();
        team = signedIn("tove@example.org", Role.ORGANISER, null).newPage();
        window = signedIn("viktor@example.org", Role.HOST_EDITOR, "sjoregionen");
        host = window.newPage();
    }

    private BrowserContext signedIn(String email, Role role, @Nullable String organisation) {
        Account account = server.bean(Accounts.class).known(email, email, Language.SV, false);
        server.bean(Roles.class).grant(By.system("test"), EDITION, account, role, organisation);
        BrowserContext context = browser.window(1280, false, false);
        Page page = context.newPage();
        page.navigate(server.bean(Invitations.class).link(account, Duration.ofMinutes(5)));
        page.locator("main form button").click();
        return context;
    }

    @AfterEach
    void stop() {
        browser.close();
        server.close();
    }

    private Page open(Page page, String path) {
        page.navigate(server.url(CAST + "/desk" + path));
        return page;
    }

    private static int press(Page page, String button) {
        Response answer = page.waitForResponse(
                one -> one.request().method().equals("POST"),
                () -> page.locator("main button", new Page.LocatorOptions().setHasText(button))
                        .first()
                        .click());
        page.waitForLoadState();
        return answer.status();
    }

    /// @return the slice's id
    private String granted(String organisation, String name, String room, String starts, String ends) {
        open(team, "/programme/slices/new");
        team.locator("#f-host").selectOption(organisation);
        team.locator("#f-name").fill(name);
        team.locator("#f-most").fill("2");
        team.locator("#f-room").selectOption(room);
        team.locator("#f-starts").fill(starts);
        team.locator("#f-ends").fill(ends);
        assertThat(press(team, "Spara")).as(team.content()).isEqualTo(303);
        return team.locator("h2 a:has-text('" + name + "')")
                .getAttribute("href")
                .replaceAll(".*/", "");
    }

    private void written(String slice, String title, String starts, String ends) {
        open(host, "/slices/" + slice + "/new");
        host.locator("#f-title-sv").fill(title);
        host.locator("#f-starts").fill(starts);
        host.locator("#f-ends").fill(ends);
        host.locator("#f-summary-sv").fill("Om **vatten**.");
        host.locator("#f-people-0-name").fill("Tom Vale");
        host.locator("#f-people-0-organisation").fill("lake region");
        host.locator("#f-people-1-name").fill("Siv Sjö");
        host.locator("#f-people-1-organisation").fill("Sjöregionen");
        host.locator("#f-people-1-part").selectOption("moderator");
    }

    private Optional<Session> draft(String key) {
        return server.bean(ProgrammeStream.class).draft(EDITION).sessions().stream()
                .filter(session -> session.key().equals(key))
                .findFirst();
    }

    @Test
    void whatAHostWritesIsInTheProgrammeOnceTheTeamHasTakenItIn() {
        String slice = granted("sjoregionen", "Nätverksdagen", "kammaren", "2027-05-24T09:00", "2027-05-24T12:00");
        written(slice, "Vatten utan gränser", "2027-05-24T09:00", "2027-05-24T13:00");
        assertThat(press(host, "Spara och skicka in")).isEqualTo(422);
        assertThat(host.locator("#f-ends-error").innerText()).contains("utanför passet");
        host.locator("#f-ends").fill("2027-05-24T10:00");
        assertThat(press(host, "Spara och skicka in")).as(host.content()).isEqualTo(303);
        String key = "sjoregionen-vatten-utan-granser";
        assertThat(draft(key)).as("before anybody has read it").isEmpty();

        open(team, "/programme/hosted/" + key);
        assertThat(team.content()).contains("Tom Vale, lake region", "Siv Sjö, Sjöregionen (leder samtalet)");
        assertThat(press(team, "Skicka tillbaka")).as("without a word").isEqualTo(422);
        team.locator("#f-back").fill("Skriv på engelska också.");
        assertThat(press(team, "Skicka tillbaka")).isEqualTo(303);

        open(host, "/slices/" + slice + "/" + key);
        assertThat(host.content()).contains("Skriv på engelska också.", "skickade tillbaka");
        host.locator("#f-title-en").fill("Water without borders");
        assertThat(press(host, "Spara och skicka in")).isEqualTo(303);
        open(team, "/programme/hosted/" + key);
        assertThat(press(team, "Ta in i utkastet")).isEqualTo(303);
        Session session = draft(key).orElseThrow();
        assertThat(session.host()).isEqualTo("sjoregionen");
        assertThat(session.speakers()).as("known by name and organisation").containsExactly("tom-vale");
        assertThat(session.moderators()).containsExactly("siv-sjo");
        assertThat(session.slots())
                .containsExactly(new Slot(
                        "kammaren", Instant.parse("2027-05-24T07:00:00Z"), Instant.parse("2027-05-24T08:00:00Z")));

        open(host, "/slices/" + slice + "/" + key);
        host.locator("#f-title-sv").fill("Vatten och gränser");
        assertThat(press(host, "Spara och skicka in")).isEqualTo(303);
        assertThat(draft(key).orElseThrow().title().exactly(Language.SV))
                .as("until it is taken in too")
                .isEqualTo("Vatten utan gränser");
        open(team, "/programme/hosted/" + key);
        assertThat(team.locator(".box").innerText()).contains("Titel, svenska", "Vatten utan gränser");
        assertThat(press(team, "Ta in i utkastet")).isEqualTo(303);
        assertThat(draft(key).orElseThrow().title().exactly(Language.SV)).isEqualTo("Vatten och gränser");
        open(team, "/programme/sessions/" + key);
        team.locator("#f-comment").fill("Tack!");
        assertThat(press(team, "Kommentera")).isEqualTo(303);
        assertThat(open(host, "/slices/" + slice + "/" + key).content()).contains("Tack!", "tog in i utkastet");
    }

    @Test
    void aHostReachesNobodyElsesPart() {
        String own = granted("sjoregionen", "Nätverksdagen", "kammaren", "2027-05-24T09:00", "2027-05-24T12:00");
        String other = granted("exempelstad", "Stadens", "stora-salen", "2027-05-24T09:00", "2027-05-24T12:00");
        written(own, "Vårt", "2027-05-24T09:00", "2027-05-24T10:00");
        assertThat(press(host, "Spara")).as(host.content()).isEqualTo(303);
        BrowserContext city = signedIn("stina@example.org", Role.HOST_EDITOR, "exempelstad");
        Page stina = city.newPage();
        assertThat(open(stina, "/slices").content()).contains("Stadens").doesNotContain("Nätverksdagen", "Vårt");
        assertThat(open(stina, "/slices/" + other + "/new")
                        .locator("#f-title-sv")
                        .count())
                .isEqualTo(1);
        for (String path : List.of(
                "/slices/" + own + "/sjoregionen-vart",
                "/slices/" + other + "/sjoregionen-vart",
                "/slices/" + own + "/new")) {
            assertThat(city.request().get(server.url(CAST + "/desk" + path)).status())
                    .as(path)
                    .isEqualTo(404);
            APIResponse answer = city.request()
                    .post(
                            server.url(CAST + "/desk" + path),
                            RequestOptions.create()
                                    .setHeader("Sec-Fetch-Site", "same-origin")
                                    .setForm(FormData.create()
                                            .set(
                                                    "_csrf",
                                                    stina.locator("input[name=_csrf]")
                                                            .first()
                                                            .inputValue())
                                            .set("title.sv", "Taget")
                                            .set("kind", "seminar")));
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.text()).doesNotContain("Vårt");
        }
        assertThat(city.request()
                        .get(server.url(CAST + "/desk/programme/slices"))
                        .status())
                .isEqualTo(403);
        assertThat(server.bean(Slices.class).hosted(EDITION, "sjoregionen-vart"))
                .hasValueSatisfying(
                        session -> assertThat(session.content().title().exactly(Language.SV))
                                .isEqualTo("Vårt"));
    }

    @Test
    void aRoomIsGrantedOnceAndASessionThatIsThereAlreadyIsNamed() {
        String slice = granted("sjoregionen", "Kvällen", "kammaren", "2027-05-25T13:00", "2027-05-25T17:00");
        open(team, "/programme/slices/new");
        team.locator("#f-host").selectOption("exempelstad");
        team.locator("#f-name").fill("Också kvällen");
        team.locator("#f-room").selectOption("kammaren");
        team.locator("#f-starts").fill("2027-05-25T16:00");
        team.locator("#f-ends").fill("2027-05-25T18:00");
        assertThat(press(team, "Spara")).isEqualTo(422);
        assertThat(team.locator("#f-room-error").innerText()).contains("En annan organisation har lokalen");

        written(slice, "Krock", "2027-05-25T13:30", "2027-05-25T14:30");
        assertThat(press(host, "Spara och skicka in")).isEqualTo(303);
        written(slice, "Samtidigt", "2027-05-25T14:00", "2027-05-25T15:00");
        assertThat(press(host, "Spara")).isEqualTo(422);
        open(team, "/programme/hosted/sjoregionen-krock");
        assertThat(press(team, "Ta in i utkastet")).isEqualTo(409);
        assertThat(team.content()).contains("upptagen av ”Arkivverkstad”, tisdag 25 maj 13:15–14:00");
        assertThat(draft("sjoregionen-krock")).isEmpty();
        assertThat(server.bean(ProgrammeStream.class).draft(EDITION).speaker("siv-sjo"))
                .as("nothing of it")
                .isEmpty();
    }

    @Test
    void twoEditorsOfOneSessionSeeEachOther() {
        String slice = granted("sjoregionen", "Nätverksdagen", "kammaren", "2027-05-24T09:00", "2027-05-24T12:00");
        written(slice, "Vårt", "2027-05-24T09:00", "2027-05-24T10:00");
        assertThat(press(host, "Spara")).isEqualTo(303);
        Page other = open(window.newPage(), "/slices/" + slice + "/sjoregionen-vart");
        open(host, "/slices/" + slice + "/sjoregionen-vart");
        other.locator("#f-title-sv").fill("Allas");
        assertThat(press(other, "Spara")).isEqualTo(303);
        host.locator("#f-title-en").fill("Ours");
        assertThat(press(host, "Spara")).isEqualTo(409);
        assertThat(host.locator("#f-title-en").inputValue()).isEqualTo("Ours");
        assertThat(host.locator(".box").innerText()).contains("Allas");
        assertThat(server.bean(Slices.class)
                        .hosted(EDITION, "sjoregionen-vart")
                        .orElseThrow()
                        .content()
                        .title()
                        .exactly(Language.SV))
                .isEqualTo("Allas");
    }
}
