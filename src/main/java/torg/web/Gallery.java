package torg.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import torg.store.Settings;
import torg.text.Language;
import torg.text.Words;

/// Every component once, in a demo at `/dev/look`, for those who write pages.
@Controller
class Gallery {
    private final Settings settings;
    private final Examples examples;

    Gallery(Settings settings, Examples examples) {
        this.settings = settings;
        this.examples = examples;
    }

    @GetMapping("/dev/look")
    Answer show(HttpServletRequest request) {
        if (!settings.isDemo()) {
            throw new NotFound("only in a demo");
        }
        Language named = LanguagePath.named(request);
        Language language = named == null ? Language.SV : named;
        Page page = Page.of(language, "/dev/look", "Components").demo(examples.now(language));
        return Answer.page(view(page));
    }

    static View view(Page page) {
        Form form = Form.read(
                Words.of(Page.class, page.language()),
                "gallery",
                Map.of("name", new String[] {"Alva"}, "email", new String[] {"alva"}, "pay", new String[] {"e"}));
        form.email("email");
        form.choice("country", Map.of("se", "Sweden"));
        Html code = Html.trusted(Brand.TORG.paving().area(120, 120));
        return (out, forms) -> JtegalleryGenerated.render(out, forms, page, form.state(), code);
    }
}
