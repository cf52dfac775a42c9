package torg.programme;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import torg.edition.Frames;
import torg.edition.Shown;
import torg.web.NotFound;
import torg.web.PublicPage;

/// The published programme for other programs: conference apps, signs, whoever builds something of it.
@Controller
class FeedPages {
    private final ProgrammeStream programmes;
    private final Frames frames;

    FeedPages(ProgrammeStream programmes, Frames frames) {
        this.programmes = programmes;
        this.frames = frames;
    }

    @GetMapping("/{edition}/schedule.xml")
    PublicPage xml(Shown shown) {
        return open(shown, "application/vnd.c3voc.schedule+xml", schedule(shown).xml());
    }

    @GetMapping("/{edition}/schedule.json")
    PublicPage json(Shown shown) {
        return open(shown, "application/json", schedule(shown).json());
    }

    private Schedule schedule(Shown shown) {
        Programme programme = shown.content(programmes).orElseThrow(() -> new NotFound("no programme is published"));
        String version = shown.release(programmes)
                .map(release -> release.version() + " " + release.publishedAt())
                .orElse("draft");
        return new Schedule(
                shown, programme, version, frames.page(shown, "", "/programme").origin());
    }

    /// Pages of every site may read what is published.
    private static PublicPage open(Shown shown, String mediaType, String body) {
        PublicPage page = PublicPage.of(shown.group(), mediaType, body);
        return shown.preview()
                ? page
                : page.header("Access-Control-Allow-Origin", "*")
                        .header("Cross-Origin-Resource-Policy", "cross-origin");
    }
}
