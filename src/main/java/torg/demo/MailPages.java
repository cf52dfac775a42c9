package torg.demo;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import torg.store.Db;
import torg.store.Settings;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Examples;
import torg.web.LanguagePath;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Page;

/// The mails of a demo, which never leave the machine: only there can they be read here.
@Controller
class MailPages {
    private static final int NEWEST = 100;

    private final Db db;
    private final Settings settings;
    private final Examples examples;

    MailPages(Db db, Settings settings, Examples examples) {
        this.db = db;
        this.settings = settings;
        this.examples = examples;
    }

    record Mail(UUID id, String recipient, String subject, String text, List<String> attachments) {}

    private record Attached(String fileName) {}

    @GetMapping("/dev/mail")
    Answer list(HttpServletRequest request) {
        Page page = page(request, "/dev/mail");
        Words words = Words.of(MailPages.class, page.language());
        List<Mail> mails = db.sql("select * from mail order by created_at desc limit :newest")
                .set("newest", NEWEST)
                .list(MailPages::mail);
        return Answer.page((out, forms) -> JtemailsGenerated.render(out, forms, page, words, mails));
    }

    @GetMapping("/dev/mail/{id}")
    Answer one(HttpServletRequest request, @PathVariable String id) {
        Page page = page(request, "/dev/mail/" + id);
        Words words = Words.of(MailPages.class, page.language());
        UUID uuid;
        try {
            uuid = UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotFound("mail");
        }
        Mail mail = db.sql("select * from mail where id = :id")
                .set("id", uuid)
                .optional(MailPages::mail)
                .orElseThrow(() -> new NotFound("mail"));
        Page below = page.below(new Link(page.site("/dev/mail"), words.say("mails.title")));
        return Answer.page((out, forms) -> JtemailGenerated.render(out, forms, below, words, mail));
    }

    private Page page(HttpServletRequest request, String path) {
        if (!settings.isDemo()) {
            throw new NotFound("only in a demo");
        }
        Language named = LanguagePath.named(request);
        Language language = named == null ? Language.SV : named;
        return Page.of(language, path, Words.of(MailPages.class, language).say("mails.title"))
                .personal()
                .demo(examples.now(language));
    }

    private static Mail mail(torg.store.Row row) {
        return new Mail(
                row.uuid("id"),
                row.string("recipient_name") + " <" + row.string("recipient") + ">",
                row.string("subject"),
                row.string("body_text"),
                List.of(row.json("attachments", Attached[].class)).stream()
                        .map(Attached::fileName)
                        .toList());
    }
}
