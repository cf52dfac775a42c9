package torg.newsroom;

import gg.jte.Content;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import torg.edition.Edition;
import torg.edition.Frames;
import torg.edition.FrontSection;
import torg.edition.MenuItem;
import torg.edition.Shown;
import torg.newsroom.Newsroom.NewsItem;
import torg.store.Json;
import torg.text.Dates;
import torg.text.Text;
import torg.text.Words;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Page;
import torg.web.Part;
import torg.web.PublicPage;

/// The newsroom's public pages: the list, and each item with fact box, contacts and boilerplate.
@Controller
class NewsPages {
    private final NewsStream news;
    private final Frames frames;

    NewsPages(NewsStream news, Frames frames) {
        this.news = news;
        this.frames = frames;
    }

    @GetMapping("/{edition}/news")
    PublicPage list(Shown shown) {
        Newsroom newsroom = newsroom(shown);
        Words words = shown.words(NewsPages.class);
        Page page = frames.page(shown, words.say("news.title"), "/news");
        return frames.publish(
                shown, page, (out, forms) -> JtenewsGenerated.render(out, forms, page, words, shown, newsroom.items()));
    }

    @GetMapping("/{edition}/news/{key}")
    PublicPage one(Shown shown, @PathVariable String key) {
        NewsItem item = newsroom(shown).item(key).orElseThrow(() -> new NotFound("news " + key));
        Words words = shown.words(NewsPages.class);
        Page page = frames.page(shown, shown.said(item.title()).value(), "/news/" + key)
                .below(new Link(shown.href("/news"), words.say("news.title")))
                .described(shown.said(item.lead()).value())
                .jsonLd(structured(shown, item));
        List<Edition.Contact> contacts = item.contacts().stream()
                .flatMap(contact -> shown.edition().contact(contact).stream())
                .toList();
        Optional<Quoted> quoted = news.quoted(shown, item);
        return frames.publish(
                shown,
                page,
                (out, forms) -> JteitemGenerated.render(out, forms, page, words, shown, item, quoted, contacts));
    }

    private Newsroom newsroom(Shown shown) {
        return news.shown(shown).orElseThrow(() -> new NotFound("no news are published"));
    }

    static Text.Said fact(Shown shown, NewsItem item, Optional<Quoted> quoted) {
        Text.Said said = shown.said(item.fact());
        return quoted.map(figures -> figures.say(said)).orElse(said);
    }

    /// "17 maj 2018"
    static String dated(Shown shown, NewsItem item) {
        var day = item.dated().atZone(shown.edition().timeZone()).toLocalDate();
        return Dates.span(day, day, shown.language());
    }

    /// schema.org `NewsArticle`.
    private static String structured(Shown shown, NewsItem item) {
        Map<String, Object> article = new LinkedHashMap<>();
        article.put("@context", "https://schema.org");
        article.put("@type", "NewsArticle");
        article.put("headline", shown.said(item.title()).value());
        article.put("description", shown.said(item.lead()).value());
        article.put(
                "datePublished",
                item.dated()
                        .atZone(shown.edition().timeZone())
                        .toOffsetDateTime()
                        .toString());
        article.put("inLanguage", shown.language().code());
        article.put(
                "publisher",
                Frames.names(shown.edition(), shown.edition().organisers(), shown.language()).stream()
                        .map(name -> Map.of("@type", "Organization", "name", name))
                        .toList());
        return Json.write(article);
    }

    @Component
    @Order(60)
    static class Menu implements MenuItem {
        private final NewsStream news;

        Menu(NewsStream news) {
            this.news = news;
        }

        @Override
        public String path() {
            return "/news";
        }

        @Override
        public String label() {
            return "news.title";
        }

        @Override
        public boolean isShown(Shown shown) {
            return news.shown(shown).filter(room -> !room.items().isEmpty()).isPresent();
        }
    }

    @Component
    @Order(60)
    static class Front implements FrontSection {
        private static final int FEW = 3;
        private final NewsStream news;

        Front(NewsStream news) {
            this.news = news;
        }

        @Override
        public Optional<Content> section(Shown shown, Page page) {
            Words words = shown.words(NewsPages.class);
            return news.shown(shown)
                    .filter(room -> !room.items().isEmpty())
                    .map(room -> new Part((out, forms) -> JtefrontGenerated.render(
                            out,
                            forms,
                            page,
                            words,
                            shown,
                            room.items().stream().limit(FEW).toList())));
        }
    }
}
