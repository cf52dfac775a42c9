package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torg.TestServer;
import torg.edition.EditionFiles;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.RepeatedJob;

/// An organiser runs a registration from the day before it opens to the last change, in a browser without scripts and
/// without asking anybody.
@SuppressWarnings("NullAway.Init") // the one test sets its windows
class OpeningToLastChangeJourneyTest {
    private static final String EDITION = "/torgdagen-2027";
    private TestServer server;
    private Page desk;
    private Page visitor;

    @Test
    void aRegistrationFromOpeningDayToTheLastChange(@TempDir Path files) throws IOException {
        try (TestServer fresh = TestServer.fresh(Map.of());
                Browser browser = new Browser();
                BrowserContext organiser = browser.window(1280, false, false);
                BrowserContext others = browser.window(360, false, false)) {
            server = fresh;
            desk = organiser.newPage();
            visitor = others.newPage();
            theTypesArePublishedAndOpenAtTheirTime(files);
            theHallFillsAndSomebodyWaits();
            moreChairsAreFoundAndWhoeverWaitsTakesOne();
            aGuestComesWithACode();
            studentsAreApproved();
            aMistakeIsUndone();
            theStudentsGetALetter();
            oneIsMovedAndOneIsCancelled();
            theFiguresAddUp();
        }
    }

    private void theTypesArePublishedAndOpenAtTheirTime(Path files) throws IOException {
        at("2027-01-14T10:00:00Z");
        copy(Path.of("src/test/resources/cast"), files);
        Path tickets = files.resolve("tickets.yaml");
        Files.writeString(
                tickets,
                Files.readString(tickets)
                        .replace("  - studenter\n  opens", "  - studenter\n  approval: true\n  opens")
                        .replace("capacity: 2", "capacity: 5"));
        assertThat(server.bean(EditionFiles.class)
                        .read(By.system("test"), files, new EditionFiles.Mode(false, false, false)))
                .isNotInstanceOf(EditionFiles.Outcome.Refused.class);
        EveryPage.signIn(server, desk);
        open(desk, "/desk/publish");
        press(desk, "Publicera Biljetter");
        assertThat(desk.content()).contains("Publicerat");
        open(visitor, "/register");
        assertThat(visitor.content()).contains("Anmälan öppnar fredag 15 januari 2027 kl. 09.00");
        at("2027-01-15T08:00:00Z");
        open(visitor, "/register");
        assertThat(visitor.content()).contains("Arrangören behöver säga ja");
    }

    private void theHallFillsAndSomebodyWaits() {
        places("sal", 4);
        for (String name : new String[] {"Anna Ek", "Bo Ek", "Cilla Ek"}) {
            register(name, "offentlig");
        }
        register("Dan Ek", "offentlig");
        assertThat(visitor.content()).contains("Du är anmäld");
        open(desk, "/desk/places");
        assertThat(desk.content()).contains("4 av 4");
        places("sal", 3);
        assertThat(desk.content()).contains("1 fler än det finns platser");
        register("Vera Väntar", "offentlig");
        assertThat(visitor.locator("[role=alert]").textContent()).contains("Den sista platsen gick just");
        assertThat(visitor.getByLabel("Namn").inputValue()).isEqualTo("Vera Väntar");
        press(visitor, "Ställ dig i kön");
        assertThat(visitor.content()).contains("Du har plats 1 i kön");
    }

    private void moreChairsAreFoundAndWhoeverWaitsTakesOne() {
        open(desk, "/desk/places");
        desk.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Offentlig sektor"))
                .click();
        assertThat(desk.content()).contains("Vera Väntar");
        places("sal", 20);
        open(desk, "/desk/places");
        assertThat(desk.content()).contains("en plats är erbjuden").contains("5 av 20");
        visitor.reload();
        press(visitor, "Ta platsen");
        assertThat(visitor.content()).contains("Kod att läsa upp").contains("Vera Väntar");
    }

    private void aGuestComesWithACode() {
        open(desk, "/desk/codes");
        desk.getByLabel("Sänka priset").check();
        desk.getByLabel("Rabatt i procent").fill("100");
        desk.locator("#f-code").fill("GÄST");
        press(desk, "Gör koder");
        assertThat(desk.locator("[role=alert]").textContent()).contains("En kod har 4–40 tecken");
        desk.locator("#f-code").fill("gast-1");
        press(desk, "Gör koder");
        assertThat(desk.content()).contains("Koderna är gjorda", "GAST-1", "0 av 1");
        open(visitor, "/register");
        fill("Gösta Gäst", "offentlig");
        visitor.getByText("Har du en kod?").click();
        visitor.locator("#f-code").fill("gast-1");
        press(visitor, "Använd koden");
        assertThat(visitor.content()).contains("Offentlig sektor, utan kostnad");
        press(visitor, "Anmäl dig");
        assertThat(visitor.content()).contains("Utan kostnad");
        open(desk, "/desk/codes");
        assertThat(desk.content()).contains("1 av 1");
    }

    private void studentsAreApproved() {
        register("Siri Student", "student");
        assertThat(visitor.content()).contains("Arrangören behöver säga ja");
        register("Sam Student", "student");
        open(desk, "/desk/participants?state=pending");
        assertThat(desk.content()).contains("2 deltagare");
        many("Godkänn");
        assertThat(desk.content())
                .contains("Det gäller 2 personer", "Siri Student", "Sam Student", "Ingenting är gjort");
        visitor.reload();
        assertThat(visitor.content()).contains("Arrangören behöver säga ja");
        desk.getByLabel("Skäl").fill("Studentkorten är sedda");
        press(desk, "Gör det för 2 personer");
        workDone();
        assertThat(desk.content()).contains("Klart.");
        visitor.reload();
        assertThat(visitor.content()).contains("Kod att läsa upp");
    }

    private void aMistakeIsUndone() {
        open(desk, "/desk/participants?q=ek");
        many("Avboka");
        press(desk, "Gör det för 4 personer");
        assertThat(desk.locator("[role=alert]").textContent()).contains("Skriv varför");
        desk.getByLabel("Skäl").fill("Fel lista");
        press(desk, "Gör det för 4 personer");
        workDone();
        open(desk, "/desk/participants?q=ek&state=cancelled");
        assertThat(desk.content()).contains("4 deltagare");
        desk.goBack();
        press(desk, "Ångra");
        workDone();
        assertThat(desk.locator("[role=status]").first().textContent()).contains("Ångrat");
        open(desk, "/desk/participants?q=ek&state=valid");
        assertThat(desk.content()).contains("4 deltagare");
    }

    private void theStudentsGetALetter() {
        open(desk, "/desk/letters/reminders/new");
        desk.getByLabel("Student", new Page.GetByLabelOptions().setExact(true)).check();
        desk.getByLabel("Vid en bestämd tid").check();
        desk.locator("#f-moment").fill("2027-01-15T09:00");
        desk.getByLabel("Ämne, svenska").fill("Ta med studentkortet");
        press(desk, "Förhandsgranska");
        press(desk, "Planera utskicket");
        assertThat(desk.content()).contains("Utskicket är planerat");
        jobs();
        open(desk, "/desk/outbox?q=studentkortet");
        open(desk, "/desk/letters/reminders");
        assertThat(desk.content()).contains("2 brev av 2 hittills");
    }

    private void oneIsMovedAndOneIsCancelled() {
        participant("Anna Ek");
        desk.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Ändra, lämna över"))
                .click();
        desk.getByLabel("Student", new Page.GetByLabelOptions().setExact(true)).check();
        press(desk, "Byt biljettyp");
        assertThat(desk.locator("[role=alert]").textContent()).contains("Skriv varför du byter");
        desk.locator("#f-why").fill("Hon studerar");
        press(desk, "Byt biljettyp");
        assertThat(desk.content()).contains("Student");
        participant("Bo Ek");
        desk.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Ändra, lämna över"))
                .click();
        desk.locator("#f-because").fill("Han ringde");
        press(desk, "Avboka deltagaren");
        open(desk, "/desk/audit");
        assertThat(desk.content()).contains("Han ringde").contains("Hon studerar");
    }

    private void theFiguresAddUp() {
        open(desk, "/desk");
        assertThat(desk.locator(".figures").textContent().replaceAll("\\s+", " "))
                .contains("Anmälda7") // four Eks, Vera, Gösta and two students, and one of them cancelled
                .contains("Avbokade1");
        assertThat(desk.content()).contains("7 av 20").contains("3 av 5");
        at("2027-05-24T10:00:01Z");
        open(visitor, "/register");
        assertThat(visitor.content()).contains("Anmälan är stängd");
    }

    private void at(String time) {
        server.bean(ConferenceClock.class).set(Instant.parse(time));
    }

    private void open(Page page, String path) {
        page.navigate(server.url(EDITION + path));
    }

    private static void press(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true))
                .first()
                .click();
    }

    private void fill(String name, String type) {
        visitor.locator("#f-type-" + type).check();
        visitor.getByLabel("Namn").fill(name);
        visitor.getByLabel("E-post")
                .fill(name.replace(' ', '.').toLowerCase().replaceAll("[^a-z.]", "") + "@example.org");
        visitor.getByLabel("Organisation").fill("Exempelstads kommun");
    }

    private void register(String name, String type) {
        open(visitor, "/register");
        fill(name, type);
        press(visitor, "Anmäl dig");
    }

    private void places(String quota, int number) {
        open(desk, "/desk/places");
        Locator form = desk.locator("form[action$='/desk/places/" + quota + "']");
        form.locator("input[type=number]").fill(String.valueOf(number));
        form.locator("button").click();
        assertThat(desk.content()).contains("Antalet platser är ändrat");
    }

    private void many(String verb) {
        desk.locator("#verb").selectOption(new com.microsoft.playwright.options.SelectOption().setLabel(verb));
        desk.locator("button[name=all]").click();
    }

    private void participant(String name) {
        open(desk, "/desk/participants?q=" + name.replace(' ', '+'));
        desk.getByRole(AriaRole.LINK, new GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    /// What runs by itself every few seconds has run.
    private void jobs() {
        server.beans(RepeatedJob.class).forEach(RepeatedJob::run);
    }

    private void workDone() {
        jobs();
        desk.reload();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
