package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.mail.Schedules;
import torg.mail.Writer;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Language;

/// An organiser writes letters anew, plans a mailing and looks after the outbox, without scripts.
class LettersJourneyTest {
    private static final String DESK = "/torgdagen-2027/desk";
    private static TestServer server;
    private static Browser browser;
    private static Page page;

    @BeforeAll
    static void signIn() {
        server = TestServer.fresh(Map.of());
        server.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T09:00:00Z"));
        browser = new Browser();
        BrowserContext window = browser.window(1280, false, false);
        page = window.newPage();
        EveryPage.signIn(server, page);
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
    }

    @BeforeEach
    void emptyOutbox() {
        server.bean(Db.class).sql("delete from mail").run();
    }

    private static void press(String button) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(button)).click();
    }

    private static void register(String name) {
        Map<String, String> form = new LinkedHashMap<>();
        String body = server.get("/torgdagen-2027/register").body();
        form.put("key", body.replaceAll("(?s).*name=\"key\" value=\"([A-Za-z0-9]{24})\".*", "$1"));
        form.put("type", "offentlig");
        form.put("name", name);
        form.put("email", "someone@example.org");
        form.put("organisation", "Exempelstads kommun");
        assertThat(server.post("/torgdagen-2027/register", form).statusCode()).isEqualTo(303);
    }

    private static List<String> outbox() {
        return server.bean(Db.class)
                .sql("select recipient_name || ' ' || kind || ' ' || state as s from mail order by 1")
                .list(row -> row.string("s"));
    }

    private static String newest() {
        return server.bean(Writer.class).newest(1).getFirst().letter().text();
    }

    @Test
    void theLetterSaysWhatTheOrganiserWroteAndNothingThatCannotBeFilledIn() {
        page.navigate(server.url(DESK + "/letters"));
        page.getByText("Bekräftelse med biljett").click();
        assertThat(page.content()).contains("Hej Kim Exempel!").contains("Måste finnas med");
        page.getByLabel("Brev, svenska").fill("Hej {namn}, välkommen **hit**.");
        press("Förhandsgranska");
        assertThat(page.locator("[role=alert]").textContent()).contains("{namn} finns inte här");
        assertThat(page.getByLabel("Brev, svenska").inputValue()).contains("{namn}");
        page.getByLabel("Brev, svenska").fill("Hej {name}, välkommen **hit**.\n\n[Biljetten]({link})");
        press("Förhandsgranska");
        assertThat(page.content()).contains("Hej Kim Exempel, välkommen <strong>hit</strong>.");
        register("Nils *Ny*");
        assertThat(newest()).contains("Du är anmäld till");
        press("Spara");
        assertThat(page.content()).contains("Brevet är sparat");
        assertThat(newest()).startsWith("Hej Nils *Ny*, välkommen hit.\n\nBiljetten:\nhttp");
        press("Skicka ett prov till mig");
        assertThat(outbox())
                .containsExactly("Nils *Ny* registration queued", "Olle sample queued", "Olle sample queued");
        press("Tillbaka till standard");
        assertThat(page.content()).contains("Torgs standard");
        page.navigate(server.url(DESK + "/audit"));
        assertThat(page.content()).contains("tog bort").contains("Bekräftelse med biljett");
    }

    @Test
    void whoSavesLaterIsToldAndKeepsHerWords() {
        page.navigate(server.url(DESK + "/letters/links"));
        page.getByLabel("Ämne, svenska").fill("Mina ord");
        server.bean(Db.class)
                .sql("insert into mail_template select id, 'links', '{\"sv\": \"Andras\"}', '{}' from edition")
                .run();
        press("Spara");
        assertThat(page.content()).contains("Någon annan ändrade brevet").contains("Mina ord");
        press("Spara");
        assertThat(page.content()).contains("Brevet är sparat").contains("Mina ord");
    }

    @Test
    void lettersAreHeldReleasedAndStoppedManyAtATimeAndNeverAnotherNumberThanWasShown() {
        register("Anna Ek");
        register("Bo Ek");
        page.navigate(server.url(DESK + "/outbox?q=ek"));
        page.getByText("Håll brev i kö").click();
        assertThat(page.content()).contains("2 brev").contains("Anna Ek").contains("Bo Ek");
        register("Cilla Ek");
        press("Håll 2 brev");
        assertThat(page.content()).contains("Antalet har ändrats").contains("Cilla Ek");
        assertThat(outbox()).allMatch(line -> line.endsWith("queued"));
        press("Håll 3 brev");
        assertThat(page.content()).contains("Klart");
        assertThat(outbox()).hasSize(3).allMatch(line -> line.endsWith("held"));
        page.getByText("Anna Ek").click();
        assertThat(page.content()).contains("/my/…").contains("biljett.png");
        press("Släpp brevet");
        assertThat(outbox()).containsOnlyOnce("Anna Ek registration queued");
        press("Stoppa brevet");
        assertThat(page.content()).contains("Stoppat");
        press("Skicka en gång till");
        assertThat(outbox())
                .containsExactly(
                        "Anna Ek registration queued", "Bo Ek registration held", "Cilla Ek registration held");
        page.navigate(server.url(DESK + "/audit"));
        assertThat(page.content()).contains("höll brev").contains("skickade brev igen");
    }

    @Test
    void aMailingIsPlannedWithAPreviewAndStopped() {
        page.navigate(server.url(DESK + "/letters/reminders"));
        page.getByText("Planera ett utskick").click();
        page.locator("#f-days").fill("");
        press("Förhandsgranska");
        assertThat(page.locator("[role=alert]").textContent()).contains("Skriv hur många dagar före");
        page.locator("#f-days").fill("2");
        page.getByLabel("Ämne, svenska").fill("Ses snart, {name}");
        press("Förhandsgranska");
        assertThat(page.content()).contains("Ses snart, Kim Exempel");
        page.getByLabel("Ämne, svenska").fill("Ses i morgon, {name}");
        press("Planera utskicket");
        assertThat(page.content()).contains("Brevet är inte skickat").contains("Ses i morgon, Kim Exempel");
        press("Skicka ett prov till mig");
        assertThat(newestOf("sample")).isEqualTo("Ses i morgon, Kim Exempel");
        press("Planera utskicket");
        assertThat(page.content())
                .contains("Utskicket är planerat")
                .contains("2 dagar före kl. 09.00")
                .contains("Alla deltagare");
        page.locator("button:has-text('Stoppa')").first().click();
        assertThat(page.content()).contains("Utskicket är stoppat");
    }

    private static String newestOf(String kind) {
        return server.bean(Writer.class).newest(5).stream()
                .filter(one -> one.staged().kind().equals(kind)
                        && one.letter().language().equals(Language.SV))
                .findFirst()
                .orElseThrow()
                .letter()
                .subject();
    }

    @Test
    void thoseWhoWereTickedGetALetterAndNobodyElse() {
        register("Ticka Ett");
        register("Ticka Två");
        register("Ticka Tre");
        Db db = server.bean(Db.class);
        db.sql("""
                update ticket set state = 'cancelled', cancelled_at = now()
                where person_id = (select id from person where name = 'Ticka Två')
                """).run();
        db.sql("delete from mail").run();
        page.navigate(server.url(DESK + "/participants?q=ticka"));
        page.getByLabel("Välj Ticka Ett").check();
        page.getByLabel("Välj Ticka Två").check();
        page.locator("#verb").selectOption("mail");
        press("Fortsätt med de valda");
        assertThat(page.locator("main").textContent())
                .contains("En av de valda får brevet", "En av de valda får inget brev", "Biljetten gäller inte")
                .doesNotContain("Ticka Tre");
        assertThat(page.getByLabel("De valda deltagarna").isChecked()).isTrue();
        page.getByLabel("Vid en bestämd tid").check();
        page.locator("#f-moment").fill("2027-02-28T09:00");
        page.getByLabel("Ämne, svenska").fill("Bara till dig, {name}");
        press("Förhandsgranska");
        assertThat(page.content()).contains("Det går till en person");
        press("Planera utskicket");
        assertThat(page.content()).contains("Valda deltagare");
        server.bean(Schedules.class).run();
        assertThat(outbox()).containsExactly("Ticka Ett reminder queued");
        db.sql("update person set protected = true, alias = 'A. Nonym' where name = 'Ticka Ett'")
                .run();
        page.navigate(server.url(DESK + "/letters/reminders/new?audience="
                + db.sql("select audience from mail_schedule where audience like 'chosen-%'")
                        .one(row -> row.string("audience"))));
        assertThat(page.content()).doesNotContain("Ticka Ett", "A. Nonym");
        db.sql("update person set protected = false, alias = null where name = 'Ticka Ett'")
                .run();
    }

    @Test
    void aChoiceThatNobodyMadeReachesNobody() {
        page.navigate(server.url(DESK + "/letters/reminders/new?audience=chosen-" + java.util.UUID.randomUUID()));
        press("Förhandsgranska");
        assertThat(page.locator("[role=alert]").textContent()).contains("Välj vilka som ska få brevet");
    }
}
