package torg.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import torg.TestServer;

/// What comes over the wire that no browser sends from a page of ours.
class RequestsTest {
    private final TestServer server = TestServer.shared();

    private HttpResponse<String> send(String method, String path, String type, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(server.url(path)))
                            .header("Content-Type", type)
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void aFormThatCannotBeReadIsAPageWithoutAStackTrace() throws Exception {
        String register = "/torgdagen-2027/register";
        for (String type : new String[] {"multipart/form-data; boundary=xx", "multipart/form-data"}) {
            var answer = send("POST", register, type, "garbage");
            assertThat(answer.statusCode()).as(type).isBetween(400, 422);
            assertThat(answer.body()).contains("<main");
        }
        var answer = send("POST", register, "application/x-www-form-urlencoded", "name=%ff%fe");
        assertThat(answer.statusCode()).isBetween(400, 422);
        assertThat(answer.body()).contains("<main");
    }

    @Test
    void anAddressThatIsNoTextIsAPageToo() {
        for (String path : new String[] {"/%ff", "/torgdagen-2027/programme?q=%ff"}) {
            var answer = server.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(answer.body()).contains("<main");
            assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
        }
    }

    @Test
    void aSlashAtTheEndLeadsToThePage() {
        var answer = server.get("/torgdagen-2027/en/programme/?q=x");
        assertThat(answer.statusCode()).isEqualTo(308);
        assertThat(answer.headers().firstValue("Location")).hasValue("/torgdagen-2027/en/programme?q=x");
        assertThat(server.get("//example.org/").statusCode()).isBetween(400, 404); // never to another site
    }

    @Test
    void pagesAreReadAndFormsArePosted() throws Exception {
        for (String method : new String[] {"PUT", "DELETE", "PATCH"}) {
            assertThat(send(method, "/torgdagen-2027", "text/plain", "").statusCode())
                    .as(method)
                    .isEqualTo(405);
        }
    }

    @Test
    void searchEnginesStayAwayFromTheDesk() {
        assertThat(server.get("/robots.txt").body()).contains("Disallow: /*/desk");
    }

    @Test
    void thePageThatIsRenderedAnewIsCompressedAndHasItsTag() throws IOException {
        server.bean(PublishedPages.class).forgetAll();
        var first = server.get("/torgdagen-2027/contact", "Accept-Encoding", "gzip");
        assertThat(first.headers().firstValue("Content-Encoding")).hasValue("gzip");
        var second = server.get("/torgdagen-2027/contact", "Accept-Encoding", "gzip");
        assertThat(second.headers().firstValue("ETag"))
                .isPresent()
                .isEqualTo(first.headers().firstValue("ETag"));
    }
}
