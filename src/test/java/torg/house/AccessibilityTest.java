package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every page in light, in dark, at 320 px and with text twice as large: no violation, no sideways scrolling, no
/// foreign request, no script that fails, and no cookie before somebody signs in.
class AccessibilityTest {
    private static Browser browser;

    @BeforeAll
    static void open() {
        browser = new Browser();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @ParameterizedTest
    @CsvSource({"1280,light,100", "1280,dark,100", "320,light,100", "1280,light,200"})
    void everyPageIsForEverybody(int width, String scheme, int textPercent) {
        List<String> problems = new ArrayList<>();
        boolean dark = scheme.equals("dark");
        try (BrowserContext window = browser.window(width, dark, true)) {
            String host = URI.create(EveryPage.SERVER.url("/")).getAuthority();
            window.onRequest(request -> {
                if (!request.url().startsWith("data:")
                        && !host.equals(URI.create(request.url()).getAuthority())) {
                    problems.add("foreign request: " + request.url());
                }
            });
            Page page = window.newPage();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") && !message.text().contains("404")) {
                    problems.add("console: " + message.text());
                }
            });
            List<String> open = new ArrayList<>(EveryPage.open());
            open.addAll(EveryPage.own());
            for (String path : open) {
                look(page, path, dark, textPercent, problems);
                if (!path.startsWith("/sign-in") && !window.cookies().isEmpty()) {
                    problems.add(path + " sets cookies " + window.cookies());
                }
                window.clearCookies();
            }
            EveryPage.signIn(page);
            for (String path : EveryPage.desk(page)) {
                look(page, path, dark, textPercent, problems);
            }
        }
        assertThat(problems).isEmpty();
    }

    private static void look(Page page, String path, boolean dark, int textPercent, List<String> problems) {
        Response answer = page.navigate(EveryPage.SERVER.url(path));
        if (answer.status() != (path.equals("/nowhere") ? 404 : 200)) {
            problems.add(path + " answers " + answer.status());
        }
        if (textPercent == 100) {
            for (String violation : dark ? Browser.badColours(page) : Browser.violations(page)) {
                problems.add(path + ": " + violation);
            }
        } else {
            page.evaluate("document.documentElement.style.fontSize = '" + textPercent + "%'");
        }
        if (Boolean.TRUE.equals(page.evaluate("document.documentElement.scrollWidth > innerWidth"))) {
            problems.add(path + " scrolls sideways");
        }
    }
}
