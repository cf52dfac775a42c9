package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torg.TestServer;
import torg.edition.EditionFiles;
import torg.edition.EditionId;
import torg.registration.QuestionStream;
import torg.registration.Questionnaire;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;

/// Organisers write the questions at the desk, without files and without scripts.
class QuestionEditJourneyTest {
    private static final String EDITION = "/torgdagen-2027";
    private static final String EDIT = EDITION + "/desk/questions/edit";
    private static final EditionId ID = EditionId.of(TestServer.CAST);
    private static TestServer server;
    private static Browser browser;
    private static BrowserContext window;
    private static Page page;

    @BeforeAll
    static void signIn() {
        server = TestServer.fresh(Map.of());
        server.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T09:00:00Z"));
        browser = new Browser();
        window = browser.window(1280, false, false);
        page = window.newPage();
        EveryPage.signIn(server, page);
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
    }

    private static void press(String button) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static void open(String path) {
        page.navigate(server.url(path));
    }

    private static Questionnaire draft() {
        return server.bean(QuestionStream.class).draft(ID);
    }

    private static List<String> order() {
        return draft().questions().stream().map(Questionnaire.Question::key).toList();
    }

    /// A participant who has answered so; her own address.
    private static String answered(Map<String, String> answers) {
        Map<String, String> form = new LinkedHashMap<>();
        String body = server.get(EDITION + "/register").body();
        form.put("key", body.replaceAll("(?s).*name=\"key\" value=\"([A-Za-z0-9]{24})\".*", "$1"));
        form.put("type", "offentlig");
        form.put("name", "Frida Fråga");
        form.put("email", "frida@example.org");
        form.put("organisation", "Exempelstads kommun");
        String mine = server.post(EDITION + "/register", form)
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceAll(".*(/torgdagen-2027/my/[^?]*).*", "$1");
        assertThat(server.post(mine + "/questions", answers).statusCode()).isEqualTo(303);
        return mine;
    }

    @Test
    void aQuestionIsAddedAskedChangedAndNeverPulledFromUnderItsAnswers(@TempDir Path folder) throws IOException {
        open(EDITION + "/desk/questions");
        page.getByText("Ändra frågorna").click();
        page.getByText("Lägg till en fråga").click();
        page.getByLabel("Med ett av flera alternativ").check();
        page.locator("#f-days").fill("99999");
        press("Spara i utkastet");
        assertThat(page.locator("#f-label-sv-error").textContent()).contains("Fråga");
        assertThat(page.locator("#f-purpose-sv-error").isVisible()).isTrue();
        assertThat(page.locator("#f-options-0-label-sv-error").textContent()).contains("minst två alternativ");
        assertThat(page.locator("#f-days-error").isVisible()).isTrue();
        page.locator("#f-label-sv").fill("Hur åker du till Örnsköldsvik?");
        page.locator("#f-label-en").fill("How will you travel?");
        page.locator("#f-options-0-label-sv").fill("Tåg");
        page.locator("#f-options-2-label-sv").fill("Buss");
        page.locator("#f-options-2-label-en").fill("Bus");
        press("Fler rader");
        assertThat(page.locator("#f-options-5-label-sv").isVisible()).isTrue();
        page.getByLabel("Offentlig sektor").check();
        page.locator("#f-when").selectOption("middag=ja");
        page.locator("#f-purpose-sv").fill("Vi bokar hållplatsen.");
        page.locator("#f-days").fill("10");
        press("Spara i utkastet");
        assertThat(page.content()).contains("Utkastet är sparat", "Hur åker du till Örnsköldsvik?");
        assertThat(page.locator("li:has-text('Örnsköldsvik')").textContent()).contains("Ny");
        assertThat(order()).endsWith("hur-aker-du-till-ornskoldsvik");
        assertThat(draft().questions().getLast().options())
                .extracting(Questionnaire.Choice::key)
                .containsExactly("tag", "buss");

        page.getByText("Publicera", new Page.GetByTextOptions().setExact(true))
                .last()
                .click();
        press("Publicera Frågor");
        String mine = answered(Map.of(
                "question.middag", "ja", "question.bord", "Bo", "question.hur-aker-du-till-ornskoldsvik", "tag"));
        assertThat(server.get(mine + "/questions").body()).contains("Hur åker du till Örnsköldsvik?");

        open(EDIT + "/hur-aker-du-till-ornskoldsvik");
        assertThat(page.content()).contains("En har svarat");
        page.getByLabel("Med ett tal").check();
        page.locator("#f-options-0-label-sv").fill("");
        page.locator("#f-options-1-label-sv").fill("");
        page.locator("#f-options-1-label-en").fill("");
        press("Spara i utkastet");
        assertThat(page.locator("#f-kind-error").textContent()).contains("En har svarat redan");
        page.getByLabel("Med ett av flera alternativ").check();
        page.locator("#f-options-1-label-sv").fill("Flyg");
        page.locator("#f-options-2-label-sv").fill("Buss");
        press("Spara i utkastet");
        assertThat(page.locator("#f-options-0-label-sv-error").textContent()).contains("En har valt ”Tåg”");

        open(EDIT);
        press("Ta bort frågan Hur åker du till Örnsköldsvik?");
        assertThat(page.content()).contains("Ställs inte längre", "Ställ frågan igen");
        assertThat(order()).doesNotContain("hur-aker-du-till-ornskoldsvik");
        assertThat(server.bean(Db.class).sql("select count(*) as n from answer").<Long>one(row -> row.number("n")))
                .isEqualTo(3L);
        press("Ställ frågan igen Hur åker du till Örnsköldsvik?");
        assertThat(order()).endsWith("hur-aker-du-till-ornskoldsvik");

        Questionnaire before = draft();
        Path files = folder.resolve("files");
        server.bean(EditionFiles.class).write(TestServer.CAST, files);
        assertThat(Files.readString(files.resolve("questions.yaml"))).contains("Hur åker du till Örnsköldsvik?");
        assertThat(server.bean(EditionFiles.class)
                        .read(By.system("test"), files, new EditionFiles.Mode(false, true, false)))
                .isInstanceOf(EditionFiles.Outcome.Accepted.class);
        assertThat(draft()).isEqualTo(before);
        Files.writeString(
                files.resolve("questions.yaml"),
                Files.readString(files.resolve("questions.yaml")).replaceFirst("kind: choice", "kind: several"));
        assertThat(server.bean(EditionFiles.class)
                        .read(By.system("test"), files, new EditionFiles.Mode(false, true, false)))
                .isInstanceOfSatisfying(
                        EditionFiles.Outcome.Refused.class,
                        refused -> assertThat(refused.problems().toString()).contains("when it was answered"));
        open(EDITION + "/desk/audit");
        assertThat(page.content()).contains("question/hur-aker-du-till-ornskoldsvik", "slutade fråga");
    }

    @Test
    void whoSavesLaterIsToldAndKeepsHerWords() {
        open(EDIT + "/antal");
        page.locator("#f-label-sv").fill("Mina ord");
        server.bean(Db.class)
                .sql("update question set label = '{\"sv\": \"Andras\"}' where key = 'antal'")
                .run();
        var response = page.waitForResponse("**/edit/antal", () -> press("Spara i utkastet"));
        assertThat(response.status()).isEqualTo(409);
        assertThat(page.content()).contains("Någon annan ändrade frågan");
        assertThat(page.locator("#f-label-sv").inputValue()).isEqualTo("Mina ord");
        page.locator("#f-session").selectOption(new SelectOption().setLabel("Kartverkstad"));
        press("Spara i utkastet");
        assertThat(page.content()).contains("Utkastet är sparat", "Mina ord");
        assertThat(draft().questions().stream()
                        .filter(one -> one.key().equals("antal"))
                        .findFirst()
                        .orElseThrow()
                        .session())
                .isEqualTo("kartverkstad");
    }

    @Test
    void theOrderIsChangedButNothingStandsBeforeWhatItHangsOn() {
        List<String> before = order();
        open(EDIT);
        press("Flytta upp Vem vill du sitta bredvid?");
        assertThat(page.content()).contains("måste stå efter den som den hänger på");
        assertThat(order()).isEqualTo(before);
        press("Ta bort frågan Kommer du på middagen?");
        assertThat(page.content()).contains("hänger på ett svar här");
        press("Flytta ner Vem vill du sitta bredvid?");
        assertThat(order().subList(0, 3)).containsExactly("middag", "amnen", "bord");
        Page other = window.newPage();
        other.navigate(server.url(EDIT));
        press("Flytta ner Vem vill du sitta bredvid?");
        other.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Flytta upp Vem vill du sitta bredvid?"))
                .click();
        assertThat(other.content()).contains("Någon annan ändrade frågorna medan du tittade");
        assertThat(order().subList(0, 4)).containsExactly("middag", "amnen", "forsta", "bord");
    }
}
