package torg.privacy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import torg.edition.Edition;
import torg.edition.Frames;
import torg.edition.Releases;
import torg.edition.Shown;
import torg.edition.Stream;
import torg.store.PersonalData;
import torg.text.Words;
import torg.web.Page;
import torg.web.PublicPage;

/// The privacy notice (GDPR article 13), made from the edition's facts and from what the modules say that they keep of
/// what this edition has. One that registers nobody and names no controller claims nothing.
@Controller
class PrivacyPages {
    private final Frames frames;
    private final Releases releases;
    private final List<PersonalData> data;

    PrivacyPages(Frames frames, Releases releases, List<PersonalData> data) {
        this.frames = frames;
        this.releases = releases;
        this.data = data;
    }

    @GetMapping("/{edition}/privacy")
    PublicPage notice(Shown shown) {
        Words words = shown.words(PrivacyPages.class);
        Page page = frames.page(shown, words.say("privacy.title"), "/privacy");
        Edition edition = shown.edition();
        Set<String> things = releases.streams().stream()
                .flatMap(stream -> things(shown, stream).stream())
                .collect(Collectors.toSet());
        boolean registers = things.stream().anyMatch(thing -> thing.startsWith("ticket-type/"));
        if (!registers
                && edition.privacy().controllers().isEmpty()
                && edition.privacy().officerEmail() == null) {
            return frames.publish(
                    shown, page, (out, forms) -> JtenothingGenerated.render(out, forms, page, words, edition));
        }
        List<String> controllers = edition.privacy().controllers().isEmpty()
                ? Frames.names(edition, edition.organisers(), shown.language())
                : Frames.names(edition, edition.privacy().controllers(), shown.language());
        List<PersonalData.Kind> kinds = data.stream()
                .filter(module -> things.stream().anyMatch(thing -> thing.startsWith(module.askedWith())))
                .flatMap(module -> module.kinds().stream())
                .toList();
        return frames.publish(
                shown,
                page,
                (out, forms) ->
                        JtenoticeGenerated.render(out, forms, page, words, edition, controllers, kinds, registers));
    }

    /// What the edition has of this stream: `speaker/asa-berg`.
    private static <T> Set<String> things(Shown shown, Stream<T> stream) {
        return shown.content(stream)
                .map(content -> stream.things(content).keySet())
                .orElse(Set.of());
    }
}
