package torg.edition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import torg.store.ConferenceClock;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Words;
import torg.web.Brand;
import torg.web.Examples;
import torg.web.Page;
import torg.web.Paving;
import torg.web.PublicPage;
import torg.web.View;

/// Frames pages with their edition: name, menu, colours, paving, organisers.
@Component
public class Frames {
    private final List<MenuItem> menu;
    private final Examples examples;
    private final ConferenceClock clock;
    private final Map<String, Brand> brands = new ConcurrentHashMap<>();

    Frames(List<MenuItem> menu, Examples examples, ConferenceClock clock) {
        this.menu = menu;
        this.examples = examples;
        this.clock = clock;
    }

    /// A page of the edition's public site.
    ///
    /// @param path within the edition: `/programme`
    public Page page(Shown shown, String title, String path) {
        return framed(Page.Kind.PUBLIC, shown, title, path);
    }

    /// A page that one person sees.
    public Page personal(Shown shown, String title, String path) {
        return framed(Page.Kind.PERSONAL, shown, title, path);
    }

    private Page framed(Page.Kind kind, Shown shown, String title, String path) {
        Edition edition = shown.edition();
        return Page.plain(shown.language(), title, "/" + edition.slug() + (path.equals("/") ? "" : path))
                .kind(kind)
                .example(examples.now(shown.language()))
                .in(frame(edition, shown.language(), menu(shown), shown.preview()));
    }

    public Page.EditionFrame frame(Edition edition, Language language, List<Page.Link> nav, boolean preview) {
        Edition.Venue venue = edition.venue();
        List<String> where = new ArrayList<>();
        if (!venue.name().isEmpty()) {
            where.add(venue.name().in(language).value());
        }
        if (venue.city() != null) {
            where.add(venue.city());
        }
        return new Page.EditionFrame(
                edition.slug(),
                edition.name(),
                Dates.span(edition.firstDay(), edition.lastDay(), language),
                String.join(", ", where),
                edition.languages(),
                nav,
                "/" + edition.slug() + brand(edition).file(),
                Paving.svg(edition.slug()),
                names(edition, edition.organisers(), language),
                edition.hashtag(),
                preview);
    }

    public Brand brand(Edition edition) {
        return brands.computeIfAbsent(edition.brand(), Brand::new);
    }

    public static List<String> names(Edition edition, List<String> keys, Language language) {
        return keys.stream()
                .flatMap(key -> edition.organisation(key).stream())
                .map(organisation -> organisation.name().in(language).value())
                .toList();
    }

    private List<Page.Link> menu(Shown shown) {
        return menu.stream()
                .filter(item -> item.isShown(shown))
                .map(item -> new Page.Link(
                        item.path(), Words.of(item.getClass(), shown.language()).say(item.label())))
                .toList();
    }

    /// A published page; in a demo it is rendered anew every minute, because it tells the time.
    public PublicPage publish(Shown shown, Page page, View view) {
        PublicPage made = PublicPage.html(shown.group(), view);
        return page.example() == null ? made : made.freshFor(untilNextMinute());
    }

    public Duration untilNextMinute() {
        return Duration.ofMillis(60_000 - clock.instant().toEpochMilli() % 60_000);
    }
}
