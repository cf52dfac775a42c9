package torg.demo;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import torg.mail.Letters;
import torg.mail.Writer;
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

    private final Writer writer;
    private final Settings settings;
    private final Examples examples;

    MailPages(Writer writer, Settings settings, Examples examples) {
        this.writer = writer;
        this.settings = settings;
        this.examples = examples;
    }

    record Mail(UUID id, String recipient, String subject, String text, List<String> attachments) {}

    @GetMapping("/dev/mail")
    Answer list(HttpServletRequest request) {
        Page page = page(request, "/dev/mail");
        Words words = Words.of(MailPages.class, page.language());
        List<Mail> mails = writer.newest(NEWEST).stream().map(MailPages::mail).toList();
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
        Mail mail = writer.read(uuid).map(MailPages::mail).orElseThrow(() -> new NotFound("mail"));
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

    private static Mail mail(Writer.Written written) {
        return new Mail(
                written.staged().id(),
                written.staged().recipientName() + " <" + written.staged().recipient() + ">",
                written.letter().subject(),
                written.letter().text(),
                written.letter().attachments().stream()
                        .map(Letters.Attachment::fileName)
                        .toList());
    }
}
