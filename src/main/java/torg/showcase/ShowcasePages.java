package torg.showcase;

import gg.jte.Content;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import torg.edition.Frames;
import torg.edition.FrontSection;
import torg.edition.MenuItem;
import torg.edition.Shown;
import torg.showcase.Showcase.Initiative;
import torg.text.Words;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Page;
import torg.web.Part;
import torg.web.PublicPage;

/// The showcase's public pages: the list, and each initiative with where to see it and whom to ask.
@Controller
class ShowcasePages {
    private final ShowcaseStream showcases;
    private final Frames frames;

    ShowcasePages(ShowcaseStream showcases, Frames frames) {
        this.showcases = showcases;
        this.frames = frames;
    }

    @GetMapping("/{edition}/showcase")
    PublicPage list(Shown shown) {
        Showcase showcase = showcase(shown);
        Words words = shown.words(ShowcasePages.class);
        Page page = frames.page(shown, words.say("showcase.title"), "/showcase");
        return frames.publish(
                shown, page, (out, forms) -> JteshowcaseGenerated.render(out, forms, page, words, shown, showcase));
    }

    @GetMapping("/{edition}/showcase/{key}")
    PublicPage one(Shown shown, @PathVariable String key) {
        Initiative initiative = showcase(shown).initiative(key).orElseThrow(() -> new NotFound("initiative " + key));
        Words words = shown.words(ShowcasePages.class);
        Page page = frames.page(shown, shown.said(initiative.title()).value(), "/showcase/" + key)
                .below(new Link(shown.href("/showcase"), words.say("showcase.title")))
                .described(shown.said(initiative.summary()).value());
        return frames.publish(
                shown, page, (out, forms) -> JteinitiativeGenerated.render(out, forms, page, words, shown, initiative));
    }

    private Showcase showcase(Shown shown) {
        return shown.content(showcases).orElseThrow(() -> new NotFound("no showcase is published"));
    }

    private static boolean isShown(Shown shown, ShowcaseStream showcases) {
        return shown.content(showcases)
                .filter(showcase -> !showcase.initiatives().isEmpty())
                .isPresent();
    }

    @Component
    @Order(50)
    static class Menu implements MenuItem {
        private final ShowcaseStream showcases;

        Menu(ShowcaseStream showcases) {
            this.showcases = showcases;
        }

        @Override
        public String path() {
            return "/showcase";
        }

        @Override
        public String label() {
            return "showcase.title";
        }

        @Override
        public boolean isShown(Shown shown) {
            return ShowcasePages.isShown(shown, showcases);
        }
    }

    @Component
    @Order(50)
    static class Front implements FrontSection {
        private static final int FEW = 6;
        private final ShowcaseStream showcases;

        Front(ShowcaseStream showcases) {
            this.showcases = showcases;
        }

        @Override
        public Optional<Content> section(Shown shown, Page page) {
            if (!ShowcasePages.isShown(shown, showcases)) {
                return Optional.empty();
            }
            List<Initiative> few = shown.content(showcases).orElseThrow().initiatives().stream()
                    .limit(FEW)
                    .toList();
            Words words = shown.words(ShowcasePages.class);
            return Optional.of(new Part((out, forms) -> JtefrontGenerated.render(out, forms, page, words, few)));
        }
    }
}
