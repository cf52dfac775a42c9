package torg.hackathon;

import gg.jte.Content;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import torg.edition.Frames;
import torg.edition.FrontSection;
import torg.edition.MenuItem;
import torg.edition.Shown;
import torg.text.Words;
import torg.web.NotFound;
import torg.web.Page;
import torg.web.Part;
import torg.web.PublicPage;

/// The hackathon's public page, its place in the menu and on the front page.
@Controller
class HackathonPages {
    private final HackathonStream hackathons;
    private final Frames frames;

    HackathonPages(HackathonStream hackathons, Frames frames) {
        this.hackathons = hackathons;
        this.frames = frames;
    }

    @GetMapping("/{edition}/hackathon")
    PublicPage hackathon(Shown shown) {
        Hackathon hackathon = known(shown, hackathons).orElseThrow(() -> new NotFound("no hackathon is published"));
        Words words = shown.words(HackathonPages.class);
        Page page = frames.page(shown, shown.said(hackathon.name()).value(), "/hackathon")
                .described(shown.said(hackathon.summary()).value());
        return frames.publish(
                shown, page, (out, forms) -> JtehackathonGenerated.render(out, forms, page, words, shown, hackathon));
    }

    private static Optional<Hackathon> known(Shown shown, HackathonStream hackathons) {
        return shown.content(hackathons).filter(hackathon -> !hackathon.isNone());
    }

    @Component
    @Order(40)
    static class Menu implements MenuItem {
        private final HackathonStream hackathons;

        Menu(HackathonStream hackathons) {
            this.hackathons = hackathons;
        }

        @Override
        public String path() {
            return "/hackathon";
        }

        @Override
        public String label() {
            return "hackathon.menu";
        }

        @Override
        public boolean isShown(Shown shown) {
            return known(shown, hackathons).isPresent();
        }
    }

    @Component
    @Order(40)
    static class Front implements FrontSection {
        private final HackathonStream hackathons;

        Front(HackathonStream hackathons) {
            this.hackathons = hackathons;
        }

        @Override
        public Optional<Content> section(Shown shown, Page page) {
            Words words = shown.words(HackathonPages.class);
            return known(shown, hackathons)
                    .map(hackathon ->
                            new Part((out, forms) -> JtefrontGenerated.render(out, forms, page, words, hackathon)));
        }
    }
}
