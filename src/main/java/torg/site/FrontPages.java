package torg.site;

import gg.jte.Content;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import torg.edition.Edition;
import torg.edition.Editions;
import torg.edition.Frames;
import torg.edition.FrontSection;
import torg.edition.MenuItem;
import torg.edition.Shown;
import torg.files.StoredFiles;
import torg.store.Json;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Asset;
import torg.web.Brand;
import torg.web.Examples;
import torg.web.LanguagePath;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Page;
import torg.web.PublicPage;

/// The pages that belong to an edition as a whole: front page, practical information, contact; and the list of
/// editions.
@Controller
class FrontPages {
    private final Editions editions;
    private final Frames frames;
    private final List<FrontSection> sections;
    private final StoredFiles files;
    private final Examples examples;

    FrontPages(Editions editions, Frames frames, List<FrontSection> sections, StoredFiles files, Examples examples) {
        this.editions = editions;
        this.frames = frames;
        this.sections = sections;
        this.files = files;
        this.examples = examples;
    }

    /// Leads to the one edition that is published, or lists them.
    @GetMapping("/")
    Object start(HttpServletRequest request) {
        List<Edition> published = editions.published();
        Language named = LanguagePath.named(request);
        Language language = named == null ? Language.SV : named;
        if (published.size() == 1) {
            return Answer.seeOther("/" + published.getFirst().slug()
                    + (named == null || named.equals(published.getFirst().mainLanguage()) ? "" : "/" + named));
        }
        Words words = Words.of(FrontPages.class, language);
        Page page = Page.of(language, "/", words.say("start.title")).demo(examples.now(language));
        PublicPage made =
                PublicPage.html("", (out, forms) -> JtestartGenerated.render(out, forms, page, words, published));
        return page.demo() == null ? made : made.freshFor(frames.untilNextMinute());
    }

    @GetMapping("/{edition}")
    PublicPage front(Shown shown) {
        Edition edition = shown.edition();
        Page page = frames.page(shown, shown.said(edition.name()).value(), "")
                .described(shown.said(edition.summary()).value())
                .jsonLd(structured(shown));
        List<Content> parts = new ArrayList<>();
        sections.forEach(section -> section.section(shown, page).ifPresent(parts::add));
        Words words = shown.words(FrontPages.class);
        return frames.publish(
                shown, page, (out, forms) -> JtefrontGenerated.render(out, forms, page, words, edition, parts));
    }

    @GetMapping("/{edition}/practical")
    PublicPage practical(Shown shown) {
        Words words = shown.words(FrontPages.class);
        Page page = frames.page(shown, words.say("practical.title"), "/practical");
        List<Edition.SitePage> others = shown.edition().pages().stream()
                .filter(other ->
                        !other.key().equals("practical") && !other.key().equals("accessibility"))
                .toList();
        return frames.publish(
                shown,
                page,
                (out, forms) -> JtepracticalGenerated.render(
                        out,
                        forms,
                        page,
                        words,
                        shown.edition(),
                        shown.edition().page("practical"),
                        others));
    }

    @GetMapping("/{edition}/practical/{key}")
    PublicPage own(Shown shown, @PathVariable String key) {
        Edition.SitePage own = shown.edition().page(key).orElseThrow(() -> new NotFound("page " + key));
        Words words = shown.words(FrontPages.class);
        Page framed = frames.page(shown, shown.said(own.title()).value(), "/practical/" + key);
        Page page = framed.below(new Link(framed.href("/practical"), words.say("practical.title")));
        return frames.publish(shown, page, (out, forms) -> JteownGenerated.render(out, forms, page, own));
    }

    @GetMapping("/{edition}/accessibility")
    PublicPage accessibility(Shown shown) {
        Words words = shown.words(FrontPages.class);
        Optional<Edition.SitePage> own = shown.edition().page("accessibility");
        Page page = frames.page(
                shown,
                own.map(written -> shown.said(written.title()).value()).orElse(words.say("accessibility.title")),
                "/accessibility");
        return frames.publish(
                shown, page, (out, forms) -> JteaccessibilityGenerated.render(out, forms, page, words, own));
    }

    @GetMapping("/{edition}/contact")
    PublicPage contact(Shown shown) {
        Words words = shown.words(FrontPages.class);
        Page page = frames.page(shown, words.say("contact.title"), "/contact");
        return frames.publish(
                shown, page, (out, forms) -> JtecontactGenerated.render(out, forms, page, words, shown.edition()));
    }

    @GetMapping({
        "/{edition}/brand-{hash}.css",
        "/{edition}/{drawing:paving|edge|icon}-{hash}.svg",
        "/{edition}/app-{hash}.png"
    })
    PublicPage brand(Shown shown, HttpServletRequest request) {
        Brand brand = frames.brand(shown.edition());
        for (Asset asset : brand.assets()) {
            if (asset.href().equals(request.getRequestURI())) {
                return PublicPage.of(shown.group(), asset.mediaType(), asset.bytes())
                        .header("Cache-Control", Asset.FOREVER);
            }
        }
        throw new NotFound("brand of another version");
    }

    @GetMapping("/{edition}/images/{name}")
    PublicPage image(Shown shown, @PathVariable String name) {
        StoredFiles.Picture picture =
                files.find(shown.id(), "images/" + name).orElseThrow(() -> new NotFound("image " + name));
        return PublicPage.of(shown.group(), picture.mediaType(), picture.bytes());
    }

    /// schema.org `BusinessEvent`; only what is known.
    private static String structured(Shown shown) {
        Edition edition = shown.edition();
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("@context", "https://schema.org");
        event.put("@type", "BusinessEvent");
        event.put("name", shown.said(edition.name()).value());
        event.put("description", shown.said(edition.summary()).value());
        event.put("startDate", edition.firstDay().toString());
        event.put("endDate", edition.lastDay().toString());
        event.put("eventAttendanceMode", "https://schema.org/OfflineEventAttendanceMode");
        event.put("eventStatus", "https://schema.org/EventScheduled");
        event.put("inLanguage", edition.languages().stream().map(Language::code).toList());
        Map<String, @Nullable Object> address = new LinkedHashMap<>();
        address.put("@type", "PostalAddress");
        address.put("streetAddress", edition.venue().address());
        address.put("postalCode", edition.venue().postcode());
        address.put("addressLocality", edition.venue().city());
        address.put("addressCountry", edition.venue().country());
        address.values().removeIf(java.util.Objects::isNull);
        event.put(
                "location",
                Map.of(
                        "@type",
                        "Place",
                        "name",
                        shown.said(edition.venue().name()).value(),
                        "address",
                        address));
        event.put(
                "organizer",
                Frames.names(edition, edition.organisers(), shown.language()).stream()
                        .map(name -> Map.of("@type", "Organization", "name", name))
                        .toList());
        return Json.write(event);
    }

    @Component
    @Order(80)
    static class PracticalMenu implements MenuItem {
        @Override
        public String path() {
            return "/practical";
        }

        @Override
        public String label() {
            return "practical.title";
        }

        @Override
        public boolean isShown(Shown shown) {
            return true;
        }
    }

    /// For the templates: "onsdag 23 maj – Nätverksdag".
    static String day(Edition.Day day, Language language) {
        return Dates.dayOfYear(day.date(), language);
    }
}
