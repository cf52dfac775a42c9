package torg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was answered is committed: a program killed in the middle of registrations has every confirmed one afterwards.
class KillTest {
    private static final int CLIENTS = 8;
    private static final int CONFIRMED_BEFORE_KILL = 60;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void everyConfirmedRegistrationSurvivesAKill() throws Exception {
        int port = freePort();
        Queue<String> confirmed = new ConcurrentLinkedQueue<>();
        Process first = start(port);
        try {
            CountDownLatch enough = new CountDownLatch(CONFIRMED_BEFORE_KILL);
            AtomicBoolean going = new AtomicBoolean(true);
            try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
                for (int i = 0; i < CLIENTS; i++) {
                    int number = i;
                    threads.execute(() -> {
                        for (int n = 0; going.get() && n < 1_000; n++) {
                            try {
                                confirmed.add(register(port, number * 1_000 + n));
                                enough.countDown();
                            } catch (IOException | InterruptedException e) {
                                return; // the program is gone
                            }
                        }
                    });
                }
                assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
                first.destroyForcibly(); // SIGKILL, in the middle of it
                first.waitFor();
                going.set(false);
            }
        } finally {
            first.destroyForcibly();
        }
        assertThat(confirmed).hasSizeGreaterThanOrEqualTo(CONFIRMED_BEFORE_KILL);

        Process second = start(port); // with the database of the first one still running
        try {
            for (String page : confirmed) {
                assertThat(get(port, page)).as(page).isEqualTo(200);
            }
        } finally {
            second.destroy();
            assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Process start(int port) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "torg.Torg",
                        "demo",
                        "--participants",
                        "0",
                        "--at",
                        "2027-03-01T10:00",
                        "--port",
                        String.valueOf(port),
                        "--home",
                        folder.resolve("home").toString()))
                .redirectError(folder.resolve("log").toFile())
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("ready ")) {
                return process;
            }
        }
        throw new IOException("it did not start:\n" + Files.readString(folder.resolve("log")));
    }

    private String register(int port, int number) throws IOException, InterruptedException {
        String form = "key=" + String.format("AbCdEfGhJkLmNpQrSt%06d", number) + "&type=offentlig&name=Prov+" + number
                + "&email=prov" + number + "%40example.org&organisation="
                + URLEncoder.encode("Åsbergets kommun", StandardCharsets.UTF_8);
        var answer = client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/exempelkonferensen/register"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Sec-Fetch-Site", "same-origin")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 303) {
            throw new IOException("answered " + answer.statusCode());
        }
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private int get(int port, String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
