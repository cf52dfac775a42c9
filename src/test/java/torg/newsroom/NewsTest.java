package torg.newsroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torg.TestServer;
import torg.edition.EditionFiles;
import torg.edition.EditionFiles.Outcome.Refused;
import torg.edition.EditionId;
import torg.edition.Releases;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
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

    @TempDir
    Path folder;

    @Test
    void aFigureInAFactBoxStaysAsItWasWhenItWasPublished() throws IOException {
        try (TestServer server = TestServer.fresh(Map.of())) {
            server.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T08:00:00Z"));
            register(server, 1);
            fact(server, "- **Anmälda:** {registered} från {organisations}");
            String item = "/torgdagen-2027/news/anmalan-oppnar";
            publish(server);
            assertThat(server.get(item).body())
                    .contains("1 från 1", "Siffrorna gäller")
                    .doesNotContain("{registered}");
            register(server, 2);
            server.bean(ConferenceClock.class).set(Instant.parse("2027-03-02T08:00:00Z"));
            assertThat(publish(server)).as("nothing new to publish").isEmpty();
            server.bean(PublishedPages.class).forgetAll();
            assertThat(server.get(item).body()).contains("1 från 1", "1 mars");
            fact(server, "- **Anmälda:** nu {registered}");
            publish(server);
            assertThat(server.get(item).body()).contains("nu 2", "2 mars");
        }
    }

    @Test
    void whatIsNoFigureIsRefusedWithItsLine() throws IOException {
        try (TestServer server = TestServer.fresh(Map.of())) {
            assertThat(read(server, "Rad ett\n\nVi är {anmalda}"))
                    .isInstanceOf(Refused.class)
                    .asString()
                    .contains("fact.sv.md:3:7: ", "{anmalda} is no figure", "{checked-in}");
            server.bean(Db.class)
                    .sql("update news_item set fact = '{\"sv\": \"Vi är {anmalda}\"}'")
                    .run();
            assertThatThrownBy(() -> publish(server)).hasMessageContaining("{anmalda} is no figure");
        }
    }

    private static Optional<Integer> publish(TestServer server) {
        return server.bean(Releases.class)
                .publish(By.system("test"), EditionId.of(TestServer.CAST), server.bean(NewsStream.class), "");
    }

    private void fact(TestServer server, String text) throws IOException {
        assertThat(read(server, text)).isNotInstanceOf(Refused.class);
    }

    private EditionFiles.Outcome read(TestServer server, String text) throws IOException {
        Path cast = Path.of("src/test/resources/cast");
        Path copy = Files.createDirectories(folder.resolve("cast" + System.nanoTime()));
        try (var files = Files.walk(cast)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(cast.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        Files.writeString(copy.resolve("news/anmalan-oppnar.fact.sv.md"), text);
        return server.bean(EditionFiles.class)
                .read(By.system("test"), copy, new EditionFiles.Mode(false, false, false));
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
}
