package torg;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import torg.store.AfterStart;
import torg.store.Command;
import torg.store.DatabaseAccess;
import torg.store.Refusal;
import torg.store.Settings;
import torg.store.postgres.EmbeddedDatabase;

/// What `./torg` starts: finds the command and runs it.
///
/// Exit codes: 0 done, 1 refused or failed (a sentence on standard error), 2 wrong words.
public final class Torg {
    private static final Logger LOG = LoggerFactory.getLogger(Torg.class);

    private Torg() {}

    public static void main(String[] words) {
        int code = run(List.of(words), System.out, System.err);
        if (code != RUNNING) {
            System.exit(code);
        }
    }

    private static final int RUNNING = -1;

    static int run(List<String> words, PrintStream out, PrintStream err) {
        if (words.isEmpty() || List.of("help", "--help", "-h").contains(words.getFirst())) {
            out.print(words.size() > 1 ? Help.of(words.get(1)) : Help.all());
            return 0;
        }
        Help.Entry entry = Help.find(words.getFirst());
        if (entry == null) {
            err.println("torg: there is no command \"" + words.getFirst() + "\"; ./torg help lists them");
            return 2;
        }
        if (words.contains("--help") || words.contains("-h")) {
            out.print(entry.text());
            return 0;
        }
        try {
            return switch (entry.name()) {
                case "serve" -> serve(Words.of(entry, words), false, out);
                case "demo" -> serve(Words.of(entry, words), true, out);
                default ->
                    entry.later()
                            ? refused(err, "\"" + entry.name() + "\" is not in this version")
                            : beside(entry, words, out, err);
            };
        } catch (WrongWords e) {
            err.println("torg: " + e.getMessage() + "; ./torg " + entry.name() + " --help says more");
            return 2;
        } catch (Refusal e) {
            return refused(err, String.valueOf(e.getMessage()));
        }
    }

    private static int refused(PrintStream err, String sentence) {
        err.println("torg: " + sentence);
        return 1;
    }

    /// Options (`--name VALUE`) and what else was typed.
    record Words(Map<String, String> options, List<String> rest) {
        static Words of(Help.Entry entry, List<String> typed) {
            Map<String, String> options = new LinkedHashMap<>();
            List<String> rest = new ArrayList<>();
            for (int i = 1; i < typed.size(); i++) {
                String word = typed.get(i);
                if (!word.startsWith("--")) {
                    rest.add(word);
                    continue;
                }
                String[] parts = word.substring(2).split("=", 2);
                if (!entry.options().contains(parts[0])) {
                    throw new WrongWords("--" + parts[0] + " is no option of \"" + entry.name() + "\"");
                }
                if (parts.length == 2) {
                    options.put(parts[0], parts[1]);
                } else if (i + 1 < typed.size()) {
                    options.put(parts[0], typed.get(++i));
                } else {
                    throw new WrongWords("--" + parts[0] + " needs a value");
                }
            }
            return new Words(options, rest);
        }
    }

    private static final class WrongWords extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongWords(String message) {
            super(message, null, false, false);
        }
    }

    private static int serve(Words words, boolean demo, PrintStream out) {
        if (!words.rest.isEmpty()) {
            throw new WrongWords("\"" + words.rest.getFirst() + "\" is one word too many");
        }
        Settings settings = settings(words.options, demo);
        mustBeFree(settings.port());
        DemoHome.check(settings);
        Running running = start(settings);
        if (running.database != null) {
            running.database.answersAt(running.settings.baseUrl());
        }
        running.context.getBeanProvider(AfterStart.class).orderedStream().forEach(AfterStart::run);
        out.println("ready " + running.settings.baseUrl() + "/");
        out.flush();
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running.close();
            stopped.countDown();
        }));
        return RUNNING;
    }

    /// A value that is wrong in the words is a wrong word; one in a variable or in the file is a refusal.
    private static Settings settings(Map<String, String> options, boolean demo) {
        try {
            return Settings.read(options, System.getenv(), demo);
        } catch (Refusal e) {
            Map<String, String> places = new LinkedHashMap<>(options);
            places.keySet().retainAll(List.of("home", "config"));
            Settings.read(places, System.getenv(), demo);
            throw new WrongWords(String.valueOf(e.getMessage()));
        }
    }

    /// Says so before anything is started; the server itself would say it later and longer.
    private static void mustBeFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress("127.0.0.1", port));
        } catch (IOException e) {
            throw new Refusal("port " + port + " is in use; choose another with --port");
        }
    }

    /// A running installation: the application and the database under it.
    record Running(
            ConfigurableApplicationContext context,
            Settings settings,
            @Nullable EmbeddedDatabase database) implements AutoCloseable {
        @Override
        public void close() {
            context.close();
            if (database != null) {
                database.close();
            }
        }
    }

    static Running start(Settings settings) {
        if (settings.database() != null) {
            return start(settings, external(settings), null);
        }
        EmbeddedDatabase embedded = EmbeddedDatabase.start(settings.home());
        try {
            return start(settings, embedded.access(), embedded);
        } catch (RuntimeException e) {
            embedded.close();
            throw e;
        }
    }

    static Running start(Settings settings, DatabaseAccess access, @Nullable EmbeddedDatabase embedded) {
        ConfigurableApplicationContext context = application(settings, access, WebApplicationType.SERVLET);
        int port = context instanceof ServletWebServerApplicationContext web && web.getWebServer() != null
                ? web.getWebServer().getPort()
                : settings.port();
        return new Running(context, settings.withPort(port), embedded);
    }

    private static DatabaseAccess external(Settings settings) {
        Settings.Server server = settings.database();
        if (server == null) {
            throw new IllegalStateException("no external database is set");
        }
        DatabaseAccess access = new DatabaseAccess(
                "jdbc:postgresql:"
                        + server.address()
                                .toString()
                                .substring(server.address().getScheme().length() + 1),
                server.user() == null ? "torg" : server.user(),
                server.password() == null ? "" : server.password());
        try (Connection tried = DriverManager.getConnection(access.url(), access.user(), access.password())) {
            LOG.debug("{} answers", tried);
        } catch (SQLException e) {
            throw new Refusal("the database " + server + " cannot be reached: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        return access;
    }

    private static ConfigurableApplicationContext application(
            Settings settings, DatabaseAccess access, WebApplicationType type) {
        ApplicationContextInitializer<GenericApplicationContext> beans = context -> {
            context.registerBean(Settings.class, () -> settings);
            context.registerBean(DatabaseAccess.class, () -> access);
        };
        settings.warnings().forEach(LOG::warn);
        return new SpringApplicationBuilder(TorgApplication.class)
                .web(type)
                .initializers(beans)
                .registerShutdownHook(false)
                .properties(Map.of("server.port", settings.port()))
                .run();
    }

    /// A command that works on the database: beside a Torg that is serving in the same home, or by itself.
    private static int beside(Help.Entry entry, List<String> typed, PrintStream out, PrintStream err) {
        List<String> words = new ArrayList<>(typed.subList(1, typed.size()));
        Map<String, String> options = new LinkedHashMap<>();
        for (String name : List.of("home", "config")) {
            int at = words.indexOf("--" + name);
            if (at >= 0) {
                if (at + 1 >= words.size()) {
                    throw new WrongWords("--" + name + " needs a value");
                }
                options.put(name, words.get(at + 1));
                words.subList(at, at + 2).clear();
            }
        }
        check(entry, words);
        Settings settings = Settings.read(options, System.getenv(), false);
        EmbeddedDatabase embedded = null;
        DatabaseAccess access;
        if (settings.database() != null) {
            access = external(settings);
        } else {
            access = EmbeddedDatabase.running(settings.home()).orElse(null);
            if (access == null) {
                if (!Files.isDirectory(settings.home())) {
                    LOG.info("{} is made now", settings.home());
                }
                embedded = EmbeddedDatabase.start(settings.home());
                access = embedded.access();
            } else {
                settings = EmbeddedDatabase.answering(settings.home())
                        .map(settings::withBaseUrl)
                        .orElse(settings);
            }
        }
        try (ConfigurableApplicationContext context = application(settings, access, WebApplicationType.NONE)) {
            return context.getBeanProvider(Command.class).stream()
                    .filter(command -> command.name().equals(entry.name()))
                    .findFirst()
                    .orElseThrow(() -> new Refusal("\"" + entry.name() + "\" is not in this version"))
                    .run(words, out, err);
        } finally {
            if (embedded != null) {
                embedded.close();
            }
        }
    }

    /// Checks the words against the command's usage before anything is made or started for them.
    private static void check(Help.Entry entry, List<String> words) {
        int plain = 0;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                plain++;
            } else if (entry.usage().contains("[" + word + " ")) {
                i++; // its value
            } else if (!entry.usage().contains("[" + word + "]")) {
                throw new WrongWords(word + " is no option of \"" + entry.name() + "\"");
            }
        }
        if (plain != entry.plainWords().size()) {
            throw new WrongWords("\"" + entry.name() + "\" takes " + String.join(" ", entry.plainWords()));
        }
    }

    /// A demo refuses a home that it did not make, so that it never writes examples into a real installation.
    private static final class DemoHome {
        private static void check(Settings settings) {
            Path marker = settings.home().resolve("demo");
            boolean made = Files.exists(settings.home());
            try {
                if (settings.isDemo() && made && !Files.exists(marker)) {
                    try (var inside = Files.list(settings.home())) {
                        if (inside.findAny().isPresent()) {
                            throw new Refusal(settings.home()
                                    + " was not made by a demo, which keeps away from it; choose another --home");
                        }
                    }
                }
                if (!settings.isDemo() && Files.exists(marker)) {
                    throw new Refusal(settings.home() + " belongs to a demo; choose another --home");
                }
                if (settings.isDemo() && !Files.exists(marker)) {
                    Files.createDirectories(settings.home());
                    Files.createFile(marker);
                }
            } catch (IOException e) {
                throw new Refusal("the folder " + settings.home() + " cannot be written; choose another --home");
            }
        }
    }
}
