package torg.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.store.Db;
import torg.text.Language;

/// Signing in by a mail link, over HTTP, behind a proxy on this machine.
class SignInTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.fresh(Map.of("trusted-proxies", "127.0.0.0/8, ::1"));
        server.bean(Accounts.class).known("olle@example.org", "Olle", Language.SV, true);
        server.bean(Accounts.class).known("disa@example.org", "Disa", Language.SV, true);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> ask(String email, String client) {
        return post("/sign-in", "/sign-in/link", Map.of("username", email), client);
    }

    /// Sends a form of a page with the token that the page gave.
    private static HttpResponse<String> post(String page, String to, Map<String, String> form, String client) {
        HttpResponse<String> shown = server.get(page);
        String cookie = shown.headers().allValues("Set-Cookie").stream()
                .filter(one -> one.startsWith("__Host-csrf="))
                .findFirst()
                .orElseThrow()
                .replaceAll(";.*", "");
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(shown.body());
        assertThat(token.find()).isTrue();
        Map<String, String> all = new java.util.TreeMap<>(form);
        all.put("_csrf", token.group(1));
        return server.post(to, all, "Cookie", cookie, "X-Forwarded-For", client);
    }

    private static long mails(String email) {
        return server.bean(Db.class)
                .sql("select count(*) from mail where kind = 'sign-in' and recipient = :email")
                .set("email", email)
                .one(row -> row.number("count"));
    }

    @Test
    void atMostFiveLinksGoToOneAddressInAQuarterOfAnHour() {
        for (int i = 0; i < 5; i++) {
            assertThat(ask("olle@example.org", "192.0.2." + i).statusCode()).isEqualTo(302);
        }
        assertThat(ask("OLLE@example.org", "192.0.2.9").statusCode()).isEqualTo(429);
        assertThat(mails("olle@example.org")).isEqualTo(5);
    }

    @Test
    void anAddressWithoutAccountIsAnsweredAlikeAndGetsNothing() {
        HttpResponse<String> known = ask("disa@example.org", "192.0.2.20");
        HttpResponse<String> unknown = ask("nobody@example.org", "192.0.2.21");
        assertThat(unknown.statusCode()).isEqualTo(known.statusCode());
        assertThat(unknown.headers().firstValue("Location"))
                .isEqualTo(known.headers().firstValue("Location"));
        assertThat(mails("disa@example.org")).isEqualTo(1);
        assertThat(mails("nobody@example.org")).isZero();
    }

    @Test
    void whoAsksTooOftenFromOnePlaceIsStoppedWhateverItClaims() {
        for (int i = 0; i < 20; i++) {
            // what stands before the proxy's own entry, the client wrote itself
            assertThat(ask("a" + i + "@example.org", "198.51.100." + i + ", 203.0.113.7")
                            .statusCode())
                    .isEqualTo(302);
        }
        assertThat(ask("b@example.org", "203.0.113.7").statusCode()).isEqualTo(429);
        assertThat(ask("b@example.org", "203.0.113.8").statusCode()).isEqualTo(302);
    }

    @Test
    void aLinkThatIsTooOldOffersANewOne() {
        Account disa = server.bean(Accounts.class).find("disa@example.org").orElseThrow();
        String link = server.bean(Invitations.class).link(disa, Duration.ofSeconds(-1));
        String path = link.replaceAll("^https?://[^/]+", "");
        HttpResponse<String> answer =
                post(path, "/sign-in/token", Map.of("token", path.replaceAll(".*token=", "")), "192.0.2.30");
        assertThat(answer.statusCode()).isEqualTo(302);
        String to = answer.headers().firstValue("Location").orElseThrow().replaceAll("^https?://[^/]+", "");
        assertThat(server.get(to).body()).contains("redan använts").contains("name=\"username\"");
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(one -> one.startsWith("__Host-session="));
    }

    @Test
    void aFormWithoutTheTokenIsRefused() {
        assertThat(server.post("/sign-in/link", Map.of("username", "disa@example.org"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void withoutTrustedProxiesNobodySaysWhereTheyComeFrom() {
        try (TestServer alone = TestServer.fresh(Map.of())) {
            TestServer before = server;
            server = alone;
            try {
                ask("c@example.org", "203.0.113.77");
            } finally {
                server = before;
            }
            List<String> keys = alone.bean(Db.class)
                    .sql("select key from throttle where key like 'sign-in from%'")
                    .list(row -> row.string("key"));
            assertThat(keys).hasSize(1).noneMatch(key -> key.contains("203.0.113.77"));
        }
    }
}
