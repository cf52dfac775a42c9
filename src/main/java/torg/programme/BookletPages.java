package torg.programme;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import torg.edition.Edition;
import torg.edition.Frames;
import torg.edition.Release;
import torg.edition.Shown;
import torg.programme.ProgrammePages.Group;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;
import torg.web.Html;
import torg.web.Link;
import torg.web.Markdown;
import torg.web.Page;
import torg.web.Pdf;
import torg.web.PublicPage;

/// The programme on paper: to print, in large type, and as a tagged PDF that is made once a release and language.
@Controller
class BookletPages {
    private static final Pattern HEADING = Pattern.compile("<(/?)h[1-6]>");
    private static final Pattern LINK = Pattern.compile("</?a\\b[^>]*>|<img\\b[^>]*>");

    private final ProgrammeStream programmes;
    private final ProgrammePages pages;
    private final Frames frames;
    private final Map<Which, Made> made = new ConcurrentHashMap<>();

    BookletPages(ProgrammeStream programmes, ProgrammePages pages, Frames frames) {
        this.programmes = programmes;
        this.pages = pages;
        this.frames = frames;
    }

    private record Which(String group, Language language, boolean large) {}

    private record Made(int version, Edition edition, byte[] pdf) {}

    @GetMapping("/{edition}/programme/print")
    PublicPage print(Shown shown) {
        return print(shown, false);
    }

    @GetMapping("/{edition}/programme/print/large")
    PublicPage large(Shown shown) {
        return print(shown, true);
    }

    private PublicPage print(Shown shown, boolean large) {
        Words words = shown.words(BookletPages.class);
        Page page = frames.page(
                        shown,
                        words.say(large ? "booklet.large" : "booklet.title"),
                        large ? "/programme/print/large" : "/programme/print")
                .below(new Link(shown.href("/programme"), words.say("programme.title")))
                .notIndexed();
        List<Group> days = days(shown);
        return frames.publish(
                shown, page, (out, forms) -> JteprintGenerated.render(out, forms, page, words, shown, days, large));
    }

    @GetMapping("/{edition}/programme.pdf")
    PublicPage pdf(Shown shown) {
        return pdf(shown, false);
    }

    @GetMapping("/{edition}/programme-large.pdf")
    PublicPage largePdf(Shown shown) {
        return pdf(shown, true);
    }

    private PublicPage pdf(Shown shown, boolean large) {
        List<Group> days = days(shown);
        byte[] pdf = shown.release(programmes)
                .map(Release::version)
                .map(version -> made.compute(
                        new Which(shown.group(), shown.language(), large),
                        (which, before) -> before != null
                                        && before.version() == version
                                        && before.edition().equals(shown.edition())
                                ? before
                                : new Made(version, shown.edition(), drawn(shown, days, large))))
                .map(Made::pdf)
                .orElseGet(() -> drawn(shown, days, large));
        return PublicPage.of(shown.group(), "application/pdf", pdf);
    }

    private byte[] drawn(Shown shown, List<Group> days, boolean large) {
        Words words = shown.words(BookletPages.class);
        Programme programme = pages.programme(shown);
        return Pdf.of((out, forms) -> JtebookletGenerated.render(out, forms, words, shown, programme, days, large));
    }

    private List<Group> days(Shown shown) {
        return ProgrammePages.byDay(shown, pages.lines(shown, pages.programme(shown)));
    }

    /// A text for a document, where headings are the programme's own and nothing leads out of it.
    static Html text(Text.Said said) {
        String html = HEADING.matcher(Markdown.html(said.value()).value())
                .replaceAll(tag -> tag.group(1).isEmpty() ? "<p><strong>" : "</strong></p>");
        return Html.trusted(LINK.matcher(html).replaceAll(""));
    }
}
