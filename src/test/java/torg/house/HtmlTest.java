package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every page is valid HTML, by the Nu HTML checker. The checker runs in a process of its own, because it wants an
/// older Jetty than the server's; `pom.xml` copies it to `target/vnu`.
class HtmlTest {
    @Test
    void everyPageIsValidHtml(@TempDir Path folder) throws IOException {
        Map<String, String> pathOf = new LinkedHashMap<>();
        try (Browser browser = new Browser();
                BrowserContext window = browser.window(1280, false, false)) {
            Page page = window.newPage();
            EveryPage.signIn(page);
            List<String> paths = new ArrayList<>(EveryPage.open());
            paths.addAll(EveryPage.own());
            paths.addAll(EveryPage.desk(page));
            for (String path : paths) {
                APIResponse answer = window.request().get(EveryPage.SERVER.url(path));
                assertThat(answer.status()).as(path).isEqualTo(path.equals("/nowhere") ? 404 : 200);
                Path file = folder.resolve(pathOf.size() + ".html");
                Files.write(file, answer.body());
                pathOf.put(file.getFileName().toString(), path);
            }
        }
        assertThat(complaints(folder, pathOf)).isEmpty();
    }

    @Test
    void theCheckerFindsWhatIsWrong(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("0.html"), "<!doctype html><title>Fel</title><p><div></p>");
        assertThat(complaints(folder, Map.of("0.html", "/wrong"))).isNotEmpty();
    }

    private static List<String> complaints(Path folder, Map<String, String> pathOf) throws IOException {
        Process checker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        "target/vnu/*",
                        "nu.validator.client.SimpleCommandLineValidator",
                        "--format",
                        "gnu",
                        "--errors-only",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(checker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said.lines()
                .map(line -> {
                    String file = line.replaceAll(".*/(\\d+\\.html)\".*", "$1");
                    return pathOf.getOrDefault(file, file) + " " + line.replaceAll("^.*\\.html\":", "");
                })
                .toList();
    }
}
