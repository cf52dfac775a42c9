package torg.edition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import torg.TestServer;

class PublicPagesTest {
    private final TestServer server = TestServer.shared();

    @Test
    void aPublishedPageComesFromMemoryWithItsHeadersIntact() {
        var first = server.get("/torgdagen-2027/programme", "Accept-Encoding", "identity");
        var second = server.get("/torgdagen-2027/programme", "Accept-Encoding", "identity");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Content-Security-Policy"))
                .isEqualTo(first.headers().firstValue("Content-Security-Policy"))
                .isPresent();
        assertThat(second.headers().firstValue("Set-Cookie")).isEmpty();
        String etag = second.headers().firstValue("ETag").orElseThrow();
        var third = server.get("/torgdagen-2027/programme", "If-None-Match", etag);
        assertThat(third.statusCode()).isEqualTo(304);
        assertThat(third.body()).isEmpty();
    }

    @Test
    void aFallbackIsMarkedWithItsLanguage() {
        assertThat(server.get("/torgdagen-2027/programme").body()).contains("<span lang=\"en\">Only in English</span>");
        assertThat(server.get("/torgdagen-2027/en/programme").body()).doesNotContain("lang=\"en\">Only in English");
    }

    @Test
    void htmlInATextIsShownAsText() {
        String body = server.get("/torgdagen-2027/programme").body();
        String code = body.replaceAll("(?s).*/sessions/([0-9A-Z]{6})\">\\s*Öppning.*", "$1");
        assertThat(server.get("/torgdagen-2027/sessions/" + code).body())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert");
    }

    @Test
    void theSearchForgivesSwedishSpelling() {
        assertThat(server.get("/torgdagen-2027/programme?q=asa+OPPNA").body())
                .contains("Öppna data på riktigt")
                .doesNotContain("Nätverk utan tid");
    }

    @Test
    void whatIsNotThereIs404() {
        for (String path : new String[] {
            "/torgdagen-2027/sessions/ZZZZZZ",
            "/torgdagen-2027/speakers/nobody",
            "/torgdagen-2027/programme/2020-01-01",
            "/torgdagen-2027/sv",
            "/torgdagen-2027/sv/programme",
            "/nowhere",
            "/nowhere/programme"
        }) {
            assertThat(server.get(path).statusCode()).as(path).isEqualTo(404);
        }
    }
}
