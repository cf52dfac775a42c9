package torg.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;

/// The gallery of all components in a real browser under the real content security policy. Leaves pictures of it in
/// `target/look`, to be looked at.
class LookTest {
    private static final Path CHROMIUM = Path.of(System.getenv().getOrDefault("TORG_CHROMIUM", "/usr/bin/chromium"));
    private static final String ADDRESS = "http://localhost/exempelkonferensen/dev/look";

    private static Playwright playwright;
    private static Browser browser;
    private static final Map<String, Asset> files = new HashMap<>();

    @BeforeAll
    static void open() {
        Assumptions.assumeTrue(Files.isExecutable(CHROMIUM), "no Chromium at " + CHROMIUM);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox")));
        gallery();
    }

    @AfterAll
    static void close() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @Test
    void componentsAreAccessibleInLightAndDarkOnAPhoneAndAtADesk() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {320, 1280}) {
                try (var page = shown(width, scheme, ForcedColors.NONE)) {
                    var found = new AxeBuilder(page)
                            .withTags(List.of("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"))
                            .analyze()
                            .getViolations();
                    assertThat(found.stream()
                                    .map(rule -> rule.getId() + " "
                                            + rule.getNodes().stream()
                                                    .map(node -> node.getHtml() + node.getFailureSummary())
                                                    .toList())
                                    .toList())
                            .as(scheme + " at " + width)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void nothingScrollsSidewaysAt320PixelsNorWithTextTwiceAsLarge() {
        try (var page = shown(320, ColorScheme.LIGHT, ForcedColors.NONE)) {
            assertThat(tooWide(page)).isEqualTo(0);
        }
        try (var page = shown(640, ColorScheme.LIGHT, ForcedColors.NONE)) {
            page.evaluate("document.documentElement.style.fontSize = '200%'");
            assertThat(tooWide(page)).isEqualTo(0);
        }
    }

    @Test
    void thePageObeysItsOwnContentSecurityPolicy() {
        List<String> complaints = new ArrayList<>();
        try (var page = browser.newPage()) {
            page.onConsoleMessage(message -> complaints.add(message.text()));
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
        try (var page = shown(360, ColorScheme.LIGHT, ForcedColors.NONE)) {
            assertThat(page.evaluate("document.activeElement.className"))
                    .asString()
                    .contains("summary");
            page.locator(".summary a").first().click();
            assertThat(page.evaluate("document.activeElement.name")).isEqualTo("email");
        }
    }

    @Test
    void everythingThatIsPressedIsLargeEnough() {
        try (var page = shown(360, ColorScheme.LIGHT, ForcedColors.NONE)) {
            assertThat(page.evaluate("""
                            () => [...document.querySelectorAll("button, .button, input, select, summary, nav a, .agenda a")]
                              .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
                              .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
                              .map(([html]) => html)""")).isEqualTo(List.of());
        }
    }

    @Test
    void picturesAreLeftToLookAt() throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "look"));
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {360, 1280}) {
                try (var page = shown(width, scheme, ForcedColors.NONE)) {
                    picture(page, folder.resolve("gallery-" + width + "-" + scheme + ".png"));
                }
            }
        }
        try (var page = shown(1280, ColorScheme.DARK, ForcedColors.ACTIVE)) {
            picture(page, folder.resolve("gallery-forced-colours.png"));
        }
    }

    private static void picture(com.microsoft.playwright.Page page, Path file) {
        byte[] picture = page.screenshot(new com.microsoft.playwright.Page.ScreenshotOptions()
                .setPath(file)
                .setFullPage(true));
        assertThat(picture.length).isGreaterThan(10_000);
    }

    private static int tooWide(com.microsoft.playwright.Page page) {
        return (Integer) page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    private static com.microsoft.playwright.Page shown(int width, ColorScheme scheme, ForcedColors forced) {
        var page = browser.newPage(new Browser.NewPageOptions()
                .setViewportSize(width, 900)
                .setForcedColors(forced)
                .setColorScheme(scheme));
        serve(page);
        page.navigate(ADDRESS);
        return page;
    }

    private static void serve(com.microsoft.playwright.Page page) {
        page.route("**/*", route -> {
            String path = java.net.URI.create(route.request().url()).getPath();
            Asset asset = Assets.find(path).orElseGet(() -> files.get(path));
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

    private static void gallery() {
        var nav = List.of(
                new NavItem("/programme", Text.of("Program", "Programme")),
                new NavItem("/news", Text.of("Nyheter", "News")),
                new NavItem("/dev/look", Text.of("Komponenter", "Components")));
        var edition = new EditionFrame(
                "exempelkonferensen",
                Text.sv("Exempelkonferensen"),
                Language.SPOKEN,
                LocalDate.of(2018, 5, 23),
                LocalDate.of(2018, 5, 25),
                Text.sv("Mässhallen"),
                "Exempelstad",
                Brand.of("exempelkonferensen", "#8a2f5b"),
                nav,
                List.of(new NavItem("/accessibility", Text.of("Tillgänglighet", "Accessibility"))),
                List.of(Text.sv("Exempelkommun"), Text.sv("Exempelregionen")),
                List.of(Text.sv("Exempelstad")),
                "#exempel");
        Page page = Page.of(edition, Language.EN, "/dev/look", "What pages are made of")
                .below(new Link("/exempelkonferensen/en/dev", "Development"))
                .demo("Wednesday 23 May 2018 at 09:40");
        Form form = Form.read(
                Words.of(Page.class, Language.EN),
                "gallery",
                Map.of("name", new String[] {"Alva"}, "email", new String[] {"alva"}, "pay", new String[] {"e"}));
        form.email("email");
        form.choice("country", Map.of("se", "Sweden"));
        byte[] html = ((View) (out, forms) -> JtegalleryGenerated.render(out, forms, page, form.state(), code()))
                .bytes(CsrfFields.NONE);
        String path = java.net.URI.create(ADDRESS).getPath();
        files.put(path, new Asset(path, PublicPage.HTML, html));
        edition.brand().assets().forEach(asset -> files.put(asset.href(), asset));
    }

    private static Html code() {
        try {
            BitMatrix matrix = new QRCodeWriter()
                    .encode(
                            "k3f9sd8f7s6d5f4s3d2f1g0h9j8k7l6m",
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(EncodeHintType.MARGIN, 0));
            StringBuilder path = new StringBuilder();
            for (int y = 0; y < matrix.getHeight(); y++) {
                for (int x = 0; x < matrix.getWidth(); x++) {
                    if (matrix.get(x, y)) {
                        path.append("M%d %dh1v1h-1z".formatted(x, y));
                    }
                }
            }
            return Html.trusted("<svg viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\"><path d=\"%s\"/></svg>"
                    .formatted(matrix.getWidth(), matrix.getHeight(), path));
        } catch (com.google.zxing.WriterException e) {
            throw new IllegalStateException(e);
        }
    }
}
