package torg.house;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A real browser: Chromium, in Swedish, at the venue's time.
public final class Browser implements AutoCloseable {
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;

    public Browser() {
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", chromium() == null ? "0" : "1")));
        BrowserType.LaunchOptions options = new BrowserType.LaunchOptions()
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"));
        Path installed = chromium();
        if (installed != null) {
            options.setExecutablePath(installed);
        }
        browser = playwright.chromium().launch(options);
    }

    private static @Nullable Path chromium() {
        String named = System.getenv("TORG_CHROMIUM");
        Path path = Path.of(named == null ? "/usr/bin/chromium" : named);
        return Files.exists(path) ? path : null;
    }

    /// A window of this width, light or dark, with or without scripts. It keeps no pages for later.
    public BrowserContext window(int width, boolean dark, boolean scripts) {
        return window(width, dark, scripts, ServiceWorkerPolicy.BLOCK);
    }

    /// A window that keeps pages for when there is no network.
    public BrowserContext keepingWindow() {
        return window(360, false, true, ServiceWorkerPolicy.ALLOW);
    }

    private BrowserContext window(int width, boolean dark, boolean scripts, ServiceWorkerPolicy workers) {
        return browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setLocale("sv-SE")
                .setTimezoneId("Europe/Stockholm")
                .setJavaScriptEnabled(scripts)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setServiceWorkers(workers)
                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
    }

    /// What axe finds on the page that is open, a line each. Our pages have no frames, which is what its other mode
    /// opens a second window for.
    public static List<String> violations(Page page) {
        return violations(new AxeBuilder(page).withTags(RULES));
    }

    /// The same of those rules alone that see colours.
    public static List<String> badColours(Page page) {
        return violations(new AxeBuilder(page).withRules(List.of("color-contrast", "link-in-text-block")));
    }

    private static List<String> violations(AxeBuilder axe) {
        List<String> found = new ArrayList<>();
        axe.setLegacyMode(true)
                .analyze()
                .getViolations()
                .forEach(rule -> rule.getNodes().forEach(node -> found.add(rule.getId() + " " + node.getHtml())));
        return found;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
