package torg.newsroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.store.ConferenceClock;
import torg.web.PublishedPages;

class NewsTest {
    private static final Instant OUT = Instant.parse("2026-01-15T08:00:00Z"); // the date of the cast's only item

    @Test
    void newsAreOutWhenTheirTimeHasCome() {
        try (TestServer server = TestServer.fresh(Map.of())) {
            server.bean(ConferenceClock.class).set(OUT.minusSeconds(60));
            assertThat(server.get("/torgdagen-2027").body()).doesNotContain("/torgdagen-2027/news");
            assertThat(server.get("/torgdagen-2027/news").body()).doesNotContain("anmalan-oppnar");
            assertThat(server.get("/torgdagen-2027/news/anmalan-oppnar").statusCode())
                    .isEqualTo(404);
            server.bean(ConferenceClock.class).set(OUT);
            assertThat(server.get("/torgdagen-2027/news/anmalan-oppnar").statusCode())
                    .isEqualTo(200);
            server.bean(PublishedPages.class).forgetAll();
            assertThat(server.get("/torgdagen-2027").body()).contains("/torgdagen-2027/news/anmalan-oppnar");
        }
    }
}
