package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torg.TestServer;
import torg.mail.Writer;
import torg.store.ConferenceClock;

/// A municipality's administrator registers twenty colleagues, three with names to follow, swaps two of them and
/// cancels one, without asking anybody; one of them waits for a seminar and gets the cancelled one's seat; and the
/// organiser takes out what is to be invoiced, before and after.
class CoordinatorJourneyTest {
    private static final String EDITION = "/torgdagen-2027";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAdministratorRegistersTwentyColleagues(boolean script) throws IOException {
        try (TestServer server = TestServer.fresh(Map.of());
                Browser browser = new Browser();
                BrowserContext window = browser.window(360, false, script)) {
            server.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T09:00:00Z"));
            Page page = window.newPage();
            page.navigate(server.url(EDITION + "/register"));
            page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Anmäl flera"))
                    .click();
            page.getByLabel("Ditt namn").fill("Siv Samordnare");
            page.getByLabel("Din e-post").fill("siv@sjostad.example");
            page.locator("#f-organisation").fill("Sjöstads kommun");
            page.getByLabel("Kommun, region").check();
            page.getByLabel("Organisationsnummer").fill("212000-0142");
            page.getByLabel("Fakturareferens").fill("=REF+1");
            page.getByLabel("Kostnadsställe").fill("4711");
            page.getByLabel("Offentlig sektor").check();
            page.locator("#f-people-0-name").fill("Anna Först");
            page.locator("#f-people-0-email").fill("anna@sjostad.example");
            button(page, "Fler rader").click();
            assertThat(page.locator("#f-people-0-name").inputValue()).isEqualTo("Anna Först");
            assertThat(page.locator("#f-people-7-name").count()).isEqualTo(1);
            String list = IntStream.range(0, 16)
                    .mapToObj(i -> "Kollega " + i + ";kollega" + i + "@sjostad.example")
                    .collect(Collectors.joining("\n", "Namn;E-post\n", "\n"));
            page.getByLabel("Eller ladda upp en fil")
                    .setInputFiles(new FilePayload(
                            "kollegor.csv", "text/csv", (list + "Utan adress;\n").getBytes(StandardCharsets.UTF_8)));
            page.getByLabel("Platser utan namn än").fill("3");
            button(page, "Granska beställningen").last().click();
            assertThat(page.locator("#problems").textContent()).contains("Rad 18, kolumn 2:");
            page.getByLabel("Klistra in en lista").fill(list);
            button(page, "Granska beställningen").last().click();
            assertThat(page.locator("h1").textContent()).isEqualTo("Granska beställningen");
            assertThat(page.content()).contains("20 platser", "Kollega 15", "Avboka senast en månad före");
            button(page, "Ändra").click();
            assertThat(page.locator("#f-people-16-name").inputValue()).isEqualTo("Kollega 15");
            button(page, "Granska beställningen").last().click();
            button(page, "Beställ").click();
            assertThat(page.content()).contains("Platserna är beställda", "3 platser saknar namn");
            String order = page.url().replaceAll("\\?.*", "");

            person(page, "Plats utan namn", "Tove Tillagd", "tove@sjostad.example");
            assertThat(page.content()).contains("2 platser saknar namn");
            person(page, "Kollega 3", "Bo Bytt", "bo@sjostad.example");
            person(page, "Kollega 4", "Bea Bytt", "bea@sjostad.example");
            List<String> first = basis(server, browser);
            assertThat(first).hasSize(21); // headings and twenty places

            for (String lucky : List.of("Kollega 5", "Kollega 6")) {
                choose(server, browser, script, lucky, colleague -> {
                    colleague.getByLabel("Arkivverkstad").check();
                    button(colleague, "Spara valen").click();
                    assertThat(colleague.content()).contains("Dina val är sparade");
                });
            }
            choose(server, browser, script, "Kollega 7", colleague -> {
                assertThat(colleague.getByLabel("Arkivverkstad").isDisabled()).isTrue();
                button(colleague, "Ställ dig på väntelistan").click();
                assertThat(colleague.content()).contains("Du har plats 1 i kön");
            });

            page.navigate(order);
            assertThat(page.content()).contains("Bo Bytt", "Bea Bytt").doesNotContain("Kollega 4<");
            page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Kollega 5"))
                    .click();
            page.locator("summary").click();
            button(page, "Avboka platsen").click();
            assertThat(page.content()).contains("Platsen är avbokad");
            open(server, browser, script, "Kollega 7", colleague -> {
                button(colleague, "Ta platsen").click();
                assertThat(colleague.content()).contains("Arkivverkstad").doesNotContain("i kön");
            });
        }
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    private static void person(Page page, String place, String name, String email) {
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName(place).setExact(true))
                .first()
                .click();
        page.locator("#f-name").fill(name);
        page.locator("#f-email").fill(email);
        page.locator("form[action$='/person'] button").click();
        assertThat(page.content()).contains("Klart. Biljetten är på väg", name);
    }

    /// The colleague's own page, by the link in the letter that only they have got.
    private static void open(TestServer server, Browser browser, boolean script, String name, Consumer<Page> then) {
        String letter = server.bean(Writer.class).newest(60).stream()
                .filter(one -> one.staged().recipientName().equals(name))
                .findFirst()
                .orElseThrow()
                .letter()
                .text();
        Matcher link =
                Pattern.compile("(?:avbokar|Svara)[^/]*(https?://\\S+/my/\\S+)").matcher(letter);
        assertThat(link.find()).as(letter).isTrue();
        try (BrowserContext window = browser.window(360, false, script)) {
            Page page = window.newPage();
            page.navigate(link.group(1));
            then.accept(page);
        }
    }

    private static void choose(TestServer server, Browser browser, boolean script, String name, Consumer<Page> then) {
        open(server, browser, script, name, page -> {
            page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Välj programpunkter"))
                    .click();
            then.accept(page);
        });
    }

    /// Makes a basis at the desk and reads both files: whatever there is adds up.
    private static List<String> basis(TestServer server, Browser browser) throws IOException {
        try (BrowserContext desk = browser.window(1280, false, false)) {
            Page page = desk.newPage();
            EveryPage.signIn(server, page);
            page.navigate(server.url(EDITION + "/desk/orders?q=sjostad"));
            assertThat(page.content()).contains("Sjöstads kommun", "varav 2 utan namn");
            page.navigate(server.url(EDITION + "/desk/orders/basis"));
            button(page, "Ta fram ett underlag").click();
            assertThat(page.content()).contains("Underlaget är framtaget");
            String csv = desk.request()
                    .get(server.url(EDITION + "/desk/orders/basis.csv"))
                    .text();
            assertThat(csv).contains(";212000-0142;Sjöstads kommun;").contains(";'=REF+1;4711;");
            byte[] xlsx = desk.request()
                    .get(server.url(EDITION + "/desk/orders/basis.xlsx?number=1"))
                    .body();
            try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(xlsx))) {
                List<Row> rows = workbook.getFirstSheet().read();
                int sum = rows.getFirst().getCellCount() - 1;
                assertThat(rows.get(1).getCell(sum).getType()).isEqualTo(CellType.NUMBER);
                BigDecimal total = rows.stream()
                        .skip(1)
                        .map(row -> row.getCellAsNumber(sum).orElseThrow())
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(total)
                        .isEqualByComparingTo(new BigDecimal("1995")
                                .multiply(new BigDecimal("1.25"))
                                .multiply(BigDecimal.valueOf(rows.size() - 1)));
            }
            assertThat(desk.request()
                            .get(server.url(EDITION + "/desk/orders/basis.csv?number=7"))
                            .status())
                    .isEqualTo(404);
            page.navigate(server.url(EDITION + "/desk/orders/basis"));
            assertThat(button(page, "Ta fram ett underlag").count()).isZero();
            return csv.lines().toList();
        }
    }
}
