package torg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import torg.edition.EditionFiles;
import torg.store.By;
import torg.store.Settings;

/// The whole program on a port of its own, with the small edition of `src/test/resources/cast` published in it.
///
/// [#shared] is started once a JVM, for tests that only look; [#fresh] is a test's own.
public final class TestServer implements AutoCloseable {
    public static final String CAST = "torgdagen-2027";
    private static @Nullable TestServer shared;

    private final Torg.Running running;
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private TestServer(Torg.Running running) {
        this.running = running;
    }

    public static synchronized TestServer shared() {
        if (shared == null) {
            shared = fresh(Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    public static TestServer fresh(Map<String, String> options) {
        Map<String, String> words = new TreeMap<>(options);
        words.put("port", String.valueOf(freePort()));
        words.putIfAbsent(
                "home", "target/test-server-" + ProcessHandle.current().pid());
        words.putIfAbsent("secret", "a secret of the tests, long enough for all of them");
        Settings settings = Settings.read(words, Map.of(), false);
        TestServer server = new TestServer(Torg.start(settings, TestDatabase.fresh(), null));
        server.importCast();
        return server;
    }

    private void importCast() {
        try {
            var outcome = bean(EditionFiles.class)
                    .read(
                            By.system("test"),
                            Path.of("src/test/resources/cast"),
                            new EditionFiles.Mode(false, false, true));
            if (outcome instanceof EditionFiles.Outcome.Refused(var problems)) {
                throw new IllegalStateException("the cast is refused: " + problems);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public <T> T bean(Class<T> type) {
        return running.context().getBean(type);
    }

    public <T> java.util.Collection<T> beans(Class<T> type) {
        return running.context().getBeansOfType(type).values();
    }

    public String url(String path) {
        return "http://localhost:" + running.settings().port() + path;
    }

    /// An answer as it came, redirects not followed.
    public HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.GET().build());
    }

    /// A form as a browser would post it from a page of this site, without cookies.
    public HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
        return postAs(path, form, "same-origin", headers);
    }

    /// @param site what the browser says of where the form came from (`Sec-Fetch-Site`)
    public HttpResponse<String> postAs(String path, Map<String, String> form, String site, String... headers) {
        StringBuilder body = new StringBuilder();
        form.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(encoded(name))
                .append('=')
                .append(encoded(value)));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", site);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String value) {
        return java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        running.close();
    }
}
