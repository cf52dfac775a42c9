package torg.edition;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.mail.Letter;
import torg.mail.LetterKind;
import torg.mail.Outbox;
import torg.mail.Template;
import torg.mail.Templates;
import torg.mail.Templates.Own;
import torg.mail.Writer;
import torg.store.Tokens;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Page;

/// The words of an edition's letters: which kinds there are, writing them anew with a preview, back to the standard.
@Controller
class LetterPages {
    static final int SUBJECT = 200;
    static final int BODY = 10_000;

    private final Writer writer;
    private final Templates templates;
    private final Outbox outbox;
    private final Frames frames;

    LetterPages(Writer writer, Templates templates, Outbox outbox, Frames frames) {
        this.writer = writer;
        this.templates = templates;
        this.outbox = outbox;
        this.frames = frames;
    }

    /// Of the edition's languages those that letters are written in.
    static List<Language> languages(Edition edition) {
        return edition.languages().stream().filter(Language.SPOKEN::contains).toList();
    }

    record Kind(String key, String name, boolean own) {}

    @GetMapping("/{edition}/desk/letters")
    Answer list(Organiser organiser, HttpServletRequest request) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(LetterPages.class, language);
        Page page = frames.desk(organiser, language, words.say("letters.title"), "/desk/letters");
        Map<String, Own> own = templates.of(organiser.id());
        List<Kind> kinds = writer.kinds().stream()
                .map(kind -> new Kind(kind.key(), name(kind, language), own.containsKey(kind.key())))
                .toList();
        return Answer.page((out, forms) -> JtelettersGenerated.render(out, forms, page, words, kinds));
    }

    static String name(LetterKind kind, Language language) {
        return kind.words(language).say("letter." + kind.key());
    }

    @GetMapping("/{edition}/desk/letters/{kind}")
    Answer edit(Organiser organiser, HttpServletRequest request, @PathVariable String kind) {
        LetterKind known = kind(kind);
        Optional<Own> own = templates.find(organiser.id(), kind);
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(LetterPages.class, language);
        Notice notice = null;
        for (String said : List.of("saved", "sent", "standard")) {
            if (request.getParameter(said) != null) {
                notice = Notice.done(
                        words.say("letters." + said, organiser.account().email()));
            }
        }
        return Answer.page(
                view(organiser, language, known, filled(organiser, words, known, own), own.isPresent(), notice));
    }

    private LetterKind kind(String key) {
        return writer.kind(key).orElseThrow(() -> new NotFound("letter " + key));
    }

    /// The form with the words that hold now.
    private static Form.State filled(Organiser organiser, Words words, LetterKind kind, Optional<Own> own) {
        Map<String, String> known = new LinkedHashMap<>();
        Own written = own.orElse(new Own(Text.EMPTY, Text.EMPTY, 0));
        for (Language language : languages(organiser.edition())) {
            Template template = written.in(kind, language);
            known.put("subject." + language, template.subject());
            known.put("body." + language, template.body());
        }
        known.put("version", String.valueOf(written.version()));
        return Form.filled(words, "letter", known);
    }

    @PostMapping("/{edition}/desk/letters/{kind}")
    Answer save(Organiser organiser, HttpServletRequest request, @PathVariable String kind) {
        LetterKind known = kind(kind);
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(LetterPages.class, language);
        Form form = Form.read(words, "letter", request.getParameterMap());
        boolean own = templates.find(organiser.id(), kind).isPresent();
        read(form, known, languages(organiser.edition()));
        var version = form.whole("version", 0, 1_000_000);
        if ("preview".equals(request.getParameter("do")) || !form.valid()) {
            torg.web.View view = view(organiser, language, known, form.state(), own, null);
            return form.valid() ? Answer.page(view) : Answer.invalid(view);
        }
        Text subject = Text.EMPTY;
        Text body = Text.EMPTY;
        for (Language one : languages(organiser.edition())) {
            Template typed = typed(known, form.state(), one);
            Template usual = known.standard(one);
            // what says the same as the standard stays the standard
            subject = subject.with(one, typed.subject().equals(usual.subject()) ? null : typed.subject());
            body = body.with(one, typed.body().equals(usual.body()) ? null : typed.body());
        }
        if (!templates.change(organiser.by(), organiser.id(), known, subject, body, version.get())) {
            Map<String, String> values = new LinkedHashMap<>();
            request.getParameterMap().forEach((name, typed) -> values.put(name, typed.length == 0 ? "" : typed[0]));
            values.put(
                    "version",
                    String.valueOf(templates
                            .find(organiser.id(), kind)
                            .map(Own::version)
                            .orElse(0)));
            return Answer.conflict(view(
                    organiser,
                    language,
                    known,
                    Form.filled(words, "letter", values),
                    own,
                    Notice.careful(words.say("letters.conflict"))));
        }
        return seeOther(organiser, language, "/desk/letters/" + kind + "?saved");
    }

    /// Reads subject and body in these languages and refuses what is wrong with their placeholders.
    static void read(Form form, LetterKind kind, List<Language> languages) {
        for (Language language : languages) {
            if (language.equals(languages.getFirst())) {
                form.required("subject." + language, SUBJECT);
                form.prose("body." + language, BODY);
            } else {
                form.optional("subject." + language, SUBJECT);
                form.optionalProse("body." + language, BODY);
            }
            for (Template.Fault fault : typed(kind, form.state(), language).faults(kind.placeholders())) {
                form.refuse(
                        (fault.inSubject() ? "subject." : "body.") + language,
                        "letters." + fault.reason().name().toLowerCase(java.util.Locale.ROOT),
                        "{" + fault.placeholder() + "}");
            }
        }
    }

    /// What was typed in this language; where nothing was, the standard holds.
    static Template typed(LetterKind kind, Form.State form, Language language) {
        String subject = form.value("subject." + language).strip();
        String body = form.value("body." + language).strip();
        Template usual = kind.standard(language);
        return new Template(subject.isEmpty() ? usual.subject() : subject, body.isEmpty() ? usual.body() : body);
    }

    @PostMapping("/{edition}/desk/letters/{kind}/standard")
    Answer standard(Organiser organiser, HttpServletRequest request, @PathVariable String kind) {
        templates.remove(organiser.by(), organiser.id(), kind(kind));
        Language language = DeskLanguage.of(request, organiser.edition());
        return seeOther(organiser, language, "/desk/letters/" + kind + "?standard");
    }

    /// Sends the letter as it is saved, with values that nobody has, to the organiser, in both languages.
    @PostMapping("/{edition}/desk/letters/{kind}/sample")
    Answer sample(Organiser organiser, HttpServletRequest request, @PathVariable String kind) {
        LetterKind known = kind(kind);
        outbox.stageAll(languages(organiser.edition()).stream()
                .map(language -> Outbox.Staged.sample(
                        organiser.id(),
                        organiser.account().email(),
                        organiser.account().name(),
                        language,
                        known))
                .toList());
        return seeOther(organiser, DeskLanguage.of(request, organiser.edition()), "/desk/letters/" + kind + "?sent");
    }

    static Answer seeOther(Staff staff, Language language, String path) {
        Edition edition = staff.edition();
        return Answer.seeOther(edition.address(language, path));
    }

    /// What tells the letter that was shown from any other: to whom it goes and what it says.
    static String seal(Form.State form, Edition edition) {
        StringBuilder letter = new StringBuilder(form.value("audience"));
        for (Language language : languages(edition)) {
            letter.append('\0').append(form.value("subject." + language).strip());
            letter.append('\0').append(form.value("body." + language).strip());
        }
        return HexFormat.of().formatHex(Tokens.hash(letter.toString()));
    }

    /// Whether this letter was shown before, to whoever wants to send it now.
    static boolean wasSeen(Form.State form, Edition edition) {
        return form.value("seen").equals(seal(form, edition));
    }

    /// What is said above a letter that is shown before it can be sent, or nothing where it shall be sent and was seen.
    static Optional<Notice> before(HttpServletRequest request, Form.State form, Staff staff, Words words) {
        return switch (String.valueOf(request.getParameter("do"))) {
            case "preview" -> Optional.of(Notice.information(words.say("letters.look")));
            case "sample" ->
                Optional.of(
                        Notice.done(words.say("letters.sent", staff.account().email())));
            default ->
                wasSeen(form, staff.edition())
                        ? Optional.empty()
                        : Optional.of(Notice.careful(words.say("letters.unseen")));
        };
    }

    /// Sends the letter as it is typed, with values that nobody has, to whoever writes it, in every language.
    void sample(Staff staff, LetterKind kind, Form.State form) {
        outbox.stageAll(languages(staff.edition()).stream()
                .map(language -> Outbox.Staged.sample(
                                staff.id(),
                                staff.account().email(),
                                staff.account().name(),
                                language,
                                kind)
                        .saying(typed(kind, form, language)))
                .toList());
    }

    record Placeholder(String name, String means, boolean needed, String sample) {}

    static List<Placeholder> placeholders(LetterKind kind, Language language) {
        return kind.placeholders().stream()
                .map(one -> new Placeholder(
                        "{" + one.name() + "}",
                        kind.words(language).say("placeholder." + one.name()),
                        one.needed(),
                        Objects.requireNonNull(kind.samples(language).get(one.name()))))
                .toList();
    }

    /// The letter in each language with values that nobody has; nothing where it is not right yet.
    List<Letter> samples(LetterKind kind, Form.State form, Edition edition) {
        List<Letter> samples = new ArrayList<>();
        for (Language language : languages(edition)) {
            Template typed = typed(kind, form, language);
            if (typed.faults(kind.placeholders()).isEmpty()) {
                samples.add(writer.sample(kind, typed, language));
            }
        }
        return samples;
    }

    private torg.web.View view(
            Organiser organiser,
            Language language,
            LetterKind kind,
            Form.State form,
            boolean own,
            @Nullable Notice notice) {
        Words words = Words.of(LetterPages.class, language);
        Page framed = frames.desk(organiser, language, name(kind, language), "/desk/letters/" + kind.key());
        Page page = framed.below(new Link(framed.href("/desk/letters"), words.say("letters.title")))
                .notice(notice);
        return (out, forms) -> JteletterGenerated.render(
                out,
                forms,
                page,
                words,
                page.href("/desk/letters/" + kind.key()),
                form,
                languages(organiser.edition()),
                placeholders(kind, language),
                samples(kind, form, organiser.edition()),
                own);
    }

    @Component
    @Order(40)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return "/desk/letters";
        }

        @Override
        public String label() {
            return "letters.title";
        }
    }
}
