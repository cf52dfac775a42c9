package torg.privacy;

import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import torg.edition.Edition;
import torg.edition.Frames;
import torg.edition.Shown;
import torg.store.PersonalData;
import torg.text.Words;
import torg.web.Page;
import torg.web.PublicPage;

/// The privacy notice (GDPR article 13), made from the edition's facts and from what the modules say that they keep.
@Controller
class PrivacyPages {
    private final Frames frames;
    private final List<PersonalData> data;

    PrivacyPages(Frames frames, List<PersonalData> data) {
        this.frames = frames;
        this.data = data;
    }

    @GetMapping("/{edition}/privacy")
    PublicPage notice(Shown shown) {
        Words words = shown.words(PrivacyPages.class);
        Page page = frames.page(shown, words.say("privacy.title"), "/privacy");
        Edition edition = shown.edition();
        List<String> controllers = edition.privacy().controllers().isEmpty()
                ? Frames.names(edition, edition.organisers(), shown.language())
                : Frames.names(edition, edition.privacy().controllers(), shown.language());
        List<PersonalData.Kind> kinds =
                data.stream().flatMap(module -> module.kinds().stream()).toList();
        return frames.publish(
                shown,
                page,
                (out, forms) -> JtenoticeGenerated.render(out, forms, page, words, edition, controllers, kinds));
    }
}
