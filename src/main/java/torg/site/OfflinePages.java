package torg.site;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import torg.edition.Edition;
import torg.edition.Frames;
import torg.edition.OfflinePart;
import torg.edition.Shown;
import torg.store.Json;
import torg.text.Words;
import torg.web.Asset;
import torg.web.Assets;
import torg.web.Brand;
import torg.web.NotFound;
import torg.web.Page;
import torg.web.PublicPage;

/// The edition as something to install that works without a network: what the browser keeps of the release in the
/// reader's language, and how it looks on a home screen.
@Controller
class OfflinePages {
    private static final List<String> FILES = List.of(
            "css/torg.css",
            "css/print.css",
            "js/torg.js",
            "fonts/atkinson-next.woff2",
            "fonts/atkinson-next-ext.woff2",
            "fonts/atkinson-next-italic.woff2");

    private final Frames frames;
    private final List<OfflinePart> parts;
    private final List<torg.edition.Stream<?>> streams;

    OfflinePages(Frames frames, List<OfflinePart> parts, List<torg.edition.Stream<?>> streams) {
        this.frames = frames;
        this.parts = parts;
        this.streams = streams;
    }

    /// What is shown instead of a page that was not kept; with a network it says what is kept.
    @GetMapping("/{edition}/offline")
    PublicPage offline(Shown shown) {
        Words words = shown.words(OfflinePages.class);
        Page page = frames.page(shown, words.say("offline.title"), "/offline").notIndexed();
        return frames.publish(shown, page, (out, forms) -> JteofflineGenerated.render(out, forms, page, words));
    }

    /// What the worker keeps (`static/js/offline.js`), and what it says without a network.
    record Kept(
            String version,
            String scope,
            List<String> pages,
            List<String> assets,
            String instead,
            String language,
            String zone,
            String says,
            String noSearch,
            String missing) {}

    @GetMapping("/{edition}/offline.js")
    PublicPage worker(Shown shown) {
        if (shown.preview()) {
            throw new NotFound("an offline draft");
        }
        Words words = shown.words(OfflinePages.class);
        List<String> pages = parts.stream()
                .flatMap(part -> part.paths(shown).stream())
                .distinct()
                .map(shown::href)
                .toList();
        Brand brand = frames.brand(shown.edition());
        List<String> assets = Stream.concat(
                        FILES.stream().map(Assets::href),
                        brand.assets().stream().map(Asset::href))
                .toList();
        Kept kept = new Kept(
                version(shown),
                shown.href(""),
                pages,
                assets,
                shown.href("/offline"),
                shown.language().code(),
                shown.edition().timeZone().getId(),
                words.say("offline.says"),
                words.say("offline.noSearch"),
                words.say("offline.missing"));
        Asset script = Assets.find(Assets.href("js/offline.js")).orElseThrow();
        return PublicPage.of(
                        shown.group(),
                        script.mediaType(),
                        "const KEPT = " + Json.write(kept) + ";\n"
                                + new String(script.bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .header("Service-Worker-Allowed", shown.href(""));
    }

    /// Of all that is published: whatever is published next has another.
    private String version(Shown shown) {
        List<String> versions = new ArrayList<>();
        for (torg.edition.Stream<?> stream : streams) {
            shown.release(stream).ifPresent(release -> versions.add(stream.name() + release.version()));
        }
        return String.join(" ", versions);
    }

    @GetMapping("/{edition}/app.webmanifest")
    PublicPage manifest(Shown shown) {
        Edition edition = shown.edition();
        Brand brand = frames.brand(edition);
        String name = shown.said(edition.name()).value();
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("id", shown.href(""));
        manifest.put("name", name);
        manifest.put("short_name", name);
        manifest.put("lang", shown.language().code());
        manifest.put("start_url", shown.href("/programme"));
        manifest.put("scope", shown.href(""));
        manifest.put("display", "minimal-ui");
        manifest.put("background_color", "#ffffff");
        manifest.put("theme_color", brand.colour().stones().getFirst().hex());
        manifest.put(
                "icons",
                brand.appIcons().entrySet().stream()
                        .map(icon -> Map.of(
                                "src",
                                icon.getValue().href(),
                                "type",
                                icon.getValue().mediaType(),
                                "sizes",
                                icon.getKey() + "x" + icon.getKey(),
                                "purpose",
                                "any maskable"))
                        .toList());
        return PublicPage.of(shown.group(), "application/manifest+json", Json.write(manifest));
    }

    @Component
    static class Part implements OfflinePart {
        @Override
        public List<String> paths(Shown shown) {
            List<String> paths = new ArrayList<>(List.of("", "/practical", "/accessibility", "/contact", "/offline"));
            shown.edition().pages().stream()
                    .map(Edition.SitePage::key)
                    .filter(key -> !key.equals("practical") && !key.equals("accessibility"))
                    .forEach(key -> paths.add("/practical/" + key));
            return paths;
        }
    }
}
