package torg.edition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torg.TestServer;
import torg.store.By;

class EditionFilesTest {
    private static final EditionFiles.Mode DRAFT = new EditionFiles.Mode(false, false, false);
    private static final EditionFiles.Mode DRY_RUN = new EditionFiles.Mode(true, true, false);

    private final EditionFiles files = TestServer.shared().bean(EditionFiles.class);

    @TempDir
    Path folder;

    @Test
    void exportImportExportGivesTheSameBytes() throws IOException {
        files.write(TestServer.CAST, folder.resolve("one"));
        var outcome = files.read(By.system("test"), folder.resolve("one"), DRAFT);
        assertThat(outcome).isInstanceOf(EditionFiles.Outcome.Accepted.class);
        files.write(TestServer.CAST, folder.resolve("two"));
        assertThat(contents(folder.resolve("two"))).isEqualTo(contents(folder.resolve("one")));
    }

    @Test
    void anImportThatIsRepeatedChangesNothing() throws IOException {
        assertThat(files.read(By.system("test"), Path.of("src/test/resources/cast"), DRY_RUN))
                .isInstanceOfSatisfying(
                        EditionFiles.Outcome.Accepted.class,
                        accepted -> assertThat(accepted.changes()).isEmpty());
    }

    @Test
    void allProblemsAreReportedWithTheirPlaceAndNothingIsChanged() throws IOException {
        Path broken = folder.resolve("broken");
        copy(Path.of("src/test/resources/cast"), broken);
        Path sessions = broken.resolve("sessions.csv");
        Files.writeString(
                sessions,
                Files.readString(sessions)
                        + "dubbel,seminar,Krock,,sv,finns-inte,,stora-salen,2027-05-25 09:15,2027-05-25 09:30,,,,,,,,fanns-inte,ja\n"
                        + "fel,semenarium,Fel,,sv,,,,2027-05-25 09.15,,,,,,,,,,\n");
        Path edition = broken.resolve("edition.yaml");
        Files.writeString(edition, Files.readString(edition).replace("brand: '#8a3324'", "brand: rött\nokänd: 1"));
        Path choosing = broken.resolve("choosing.yaml");
        Files.writeString(choosing, Files.readString(choosing).replace("min: 0", "min: 2"));
        var outcome = files.read(By.system("test"), broken, DRAFT);
        assertThat(outcome).isInstanceOfSatisfying(EditionFiles.Outcome.Refused.class, refused -> {
            assertThat(refused.problems())
                    .extracting(Problem::toString)
                    .contains(
                            "edition.yaml:16:8: brand must be a colour such as #1f5f8b, not \"rött\"",
                            "sessions.csv:9:26: track names the track \"finns-inte\", which is not there",
                            "sessions.csv:9:38: room \"stora-salen\" is taken by \"oppning\" at that time",
                            "sessions.csv:9:91: block names the block \"fanns-inte\", which is not there",
                            "sessions.csv:9:91: block is given, but no seats to choose",
                            "sessions.csv:9:102: required must be true or false, not \"ja\"",
                            "choosing.yaml:7:8: min must not be more than max, which is 1");
            assertThat(refused.problems())
                    .anyMatch(
                            problem -> problem.line() == 10 && problem.message().startsWith("kind is \"semenarium\""));
            assertThat(refused.problems())
                    .anyMatch(
                            problem -> problem.line() == 17 && problem.message().startsWith("okänd is not known here"));
        });
        anImportThatIsRepeatedChangesNothing();
    }

    @Test
    void aFileThatCannotBeReadIsNamedAloneWithItsLine() throws IOException {
        Path broken = folder.resolve("unreadable");
        copy(Path.of("src/test/resources/cast"), broken);
        Path rooms = broken.resolve("rooms.csv");
        List<String> lines = new ArrayList<>(Files.readAllLines(rooms));
        lines.set(1, "stora-salen,\"Stora salen");
        Files.write(rooms, lines);
        var outcome = files.read(By.system("test"), broken, DRAFT);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        EditionFiles.Outcome.Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::toString)
                                .containsExactly("rooms.csv:2:1: cannot be read as CSV from here on:"
                                        + " the quotation marks do not match"));
    }

    @Test
    void hostsStandInTheOrderThatTheEditionGivesThem() throws IOException {
        Path turned = folder.resolve("turned");
        copy(Path.of("src/test/resources/cast"), turned);
        Path edition = turned.resolve("edition.yaml");
        Files.writeString(
                edition,
                Files.readString(edition)
                        .replace("slug: torgdagen-2027", "slug: torgdagen-2029")
                        .replaceAll("(?m)^hosts:\\n(- .*\\n)+", "hosts:\n- sjoregionen\n- exempelstad\n")
                        .replaceAll("(?m)^partners:\\n(- .*\\n)+", "")
                        .replaceAll("(?m)^organisers:\\n(- .*\\n)+", ""));
        assertThat(files.read(By.system("test"), turned, DRAFT)).isInstanceOf(EditionFiles.Outcome.Accepted.class);
        assertThat(TestServer.shared()
                        .bean(Editions.class)
                        .draft("torgdagen-2029")
                        .orElseThrow()
                        .hosts())
                .containsExactly("sjoregionen", "exempelstad");
    }

    @Test
    void aCopyWithANewSlugIsAnEditionOfItsOwn() throws IOException {
        Path next = folder.resolve("next");
        files.write(TestServer.CAST, next);
        Path edition = next.resolve("edition.yaml");
        Files.writeString(edition, Files.readString(edition).replace("slug: torgdagen-2027", "slug: torgdagen-2028"));
        files.read(By.system("test"), next, DRAFT);
        assertThat(TestServer.shared().bean(Editions.class).draft("torgdagen-2028"))
                .isPresent();
        assertThat(TestServer.shared().get("/torgdagen-2028").statusCode()).isEqualTo(404); // drafts never leak
        anImportThatIsRepeatedChangesNothing();
    }

    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
                contents.put(directory.relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path path : (Iterable<Path>) walk::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }
}
