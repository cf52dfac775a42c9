package torg.edition;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import torg.store.ConferenceClock;
import torg.store.Settings;
import torg.text.Language;
import torg.text.Text;
import torg.web.Brand;
import torg.web.EditionFrame;
import torg.web.Examples;
import torg.web.NavItem;
import torg.web.Page;
import torg.web.PublicPage;
import torg.web.View;

/// Frames pages with their edition: name, menu, colours, paving, organisers.
@Component
public class Frames {
    private final List<MenuItem> menu;
    private final List<DeskItem> desk;
    private final Examples examples;
    private final ConferenceClock clock;
    private final Settings settings;
    private final Map<String, Brand> brands = new ConcurrentHashMap<>();

    Frames(List<MenuItem> menu, List<DeskItem> desk, Examples examples, ConferenceClock clock, Settings settings) {
        this.menu = menu;
        this.desk = desk;
        this.examples = examples;
        this.clock = clock;
        this.settings = settings;
    }

    /// A page of the edition's public site.
    ///
    /// @param path below the edition: `/programme`, or `""` for its front page
    public Page page(Shown shown, String title, String path) {
        Page page = Page.of(frame(shown), shown.language(), path, title)
                .at(settings.baseUrl().toString())
                .demo(examples.now(shown.language()));
        return shown.preview() ? page.notIndexed() : page;
    }

    /// A page that one person sees.
    public Page personal(Shown shown, String title, String path) {
        return page(shown, title, path).personal();
    }

    /// A page of the organisers' desk.
    public Page desk(Staff staff, Language language, String title, String path) {
        Edition edition = staff.edition();
        return Page.of(frame(edition, edition.slug(), List.of()), language, path, title)
                .at(settings.baseUrl().toString())
                .demo(examples.now(language))
                .desk(
                        staff.account().name(),
                        desk.stream()
                                .filter(item -> item.isFor(staff.roles()))
                                .map(item -> NavItem.of(item.path(), item.getClass(), item.label()))
                                .toList());
    }

    private EditionFrame frame(Shown shown) {
        return frame(
                shown.edition(),
                shown.place(),
                menu.stream()
                        .filter(item -> item.isShown(shown))
                        .map(item -> NavItem.of(item.path(), item.getClass(), item.label()))
                        .toList());
    }

    /// @param place the first segments of its addresses: the slug, or that of its preview
    private EditionFrame frame(Edition edition, String place, List<NavItem> nav) {
        return new EditionFrame(
                place,
                edition.name(),
                edition.languages(),
                edition.firstDay(),
                edition.lastDay(),
                edition.venue().name(),
                edition.venue().city(),
                brand(edition),
                nav,
                List.of(
                        NavItem.of("/contact", Frames.class, "foot.contact"),
                        NavItem.of("/accessibility", Frames.class, "foot.accessibility"),
                        NavItem.of("/privacy", Frames.class, "foot.privacy"),
                        NavItem.of("/desk", Frames.class, "foot.desk")),
                texts(edition, edition.organisers()),
                texts(edition, edition.hosts()),
                edition.hashtag() == null ? null : "#" + edition.hashtag(),
                edition.example() == Edition.Example.CONTENT);
    }

    public Brand brand(Edition edition) {
        return brands.computeIfAbsent(
                edition.slug() + edition.brand(), key -> Brand.of(edition.slug(), edition.brand()));
    }

    private static List<Text> texts(Edition edition, List<String> keys) {
        return keys.stream()
                .flatMap(key -> edition.organisation(key).stream())
                .map(Edition.Organisation::name)
                .toList();
    }

    public static List<String> names(Edition edition, List<String> keys, Language language) {
        return texts(edition, keys).stream()
                .map(name -> name.in(language).value())
                .toList();
    }

    /// A published page, kept until something in it changes by itself ([Shown#changesAt]); in a demo for a minute at
    /// most, because it tells the time.
    public PublicPage publish(Shown shown, Page page, View view) {
        PublicPage made = PublicPage.html(shown.group(), view);
        Duration most = page.demo() == null ? made.freshFor() : untilNextMinute();
        Duration left =
                shown.freshUntil().equals(Instant.MAX) ? most : Duration.between(clock.instant(), shown.freshUntil());
        return made.freshFor(left.isNegative() ? Duration.ZERO : left.compareTo(most) < 0 ? left : most);
    }

    public Duration untilNextMinute() {
        return Duration.ofMillis(60_000 - clock.instant().toEpochMilli() % 60_000);
    }
}
