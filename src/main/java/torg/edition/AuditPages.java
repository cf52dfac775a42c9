package torg.edition;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import torg.ledger.Audit;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Page;

/// The audit trail of an edition: who did what to what, before and after, the newest first.
@Controller
class AuditPages {
    private static final int SIZE = 50;

    private final Audit audit;
    private final Frames frames;

    AuditPages(Audit audit, Frames frames) {
        this.audit = audit;
        this.frames = frames;
    }

    @GetMapping("/{edition}/desk/audit")
    Answer show(
            Organiser organiser, HttpServletRequest request, @RequestParam(required = false) @Nullable Long before) {
        Edition edition = organiser.edition();
        Language language = DeskLanguage.of(request, edition);
        Words words = Words.of(AuditPages.class, language);
        Page page = frames.desk(organiser, language, words.say("audit.title"), "/desk/audit");
        List<Audit.Entry> found = audit.of(organiser.id(), before, SIZE + 1);
        List<Audit.Entry> entries = found.stream().limit(SIZE).toList();
        Optional<Long> older =
                found.size() > SIZE ? Optional.of(entries.getLast().id()) : Optional.empty();
        return Answer.page((out, forms) -> JteauditGenerated.render(out, forms, page, words, edition, entries, older));
    }

    /// "2027-05-24 09:40"
    static String moment(Edition edition, Audit.Entry entry) {
        return moment(edition, entry.at());
    }

    static String moment(Edition edition, Instant moment) {
        var at = moment.atZone(edition.timeZone());
        return at.toLocalDate() + " " + Dates.clock(at.toLocalTime());
    }

    @Component
    @Order(95)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return "/desk/audit";
        }

        @Override
        public String label() {
            return "audit.title";
        }
    }
}
