package torg.edition;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.mail.Audiences;
import torg.mail.Audiences.Audience;
import torg.mail.LetterKind;
import torg.mail.Schedules;
import torg.mail.Schedules.At;
import torg.mail.Schedules.DaysBefore;
import torg.mail.Schedules.Plan;
import torg.mail.Schedules.Schedule;
import torg.mail.Schedules.When;
import torg.mail.Writer;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Option;
import torg.web.Page;

/// Letters to many: what is planned and how far it has come, a new one with preview, stopping one.
@Controller
class ReminderPages {
    private final Schedules schedules;
    private final Audiences audiences;
    private final LetterPages letters;
    private final Writer writer;
    private final Frames frames;

    ReminderPages(Schedules schedules, Audiences audiences, LetterPages letters, Writer writer, Frames frames) {
        this.schedules = schedules;
        this.audiences = audiences;
        this.letters = letters;
        this.writer = writer;
        this.frames = frames;
    }

    /// @param when in words, and `size` how many it goes to as things are now
    record Planned(
            UUID id,
            Text subject,
            String audience,
            String when,
            Schedules.State state,
            int staged,
            long size,
            boolean held) {
        boolean mayStop() {
            return state != Schedules.State.STOPPED;
        }
    }

    @GetMapping("/{edition}/desk/letters/reminders")
    Answer list(Organiser organiser, HttpServletRequest request) {
        Edition edition = organiser.edition();
        Language language = DeskLanguage.of(request, edition);
        Words words = Words.of(ReminderPages.class, language);
        Page framed = frames.desk(organiser, language, words.say("reminders.title"), "/desk/letters/reminders");
        Page page = framed.below(new Link(framed.href("/desk/letters"), words.say("letters.title")))
                .notice(
                        request.getParameter("saved") != null
                                ? Notice.done(words.say("reminders.saved"))
                                : request.getParameter("stopped") != null
                                        ? Notice.done(words.say("reminders.stopped"))
                                        : null);
        Map<String, Text> names = new LinkedHashMap<>();
        audiences.of(organiser.id()).forEach(audience -> names.put(audience.key(), audience.name()));
        Map<String, Long> sizes = audiences.sizes(organiser.id());
        List<Planned> planned = schedules.of(organiser.id()).stream()
                .map(schedule -> planned(organiser, schedule, names, sizes, words))
                .toList();
        return Answer.page((out, forms) -> JteremindersGenerated.render(out, forms, page, words, planned));
    }

    private static Planned planned(
            Organiser organiser, Schedule schedule, Map<String, Text> names, Map<String, Long> sizes, Words words) {
        Plan plan = schedule.plan();
        return new Planned(
                schedule.id(),
                plan.subject(),
                plan.audience().startsWith(Audiences.CHOSEN)
                        ? words.say("reminders.chosen")
                        : names.getOrDefault(plan.audience(), Text.EMPTY)
                                .in(words.language())
                                .value(),
                when(organiser.edition(), plan.when(), words),
                schedule.state(),
                schedule.staged(),
                sizes.getOrDefault(plan.audience(), 0L),
                plan.held());
    }

    private static String when(Edition edition, When when, Words words) {
        return switch (when) {
            case DaysBefore(int days, LocalTime time) ->
                words.say("reminders.daysBefore", days, Dates.at(time, words.language())) + ", "
                        + Dates.day(edition.firstDay().minusDays(days), words.language());
            case At(var moment) -> Dates.moment(moment.atZone(edition.timeZone()), words.language());
        };
    }

    private LetterKind kind() {
        return writer.kind(audiences.kind()).orElseThrow();
    }

    @GetMapping("/{edition}/desk/letters/reminders/new")
    Answer write(Organiser organiser, HttpServletRequest request) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Map<String, String> usual = new LinkedHashMap<>();
        usual.put("when", "before");
        usual.put("days", "2");
        usual.put("time", "09:00");
        String chosen = request.getParameter("audience");
        usual.put("audience", chosen == null ? "all" : chosen);
        for (Language one : LetterPages.languages(organiser.edition())) {
            usual.put("subject." + one, kind().standard(one).subject());
            usual.put("body." + one, kind().standard(one).body());
        }
        return Answer.page(view(
                organiser,
                language,
                Form.filled(Words.of(ReminderPages.class, language), "reminder", usual),
                null,
                ""));
    }

    @PostMapping("/{edition}/desk/letters/reminders/new")
    Answer plan(Organiser organiser, HttpServletRequest request) {
        Edition edition = organiser.edition();
        Language language = DeskLanguage.of(request, edition);
        Words words = Words.of(ReminderPages.class, language);
        Form form = Form.read(words, "reminder", request.getParameterMap());
        Map<String, String> keys = new LinkedHashMap<>();
        audiences(organiser, form.state()).forEach(audience -> keys.put(audience.key(), audience.key()));
        var audience = form.choice("audience", keys);
        var when = form.choice("when", Map.of("before", true, "moment", false));
        boolean before = !form.state().value("when").equals("moment");
        Form.Given<@Nullable Integer> days = form.optionalWhole("days", 0, 365);
        Form.Given<@Nullable LocalTime> time = form.optionalTime("time");
        Form.Given<@Nullable LocalDateTime> moment = form.optionalMoment("moment");
        for (String needed : before ? List.of("days", "time") : List.of("moment")) {
            if (form.state().value(needed).isBlank()) {
                form.refuse(needed, "reminder." + needed + ".missing");
            }
        }
        LetterPages.read(form, kind(), LetterPages.languages(edition));
        var held = form.checked("held");
        if (!form.valid()) {
            return Answer.invalid(view(organiser, language, form.state(), null, ""));
        }
        Integer daysBefore = days.get();
        LocalTime timeOfDay = time.get();
        LocalDateTime fixed = moment.get();
        When at = when.get() && daysBefore != null && timeOfDay != null
                ? new DaysBefore(daysBefore, timeOfDay)
                : new At(java.util.Objects.requireNonNull(fixed)
                        .atZone(edition.timeZone())
                        .toInstant());
        Optional<Notice> unsent = LetterPages.before(request, form.state(), organiser, words);
        if (unsent.isPresent()) {
            if ("sample".equals(request.getParameter("do"))) {
                letters.sample(organiser, kind(), form.state());
            }
            return Answer.page(view(organiser, language, form.state(), unsent.get(), when(edition, at, words)));
        }
        Text subject = Text.EMPTY;
        Text body = Text.EMPTY;
        for (Language one : LetterPages.languages(edition)) {
            subject = subject.with(
                    one, LetterPages.typed(kind(), form.state(), one).subject());
            body = body.with(one, LetterPages.typed(kind(), form.state(), one).body());
        }
        schedules.add(organiser.by(), organiser.id(), new Plan(audience.get(), at, subject, body, held.get()));
        return LetterPages.seeOther(organiser, language, "/desk/letters/reminders?saved");
    }

    /// All that can be written to, and those who were chosen on the list where the form is about them.
    private List<Audience> audiences(Organiser organiser, Form.State form) {
        List<Audience> all = new ArrayList<>();
        audiences.chosen(organiser.id(), form.value("audience")).ifPresent(all::add);
        all.addAll(audiences.of(organiser.id()));
        return all;
    }

    /// @param shown what is said above the letter where it is shown, and `when` it would go out
    private torg.web.View view(
            Organiser organiser, Language language, Form.State form, @Nullable Notice shown, String when) {
        Words words = Words.of(ReminderPages.class, language);
        Page framed = frames.desk(organiser, language, words.say("reminders.new"), "/desk/letters/reminders/new");
        Page page = framed.below(
                        new Link(framed.href("/desk/letters"), words.say("letters.title")),
                        new Link(framed.href("/desk/letters/reminders"), words.say("reminders.title")))
                .notice(shown);
        Map<String, Long> sizes = audiences.sizes(organiser.id());
        List<Option> options = audiences(organiser, form).stream()
                .map(audience -> new Option(
                        audience.key(),
                        audience.name().in(language).value(),
                        words.say("reminders.size", sizes.getOrDefault(audience.key(), 0L))))
                .toList();
        return (out, forms) -> JtereminderGenerated.render(
                out,
                forms,
                page,
                words,
                page.href("/desk/letters/reminders/new"),
                form,
                LetterPages.languages(organiser.edition()),
                options,
                LetterPages.placeholders(kind(), language),
                shown == null ? List.of() : letters.samples(kind(), form, organiser.edition()),
                form.value("audience").startsWith(Audiences.CHOSEN)
                        ? audiences.readers(organiser.id(), form.value("audience"))
                        : List.of(),
                shown == null ? "" : LetterPages.seal(form, organiser.edition()),
                shown == null ? "" : words.say("reminders.goes", sizes.getOrDefault(form.value("audience"), 0L), when));
    }

    @PostMapping("/{edition}/desk/letters/reminders/{id}/stop")
    Answer stop(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        UUID uuid = OutboxPages.uuid(id);
        if (schedules.find(organiser.id(), uuid).isEmpty()) {
            throw new NotFound("reminder " + id);
        }
        schedules.stop(organiser.by(), organiser.id(), uuid);
        return LetterPages.seeOther(
                organiser, DeskLanguage.of(request, organiser.edition()), "/desk/letters/reminders?stopped");
    }
}
