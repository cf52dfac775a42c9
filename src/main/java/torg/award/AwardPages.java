package torg.award;

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

/// The award's public page, its place in the menu and on the front page.
@Controller
class AwardPages {
    private final AwardStream awards;
    private final Frames frames;

    AwardPages(AwardStream awards, Frames frames) {
        this.awards = awards;
        this.frames = frames;
    }

    @GetMapping("/{edition}/award")
    PublicPage award(Shown shown) {
        Award award = known(shown, awards).orElseThrow(() -> new NotFound("no award is published"));
        Words words = shown.words(AwardPages.class);
        Page page = frames.page(shown, shown.said(award.name()).value(), "/award")
                .described(shown.said(award.summary()).value());
        return frames.publish(shown, page, (out, forms) -> JteawardGenerated.render(out, forms, page, words, award));
    }

    private static Optional<Award> known(Shown shown, AwardStream awards) {
        return shown.content(awards).filter(award -> !award.isNone());
    }

    @Component
    @Order(30)
    static class Menu implements MenuItem {
        private final AwardStream awards;

        Menu(AwardStream awards) {
            this.awards = awards;
        }

        @Override
        public String path() {
            return "/award";
        }

        @Override
        public String label() {
            return "award.menu";
        }

        @Override
        public boolean isShown(Shown shown) {
            return known(shown, awards).isPresent();
        }
    }

    @Component
    @Order(30)
    static class Front implements FrontSection {
        private final AwardStream awards;

        Front(AwardStream awards) {
            this.awards = awards;
        }

        @Override
        public Optional<Content> section(Shown shown, Page page) {
            Words words = shown.words(AwardPages.class);
            return known(shown, awards)
                    .map(award -> new Part((out, forms) -> JtefrontGenerated.render(out, forms, page, words, award)));
        }
    }
}
