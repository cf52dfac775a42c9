package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import torg.TestServer;
import torg.store.Db;

/// Somebody with a protected identity stands on no page, in no file and in no answer, except where each reading is in
/// the trail.
class ProtectedIdentityTest {
    private static final TestServer SERVER = EveryPage.SERVER;
    private static final String EDITION = "/" + TestServer.CAST;
    private static final List<String> HERS = List.of("hemlingsson", "hemlig.adress");

    @Test
    void whoIsProtectedIsSeenUnderAnAliasOnly() {
        try (Browser browser = new Browser();
                BrowserContext window = browser.window(1280, false, false)) {
            Page page = window.newPage();
            EveryPage.signIn(page);
            EveryPage.personal();
            String mine = register();
            SERVER.post(mine + "/visibility", Map.of("onList", "yes"));
            SERVER.post(mine + "/needs", Map.of("allergy", "nuts"));
            SERVER.post(mine + "/questions", Map.of("question.middag", "nej"));
            String ticket = found(
                    window.request()
                            .get(SERVER.url(EDITION + "/desk/participants?q=hemlings"))
                            .text(),
                    "/desk/participants/([0-9a-f-]{36})");
            Set<String> paths = paths(page, ticket);

            assertThat(telling(window, paths))
                    .contains(
                            EDITION + "/desk/participants",
                            EDITION + "/desk/participants?q=hemlings",
                            EDITION + "/desk/participants.csv",
                            EDITION + "/desk/participants/" + ticket,
                            EDITION + "/desk/check-in?q=hemlings",
                            EDITION + "/desk/questions.csv",
                            EDITION + "/desk/needs/names",
                            EDITION + "/desk/orders.csv",
                            EDITION + "/desk/orders/" + order(ticket),
                            EDITION + "/desk/audit",
                            EDITION + "/desk/outbox",
                            EveryPage.personal().replace("?new", "/people"));

            assertThat(said(window, EDITION + "/desk/orders?q=hemlingsson"))
                    .contains(EDITION + "/desk/orders/" + order(ticket));

            assertThat(SERVER.post(mine + "/visibility/protection", Map.of("alias", "Siv Hemlingsson"))
                            .statusCode())
                    .isEqualTo(422);
            assertThat(SERVER.post(mine + "/visibility/protection", Map.of("alias", "Gäst Sju"))
                            .statusCode())
                    .isEqualTo(303);
            assertThat(telling(window, paths)).isEmpty();

            String one = EDITION + "/desk/orders/" + order(ticket);
            assertThat(said(window, EDITION + "/desk/orders?q=exempelstads")).contains(one);
            assertThat(said(window, EDITION + "/desk/orders?q=hemlingsson")).doesNotContain(one);
            assertThat(said(window, EDITION + "/desk/orders?q=gäst+sju")).doesNotContain(one);
            assertThat(said(window, one)).contains("Exempelstads", "Person med skyddade uppgifter");
            assertThat(List.of(one, EDITION + "/desk/orders.csv", EDITION + "/desk/orders?q=exempelstads"))
                    .noneMatch(path -> said(window, path).contains("Gäst Sju"));

            assertThat(SERVER.get(mine).body()).contains("Siv Hemlingsson", "<h2 id=\"ticket\">Gäst Sju</h2>");

            changeAndComeIn(window, mine, ticket);
            paths.addAll(auditPages(window));
            assertThat(telling(window, paths)).isEmpty();
            assertThat(window.request()
                            .get(SERVER.url(EDITION + "/desk/needs/names"))
                            .text())
                    .contains("Gäst Sju");

            String real = window.request()
                    .get(SERVER.url(EDITION + "/desk/protected/" + ticket))
                    .text();
            assertThat(real).contains("Siv Hemlingsson", "hemlig.adress@example.net");
            assertThat(window.request().get(SERVER.url(EDITION + "/desk/audit")).text())
                    .contains("läste skyddade uppgifter", "Gäst Sju");
            assertThat(telling(window, paths)).isEmpty();
        }
    }

    /// What is written in the trail after the protection is under the alias too, and letters still find her.
    private static void changeAndComeIn(BrowserContext window, String mine, String ticket) {
        Map<String, String> data = new HashMap<>(Map.of(
                "name", "Siv Hemlingsson",
                "email", "hemlig.adress@example.net",
                "organisation", "Exempelstads kommun",
                "language", "sv",
                "version", "1"));
        assertThat(SERVER.post(mine + "/data", data).statusCode()).isEqualTo(303);
        Db db = SERVER.bean(Db.class);
        long letters = letters(db);
        submit(window, "/desk/participants/" + ticket, "/desk/participants/" + ticket + "/links", Map.of());
        assertThat(letters(db)).isEqualTo(letters + 1);
        String code = db.sql("select short_code from ticket where id = cast(:id as uuid)")
                .set("id", ticket)
                .one(row -> row.string("short_code"));
        String door = submit(window, "/desk/check-in", "/desk/check-in", Map.of("code", code));
        assertThat(door).contains("Gäst Sju", "Kontakta ansvarig");
        assertThat(HERS)
                .noneMatch(hers -> door.toLowerCase(java.util.Locale.ROOT).contains(hers));
    }

    private static long letters(Db db) {
        return db.sql("select count(*) as letters from mail where recipient = 'hemlig.adress@example.net'")
                .one(row -> row.number("letters"));
    }

    private static String submit(BrowserContext window, String from, String to, Map<String, String> form) {
        String csrf =
                found(window.request().get(SERVER.url(EDITION + from)).text(), "name=\"_csrf\" value=\"([^\"]+)\"");
        com.microsoft.playwright.options.FormData data =
                com.microsoft.playwright.options.FormData.create().set("_csrf", csrf);
        form.forEach(data::set);
        APIResponse answer = window.request()
                .post(
                        SERVER.url(EDITION + to),
                        RequestOptions.create().setForm(data).setHeader("Sec-Fetch-Site", "same-origin"));
        assertThat(answer.status()).isEqualTo(200);
        return answer.text();
    }

    private static String register() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("key", found(SERVER.get(EDITION + "/register").body(), "name=\"key\" value=\"([A-Za-z0-9]{24})\""));
        form.put("type", "offentlig");
        form.put("name", "Siv Hemlingsson");
        form.put("email", "hemlig.adress@example.net");
        form.put("organisation", "Exempelstads kommun");
        return SERVER.post(EDITION + "/register", form)
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceAll("^https?://[^/]+", "")
                .replace("?new", "");
    }

    /// Every page of the lists, and every address that needs nothing but the edition: also those that come later.
    private static Set<String> paths(Page page, String ticket) {
        Set<String> paths = new LinkedHashSet<>(EveryPage.open());
        paths.addAll(EveryPage.own());
        paths.addAll(EveryPage.desk(page));
        SERVER.bean(RequestMappingHandlerMapping.class).getHandlerMethods().forEach((mapping, handler) -> {
            if (mapping.getMethodsCondition().getMethods().contains(RequestMethod.GET)) {
                mapping.getPatternValues().stream()
                        .map(pattern -> pattern.replace("{edition}", TestServer.CAST))
                        .filter(path -> !path.contains("{") && !path.contains("*"))
                        .flatMap(path -> java.util.stream.Stream.of(path, path + "?q=hemlings"))
                        .forEach(paths::add);
            }
        });
        paths.add(EveryPage.personal().replace("?new", "/people?q=hemlings"));
        paths.add(EDITION + "/desk/participants/" + ticket);
        paths.add(EDITION + "/desk/orders/" + order(ticket));
        return paths;
    }

    private static String order(String ticket) {
        return SERVER.bean(Db.class)
                .sql("select order_id from ticket where id = cast(:id as uuid)")
                .set("id", ticket)
                .one(row -> row.uuid("order_id").toString());
    }

    private static List<String> auditPages(BrowserContext window) {
        List<String> pages = new ArrayList<>();
        String path = EDITION + "/desk/audit";
        for (int i = 0; i < 50; i++) {
            pages.add(path);
            Matcher older = Pattern.compile("/desk/audit\\?before=(\\d+)")
                    .matcher(window.request().get(SERVER.url(path)).text());
            if (!older.find()) {
                break;
            }
            path = EDITION + "/desk/audit?before=" + older.group(1);
        }
        return pages;
    }

    /// Those that say who she is.
    private static List<String> telling(BrowserContext window, Set<String> paths) {
        return paths.stream()
                .filter(path -> {
                    String said = window.request().get(SERVER.url(path)).text().toLowerCase(java.util.Locale.ROOT);
                    return HERS.stream().anyMatch(said::contains);
                })
                .toList();
    }

    private static String said(BrowserContext window, String path) {
        return window.request().get(SERVER.url(path)).text();
    }

    private static String found(String body, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(body);
        assertThat(matcher.find()).as(pattern + " in " + body).isTrue();
        return matcher.group(1);
    }
}
