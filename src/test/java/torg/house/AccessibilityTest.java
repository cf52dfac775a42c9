package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import torg.TestServer;

/// Every public page in light, in dark and at 320 px: no violation, no sideways scrolling, no foreign request, no
/// cookie.
class AccessibilityTest {
    private static final TestServer SERVER = TestServer.shared();
    private static Browser browser;

    @BeforeAll
    static void open() {
        browser = new Browser();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    static List<String> pages() {
        String e = "/" + TestServer.CAST;
        String code = SERVER.get(e + "/programme")
                .body()
                .replaceAll("(?s).*/sessions/([0-9A-Z]{6})\">\\s*Öppna data.*", "$1");
        List<String> pages = new ArrayList<>();
        for (String path : List.of(
                "",
                "/programme",
                "/programme/2027-05-25",
                "/programme/rooms",
                "/programme/tracks",
                "/sessions/" + code,
                "/speakers",
                "/speakers/asa-berg",
                "/showcase",
                "/showcase/buss",
                "/news",
                "/news/anmalan-oppnar",
                "/award",
                "/hackathon",
                "/practical",
                "/contact",
                "/accessibility",
                "/privacy",
                "/register")) {
            pages.add(e + path);
            pages.add(e + "/en" + path);
        }
        pages.add(e + "/programme?q=finns+inte");
        pages.add("/sign-in");
        pages.add("/sign-in/sent");
        pages.add("/nowhere");
        return pages;
    }

    @Test
    void everyPublicPageIsForEverybody() {
        List<String> problems = new ArrayList<>();
        look(1280, false, problems);
        look(1280, true, problems);
        look(320, false, problems);
        assertThat(problems).isEmpty();
    }

    private static void look(int width, boolean dark, List<String> problems) {
        try (BrowserContext window = browser.window(width, dark, true)) {
            String host = URI.create(SERVER.url("/")).getAuthority();
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
            for (String path : pages()) {
                page.navigate(SERVER.url(path));
                for (String violation : Browser.violations(page)) {
                    problems.add(width + (dark ? " dark " : " light ") + path + ": " + violation);
                }
                Object wide = page.evaluate("document.documentElement.scrollWidth > innerWidth");
                if (Boolean.TRUE.equals(wide)) {
                    problems.add(width + " " + path + " scrolls sideways");
                }
                if (!path.startsWith("/sign-in") && !window.cookies().isEmpty()) {
                    problems.add(path + " sets cookies " + window.cookies());
                }
                window.clearCookies();
            }
        }
    }
}
