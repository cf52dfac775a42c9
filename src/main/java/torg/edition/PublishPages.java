package torg.edition;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import torg.edition.EditionFiles.Change;
import torg.store.Refusal;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.LanguagePath;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Page;
import torg.web.View;

/// Publishing from the desk: what differs between draft and public, stream by stream; preview; publish.
@Controller
class PublishPages {
    private final Releases releases;
    private final Frames frames;

    PublishPages(Releases releases, Frames frames) {
        this.releases = releases;
        this.frames = frames;
    }

    /// @param version the published version, or empty where nothing is published yet
    record Waiting(String stream, Optional<Integer> version, List<Change> changes) {}

    @GetMapping("/{edition}/desk/publish")
    Answer show(Organiser organiser, HttpServletRequest request) {
        return Answer.page(view(organiser, request, null));
    }

    private View view(Organiser organiser, HttpServletRequest request, @Nullable Notice refused) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(PublishPages.class, language);
        Page page = frames.desk(organiser, language, words.say("publish.title"), "/desk/publish");
        String done = request.getParameter("done");
        Page shown = page.notice(done == null ? refused : Notice.done(words.say("publish.done")));
        List<Waiting> waiting = new ArrayList<>();
        releases.streams().forEach(stream -> waiting.add(waiting(organiser.id(), stream)));
        return (out, forms) -> JtepublishGenerated.render(out, forms, shown, words, waiting);
    }

    private <T> Waiting waiting(EditionId edition, Stream<T> stream) {
        Optional<Release<T>> published = releases.newest(edition, stream);
        Map<String, Object> before =
                published.map(release -> stream.things(release.content())).orElse(Map.of());
        Map<String, Object> after = stream.things(stream.draft(edition));
        return new Waiting(stream.name(), published.map(Release::version), EditionFiles.changes(before, after, true));
    }

    @PostMapping("/{edition}/desk/publish")
    Answer publish(
            Organiser organiser,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String stream,
            @RequestParam(defaultValue = "") String note) {
        String said = note.strip();
        try {
            releases.streams().stream()
                    .filter(one -> stream.equals("all") || one.name().equals(stream))
                    .forEach(one -> releases.publish(
                            organiser.by(), organiser.id(), one, said.substring(0, Math.min(said.length(), 500))));
        } catch (Refusal e) {
            return Answer.conflict(view(organiser, request, Notice.careful(String.valueOf(e.getMessage()))));
        }
        Language language = DeskLanguage.of(request, organiser.edition());
        return Answer.seeOther(organiser.edition().address(language, "/desk/publish?done"));
    }

    /// The public page as it would look if the draft were published. Its links stay in the preview.
    @GetMapping({"/{edition}/desk/preview", "/{edition}/desk/preview/**"})
    void preview(
            Organiser organiser, HttpServletRequest request, HttpServletResponse response, @PathVariable String edition)
            throws ServletException, IOException {
        String path = request.getRequestURI().substring(1 + edition.length() + Preview.PATH.length());
        String[] segments = path.split("/", 3);
        Optional<Language> named = segments.length > 1 ? Language.spoken(segments[1]) : Optional.empty();
        if (named.isPresent()) {
            LanguagePath.name(request, named.get());
            path = path.substring(1 + segments[1].length());
        }
        if (path.startsWith("/my")) {
            throw new NotFound("no preview of " + path);
        }
        if (path.startsWith("/desk")) {
            response.sendRedirect(
                    "/" + edition + named.map(language -> "/" + language).orElse("") + path);
            return;
        }
        request.setAttribute(Preview.ATTRIBUTE, true);
        request.getRequestDispatcher("/" + edition + path).forward(request, response);
    }

    /// A form in a preview goes nowhere, as the page says: back to it.
    @PostMapping("/{edition}/desk/preview/**")
    Answer notSent(Organiser organiser, HttpServletRequest request) {
        return Answer.seeOther(LanguagePath.original(request));
    }

    @Component
    @Order(90)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return "/desk/publish";
        }

        @Override
        public String label() {
            return "publish.title";
        }
    }
}
