package torg.programme;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import torg.edition.DeskItem;
import torg.edition.DeskLanguage;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.programme.ProgrammeImports.Outcome;
import torg.programme.ProgrammeImports.Report;
import torg.programme.ScheduleFile.Place;
import torg.programme.ScheduleFile.Read;
import torg.programme.ScheduleFile.Unreadable;
import torg.programme.ScheduleImport.Remark;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Page;
import torg.web.View;

/// Reading a programme into the draft at the desk: upload, look at what would change, confirm.
@Controller
class ImportPages {
    private static final String PATH = "/desk/import";
    private static final int NAME = 100;

    private final ProgrammeImports imports;
    private final Frames frames;

    ImportPages(ProgrammeImports imports, Frames frames) {
        this.imports = imports;
        this.frames = frames;
    }

    @GetMapping("/{edition}" + PATH)
    Answer show(Organiser organiser, HttpServletRequest request) {
        Words words = words(organiser, request);
        String done = request.getParameter("done");
        return Answer.page(upload(
                page(organiser, request, words.say("import.title"), "")
                        .notice(done == null ? null : Notice.done(words.say("import.done"))),
                Form.blank(words, "import"),
                done != null));
    }

    private static View upload(Page page, Form.State form, boolean done) {
        return (out, forms) -> JteimportGenerated.render(out, forms, page, form.words(), form, done);
    }

    @PostMapping("/{edition}" + PATH)
    Answer read(
            Organiser organiser,
            HttpServletRequest request,
            @RequestParam(required = false) @Nullable MultipartFile file)
            throws IOException {
        Words words = words(organiser, request);
        Form form = Form.read(words, "import", request.getParameterMap());
        Page page = page(organiser, request, words.say("import.title"), "");
        if (file == null || file.isEmpty()) {
            return Answer.invalid(
                    upload(page, form.refuse("file", "import.missing").state(), false));
        }
        byte[] bytes = file.getBytes();
        Read read = ScheduleFile.of(bytes);
        Unreadable unreadable = read.unreadable();
        if (unreadable != null) {
            Place place = unreadable.place();
            String key = "import.unreadable." + unreadable.reason();
            Form refused = place.line() > 0
                    ? form.refuse("file", key + ".at", place.line(), place.column())
                    : form.refuse("file", key);
            return Answer.invalid(upload(page, refused.state(), false));
        }
        String name = Objects.requireNonNullElse(file.getOriginalFilename(), "").replaceAll("^.*[/\\\\]", "");
        UUID id = imports.keep(organiser, name.substring(0, Math.min(name.length(), NAME)), bytes);
        return Answer.seeOther(page.href(PATH + "/" + id));
    }

    @GetMapping("/{edition}" + PATH + "/{id}")
    Answer report(Organiser organiser, HttpServletRequest request, @PathVariable UUID id) {
        return imports.report(organiser, id)
                .map(report -> Answer.page(report(organiser, request, id, report, null)))
                .orElseThrow(() -> new NotFound("import " + id));
    }

    private View report(
            Organiser organiser, HttpServletRequest request, UUID id, Report report, @Nullable Notice notice) {
        Words words = words(organiser, request);
        Page page = page(organiser, request, words.say("import.check", report.fileName()), "/" + id)
                .below(new Link(page(organiser, request, "", "").href(PATH), words.say("import.title")))
                .notice(notice);
        return (out, forms) -> JteimportReportGenerated.render(out, forms, page, words, id.toString(), report);
    }

    @PostMapping("/{edition}" + PATH + "/{id}")
    Answer take(
            Organiser organiser,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String seen) {
        return switch (imports.take(organiser, id, seen)) {
            case Outcome.Taken() ->
                Answer.seeOther(page(organiser, request, "", "").href(PATH) + "?done");
            case Outcome.Changed(Report report) ->
                Answer.conflict(report(
                        organiser,
                        request,
                        id,
                        report,
                        Notice.careful(words(organiser, request).say("import.changedMeanwhile"))));
            case Outcome.Gone() -> throw new NotFound("import " + id);
        };
    }

    /// "Rad 12, kolumn 7: Öppning. …"
    static String say(Words words, Remark remark) {
        String place = remark.place().line() > 0
                ? words.say(
                                "import.place",
                                String.valueOf(remark.place().line()),
                                String.valueOf(remark.place().column()))
                        + ": "
                : "";
        String what = remark.what().isEmpty() ? "" : remark.what() + ". ";
        return place
                + what
                + words.say(
                        "import.remark." + remark.key(),
                        remark.arguments().stream().map(String::valueOf).toArray());
    }

    /// "session/oppning" as its name where it has one.
    static String name(Report report, Language language, String thing) {
        String[] parts = thing.split("/", 2);
        var programme = report.plan().programme();
        return switch (parts[0]) {
            case "session" ->
                programme.sessions().stream()
                        .filter(session -> session.key().equals(parts[1]))
                        .map(session -> session.title().in(language).value())
                        .findFirst()
                        .orElse(thing);
            case "speaker" ->
                programme.speaker(parts[1]).map(Programme.Speaker::name).orElse(thing);
            case "track" ->
                programme
                        .track(parts[1])
                        .map(track -> track.name().in(language).value())
                        .orElse(thing);
            default ->
                report.plan()
                        .edition()
                        .room(parts[1])
                        .map(room -> room.name().in(language).value())
                        .orElse(thing);
        };
    }

    static List<Remark> remarks(Report report, boolean leftOut) {
        return report.plan().remarks().stream()
                .filter(remark -> remark.leftOut() == leftOut)
                .toList();
    }

    private Page page(Organiser organiser, HttpServletRequest request, String title, String below) {
        return frames.desk(organiser, DeskLanguage.of(request, organiser.edition()), title, PATH + below);
    }

    private static Words words(Organiser organiser, HttpServletRequest request) {
        return Words.of(ImportPages.class, DeskLanguage.of(request, organiser.edition()));
    }

    @Component
    @Order(85)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return PATH;
        }

        @Override
        public String label() {
            return "import.title";
        }
    }
}
