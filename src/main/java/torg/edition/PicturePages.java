package torg.edition;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import torg.files.StoredFiles;
import torg.ledger.Audit;
import torg.store.Db;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.Notice;
import torg.web.Page;

/// The pictures of an edition at the desk: what there is, how a text shows one, and adding more. A picture is never
/// replaced under its name, because pages that are published show it.
@Controller
class PicturePages {
    private static final String PATH = "/desk/edition/pictures";
    private static final int NAME = 60;

    private final StoredFiles files;
    private final Audit audit;
    private final Db db;
    private final Frames frames;

    PicturePages(StoredFiles files, Audit audit, Db db, Frames frames) {
        this.files = files;
        this.audit = audit;
        this.db = db;
        this.frames = frames;
    }

    @GetMapping("/{edition}" + PATH)
    Answer show(Organiser organiser, HttpServletRequest request) {
        Words words = words(organiser, request);
        return Answer.page(view(organiser, request, Form.blank(words, "picture")));
    }

    @PostMapping("/{edition}" + PATH)
    Answer add(
            Organiser organiser,
            HttpServletRequest request,
            @RequestParam(required = false) @Nullable MultipartFile file)
            throws IOException {
        Words words = words(organiser, request);
        Form form = Form.read(words, "picture", request.getParameterMap());
        Form.Given<@Nullable String> named = form.optional("name", NAME);
        if (file == null || file.isEmpty()) {
            form.refuse("file", "picture.missing");
        }
        if (!form.valid() || file == null) {
            return Answer.invalid(view(organiser, request, form.state()));
        }
        return switch (StoredFiles.picture(file.getBytes())) {
            case StoredFiles.NoPicture(StoredFiles.Reason reason) ->
                Answer.invalid(view(
                        organiser,
                        request,
                        form.refuse("file", "picture." + Db.written(reason)).state()));
            case StoredFiles.Picture picture -> {
                String typed = named.get();
                String name = fileName(typed == null ? file.getOriginalFilename() : typed, picture.mediaType());
                yield keep(organiser, name, picture)
                        ? Answer.seeOther(page(organiser, request).href(PATH) + "?saved")
                        : Answer.invalid(view(
                                organiser,
                                request,
                                form.refuse("name", "picture.taken", name).state()));
            }
        };
    }

    private boolean keep(Organiser organiser, String name, StoredFiles.Picture picture) {
        return db.transaction(() -> {
            boolean added = files.add(organiser.id(), StoredFiles.IMAGES + name, picture);
            if (added) {
                audit.record(
                        organiser.by(), organiser.id(), "added", new Audit.Subject("picture", name, name), null, null);
            }
            return added;
        });
    }

    /// A file name for addresses: `Torget på våren.JPG` becomes `torget-pa-varen.jpg`, its ending says what it is.
    static String fileName(@Nullable String typed, String mediaType) {
        String stem = Normalizer.normalize(typed == null ? "" : typed, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("^.*[/\\\\]", "")
                .replaceAll("\\.(png|jpe?g|webp)$", "")
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        String ending = mediaType.equals("image/jpeg") ? "jpg" : mediaType.substring("image/".length());
        return (stem.isEmpty() ? "picture" : stem.substring(0, Math.min(stem.length(), NAME))) + "." + ending;
    }

    private torg.web.View view(Organiser organiser, HttpServletRequest request, Form.State form) {
        Page page = page(organiser, request);
        List<StoredFiles.Kept> kept = files.list(organiser.id(), StoredFiles.IMAGES);
        return (out, forms) -> JtepicturesGenerated.render(
                out,
                forms,
                page,
                form.words(),
                form,
                kept,
                "/" + organiser.edition().slug() + "/");
    }

    private Page page(Organiser organiser, HttpServletRequest request) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = words(organiser, request);
        Page page = frames.desk(organiser, language, words.say("edit.pictures"), PATH);
        page = page.below(new Link(page.href("/desk/edition"), words.say("edit.title")));
        return request.getParameter("saved") == null ? page : page.notice(Notice.done(words.say("picture.saved")));
    }

    private static Words words(Organiser organiser, HttpServletRequest request) {
        return Words.of(PicturePages.class, DeskLanguage.of(request, organiser.edition()));
    }
}
