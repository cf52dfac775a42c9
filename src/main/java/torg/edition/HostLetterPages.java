package torg.edition;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import torg.mail.Audiences;
import torg.mail.Audiences.Audience;
import torg.mail.LetterKind;
import torg.mail.Schedules;
import torg.mail.Schedules.At;
import torg.mail.Schedules.Plan;
import torg.mail.Writer;
import torg.store.ConferenceClock;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.Notice;
import torg.web.Option;
import torg.web.Page;

/// A host editor writes to those who chose a session of the organisation's own, and to nobody else.
@Controller
class HostLetterPages {
    private final Schedules schedules;
    private final Audiences audiences;
    private final LetterPages letters;
    private final Writer writer;
    private final ConferenceClock clock;
    private final Frames frames;

    HostLetterPages(
            Schedules schedules,
            Audiences audiences,
            LetterPages letters,
            Writer writer,
            ConferenceClock clock,
            Frames frames) {
        this.schedules = schedules;
        this.audiences = audiences;
        this.letters = letters;
        this.writer = writer;
        this.clock = clock;
        this.frames = frames;
    }

    private LetterKind kind() {
        return writer.kind(audiences.kind()).orElseThrow();
    }

    @GetMapping("/{edition}/desk/hosted/letter")
    Answer write(HostEditor host, HttpServletRequest request) {
        Edition edition = host.edition();
        Language language = DeskLanguage.of(request, edition);
        Map<String, String> usual = new LinkedHashMap<>();
        List<Audience> own = audiences.hosted(edition.id(), host.hosts());
        if (own.size() == 1) {
            usual.put("audience", own.getFirst().key());
        }
        for (Language one : LetterPages.languages(edition)) {
            String hosts = String.join(
                    ", ", Frames.names(edition, host.hosts().stream().sorted().toList(), one));
            usual.put("body." + one, Words.of(HostLetterPages.class, one).say("hostLetter.usual") + hosts);
        }
        return Answer.page(
                view(host, language, Form.filled(Words.of(HostLetterPages.class, language), "reminder", usual), null));
    }

    @PostMapping("/{edition}/desk/hosted/letter")
    Answer send(HostEditor host, HttpServletRequest request) {
        Edition edition = host.edition();
        Language language = DeskLanguage.of(request, edition);
        Words words = Words.of(HostLetterPages.class, language);
        Form form = Form.read(words, "reminder", request.getParameterMap());
        Map<String, String> keys = new LinkedHashMap<>();
        audiences.hosted(edition.id(), host.hosts()).forEach(one -> keys.put(one.key(), one.key()));
        var audience = form.choice("audience", keys);
        LetterPages.read(form, kind(), LetterPages.languages(edition));
        if (!form.valid()) {
            return Answer.invalid(view(host, language, form.state(), null));
        }
        Optional<Notice> unsent = LetterPages.before(request, form.state(), host, words);
        if (unsent.isPresent()) {
            if ("sample".equals(request.getParameter("do"))) {
                letters.sample(host, kind(), whole(form.state(), edition));
            }
            return Answer.page(view(host, language, form.state(), unsent.get()));
        }
        Form.State whole = whole(form.state(), edition);
        Text subject = Text.EMPTY;
        Text body = Text.EMPTY;
        for (Language one : LetterPages.languages(edition)) {
            subject = subject.with(one, whole.value("subject." + one));
            body = body.with(one, whole.value("body." + one));
        }
        schedules.add(host.by(), edition.id(), new Plan(audience.get(), new At(clock.instant()), subject, body, false));
        return LetterPages.seeOther(host, language, "/desk/hosted?sent");
    }

    /// A language that was left empty is the first one's, not the edition's standard letter.
    private static Form.State whole(Form.State form, Edition edition) {
        Map<String, String> whole = new LinkedHashMap<>();
        for (Language one : LetterPages.languages(edition)) {
            for (String name : List.of("subject.", "body.")) {
                String typed = form.value(name + one).strip();
                whole.put(
                        name + one,
                        typed.isEmpty()
                                ? form.value(name + edition.mainLanguage()).strip()
                                : typed);
            }
        }
        return Form.filled(form.words(), "reminder", whole);
    }

    /// @param shown what is said above the letter where it is shown
    private torg.web.View view(HostEditor host, Language language, Form.State form, @Nullable Notice shown) {
        Words words = Words.of(HostLetterPages.class, language);
        Page framed = frames.desk(host, language, words.say("hostLetter.title"), "/desk/hosted/letter");
        Page page = framed.below(new Link(framed.href("/desk/hosted"), words.say("hosted.title")))
                .notice(shown);
        Map<String, Long> sizes = audiences.sizes(host.id(), host.hosts());
        List<Option> options = audiences.hosted(host.id(), host.hosts()).stream()
                .map(audience -> new Option(
                        audience.key(),
                        audience.name().in(language).value(),
                        words.say("reminders.size", sizes.getOrDefault(audience.key(), 0L))))
                .toList();
        return (out, forms) -> JtehostLetterGenerated.render(
                out,
                forms,
                page,
                words,
                form,
                LetterPages.languages(host.edition()),
                options,
                LetterPages.placeholders(kind(), language),
                shown == null ? List.of() : letters.samples(kind(), whole(form, host.edition()), host.edition()),
                shown == null ? "" : LetterPages.seal(form, host.edition()),
                shown == null ? "" : words.say("hostLetter.goes", sizes.getOrDefault(form.value("audience"), 0L)));
    }
}
