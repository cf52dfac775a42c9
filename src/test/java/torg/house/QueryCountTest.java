package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.store.ConferenceClock;
import torg.store.Db;

/// A list of three asks the database as often as a list of one.
class QueryCountTest {
    /// One for who may and which draft, and then what the page shows; what is public asks nothing.
    private static final Map<String, Long> EXPECTED = Map.ofEntries(
            Map.entry("/desk", 5L),
            Map.entry("/desk/letters", 2L),
            Map.entry("/desk/outbox", 3L),
            Map.entry("/desk/participants", 3L),
            Map.entry("/desk/participants?q=person&sort=name", 3L),
            Map.entry("/desk/orders", 3L),
            Map.entry("/desk/check-in?q=person", 3L),
            Map.entry("/desk/organisations", 3L),
            Map.entry("/desk/edition", 2L),
            Map.entry("/desk/audit", 2L),
            Map.entry("/desk/sessions", 3L),
            Map.entry("/desk/tickets", 8L),
            Map.entry("/desk/programme", 7L),
            Map.entry("/desk/programme/speakers", 7L),
            Map.entry("/desk/programme/sessions/oppna-data", 9L),
            Map.entry("/desk/programme/slices", 3L),
            Map.entry("/desk/slices", 3L),
            Map.entry("/privacy", 0L),
            Map.entry("/register", 0L));

    @Test
    void threeRowsTakeNoMoreQueriesThanOne() {
        try (TestServer server = TestServer.fresh(Map.of());
                Browser browser = new Browser();
                BrowserContext window = browser.window(1280, false, false)) {
            server.bean(ConferenceClock.class).set(Instant.parse("2027-05-20T09:00:00Z"));
            Page page = window.newPage();
            EveryPage.signIn(server, page);
            register(server, 1);
            assertThat(counts(server, window)).isEqualTo(EXPECTED);
            register(server, 2);
            register(server, 3);
            assertThat(counts(server, window)).isEqualTo(EXPECTED);
        }
    }

    private static void register(TestServer server, int number) {
        assertThat(server.post(
                                "/torgdagen-2027/register",
                                Map.of(
                                        "key", "AbCdEfGhJkLmNpQrStUvWxY" + number,
                                        "type", "offentlig",
                                        "name", "Person " + number,
                                        "email", "person" + number + "@example.org",
                                        "organisation", "Exempelstads kommun"))
                        .statusCode())
                .isEqualTo(303);
    }

    /// The least of several tries, because jobs ask the database too.
    private static Map<String, Long> counts(TestServer server, BrowserContext window) {
        Db db = server.bean(Db.class);
        Map<String, Long> counts = new TreeMap<>();
        for (String path : EXPECTED.keySet()) {
            long least = LongStream.range(0, 4)
                    .map(attempt -> {
                        long before = db.statements();
                        assertThat(window.request()
                                        .get(server.url("/torgdagen-2027" + path))
                                        .status())
                                .as(path)
                                .isEqualTo(200);
                        return db.statements() - before;
                    })
                    .min()
                    .orElseThrow();
            counts.put(path, least);
        }
        return counts;
    }
}
