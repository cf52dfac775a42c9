package torg.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import torg.bench.BenchCommand.Measured;
import torg.store.Refusal;
import torg.store.Settings;

/// The programme page of a Torg that is serving, against a bare Jetty that sends the same bytes, each in a process of
/// its own; and beside them nginx with the same bytes in a file, where it is installed. The client is `wrk`.
@Component
class PagesBench {
    private static final int WARM_SECONDS = 4;
    private static final int SECONDS = 6;
    private static final int[] CLIENTS = {1, 16, 64};

    private final Settings settings;

    PagesBench(Settings settings) {
        this.settings = settings;
    }

    List<Measured> run() {
        if (!Wrk.isInstalled()) {
            throw new Refusal("bench pages needs wrk; type: sudo apt-get install wrk nginx-light");
        }
        return served(page());
    }

    /// Served from memory beside the yardsticks.
    List<Measured> served(URI page) {
        byte[] body = fetch(page);
        try {
            Path folder = Files.createTempDirectory("torg-bench");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x")); // nginx drops root
            Path file = Files.write(folder.resolve("page"), body);
            Process jetty = Yardstick.beside(file);
            try (BufferedReader said = jetty.inputReader(StandardCharsets.UTF_8);
                    Nginx nginx = Nginx.serving(folder)) {
                String port = String.valueOf(said.readLine()).replace("port ", "");
                return measure(URI.create("http://127.0.0.1:" + port + page.getPath()), nginx, page, body.length);
            } finally {
                jetty.destroy();
            }
        } catch (IOException e) {
            throw new Refusal("the yardstick could not be started: " + e.getMessage());
        }
    }

    private static List<Measured> measure(URI jetty, Nginx nginx, URI page, int bytes) throws IOException {
        Wrk.run(jetty, 16, WARM_SECONDS);
        Wrk.run(page, 16, WARM_SECONDS);
        List<Measured> all = new ArrayList<>();
        for (int clients : CLIENTS) {
            Load.Result known = Wrk.run(jetty, clients, SECONDS);
            Load.Result ours = Wrk.run(page, clients, SECONDS);
            all.add(measured("bare Jetty, " + bytes + " bytes", clients, known, null));
            if (nginx.address() != null) {
                all.add(measured(
                        "nginx, the same from a file", clients, Wrk.run(nginx.address(), clients, SECONDS), null));
            }
            all.add(measured("Torg, " + page.getPath(), clients, ours, ours.perSecond() / known.perSecond()));
        }
        return all;
    }

    static Measured measured(
            String what, int clients, Load.Result result, @org.jspecify.annotations.Nullable Double ratio) {
        return new Measured(
                what, clients, result.perSecond(), result.p50Millis(), result.p99Millis(), result.failed(), ratio);
    }

    private URI page() {
        for (String edition : List.of("exempelkonferensen", "offentliga-rummet-2018")) {
            URI page = URI.create(settings.baseUrl() + "/" + edition + "/programme");
            try {
                fetch(page);
                return page;
            } catch (Refusal e) {
                // the next one, or say so below
            }
        }
        throw new Refusal("no Torg is serving the examples at " + settings.baseUrl()
                + "; start ./torg demo first (TORG_BASE_URL says where)");
    }

    private static byte[] fetch(URI page) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(page)
                            .timeout(Duration.ofSeconds(10))
                            .header("Accept-Encoding", "gzip")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200) {
                return answer.body();
            }
        } catch (IOException e) {
            // said below
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Refusal(page + " does not answer");
    }
}
