package torg.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The HTTP load generator `wrk` (https://github.com/wg/wrk), which leaves most of the machine to the server.
final class Wrk {
    private static final Path PROGRAM = Path.of("/usr/bin/wrk");
    private static final Map<String, Double> MILLIS = Map.of("us", 0.001, "ms", 1.0, "s", 1_000.0, "m", 60_000.0);

    private Wrk() {}

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    static Load.Result run(URI page, int connections, int seconds) throws IOException {
        Process wrk = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--latency",
                        "-t1",
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "-HAccept-Encoding: gzip",
                        page.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!said.contains("Requests/sec:")) {
            throw new IOException("wrk says: " + said.strip());
        }
        return new Load.Result(
                number(said, "Requests/sec: +([0-9.]+)()"),
                number(said, "50% +([0-9.]+)([a-z]+)"),
                number(said, "99% +([0-9.]+)([a-z]+)"),
                (long) (number(said, "Non-2xx or 3xx responses: ([0-9]+)()")
                        + number(said, "Socket errors: connect ([0-9]+)()")
                        + number(said, ", read ([0-9]+)()")
                        + number(said, ", write ([0-9]+)()")
                        + number(said, ", timeout ([0-9]+)()")));
    }

    private static double number(String said, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(said);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) * MILLIS.getOrDefault(matcher.group(2), 1.0) : 0;
    }
}
