package torg.house;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import torg.TestServer;
import torg.access.Account;
import torg.access.Accounts;
import torg.access.Invitations;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.edition.Role;
import torg.edition.Roles;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.LocalIds;
import torg.text.Language;

/// The pages that every gate looks at, in both languages: the open ones, a participant's own, the desk.
final class EveryPage {
    static final TestServer SERVER = TestServer.shared();
    private static final String EDITION = "/" + TestServer.CAST;
    private static @Nullable String personal;
    private static @Nullable String order;
    private static @Nullable String held;

    private EveryPage() {}

    static List<String> open() {
        List<String> pages = inBothLanguages(List.of(
                "",
                "/programme",
                "/programme/2027-05-25",
                "/programme/now",
                "/programme/mine",
                "/programme/print",
                "/programme/print/large",
                "/programme/screen",
                "/programme/screen/kammaren",
                "/programme/rooms",
                "/programme/tracks",
                "/programme/changes",
                "/sessions/" + code("Öppna data"),
                "/sessions/" + code("Kartverkstad"),
                "/speakers",
                "/speakers/asa-berg",
                "/showcase",
                "/showcase/buss",
                "/news",
                "/news/anmalan-oppnar",
                "/award",
                "/hackathon",
                "/practical",
                "/offline",
                "/contact",
                "/accessibility",
                "/privacy",
                "/register",
                "/register/group"));
        String order = order();
        for (String page :
                List.of("", "/more", "/buyer", ticket(order), ticket(order) + "/waiting", ticket(order) + "/extras")) {
            pages.addAll(inBothLanguages(List.of((order + page).replace(EDITION, ""))));
        }
        pages.addAll(inBothLanguages(List.of(held().replace(EDITION, ""))));
        pages.add(EDITION + "/programme?q=finns+inte");
        pages.add(EDITION + "/programme?access=captions");
        pages.add("/sign-in");
        pages.add("/sign-in/sent");
        pages.add("/nowhere");
        return pages;
    }

    /// The page of somebody who has registered, by the link that may change it.
    static synchronized String personal() {
        if (personal == null) {
            SERVER.bean(ConferenceClock.class).set(Instant.parse("2027-05-20T09:00:00Z"));
            Map<String, String> form = new LinkedHashMap<>();
            form.put(
                    "key", found(SERVER.get(EDITION + "/register").body(), "name=\"key\" value=\"([A-Za-z0-9]{24})\""));
            form.put("type", "offentlig");
            form.put("name", "Åsa Sundmyr");
            form.put("email", "asa@example.org");
            form.put("organisation", "Exempelstads kommun");
            personal = SERVER.post(EDITION + "/register", form)
                    .headers()
                    .firstValue("Location")
                    .orElseThrow()
                    .replaceAll("^https?://[^/]+", "");
            SERVER.post(choosing(), Map.of("version", "1", "session.eftermiddag", code("Kartverkstad")));
            SERVER.post(
                    below("/needs"),
                    Map.of(
                            "dietary",
                            "vegan",
                            "allergy.words",
                            "Äpplen",
                            "access",
                            "hearing-loop",
                            "access.words",
                            ""));
            SERVER.post(below("/questions"), Map.of("question.middag", "ja", "question.bord", "Rektorn"));
            SERVER.post(
                    below("/programme/stars"), Map.of("session", code("Arkivverkstad"))); // clashes with what she chose
            SERVER.post(below("/programme/calendar"), Map.of());
            SERVER.post(below("/visibility"), Map.of("noPhoto", "yes", "onList", "yes"));
        }
        return personal;
    }

    private static String choosing() {
        return personal().replace("?new", "/sessions");
    }

    private static String code(String title) {
        return found(SERVER.get(EDITION + "/programme").body(), "/sessions/([0-9A-Z]{6})\">\\s*" + title);
    }

    /// The page of an order of several places, of which two have no name yet.
    static synchronized String order() {
        if (order == null) {
            order = placed("order", "2");
        }
        return order;
    }

    /// The page of places that are kept while names are collected.
    static synchronized String held() {
        if (held == null) {
            held = placed("hold", "1");
        }
        return held;
    }

    private static String ticket(String order) {
        return "/tickets/" + found(SERVER.get(order).body(), "/tickets/([0-9a-f-]{36})");
    }

    private static String placed(String step, String nameless) {
        SERVER.bean(ConferenceClock.class).set(Instant.parse("2027-05-20T09:00:00Z"));
        Map<String, String> form = new LinkedHashMap<>();
        form.put(
                "key",
                found(SERVER.get(EDITION + "/register/group").body(), "name=\"key\" value=\"([A-Za-z0-9]{24})\""));
        form.put("do", step);
        form.put("name", "Siv Samordnare");
        form.put("email", "siv@example.org");
        form.put("organisation", "Exempelstads kommun");
        form.put("kind", "public");
        form.put("country", "SE");
        form.put("number", "212000-0142");
        form.put("type", "offentlig");
        form.put("list", "Namn;E-post\nBo Berg;bo@example.org\n");
        form.put("nameless", nameless);
        form.put("total", String.valueOf((1 + Integer.parseInt(nameless)) * 249_375));
        return SERVER.post(EDITION + "/register/group", form)
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceAll("^https?://[^/]+", "")
                .replaceAll("[?].*", "");
    }

    /// Her pages, in both languages.
    static List<String> own() {
        personal();
        return inBothLanguages(List.of(
                        "",
                        "/questions",
                        "/needs",
                        "/visibility",
                        "/extras",
                        "/people",
                        "/people?q=finns+inte",
                        "/programme",
                        "/programme/all")
                .stream()
                .map(path -> below(path).substring(EDITION.length()))
                .toList());
    }

    private static String below(String path) {
        return java.util.Objects.requireNonNull(personal).replace("?new", path);
    }

    /// What a programme would change that somebody uploaded.
    private static String imported(Page page) {
        page.navigate(SERVER.url(EDITION + "/desk/import"));
        page.locator("input[type=file]")
                .setInputFiles(new FilePayload(
                        "program.csv",
                        "text/csv",
                        "title;date;start;duration;room\nKväll;2027-05-25;18:30;90;Nya rummet\nFel;;;;\n;;;;\n"
                                .getBytes(StandardCharsets.UTF_8)));
        page.locator("main form button").click();
        return page.url().replaceFirst(".*" + EDITION, "");
    }

    /// The desk's pages, for a window that is signed in.
    static List<String> desk(Page page) {
        personal();
        page.navigate(SERVER.url(EDITION + "/desk/participants?q=sundmyr"));
        String one = page.locator("a:has-text('Sundmyr')").first().getAttribute("href");
        page.navigate(SERVER.url(EDITION + "/desk/organisations"));
        String organisation = page.locator("a:has-text('Exempelstad')")
                .first()
                .getAttribute("href")
                .replace(EDITION, "");
        page.navigate(SERVER.url(EDITION + "/desk/outbox?q=sundmyr"));
        String letter = page.locator("a:has-text('Sundmyr')").first().getAttribute("href");
        order();
        page.navigate(SERVER.url(EDITION + "/desk/orders?q=siv"));
        String ordered = page.locator("tbody a").first().getAttribute("href");
        String slice = slice(page);
        List<String> pages = inBothLanguages(List.of(
                "/desk",
                "/desk/orders",
                "/desk/orders?q=finns+inte",
                ordered.replace(EDITION, ""),
                "/desk/orders/basis",
                "/desk/participants",
                "/desk/participants?q=finns+inte",
                "/desk/participants?state=pending",
                one.replace(EDITION, ""),
                "/desk/organisations",
                "/desk/organisations?q=finns+inte",
                organisation,
                "/desk/organisations/duplicates",
                "/desk/organisations/duplicates?q=sjo&of=" + organisation.replaceAll(".*/", ""),
                one.replace(EDITION, "") + "/sessions",
                one.replace(EDITION, "") + "/change",
                "/desk/sessions",
                "/desk/sessions?q=finns+inte",
                "/desk/sessions/" + code("Kartverkstad"),
                "/desk/sessions/" + code("Arkivverkstad"),
                one.replace(EDITION + "/desk/participants", "/desk/protected"),
                "/desk/protected",
                "/desk/participants?unanswered=yes",
                "/desk/questions",
                "/desk/questions/edit",
                "/desk/questions/edit/new",
                "/desk/questions/edit/middag",
                "/desk/needs",
                "/desk/needs/names",
                "/desk/check-in",
                "/desk/check-in?q=sundmyr",
                "/desk/hosted",
                "/desk/hosted/" + code("Kartverkstad"),
                "/desk/hosted/letter",
                "/desk/places",
                waitingLine(),
                "/desk/tickets",
                "/desk/tickets/types/offentlig",
                "/desk/tickets/types/stangd",
                "/desk/tickets/types/new",
                "/desk/tickets/quotas/sal",
                "/desk/tickets/quotas/new",
                "/desk/tickets/extras/new",
                "/desk/tickets/terms/all",
                "/desk/programme",
                "/desk/programme?q=finns+inte",
                "/desk/programme/sessions/oppna-data",
                "/desk/programme/sessions/new",
                "/desk/programme/speakers",
                "/desk/programme/speakers/asa-berg",
                "/desk/programme/slices",
                "/desk/programme/slices/new",
                "/desk/programme/slices/" + slice,
                "/desk/programme/hosted/sjoregionen-vatten",
                "/desk/slices",
                "/desk/slices/" + slice + "/new",
                "/desk/slices/" + slice + "/sjoregionen-vatten",
                "/desk/programme/tracks",
                "/desk/programme/tracks/data",
                "/desk/codes",
                "/desk/codes/list",
                "/desk/codes/guests",
                "/desk/letters",
                "/desk/letters/registration",
                "/desk/letters/reminders",
                "/desk/letters/reminders/new",
                "/desk/outbox",
                "/desk/outbox?q=finns+inte",
                "/desk/outbox/bulk?verb=hold",
                letter.replace(EDITION, ""),
                "/desk/edition",
                "/desk/edition/facts",
                "/desk/edition/days/new",
                "/desk/edition/rooms/new",
                "/desk/edition/pages/new",
                "/desk/edition/organisations/new",
                "/desk/edition/pictures",
                "/desk/programme/plan",
                "/desk/publish",
                "/desk/import",
                imported(page),
                "/desk/preview/programme",
                "/desk/audit"));
        pages.add("/account");
        pages.add(choosing());
        return pages;
    }

    /// The id of a slice in which a session is ready.
    private static synchronized String slice(Page page) {
        page.navigate(SERVER.url(EDITION + "/desk/slices"));
        if (page.locator("main a:has-text('Vatten')").count() == 0) {
            page.navigate(SERVER.url(EDITION + "/desk/programme/slices/new"));
            page.locator("#f-host").selectOption("sjoregionen");
            page.locator("#f-name").fill("Nätverksdagen");
            page.locator("#f-most").fill("3");
            page.locator("main form.form button").click();
            page.navigate(SERVER.url(EDITION + "/desk/slices"));
            page.locator("main a.button").click();
            page.locator("#f-title-sv").fill("Vatten");
            page.locator("#f-summary-sv").fill("Om *vatten*.");
            page.locator("#f-people-0-name").fill("Siv Sjö");
            page.locator("button[value=ready]").click();
        }
        String href = page.locator("main a:has-text('Vatten')").first().getAttribute("href");
        return href.replaceFirst(".*/slices/", "").replaceFirst("/.*", "");
    }

    /// The page of a line that somebody stands in.
    private static String waitingLine() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("key", found(SERVER.get(EDITION + "/register").body(), "name=\"key\" value=\"([A-Za-z0-9]{24})\""));
        form.put("type", "offentlig");
        form.put("name", "Vera Väntar");
        form.put("email", "olle@example.org"); // who signs in: it stands on the account's page
        form.put("organisation", "Exempelstads kommun");
        form.put("wait", "yes");
        SERVER.post(EDITION + "/register", form);
        Edition edition = SERVER.bean(Editions.class).published(TestServer.CAST).orElseThrow();
        return "/desk/places/waiting/" + LocalIds.of(edition.id(), "ticket-type", "offentlig");
    }

    static void signIn(Page page) {
        signIn(SERVER, page);
    }

    static void signIn(TestServer server, Page page) {
        Account organiser = server.bean(Accounts.class).known("olle@example.org", "Olle", Language.SV, true);
        Roles roles = server.bean(Roles.class);
        List.of(Role.CARE, Role.PROTECTION)
                .forEach(role -> roles.grant(By.system("test"), EditionId.of(TestServer.CAST), organiser, role));
        roles.grant(By.system("test"), EditionId.of(TestServer.CAST), organiser, Role.HOST_EDITOR, "sjoregionen");
        page.navigate(server.bean(Invitations.class).link(organiser, Duration.ofMinutes(5)));
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Logga in"))
                .click();
    }

    private static List<String> inBothLanguages(List<String> paths) {
        List<String> pages = new ArrayList<>();
        for (String path : paths) {
            pages.add(EDITION + path);
            pages.add(EDITION + "/en" + path);
        }
        return pages;
    }

    private static String found(String body, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(body);
        if (!matcher.find()) {
            throw new AssertionError("not on the page: " + pattern);
        }
        return matcher.group(1);
    }
}
