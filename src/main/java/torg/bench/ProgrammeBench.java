package torg.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import torg.bench.BenchCommand.Measured;
import torg.edition.EditionFiles;
import torg.edition.EditionFiles.Mode;
import torg.edition.EditionFiles.Outcome;
import torg.store.By;
import torg.store.Refusal;
import torg.store.Settings;

/// Releases of 53, 500 and 2 000 made-up sessions, published beside a Torg that is serving: how long each page and feed
/// takes when it is asked for first, how many of them are served from memory, how many answers are 304 when apps ask
/// again, and how much a phone loads.
@Component
class ProgrammeBench {
    private static final int[] SESSIONS = {53, 500, 2_000};
    private static final int ROUNDS = 5;
    private static final int ASKS = 500;
    private static final int AIM_BYTES = 60_000;
    private static final List<String> FEEDS = List.of(
            "/programme",
            "/programme/rooms",
            "/schedule.xml",
            "/schedule.json",
            "/schedule.ics",
            "/programme/changes",
            "/releases.atom");

    private final EditionFiles files;
    private final PagesBench pages;
    private final Settings settings;

    ProgrammeBench(EditionFiles files, PagesBench pages, Settings settings) {
        this.files = files;
        this.pages = pages;
        this.settings = settings;
    }

    private record Asked(int status, String etag, byte[] body, double millis) {}

    /// @param notes for what a line of the table does not say
    List<Measured> run(List<String> notes) {
        List<Measured> all = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int sessions : SESSIONS) {
                all.addAll(measure(client, sessions, notes));
            }
        }
        if (!Wrk.isInstalled()) {
            notes.add(
                    "nothing was served from memory under load: that needs wrk; type: sudo apt-get install wrk nginx-light");
        }
        return all;
    }

    private List<Measured> measure(HttpClient client, int sessions, List<String> notes) {
        String edition = "/bench-" + sessions;
        Map<String, double[]> millis = new TreeMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            publish(client, sessions);
            for (String feed : FEEDS) {
                Asked asked = ask(client, edition + feed, "");
                if (round > 0) { // the first warms
                    millis.computeIfAbsent(feed, name -> new double[ROUNDS])[round - 1] = asked.millis();
                }
            }
        }
        List<Measured> all = new ArrayList<>();
        for (String feed : FEEDS) {
            double[] sorted = Objects.requireNonNull(millis.get(feed));
            Arrays.sort(sorted);
            double median = sorted[ROUNDS / 2];
            all.add(new Measured(
                    sessions + " sessions, first " + feed, 1, 1_000 / median, median, sorted[ROUNDS - 1], 0, null));
        }
        all.add(askedAgain(client, sessions, notes));
        notes.add(String.format(
                Locale.ROOT,
                "%d sessions: a phone loads %d bytes for the programme page, style and script included%s",
                sessions,
                wire(client, edition + "/programme"),
                sessions == SESSIONS[0] ? " (aim: under " + AIM_BYTES + ")" : ""));
        if (Wrk.isInstalled()) {
            all.addAll(pages.served(URI.create(settings.baseUrl() + edition + "/programme")));
        }
        return all;
    }

    /// Twenty apps ask for each feed again and again; once in between something is published.
    private Measured askedAgain(HttpClient client, int sessions, List<String> notes) {
        Map<String, String> etags = new HashMap<>();
        int asked = 0;
        int unchanged = 0;
        double total = 0;
        for (int i = 0; i < ASKS; i++) {
            if (i == ASKS / 2) {
                publish(client, sessions);
            }
            for (String feed : FEEDS) {
                String key = feed + " " + i % 20;
                Asked one = ask(client, "/bench-" + sessions + feed, etags.getOrDefault(key, ""));
                asked++;
                unchanged += one.status() == 304 ? 1 : 0;
                total += one.millis();
                etags.put(key, one.etag());
            }
        }
        notes.add(String.format(
                Locale.ROOT,
                "%d sessions: %.1f %% of %d answers were 304; each of 20 apps asked %d times, with one release between",
                sessions,
                100.0 * unchanged / asked,
                asked,
                ASKS / 20));
        return new Measured(sessions + " sessions, asked again", 1, 1_000 * asked / total, total / asked, 0, 0, null);
    }

    /// The page, its styles, script and icon, as they go over the wire; the font apart.
    private int wire(HttpClient client, String page) {
        HttpResponse<byte[]> plain = get(client, page, Map.of());
        int bytes = get(client, page, Map.of("Accept-Encoding", "gzip")).body().length;
        List<String> more = Pattern.compile("<(?:link rel=\"(?:stylesheet|icon)\" href|script src)=\"([^\"]+)\"")
                .matcher(new String(plain.body(), StandardCharsets.UTF_8))
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();
        for (String one : more) {
            bytes += get(client, one, Map.of("Accept-Encoding", "gzip")).body().length;
        }
        return bytes;
    }

    private Asked ask(HttpClient client, String path, String etag) {
        long start = System.nanoTime();
        HttpResponse<byte[]> answer = get(client, path, etag.isEmpty() ? Map.of() : Map.of("If-None-Match", etag));
        double millis = (System.nanoTime() - start) / 1e6;
        return new Asked(
                answer.statusCode(), answer.headers().firstValue("ETag").orElse(""), answer.body(), millis);
    }

    private HttpResponse<byte[]> get(HttpClient client, String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(settings.baseUrl() + path)).timeout(Duration.ofSeconds(60));
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200 || answer.statusCode() == 304) {
                return answer;
            }
            throw new Refusal(path + " answers " + answer.statusCode());
        } catch (IOException e) {
            throw new Refusal("no Torg is serving at " + settings.baseUrl()
                    + "; start ./torg demo first (TORG_BASE_URL says where)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted");
        }
    }

    /// Imports the edition with a title that is new, and waits until the other Torg shows it.
    private void publish(HttpClient client, int sessions) {
        String title = "Öppning " + System.nanoTime();
        try {
            Path folder = Files.createTempDirectory("torg-bench");
            write(folder, sessions, title);
            Outcome outcome = files.read(By.system("bench"), folder, new Mode(false, false, true));
            if (outcome instanceof Outcome.Refused(var problems)) {
                throw new Refusal("the made-up edition is refused: " + problems);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            try {
                HttpResponse<byte[]> page = get(client, "/bench-" + sessions + "/programme?q=oppning", Map.of());
                if (new String(page.body(), StandardCharsets.UTF_8).contains(title)) {
                    return;
                }
                Thread.sleep(20);
            } catch (Refusal e) {
                if (String.valueOf(e.getMessage()).startsWith("no Torg")) {
                    throw e;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        throw new Refusal("what was published at " + settings.baseUrl() + " cannot be seen there");
    }

    private static void write(Path folder, int sessions, String title) throws IOException {
        LocalDate first = LocalDate.of(2027, 9, 6);
        Files.writeString(folder.resolve("edition.yaml"), """
                slug: bench-%d
                conference: bench
                name: {sv: Mätning %d, en: Measurement %d}
                languages: [sv, en]
                time_zone: Europe/Stockholm
                brand: '#1f5f8b'
                venue: {name: {sv: Mässan, en: The Fair}, city: Exempelstad, country: SE}
                days: [{date: '%s', kind: conference}, {date: '%s', kind: conference}, {date: '%s', kind: conference}]
                organisers: [bench]
                privacy: {controllers: [bench], legal_basis: public-task, retention_days: 30}
                """.formatted(
                        sessions, sessions, sessions, first, first.plusDays(1), first.plusDays(2)));
        Files.writeString(folder.resolve("organisations.csv"), "key,name_sv\nbench,Mätarna\n");
        int perRoom = 3 * 16;
        StringBuilder rooms = new StringBuilder("key,name_sv,name_en\n");
        for (int room = 0; room <= sessions / perRoom; room++) {
            rooms.append("rum-%d,Rum %d,Room %d\n".formatted(room, room, room));
        }
        Files.writeString(folder.resolve("rooms.csv"), rooms);
        StringBuilder tracks = new StringBuilder("key,name_sv,name_en,colour\n");
        for (int track = 0; track < 8; track++) {
            tracks.append("spar-%d,Spår %d,Track %d,#1f5f8%d\n".formatted(track, track, track, track));
        }
        Files.writeString(folder.resolve("tracks.csv"), tracks);
        StringBuilder speakers = new StringBuilder("key,name,title_sv,organisation\n");
        for (int speaker = 0; speaker < sessions; speaker++) {
            speakers.append("talare-%d,Åsa Talare %d,Strateg,Exempelstads kommun\n".formatted(speaker, speaker));
        }
        Files.writeString(folder.resolve("speakers.csv"), speakers);
        StringBuilder rows = new StringBuilder("key,kind,title_sv,title_en,language,track,room,start,end,speakers\n");
        Files.createDirectories(folder.resolve("sessions"));
        for (int i = 0; i < sessions; i++) {
            int slot = i % perRoom;
            String day = first.plusDays(slot / 16).toString();
            int minutes = 8 * 60 + slot % 16 * 30;
            rows.append(
                    "punkt-%d,seminar,%s,Session %d,sv,spar-%d,rum-%d,%s %02d:%02d,%s %02d:%02d,talare-%d;talare-%d\n"
                            .formatted(
                                    i,
                                    i == 0 ? title : "Programpunkt %d om öppna data".formatted(i),
                                    i,
                                    i % 8,
                                    i / perRoom,
                                    day,
                                    minutes / 60,
                                    minutes % 60,
                                    day,
                                    (minutes + 30) / 60,
                                    (minutes + 30) % 60,
                                    i,
                                    (i + 7) % sessions));
            Files.writeString(
                    folder.resolve("sessions/punkt-%d.sv.md".formatted(i)),
                    "Hur kommuner och myndigheter delar data med varandra, och vad nummer %d lärde av det. "
                            .formatted(i)
                            .repeat(6));
        }
        Files.writeString(folder.resolve("sessions.csv"), rows);
    }
}
