package torg.programme;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.access.Account;
import torg.access.Accounts;
import torg.access.Invitations;
import torg.edition.Edition;
import torg.edition.EditionFiles;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.edition.Role;
import torg.edition.Roles;
import torg.house.Browser;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.store.By;
import torg.store.Db;
import torg.text.Language;
import torg.text.Text;

/// The programme, edited at the desk in a browser without scripts and read by visitors.
class ProgrammeEditTest {
    private static final String CAST = "/" + TestServer.CAST;
    private static final EditionId EDITION = EditionId.of(TestServer.CAST);
    private static TestServer server;
    private static Browser browser;
    private static BrowserContext window;
    private Page desk;

    @BeforeAll
    static void organiserSignsIn() {
        server = TestServer.fresh(Map.of());
        browser = new Browser();
        window = signedIn("tove@example.org");
    }

    private static BrowserContext signedIn(String email) {
        Account account = server.bean(Accounts.class).known(email, email, Language.SV, false);
        server.bean(Roles.class).grant(By.system("test"), EDITION, account, Role.ORGANISER);
        BrowserContext context = browser.window(1280, false, false);
        Page page = context.newPage();
        page.navigate(server.bean(Invitations.class).link(account, Duration.ofMinutes(5)));
        page.locator("main form button").click();
        return context;
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
    }

    /// As the files of the cast say, published.
    @BeforeEach
    void castIsPublished() throws IOException {
        server.bean(EditionFiles.class)
                .read(By.system("test"), Path.of("src/test/resources/cast"), new EditionFiles.Mode(false, true, true));
        desk = window.newPage();
    }

    private static Page open(Page page, String path) {
        page.navigate(server.url(CAST + "/desk/programme" + path));
        return page;
    }

    private static void fill(Page page, String field, String value) {
        page.locator("#f-" + field).fill(value);
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

    private static Session draft(String key) {
        return server.bean(ProgrammeStream.class).draft(EDITION).sessions().stream()
                .filter(session -> session.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no session " + key));
    }

    private static List<String> audited(String action) {
        return server.bean(Db.class)
                .sql("""
                        select subject_kind || ' ' || subject_id as subject from audit
                        where edition_id = :edition and action = :action order by id
                        """)
                .set("edition", EDITION)
                .set("action", action)
                .list(row -> row.string("subject"));
    }

    private static void time(Page page, String starts, String ends) {
        fill(page, "starts", starts);
        fill(page, "ends", ends);
    }

    @Test
    void aSessionThatIsAddedIsInTheProgrammeOnceItIsPublished() {
        open(desk, "/sessions/new");
        fill(desk, "title-sv", "Samtal om arkiv");
        fill(desk, "title-en", "A talk on archives");
        fill(desk, "summary-sv", "Vi **talar**.");
        desk.locator("#f-room").selectOption("kammaren");
        time(desk, "2027-05-25T15:00", "2027-05-25T15:45");
        desk.locator("#f-people-0-speaker").selectOption("tom-vale");
        desk.locator("#f-people-0-part").selectOption("speaker");
        desk.locator("#f-people-1-speaker").selectOption("asa-berg");
        desk.locator("#f-people-1-part").selectOption("moderator");
        desk.locator("#f-access-captions").check();
        assertThat(press(desk, "Spara")).as(desk.content()).isEqualTo(303);
        assertThat(desk.content()).contains("Sparat i utkastet", "Inte publicerad", "Text saknas på ett språk");
        Session added = draft("samtal-om-arkiv");
        assertThat(added)
                .isEqualTo(new Session(
                        "samtal-om-arkiv",
                        SessionCodes.of(EDITION, "samtal-om-arkiv"),
                        Programme.Kind.SEMINAR,
                        Text.of("Samtal om arkiv", "A talk on archives"),
                        Text.sv("Vi **talar**."),
                        null,
                        null,
                        null,
                        null,
                        List.of("captions"),
                        null,
                        Programme.Status.PLANNED,
                        List.of("tom-vale"),
                        List.of("asa-berg"),
                        List.of(new Slot(
                                "kammaren",
                                Instant.parse("2027-05-25T13:00:00Z"),
                                Instant.parse("2027-05-25T13:45:00Z"))),
                        null));
        assertThat(server.get(CAST + "/programme").body()).doesNotContain("Samtal om arkiv");
        assertThat(press(desk, "Publicera programmet")).isEqualTo(303);
        assertThat(server.get(CAST + "/programme").body()).contains("Samtal om arkiv");
        assertThat(audited("added")).contains("session samtal-om-arkiv");
    }

    @Test
    void theListTellsWhatIsMissingAndIsNarrowed() {
        assertThat(open(desk, "").locator("tbody tr").count()).isEqualTo(7);
        open(desk, "?state=unscheduled");
        assertThat(desk.locator("tbody tr").allInnerTexts())
                .singleElement()
                .asString()
                .contains("Nätverk utan tid", "Tid saknas", "Medverkande saknas");
        assertThat(open(desk, "?room=kammaren&q=tom").locator("tbody tr").count())
                .isEqualTo(3);
        assertThat(open(desk, "?day=2027-05-24").content()).contains("Inget passar");
        assertThat(open(desk, "?sort=title").locator("tbody th").first().innerText())
                .contains("Arkivverkstad");
    }

    @Test
    void aRoomIsNeverBookedTwice() {
        Session before = draft("arkivverkstad");
        open(desk, "/sessions/arkivverkstad");
        fill(desk, "title-sv", "Arkivverkstad i stora salen");
        desk.locator("#f-room").selectOption("stora-salen");
        assertThat(press(desk, "Spara")).isEqualTo(422);
        assertThat(desk.locator("#f-room-error").innerText()).contains("Kartverkstad", "tisdag 25 maj 13:15–14:00");
        assertThat(desk.locator("#f-title-sv").inputValue()).isEqualTo("Arkivverkstad i stora salen");
        assertThat(draft("arkivverkstad")).isEqualTo(before);
        time(desk, "2027-05-25T14:00", "2027-05-25T14:45");
        assertThat(press(desk, "Spara")).as("right after the other").isEqualTo(303);
        assertThat(draft("arkivverkstad").slots().getFirst().room()).isEqualTo("stora-salen");
    }

    @Test
    void whoIsSlowerSeesWhatTheOtherSavedAndKeepsHerWords() {
        try (BrowserContext second = signedIn("sture@example.org")) {
            Page other = open(second.newPage(), "/sessions/oppna-data");
            open(desk, "/sessions/oppna-data");
            fill(other, "title-sv", "Öppna data, på riktigt");
            other.locator("#f-room").selectOption("stora-salen");
            assertThat(press(other, "Spara")).isEqualTo(303);
            fill(desk, "title-en", "Open data, slowly");
            assertThat(press(desk, "Spara")).isEqualTo(409);
            assertThat(desk.locator(".box").innerText())
                    .contains("Titel, svenska", "Öppna data, på riktigt", "Stora salen");
            assertThat(desk.locator("#f-title-en").inputValue()).isEqualTo("Open data, slowly");
            assertThat(draft("oppna-data").title()).isEqualTo(Text.of("Öppna data, på riktigt", "Open data for real"));
            assertThat(press(desk, "Spara")).as("a second time").isEqualTo(303);
            assertThat(draft("oppna-data").title()).isEqualTo(Text.of("Öppna data på riktigt", "Open data, slowly"));
        }
    }

    @Test
    void aTextThatIsFarTooLongIsRefusedAtItsField() {
        open(desk, "/sessions/oppna-data");
        APIResponse answer = window.request()
                .post(
                        server.url(CAST + "/desk/programme/sessions/oppna-data"),
                        RequestOptions.create()
                                .setHeader("Sec-Fetch-Site", "same-origin")
                                .setForm(FormData.create()
                                        .set(
                                                "_csrf",
                                                desk.locator("input[name=_csrf]")
                                                        .first()
                                                        .inputValue())
                                        .set(
                                                "version",
                                                desk.locator("input[name=version]")
                                                        .first()
                                                        .inputValue())
                                        .set("title.sv", "Öppna data på riktigt")
                                        .set("kind", "seminar")
                                        .set("summary.sv", "o".repeat(2 << 20))));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).containsPattern("id=\"f-summary-sv-error\".*20.?000");
        assertThat(draft("oppna-data").summary().exactly(Language.SV)).doesNotContain("ooo");
    }

    @Test
    void aSessionOnAnotherDayIsRefusedAndOneAcrossMidnightIsNot() {
        open(desk, "/sessions/oppna-data");
        time(desk, "2027-05-26T10:00", "2027-05-26T10:45");
        assertThat(press(desk, "Spara")).isEqualTo(422);
        assertThat(desk.locator("#f-starts-error").innerText()).contains("måndag 24 maj, tisdag 25 maj");
        time(desk, "2027-05-25T23:00", "2027-05-25T22:00");
        assertThat(press(desk, "Spara")).isEqualTo(422);
        assertThat(desk.locator("#f-ends-error").innerText()).contains("sluta efter");
        time(desk, "2027-05-25T23:00", "2027-05-26T01:00");
        assertThat(press(desk, "Spara")).isEqualTo(303);
        assertThat(draft("oppna-data").slots())
                .containsExactly(new Slot(
                        "kammaren", Instant.parse("2027-05-25T21:00:00Z"), Instant.parse("2027-05-25T23:00:00Z")));
        assertThat(desk.locator("tr:has(th:has-text('Öppna data'))").innerText())
                .contains("tisdag 25 maj 23:00–onsdag 26 maj 01:00");
    }

    /// As the form reads it, at the nights when clocks change; the cast meets in May.
    @Test
    void aSessionAcrossAChangeOfTheClockLastsAsLongAsItIsWritten() {
        assertThat(minutes("2027-03-28", "2027-03-28T01:30", "2027-03-28T03:30"))
                .isEqualTo("60");
        assertThat(minutes("2027-03-28", "2027-03-28T02:30", "2027-03-28T03:30"))
                .contains("Den tiden finns inte");
        assertThat(minutes("2027-10-31", "2027-10-31T01:30", "2027-10-31T03:30"))
                .isEqualTo("180");
        assertThat(minutes("2027-10-31", "2027-10-31T02:30", "2027-10-31T02:45"))
                .isEqualTo("15");
        assertThat(minutes("2027-10-31", "2027-10-31T02:45", "2027-10-31T02:15"))
                .as("the second 02:15")
                .isEqualTo("30");
    }

    private static String minutes(String day, String starts, String ends) {
        Edition cast = server.bean(Editions.class).published(TestServer.CAST).orElseThrow();
        Edition moved = new Edition(
                cast.slug(),
                cast.conference(),
                cast.name(),
                cast.theme(),
                cast.summary(),
                cast.languages(),
                cast.timeZone(),
                cast.brand(),
                cast.hashtag(),
                cast.example(),
                cast.venue(),
                List.of(new Edition.Day(LocalDate.parse(day), Edition.DayKind.CONFERENCE, Text.EMPTY)),
                cast.organisations(),
                cast.organisers(),
                cast.partners(),
                cast.hosts(),
                cast.rooms(),
                cast.contacts(),
                cast.privacy(),
                cast.pages());
        var words = torg.text.Words.of(ProgrammeForm.class, Language.SV);
        var form = torg.web.Form.read(
                words, "plan.session", Map.of("starts", new String[] {starts}, "ends", new String[] {ends}));
        ProgrammeForm.Time time = ProgrammeForm.Time.read(form, moved, null);
        return form.valid()
                ? String.valueOf(Duration.between(time.starts(), time.ends()).toMinutes())
                : form.state().errors().toString();
    }

    @Test
    void aSessionThatSomebodyChoseIsCancelledAndNotRemoved() {
        open(desk, "/sessions/oppning");
        assertThat(press(desk, "Ta bort")).isEqualTo(303);
        assertThat(audited("removed")).contains("session oppning");
        assertThat(server.get(CAST + "/programme").body())
                .as("until it is published")
                .contains("Öppning");
        open(desk, "/sessions/kartverkstad");
        desk.locator("#f-cancelled").check();
        assertThat(press(desk, "Spara")).isEqualTo(303);
        assertThat(draft("kartverkstad").isCancelled()).isTrue();
    }

    @Test
    void aSpeakerInSessionsIsOnlyRemovedWithASayingSo() {
        open(desk, "/speakers/tom-vale");
        assertThat(desk.content()).contains("Medverkar i", "Only in English");
        assertThat(press(desk, "Ta bort")).isEqualTo(409);
        assertThat(desk.content()).contains("Inget togs bort");
        desk.locator("#everywhere").check();
        assertThat(press(desk, "Ta bort")).isEqualTo(303);
        assertThat(draft("oppna-data").speakers()).containsExactly("asa-berg");
        assertThat(audited("removed")).contains("speaker tom-vale");
        assertThat(audited("changed")).contains("session oppna-data");
    }

    @Test
    void speakersAndTracksAreAddedAndChanged() {
        open(desk, "/speakers/new");
        assertThat(press(desk, "Spara")).isEqualTo(422);
        fill(desk, "name", "Édith Öman");
        fill(desk, "biography-en", "Edits *maps*.");
        assertThat(press(desk, "Spara")).isEqualTo(303);
        assertThat(server.bean(ProgrammeStream.class).draft(EDITION).speaker("edith-oman"))
                .hasValueSatisfying(
                        speaker -> assertThat(speaker.biography()).isEqualTo(Text.of(Language.EN, "Edits *maps*.")));
        open(desk, "/tracks/data");
        fill(desk, "colour", "blå");
        assertThat(press(desk, "Spara")).isEqualTo(422);
        fill(desk, "colour", "#AA0000");
        assertThat(press(desk, "Spara")).isEqualTo(303);
        assertThat(server.bean(ProgrammeStream.class).draft(EDITION).track("data"))
                .hasValueSatisfying(track -> assertThat(track.colour()).isEqualTo("#aa0000"));
        open(desk, "/tracks/data");
        desk.locator("#everywhere").check();
        assertThat(press(desk, "Ta bort")).isEqualTo(303);
        assertThat(draft("oppna-data").track()).isNull();
    }

    @Test
    void whoIsNoOrganiserSeesNoneOfIt() {
        assertThat(server.get(CAST + "/desk/programme").statusCode()).isEqualTo(303);
        assertThat(window.request()
                        .get(server.url(CAST + "/desk/programme/sessions/finns-inte"))
                        .status())
                .isEqualTo(404);
    }
}
