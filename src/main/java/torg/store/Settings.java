package torg.store;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How this installation is set up. From, in this order: words on the command line, `TORG_…` variables, the file
/// `HOME/torg.conf` (or `--config FILE`; `base-url = …`), and what is usual.
///
/// @param database       an external PostgreSQL; null: the embedded one
/// @param poolSize       connections to the database
/// @param smtp           where mail goes; null: it stays in the outbox (a demo shows it there)
/// @param mailSenders    how many letters are sent at a time
/// @param bounces        the mailbox that letters come back to; null: none is read
/// @param trustedProxies addresses or networks (`10.0.0.0/8`) whose `X-Forwarded-…` headers are believed
/// @param demo           set in a demo, and only there
/// @param warnings       settings that nobody knows, to be logged
public record Settings(
        int port,
        Path home,
        URI baseUrl,
        @Nullable Server database,
        int poolSize,
        @Nullable Server smtp,
        String mailFrom,
        int mailSenders,
        @Nullable Server bounces,
        List<String> trustedProxies,
        @Nullable String secret,
        @Nullable Demo demo,
        List<String> warnings) {

    private static final Set<String> KNOWN = Set.of(
            "port",
            "home",
            "config",
            "base-url",
            "database-url",
            "database-pool",
            "smtp-url",
            "mail-from",
            "mail-senders",
            "bounces-url",
            "trusted-proxies",
            "secret",
            "participants",
            "at",
            "scene");

    /// A server by its address, with the credentials that the address carried.
    public record Server(
            URI address, @Nullable String user, @Nullable String password) {
        @Override
        public String toString() {
            return address.toString(); // never the password
        }
    }

    /// @param participants how many are generated
    /// @param at           what the clock shows; null: as the scene says, else now
    public record Demo(int participants, @Nullable LocalDateTime at, Scene scene) {}

    /// A moment of the living example to look at.
    public enum Scene {
        REGISTRATION,
        WEEK_BEFORE,
        VOTE_DAY,
        AFTER
    }

    public boolean isDemo() {
        return demo != null;
    }

    /// @param words options from the command line, without `--`
    /// @throws Refusal naming the setting that is wrong
    public static Settings read(Map<String, String> words, Map<String, String> environment, boolean demo) {
        Map<String, String> values = new TreeMap<>();
        List<String> warnings = new ArrayList<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("TORG_") && !value.isBlank()) {
                String setting = name.substring(5).toLowerCase(Locale.ROOT).replace('_', '-');
                if (KNOWN.contains(setting)) {
                    values.put(setting, value);
                } else if (!name.equals("TORG_JAVA") && !name.equals("TORG_CHROMIUM")) {
                    warnings.add("the variable " + name + " is not known and was passed over");
                }
            }
        });
        values.putAll(words);
        Path home = Path.of(values.getOrDefault("home", demo ? "data/demo" : "data"))
                .toAbsolutePath()
                .normalize();
        Map<String, String> all = new TreeMap<>(fromFile(values.get("config"), home, warnings));
        all.putAll(values);
        Function<String, @Nullable String> value = all::get;
        int port = number(all, "port", 8080, 0, 65_535);
        String baseUrl = value.apply("base-url");
        return new Settings(
                port,
                home,
                baseUrl == null ? URI.create("http://localhost:" + port) : base(baseUrl),
                server(all, "database-url", Set.of("postgres", "postgresql"), 5432),
                number(all, "database-pool", 16, 2, 500),
                smtp(all, demo),
                all.getOrDefault("mail-from", "torg@localhost"),
                number(all, "mail-senders", 4, 1, 32),
                server(all, "bounces-url", Set.of("imaps", "imap"), 993),
                proxies(all.getOrDefault("trusted-proxies", "")),
                value.apply("secret"),
                demo ? demo(all) : null,
                List.copyOf(warnings));
    }

    public Settings withPort(int actualPort) {
        URI base = baseUrl.getPort() == port && "localhost".equals(baseUrl.getHost())
                ? URI.create("http://localhost:" + actualPort)
                : baseUrl;
        return new Settings(
                actualPort,
                home,
                base,
                database,
                poolSize,
                smtp,
                mailFrom,
                mailSenders,
                bounces,
                trustedProxies,
                secret,
                demo,
                warnings);
    }

    public Settings withBaseUrl(URI url) {
        return new Settings(
                port,
                home,
                url,
                database,
                poolSize,
                smtp,
                mailFrom,
                mailSenders,
                bounces,
                trustedProxies,
                secret,
                demo,
                warnings);
    }

    private static Map<String, String> fromFile(@Nullable String named, Path home, List<String> warnings) {
        Path file = named == null ? home.resolve("torg.conf") : Path.of(named);
        if (!Files.exists(file)) {
            if (named != null) {
                throw new Refusal("there is no file " + named);
            }
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(file + " cannot be read: " + e.getMessage());
        }
        Map<String, String> values = new TreeMap<>();
        properties.forEach((name, value) -> {
            if (KNOWN.contains(String.valueOf(name))) {
                values.put(String.valueOf(name), String.valueOf(value));
            } else {
                warnings.add(name + " in " + file + " is not known and was passed over");
            }
        });
        return values;
    }

    private static int number(Map<String, String> all, String name, int usual, int min, int max) {
        String value = all.get(name);
        try {
            int number = value == null ? usual : Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Refusal(name + " must be a whole number from " + min + " to " + max + ", not \"" + value + "\"");
    }

    private static List<String> proxies(String value) {
        List<String> proxies = Arrays.stream(value.split("[,;\\s]+"))
                .filter(proxy -> !proxy.isEmpty())
                .toList();
        for (String proxy : proxies) {
            String[] parts = proxy.split("/", 2);
            try {
                int bits = InetAddress.ofLiteral(parts[0]).getAddress().length * 8;
                if (parts.length == 1 || Integer.parseInt(parts[1]) <= bits && !parts[1].startsWith("-")) {
                    continue;
                }
            } catch (IllegalArgumentException e) {
                // said below
            }
            throw new Refusal(
                    "trusted-proxies must be addresses or networks such as 10.0.0.0/8, not \"" + proxy + "\"");
        }
        return proxies;
    }

    private static URI base(String value) {
        try {
            URI uri = URI.create(value.replaceAll("/+$", ""));
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && (uri.getPath() == null || uri.getPath().isEmpty())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new Refusal("base-url must be an address without path, such as https://konferens.example.org, not \""
                + value + "\"");
    }

    private static @Nullable Server server(Map<String, String> all, String name, Set<String> schemes, int usualPort) {
        String value = all.get(name);
        if (value == null) {
            return null;
        }
        try {
            URI uri = URI.create(value.startsWith("jdbc:") ? value.substring(5) : value);
            if (uri.getHost() != null && schemes.contains(uri.getScheme())) {
                String user = null;
                String password = null;
                if (uri.getUserInfo() != null) {
                    String[] parts = uri.getUserInfo().split(":", 2);
                    user = parts[0];
                    password = parts.length > 1 ? parts[1] : null;
                }
                int port = uri.getPort() < 0 ? usualPort : uri.getPort();
                return new Server(
                        new URI(uri.getScheme(), null, uri.getHost(), port, uri.getPath(), uri.getQuery(), null),
                        user,
                        password);
            }
        } catch (IllegalArgumentException | java.net.URISyntaxException e) {
            // said below, without the value: it may hold a password
        }
        throw new Refusal(
                name + " must look like " + schemes.iterator().next() + "://user:password@host:" + usualPort + "/name");
    }

    private static @Nullable Server smtp(Map<String, String> all, boolean demo) {
        Server smtp = server(all, "smtp-url", Set.of("smtp", "smtps"), 587);
        if (demo
                && smtp != null
                && !Set.of("localhost", "127.0.0.1", "[::1]")
                        .contains(smtp.address().getHost())) {
            throw new Refusal("a demo sends mail to this machine only; smtp-url names "
                    + smtp.address().getHost());
        }
        return smtp;
    }

    private static Demo demo(Map<String, String> all) {
        LocalDateTime at = null;
        String time = all.get("at");
        if (time != null) {
            try {
                at = LocalDateTime.parse(time);
            } catch (DateTimeParseException e) {
                throw new Refusal("--at must be a time such as 2027-05-24T09:40, not \"" + time + "\"");
            }
        }
        String scene = all.getOrDefault("scene", "registration");
        for (Scene one : Scene.values()) {
            if (Db.written(one).equals(scene)) {
                return new Demo(number(all, "participants", 1_000, 0, 100_000), at, one);
            }
        }
        throw new Refusal("--scene must be one of "
                + String.join(
                        ", ", Arrays.stream(Scene.values()).map(Db::written).toList()) + ", not \"" + scene + "\"");
    }
}
