package torg.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ForcedColors;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import torg.house.Browser;
import torg.text.Language;
import torg.text.Text;

/// The gallery of all components in a real browser under the real content security policy. Leaves pictures of it in
/// `target/look`, to be looked at.
class LookTest {
    private static final String ADDRESS = "http://localhost/exempelkonferensen/en/dev/look";
    private static final Map<String, Asset> FILES = new HashMap<>();

    private static Browser browser;

    @BeforeAll
    static void open() {
        browser = new Browser();
        var edition = new EditionFrame(
                "exempelkonferensen",
                Text.sv("Exempelkonferensen"),
                Language.SPOKEN,
                LocalDate.of(2018, 5, 23),
                LocalDate.of(2018, 5, 25),
                Text.sv("Mässhallen"),
                "Exempelstad",
                Brand.of("exempelkonferensen", "#8a2f5b"),
                List.of(
                        new NavItem("/programme", Text.of("Program", "Programme")),
                        new NavItem("/dev/look", Text.of("Komponenter", "Components"))),
                List.of(new NavItem("/accessibility", Text.of("Tillgänglighet", "Accessibility"))),
                List.of(Text.sv("Exempelkommun"), Text.sv("Exempelregionen")),
                List.of(Text.sv("Exempelstad")),
                "#exempel",
                false);
        Page page = Page.of(edition, Language.EN, "/dev/look", "What pages are made of")
                .below(new Link("/exempelkonferensen/en/dev", "Development"))
                .demo("Wednesday 23 May 2018 at 09:40");
        String path = URI.create(ADDRESS).getPath();
        FILES.put(path, new Asset(path, PublicPage.HTML, Gallery.view(page).bytes(CsrfFields.NONE)));
        edition.brand().assets().forEach(asset -> FILES.put(asset.href(), asset));
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @Test
    void componentsAreForEverybodyInLightAndDarkOnAPhoneAndAtADesk() {
        for (boolean dark : new boolean[] {false, true}) {
            for (int width : new int[] {320, 1280}) {
                try (var page = shown(width, dark)) {
                    assertThat(Browser.violations(page))
                            .as("%d, dark %s", width, dark)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void nothingScrollsSidewaysAt320PixelsNorWithTextTwiceAsLarge() {
        try (var page = shown(320, false)) {
            assertThat(tooWide(page)).isEqualTo(0);
        }
        try (var page = shown(640, false)) {
            page.evaluate("document.documentElement.style.fontSize = '200%'");
            assertThat(tooWide(page)).isEqualTo(0);
        }
    }

    @Test
    void thePageObeysItsOwnContentSecurityPolicy() {
        List<String> complaints = new ArrayList<>();
        try (var page = browser.window(1280, false, true).newPage()) {
            // the browser of the tests keeps no pages by itself, and says so
            page.onConsoleMessage(message -> {
                if (!message.text().startsWith("Service Worker registration blocked")) {
                    complaints.add(message.text());
                }
            });
            serve(page);
            page.navigate(ADDRESS);
            assertThat(page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paving')"))
                    .asString()
                    .contains("/exempelkonferensen/paving-");
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void theErrorsOfAFormHaveTheFocusAndLeadToTheirFields() {
        try (var page = shown(360, false)) {
            assertThat(page.evaluate("document.activeElement.className"))
                    .asString()
                    .contains("summary");
            page.locator(".summary a").first().click();
            assertThat(page.evaluate("document.activeElement.name")).isEqualTo("email");
        }
    }

    @Test
    void everythingThatIsPressedIsLargeEnough() {
        try (var page = shown(360, false)) {
            assertThat(page.evaluate("""
                            () => [...document.querySelectorAll("button, .button, input, select, summary, nav a, .agenda a")]
                              .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
                              .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
                              .map(([html]) => html)""")).isEqualTo(List.of());
        }
    }

    @Test
    void theFocusIsSeenOnEverythingThatTakesIt() {
        try (var page = shown(1280, false)) {
            page.keyboard().press("Tab");
            assertThat(page.evaluate("""
                            () => [...document.querySelectorAll("a[href], button:not(:disabled), input, select, textarea, summary")]
                              .filter(e => e.checkVisibility() && !e.closest(".card"))
                              .filter(e => { e.focus({ focusVisible: true });
                                             return parseFloat(getComputedStyle(e).outlineWidth) < 2; })
                              .map(e => e.outerHTML.slice(0, 80))""")).isEqualTo(List.of());
        }
    }

    @Test
    void picturesAreLeftToLookAt() throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "look"));
        for (boolean dark : new boolean[] {false, true}) {
            for (int width : new int[] {360, 1280}) {
                try (var page = shown(width, dark)) {
                    picture(page, folder.resolve("gallery-" + width + (dark ? "-dark.png" : ".png")));
                }
            }
        }
        try (var page = shown(1280, true)) {
            page.emulateMedia(new EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
            picture(page, folder.resolve("gallery-forced-colours.png"));
        }
    }

    private static void picture(com.microsoft.playwright.Page page, Path file) {
        byte[] picture = page.screenshot(new ScreenshotOptions().setPath(file).setFullPage(true));
        assertThat(picture.length).isGreaterThan(10_000);
    }

    private static int tooWide(com.microsoft.playwright.Page page) {
        return (Integer) page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    private static com.microsoft.playwright.Page shown(int width, boolean dark) {
        var page = browser.window(width, dark, true).newPage();
        serve(page);
        page.navigate(ADDRESS);
        return page;
    }

    private static void serve(com.microsoft.playwright.Page page) {
        page.route("**/*", route -> {
            String path = URI.create(route.request().url()).getPath();
            Asset asset = Assets.find(path).orElseGet(() -> FILES.get(path));
            if (asset == null) {
                route.fulfill(new Route.FulfillOptions().setStatus(404));
                return;
            }
            Map<String, String> headers = new LinkedHashMap<>(SecurityHeaders.ALL);
            headers.remove("Strict-Transport-Security");
            headers.put("Content-Type", asset.mediaType());
            route.fulfill(new Route.FulfillOptions().setHeaders(headers).setBodyBytes(asset.bytes()));
        });
    }
}
