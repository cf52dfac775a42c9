package torg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torg.store.Refusal;
import torg.store.Settings;

/// What is typed at the launcher, and what cannot be done.
class CommandsTest {
    @TempDir
    Path folder;

    private record Said(int code, String out, String err) {}

    private static Said torg(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Torg.run(
                List.of(words),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void helpListsEveryCommandAndEveryCommandHelps() {
        Said help = torg("help");
        assertThat(help.code).isZero();
        for (String command : List.of(
                "demo",
                "serve",
                "test",
                "import",
                "export",
                "invite",
                "bench",
                "backup",
                "restore",
                "verify-ballot",
                "credentials",
                "trustee",
                "witness")) {
            assertThat(help.out).contains(command);
            assertThat(torg(command, "--help").code).as(command).isZero();
            assertThat(torg(command, "--help").out).startsWith("./torg " + command);
        }
    }

    @Test
    void wrongWordsGetOneLineAndExitTwo() {
        for (String[] words : new String[][] {
            {"srve"},
            {"serve", "--prt", "1"},
            {"serve", "--port"},
            {"serve", "extra"},
            {"demo", "--port", "abc"},
            {"demo", "--port", "99999"},
            {"demo", "--scene", "xx"},
            {"demo", "--at", "foo"},
            {"import", "--home", folder.resolve("h").toString()},
            {"import", "one", "two"},
            {"import", "one", "--publsh"},
            {"export", "one"},
            {"invite"},
        }) {
            Said said = torg(words);
            assertThat(said.code).as(String.join(" ", words)).isEqualTo(2);
            assertThat(said.err.strip().lines()).hasSize(1);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aTestThatIsNotThereIsNotPassed() throws Exception {
        assertThat(launcher("test", "--bogus")).isEqualTo(2);
        assertThat(launcher("test", "ComandsTest")).isEqualTo(1);
    }

    private static int launcher(String... words) throws Exception {
        Process launcher = new ProcessBuilder(
                        Stream.concat(Stream.of("./torg"), Stream.of(words)).toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return launcher.waitFor();
    }

    @Test
    void aPortInUseIsASentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Said said = torg(
                    "serve",
                    "--port",
                    String.valueOf(taken.getLocalPort()),
                    "--home",
                    folder.resolve("h").toString());
            assertThat(said.code).isEqualTo(1);
            assertThat(said.err).contains("port " + taken.getLocalPort() + " is in use");
            assertThat(folder.resolve("h")).doesNotExist();
        }
    }

    @Test
    void aHomeOfANewerVersionIsLeftAlone() throws IOException {
        Path home = Files.createDirectories(folder.resolve("newer"));
        Files.writeString(home.resolve("version"), "99\n");
        Said said = torg("invite", "a@example.org", "--home", home.toString());
        assertThat(said.code).isEqualTo(1);
        assertThat(said.err).contains("made by a newer Torg");
        try (var inside = Files.list(home)) {
            assertThat(inside).hasSize(1);
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsASentence() {
        Settings settings = Settings.read(
                Map.of(), Map.of("TORG_DATABASE_URL", "postgresql://torg:hemligt@127.0.0.1:1/torg"), false);
        assertThatThrownBy(() -> Torg.start(settings))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("the database postgresql://127.0.0.1:1/torg cannot be reached")
                .hasMessageNotContaining("hemligt")
                .hasNoCause();
    }

    @Test
    void aHomeThatCannotBeWrittenIsASentence() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "a folder where even root cannot write");
        Said said = torg("invite", "a@example.org", "--home", "/proc/torg");
        assertThat(said.code).isEqualTo(1);
        assertThat(said.err).contains("the folder /proc/torg cannot be written");
    }

    @Test
    void aHomeThatIsNoFolderIsASentence() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Said said =
                torg("invite", "a@example.org", "--home", file.resolve("home").toString());
        assertThat(said.code).isEqualTo(1);
        assertThat(said.err).contains("is no folder");
    }

    @Test
    void aDemoRefusesAHomeThatItDidNotMake() throws IOException {
        Path home = Files.createDirectories(folder.resolve("real"));
        Files.writeString(home.resolve("something"), "of mine");
        Said said = torg("demo", "--port", "0", "--home", home.toString());
        assertThat(said.code).isEqualTo(1);
        assertThat(said.err).contains("was not made by a demo");
    }

    @Test
    void settingsComeFromWordsThenVariablesThenTheFile() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve("torg.conf"), "port = 1001\ndatabase-pool = 7\nmail-from = file@example.org\n");
        Settings settings = Settings.read(
                Map.of("home", home.toString(), "port", "1003"),
                Map.of("TORG_PORT", "1002", "TORG_DATABASE_POOL", "9", "TORG_NONSENSE", "1"),
                false);
        assertThat(settings.port()).isEqualTo(1003);
        assertThat(settings.poolSize()).isEqualTo(9);
        assertThat(settings.mailFrom()).isEqualTo("file@example.org");
        assertThat(settings.warnings()).singleElement().asString().contains("TORG_NONSENSE");
    }

    @Test
    void aDemoSendsNoMailOffTheMachine() {
        Map<String, String> away = Map.of("TORG_SMTP_URL", "smtp://mail.example.org:25");
        assertThat(Settings.read(Map.of(), away, false).smtp()).isNotNull();
        assertThatThrownBy(() -> Settings.read(Map.of(), away, true))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("this machine only");
    }

    @Test
    void aPasswordNeverShowsInASentence() {
        assertThatThrownBy(
                        () -> Settings.read(Map.of(), Map.of("TORG_DATABASE_URL", "mysql://me:hemligt@host/x"), false))
                .isInstanceOf(Refusal.class)
                .hasMessageNotContaining("hemligt");
        Settings settings =
                Settings.read(Map.of(), Map.of("TORG_DATABASE_URL", "postgresql://me:hemligt@host/x"), false);
        assertThat(settings.toString()).doesNotContain("hemligt");
    }
}
