package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Templates and the words that they speak.
class TemplatesTest {
    private static final Path SOURCES = Path.of("src/main/java/torg");
    private static final Pattern SAID = Pattern.compile("(?:say|knows)\\(\"([A-Za-z0-9_.-]+)\"\\s*[,)]");

    @Test
    void bothLanguagesSayTheSameThings() throws IOException {
        for (Path swedish : files("messages_sv.properties")) {
            assertThat(keys(swedish.resolveSibling("messages_en.properties")))
                    .as(swedish.toString())
                    .isEqualTo(keys(swedish));
        }
    }

    @Test
    void everythingThatIsSaidHasWords() throws IOException {
        Set<String> shared = keys(SOURCES.resolve("web/messages_sv.properties"));
        List<String> missing = new ArrayList<>();
        List<Path> sources = new ArrayList<>(files(".jte"));
        sources.addAll(files(".java"));
        for (Path source : sources) {
            Path own = source.resolveSibling("messages_sv.properties");
            Set<String> known = Files.exists(own) ? keys(own) : Set.of();
            Matcher said = SAID.matcher(Files.readString(source).replaceAll("(?m)^\\s*///.*$", ""));
            while (said.find()) {
                if (!known.contains(said.group(1))
                        && !shared.contains(said.group(1))
                        && !said.group(1).endsWith(".")) {
                    missing.add(source + ": " + said.group(1));
                }
            }
        }
        missing.removeIf(line -> line.contains("Words.java") || line.contains("/web/Form.java"));
        assertThat(missing).isEmpty();
    }

    @Test
    void noTemplateHasScriptOrStyleOfItsOwn() throws IOException {
        List<String> found = new ArrayList<>();
        Pattern inline = Pattern.compile(
                "<script(?![^>]*(src=|application/ld\\+json))|\\sstyle=|\\son[a-z]+=\"|<img(?![^>]*alt=)");
        for (Path template : files(".jte")) {
            Matcher matcher = inline.matcher(Files.readString(template));
            while (matcher.find()) {
                found.add(template + ": " + matcher.group());
            }
        }
        assertThat(found).isEmpty();
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> walk = Files.walk(SOURCES)) {
            return walk.filter(path -> path.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> keys(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return new TreeSet<>(properties.stringPropertyNames());
    }
}
