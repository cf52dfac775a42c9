package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torg.TestServer;
import torg.access.Account;
import torg.access.Accounts;
import torg.access.Invitations;
import torg.edition.EditionFiles;
import torg.edition.EditionId;
import torg.edition.Releases;
import torg.edition.Role;
import torg.edition.Roles;
import torg.house.Browser;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Language;

/// What is sold, edited at the desk in a browser without scripts and bought over HTTP.
class TicketPagesTest {
    private static final String CAST = "/" + TestServer.CAST;
    private static final EditionId EDITION = EditionId.of(TestServer.CAST);
    private static TestServer server;
    private static Browser browser;
    private static BrowserContext window;
    private static int people;

    @TempDir
    Path folder;

    private Page desk;

    @BeforeAll
    static void organiserSignsIn() {
        server = TestServer.fresh(Map.of());
        browser = new Browser();
        window = signedIn("tove@example.org", Role.ORGANISER);
    }

    private static BrowserContext signedIn(String email, Role role) {
        Account account = server.bean(Accounts.class).known(email, email, Language.SV, false);
        server.bean(Roles.class).grant(By.system("test"), EDITION, account, role);
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
        clock("2027-03-01T09:00:00Z");
        desk = window.newPage();
    }

    private static void clock(String now) {
        server.bean(ConferenceClock.class).set(Instant.parse(now));
    }

    private static Page open(Page page, String path) {
        page.navigate(server.url(CAST + path));
        return page;
    }

    private static Page fill(Page page, String field, String value) {
        page.locator("#f-" + field).fill(value);
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

    private void publish() {
        open(desk, "/desk/tickets");
        assertThat(press(desk, "Publicera biljetterna")).isEqualTo(303);
    }

    private static String key() {
        Matcher key = Pattern.compile("name=\"key\" value=\"([A-Za-z0-9]{24})\"")
                .matcher(server.get(CAST + "/register").body());
        assertThat(key.find()).isTrue();
        return key.group(1);
    }

    private static HttpResponse<String> register(String key, String type) {
        return server.post(
                CAST + "/register",
                Map.of(
                        "key",
                        key,
                        "type",
                        type,
                        "name",
                        "Frida Först",
                        "email",
                        "frida" + people++ + "@example.org",
                        "organisation",
                        "Exempelstads kommun"));
    }

    private static String registered(String type) {
        HttpResponse<String> answer = register(key(), type);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow().replace("?new", "");
    }

    private static List<Long> prices() {
        return server.bean(Db.class)
                .sql("""
                        select price_minor from ticket where edition_id = :edition and created_at >= :from
                        order by created_at, id
                        """)
                .set("edition", EDITION)
                .set("from", Instant.parse("2027-03-26T00:00:00Z"))
                .list(row -> row.number("price_minor"));
    }

    private static TicketShop draft() {
        return server.bean(TicketStream.class).draft(EDITION);
    }

    private static TicketShop published() {
        return server.bean(Releases.class)
                .newest(EDITION, server.bean(TicketStream.class))
                .orElseThrow()
                .content();
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

    private void added(String name) {
        open(desk, "/desk/tickets/types/new");
        fill(desk, "name-sv", name);
        fill(desk, "price", "1 250,50");
        fill(desk, "opens", "2027-02-01T09:00");
        fill(desk, "closes", "2027-05-20T23:59");
        desk.locator("#f-quotas-sal").check();
        assertThat(press(desk, "Spara")).as(desk.content()).isEqualTo(303);
    }

    @Test
    void aTicketThatIsAddedIsSoldOnceItIsPublished() {
        added("Tidig fågel åt alla");
        assertThat(desk.content()).contains("Sparat i utkastet", "Inte publicerad");
        assertThat(server.get(CAST + "/register").body()).doesNotContain("Tidig fågel");
        publish();
        registered("tidig-fagel-at-alla");
        open(desk, "/desk/tickets");
        assertThat(desk.locator("tr", new Page.LocatorOptions().setHasText("Tidig fågel"))
                        .first()
                        .innerText())
                .contains("Säljs nu")
                .containsPattern("1.250,50")
                .containsPattern("\\n?\\t1\\t0\\t\\d+");
        assertThat(audited("added")).contains("ticket-type tidig-fagel-at-alla");
        desk.navigate(server.url(CAST + "/desk/audit"));
        assertThat(desk.content()).contains("Biljettyp: Tidig fågel åt alla");
    }

    @Test
    void aNewPriceHoldsFromItsMomentAndNeverForAnOrderAlreadyMade() {
        clock("2027-03-26T09:00:00Z");
        String mine = registered("offentlig");
        open(desk, "/desk/tickets/types/offentlig");
        fill(desk, "price", "2500");
        // the second step is the earlier one, and at the midnight before the clocks go forward
        fill(desk, "steps-0-from", "2027-03-29T00:00");
        fill(desk, "steps-0-price", "3500");
        fill(desk, "steps-1-from", "2027-03-28T00:00");
        fill(desk, "steps-1-price", "3000");
        assertThat(press(desk, "Spara")).as(desk.content()).isEqualTo(303);
        registered("offentlig"); // not published yet
        publish();
        clock("2027-03-27T22:59:59Z");
        registered("offentlig");
        clock("2027-03-27T23:00:00Z");
        registered("offentlig");
        clock("2027-03-28T21:59:59Z"); // a night of 23 hours
        registered("offentlig");
        clock("2027-03-28T22:00:00Z");
        registered("offentlig");
        assertThat(prices()).containsExactly(199_500L, 199_500L, 250_000L, 300_000L, 300_000L, 350_000L);
        assertThat(server.get(mine).body()).containsPattern("1.995").doesNotContainPattern("3.500");
        open(desk, "/desk/tickets/types/offentlig");
        assertThat(desk.locator("#f-steps-0-from").inputValue()).isEqualTo("2027-03-28T00:00");
        assertThat(desk.locator("#f-steps-3-from").count()).isOne(); // two rows to go on with
        assertThat(desk.locator("#f-steps-4-from").count()).isZero();
    }

    @Test
    void whoTypesWhileASaleStopsIsToldAndKeepsTheWordsAndNothingElseIsPublished() {
        open(desk, "/desk/tickets/types/student");
        fill(desk, "name-sv", "Studerande");
        press(desk, "Spara");
        String key = key();
        open(desk, "/desk/tickets/types/offentlig");
        assertThat(press(desk, "Sluta sälja nu")).isEqualTo(303);
        HttpResponse<String> answer = register(key, "offentlig");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("Anmälan till den här biljetten har stängt", "Frida Först")
                .doesNotContain("Studerande");
        assertThat(published().type("offentlig").orElseThrow().closes())
                .isEqualTo(draft().type("offentlig").orElseThrow().closes())
                .isEqualTo(Instant.parse("2027-03-01T09:00:00Z"));
        assertThat(audited("stopped-sale")).contains("ticket-type offentlig");
        open(desk, "/desk/tickets/types/offentlig");
        assertThat(desk.content()).doesNotContain("Sluta sälja nu");
        open(desk, "/desk/tickets/types/stangd");
        assertThat(desk.content()).doesNotContain("Sluta sälja nu");
    }

    @Test
    void whoWasSlowerKeepsWhatWasTypedAndSeesWhatWasSaved() {
        open(desk, "/desk/tickets/types/offentlig");
        Page other = open(window.newPage(), "/desk/tickets/types/offentlig");
        Page third = open(window.newPage(), "/desk/tickets/types/student");
        fill(desk, "price", "2100");
        desk.locator("#f-quotas-sal").uncheck();
        assertThat(press(desk, "Spara")).isEqualTo(303);
        fill(other, "name-sv", "Offentliga");
        assertThat(press(other, "Spara")).isEqualTo(409);
        assertThat(other.locator("#f-name-sv").inputValue()).isEqualTo("Offentliga");
        assertThat(other.locator("main .box").innerText())
                .contains("Det här är sparat nu")
                .containsPattern("Namn, svenska\\s+Offentlig sektor")
                .containsPattern("Pris utan moms, kronor\\s+2100")
                .containsPattern("Vilka platser tar biljetten\\?\\s+Inget")
                .doesNotContain("Moms");
        assertThat(draft().type("offentlig").orElseThrow().name().exactly(Language.SV))
                .isEqualTo("Offentlig sektor");
        assertThat(press(other, "Spara")).isEqualTo(303);
        assertThat(draft().type("offentlig").orElseThrow())
                .satisfies(type -> assertThat(type.price().minorUnits()).isEqualTo(199_500))
                .satisfies(type -> assertThat(type.quotas()).containsExactly("sal"));
        // another ticket is another matter
        fill(third, "price", "5");
        assertThat(press(third, "Spara")).isEqualTo(303);
    }

    @Test
    void whatWasTypedStaysWhereTheTicketWasRemovedMeanwhile() {
        added("Kortlivad");
        Page other = open(window.newPage(), "/desk/tickets/types/kortlivad");
        open(desk, "/desk/tickets/types/kortlivad");
        assertThat(press(desk, "Ta bort")).isEqualTo(303);
        fill(other, "name-sv", "Långlivad");
        assertThat(press(other, "Spara")).isEqualTo(409);
        assertThat(other.content()).contains("Någon annan tog bort det här");
        assertThat(press(other, "Spara")).isEqualTo(303);
        assertThat(draft().type("kortlivad").orElseThrow().name().exactly(Language.SV))
                .isEqualTo("Långlivad");
    }

    @Test
    void whatIsWrongIsSaidAtItsFieldAndEveryWordIsKept() {
        open(desk, "/desk/tickets/types/new");
        fill(desk, "name-sv", "Å");
        fill(desk, "price", "många kronor");
        fill(desk, "steps-0-from", "2027-03-28T02:30"); // no such time
        fill(desk, "steps-0-price", "5");
        fill(desk, "steps-1-price", "6");
        fill(desk, "opens", "2027-05-20T09:00");
        fill(desk, "closes", "2027-05-20T08:00");
        desk.locator("#f-audience-domain").check();
        fill(desk, "of", "havsnas.example inte-en-domän");
        fill(desk, "min", "10");
        fill(desk, "max", "5");
        fill(desk, "key", "Ny Sort");
        assertThat(press(desk, "Spara")).isEqualTo(422);
        for (String field : List.of("price", "steps-0-from", "steps-1-from", "closes", "of", "max", "key")) {
            assertThat(desk.locator("#f-" + field + "-error").count()).as(field).isOne();
        }
        assertThat(desk.locator(".summary li").count()).isEqualTo(7);
        assertThat(desk.locator("#f-price").inputValue()).isEqualTo("många kronor");
        assertThat(desk.locator("#f-steps-1-price").inputValue()).isEqualTo("6");
        assertThat(desk.locator("#f-of").inputValue()).isEqualTo("havsnas.example inte-en-domän");
        assertThat(desk.locator("#f-audience-domain").isChecked()).isTrue();
        fill(desk, "price", "0");
        fill(desk, "steps-0-from", "2027-03-28T03:30");
        fill(desk, "steps-1-price", "");
        fill(desk, "closes", "2027-05-20T10:00");
        fill(desk, "of", "@Havsnas.example\nfjord.example");
        fill(desk, "max", "10");
        fill(desk, "key", "offentlig");
        assertThat(press(desk, "Spara")).isEqualTo(422);
        assertThat(desk.content()).contains("Namnet används redan");
        fill(desk, "key", "grannar");
        assertThat(press(desk, "Spara")).as(desk.content()).isEqualTo(303);
        assertThat(draft().type("grannar").orElseThrow().audience().of())
                .containsExactly("havsnas.example", "fjord.example");
    }

    @Test
    void whatSomebodyHasUsedIsNotRemovedAndTheReasonIsSaid() {
        added("Oanvänd");
        publish();
        open(desk, "/desk/tickets/types/oanvand");
        assertThat(desk.content()).contains("kan inte tas bort medan den säljs");
        Page other = open(window.newPage(), "/desk/tickets/types/oanvand");
        press(desk, "Sluta sälja nu");
        open(desk, "/desk/tickets/types/oanvand");
        assertThat(press(desk, "Ta bort")).isEqualTo(303);
        assertThat(draft().type("oanvand")).isEmpty();
        assertThat(published().type("oanvand")).isEmpty();
        assertThat(press(other, "Spara")).isEqualTo(409);

        added("Köpt i sista stund");
        publish();
        press(open(desk, "/desk/tickets/types/kopt-i-sista-stund"), "Sluta sälja nu");
        open(desk, "/desk/tickets/types/kopt-i-sista-stund");
        clock("2027-02-20T09:00:00Z"); // somebody was as fast
        registered("kopt-i-sista-stund");
        clock("2027-03-01T09:00:00Z");
        assertThat(press(desk, "Ta bort")).isEqualTo(409);
        assertThat(desk.content()).contains("någon har eller har haft den");
        assertThat(draft().type("kopt-i-sista-stund")).isPresent();

        open(desk, "/desk/tickets/quotas/studenter");
        assertThat(desk.content()).contains("en biljett eller ett tillval använder dem");
        open(desk, "/desk/tickets/quotas/new");
        fill(desk, "name-sv", "Bussen");
        fill(desk, "capacity", "50");
        assertThat(press(desk, "Spara")).isEqualTo(303);
        open(desk, "/desk/tickets/quotas/bussen");
        assertThat(press(desk, "Ta bort")).isEqualTo(303);
        assertThat(draft().quotas())
                .extracting(TicketShop.Quota::key)
                .contains("sal")
                .doesNotContain("bussen");
        assertThat(audited("removed")).contains("ticket-type oanvand", "quota bussen");
    }

    @Test
    void anExtraIsAddedAndBoughtWithItsTicketAndThenStays() {
        open(desk, "/desk/tickets/extras/new");
        fill(desk, "name-sv", "Båttur");
        fill(desk, "price", "650");
        fill(desk, "vat", "12");
        desk.locator("#f-types-offentlig").check();
        assertThat(press(desk, "Spara")).as(desk.content()).isEqualTo(303);
        publish();
        Map<String, String> form = new HashMap<>(Map.of(
                "key", key(),
                "type", "offentlig",
                "name", "Mia Matros",
                "email", "mia@example.org",
                "organisation", "Exempelstads kommun",
                "extras", "battur"));
        assertThat(server.post(CAST + "/register", form).statusCode()).isEqualTo(303);
        open(desk, "/desk/tickets/extras/battur");
        assertThat(desk.content()).contains("någon har eller har haft den");
        open(desk, "/desk/tickets/types/offentlig");
        assertThat(desk.locator("main section", new Page.LocatorOptions().setHasText("Tillval som går med"))
                        .innerText())
                .contains("Båttur");
    }

    @Test
    void nobodyMakesAHallLargerOverSomebodyElse() {
        open(desk, "/desk/places");
        Page other = open(window.newPage(), "/desk/places");
        assertThat(places(desk, "120")).isEqualTo(303);
        assertThat(places(other, "110")).isEqualTo(409);
        assertThat(other.content()).contains("Någon annan har ändrat antalet till 120");
        assertThat(other.locator("[name='capacity.sal']").inputValue()).isEqualTo("110");
        assertThat(draft().quotas().getFirst().capacity()).isEqualTo(120);
        // whoever writes the name meanwhile does not make it small again
        Page name = open(window.newPage(), "/desk/tickets/quotas/sal");
        assertThat(places(other, "130")).isEqualTo(303);
        fill(name, "name-sv", "Stora salen");
        assertThat(press(name, "Spara")).isEqualTo(303);
        assertThat(draft().quotas().getFirst()).satisfies(quota -> {
            assertThat(quota.capacity()).isEqualTo(130);
            assertThat(quota.name().exactly(Language.SV)).isEqualTo("Stora salen");
        });
    }

    private static int places(Page page, String number) {
        Locator form = page.locator("form[action$='/desk/places/sal']");
        form.locator("input[type=number]").fill(number);
        return page.waitForResponse(
                        one -> one.request().method().equals("POST"),
                        () -> form.locator("button").click())
                .status();
    }

    @Test
    void whatIsSavedUnchangedIsTheSameAndFilesSayWhatTheDeskSays() throws IOException {
        Path tickets = Files.createDirectory(folder.resolve("cast"));
        try (var all = Files.walk(Path.of("src/test/resources/cast"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path to = tickets.resolve(Path.of("src/test/resources/cast").relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        Files.writeString(
                tickets.resolve("tickets.yaml"),
                Files.readString(tickets.resolve("tickets.yaml")).replace("\nextras:\n", """

                - key: allt
                  name: {sv: Allt, en: Everything}
                  description: {sv: "Två rader\\noch en till", en: Two lines}
                  price: 1234.56
                  vat: 6
                  quotas: [sal, studenter]
                  opens: 2027-03-28 03:00
                  closes: 2027-10-31 02:30
                  days: [2027-05-24, 2027-05-25]
                  steps: [{from: 2027-03-28 00:00, price: 2295.00}, {from: 2027-04-28 12:34, price: 2295.50}]
                  attendance: digital
                  audience: organisation
                  audience-of: [212000-0142, 556000-0001]
                  approval: true
                  min-an-order: 5
                  max-an-order: 7
                extras:
                - key: lunch
                  name: {sv: Lunch}
                  price: 650.00
                  vat: 12
                  quotas: [sal]
                  types: [offentlig, allt]
                """));
        EditionFiles files = server.bean(EditionFiles.class);
        var read = files.read(By.system("test"), tickets, new EditionFiles.Mode(false, true, false));
        assertThat(read).isInstanceOf(EditionFiles.Outcome.Accepted.class);
        TicketShop before = draft();
        List<String> changes = audited("changed");
        for (String path : List.of(
                "types/allt", "types/offentlig", "types/student", "types/stangd", "quotas/sal", "extras/lunch")) {
            open(desk, "/desk/tickets/" + path);
            assertThat(press(desk, "Spara")).as(path + desk.content()).isEqualTo(303);
        }
        assertThat(draft()).isEqualTo(before);
        assertThat(audited("changed")).isEqualTo(changes);

        added("Från skrivbordet");
        files.write(TestServer.CAST, folder.resolve("out"));
        assertThat(files.read(By.system("test"), folder.resolve("out"), new EditionFiles.Mode(true, true, false)))
                .isInstanceOfSatisfying(
                        EditionFiles.Outcome.Accepted.class,
                        accepted -> assertThat(accepted.changes()).isEmpty());
        assertThat(Files.readString(folder.resolve("out/tickets.yaml"))).contains("fran-skrivbordet", "1250.50");
    }

    @Test
    void onlyOrganisersComeIn() {
        try (BrowserContext door = signedIn("dorr@example.org", Role.DOOR)) {
            for (String path : List.of("/desk/tickets", "/desk/tickets/types/offentlig", "/desk/tickets/extras/new")) {
                assertThat(window.request().get(server.url(CAST + path)).status())
                        .isEqualTo(200);
                assertThat(door.request().get(server.url(CAST + path)).status()).isEqualTo(403);
            }
        }
        for (String path :
                List.of("/desk/tickets/nothing/new", "/desk/tickets/types/nothing", "/desk/tickets/terms/new")) {
            assertThat(window.request().get(server.url(CAST + path)).status()).isEqualTo(404);
        }
    }

    @Test
    void cancellationFeesAreWrittenPublishedAndTold() {
        open(desk, "/desk/tickets");
        desk.locator("a", new Page.LocatorOptions().setHasText("Ändra villkoren"))
                .click();
        fill(desk, "steps-0-from", "2027-05-01T00:00");
        fill(desk, "steps-1-from", "2027-05-01T00:00");
        fill(desk, "steps-1-percent", "100");
        assertThat(press(desk, "Spara")).isEqualTo(422);
        assertThat(desk.locator("#f-steps-1-from-error").textContent()).contains("samtidigt");
        assertThat(desk.locator("#f-steps-0-percent-error").count()).isOne();
        fill(desk, "steps-0-percent", "50");
        fill(desk, "steps-1-from", "2027-05-17T00:00");
        assertThat(press(desk, "Spara")).isEqualTo(303);
        publish();
        Page mine =
                open(desk, registered("offentlig").replace(server.url(""), "").replaceFirst("^" + CAST, ""));
        assertThat(mine.content()).contains("från lördag 1 maj 2027: 50 % av priset", "måndag 17 maj 2027: 100 %");

        Page other = open(window.newPage(), "/desk/tickets/terms/all");
        open(desk, "/desk/tickets/terms/all");
        fill(other, "hold", "45");
        assertThat(press(other, "Spara")).isEqualTo(303);
        fill(desk, "hold", "60");
        assertThat(press(desk, "Spara")).isEqualTo(409);
        assertThat(desk.content()).contains("Någon annan sparade", "45").contains("value=\"60\"");
        assertThat(desk.locator("form[action$=removal]").count()).isZero();
    }
}
