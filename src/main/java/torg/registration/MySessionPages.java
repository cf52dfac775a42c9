package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.edition.DeskLanguage;
import torg.edition.Edition;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.edition.Shown;
import torg.registration.ChoiceRules.Fault;
import torg.registration.SessionChoices.Outcome;
import torg.registration.Ticket.PersonId;
import torg.registration.Ticket.TicketId;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Page;

/// Choosing the sessions of a ticket: by its holder with the personal link, or by an organiser with a reason.
@Controller
class MySessionPages {
    private final MyPages my;
    private final Registrations registrations;
    private final Offerings offerings;
    private final SessionChoices choices;
    private final WaitingLists waiting;
    private final Frames frames;
    private final ConferenceClock clock;

    MySessionPages(
            MyPages my,
            Registrations registrations,
            Offerings offerings,
            SessionChoices choices,
            WaitingLists waiting,
            Frames frames,
            ConferenceClock clock) {
        this.my = my;
        this.registrations = registrations;
        this.offerings = offerings;
        this.choices = choices;
        this.waiting = waiting;
        this.frames = frames;
        this.clock = clock;
    }

    /// Whose choice it is and who makes it.
    ///
    /// @param page    to choose on
    /// @param home    the page that it lies below
    /// @param done    what is said there afterwards
    /// @param byOther an organiser chooses, and says why
    private record Chooser(
            Edition edition, Ticket ticket, By by, Page page, String home, String done, boolean byOther) {
        Language language() {
            return page.language();
        }

        Words words() {
            return Words.of(MySessionPages.class, language());
        }
    }

    @GetMapping("/{edition}/my/{token}/sessions")
    Answer mine(Shown shown, @PathVariable String token) {
        return show(participant(shown, token));
    }

    @PostMapping("/{edition}/my/{token}/sessions")
    Answer chooseMine(Shown shown, @PathVariable String token, HttpServletRequest request) {
        return choose(participant(shown, token), request);
    }

    /// Asks for a place on the waiting list of a session that is full. What else was ticked in the form is not saved.
    @PostMapping("/{edition}/my/{token}/sessions/{code}/waiting")
    Answer wait(Shown shown, @PathVariable String token, @PathVariable String code) {
        Chooser chooser = participant(shown, token);
        ChoiceRules rules = sessions(chooser).rules();
        Offering offering = rules.choosing()
                .byCode(code)
                .filter(one -> one.isOffered(clock.instant()) && rules.admits(one))
                .orElseThrow(() -> new NotFound("session " + code));
        if (!chooser.ticket.isCancelled() && !rules.held().contains(offering.id())) {
            waiting.join(
                    chooser.by,
                    shown.id(),
                    chooser.ticket,
                    WaitingLists.Thing.OFFERING,
                    offering.id().value(),
                    List.of(offering.quota()));
        }
        return Answer.seeOther(chooser.home + "?waits");
    }

    private Set<String> waits(Chooser chooser, ChosenSessions sessions) {
        PersonId person = chooser.ticket.person();
        Set<UUID> things = person == null || chooser.byOther
                ? Set.of()
                : waiting.of(chooser.edition.id(), person).stream()
                        .map(WaitingLists.Place::thingId)
                        .collect(Collectors.toSet());
        return sessions.rules().choosing().offerings().stream()
                .filter(offering -> things.contains(offering.id().value()))
                .map(Offering::code)
                .collect(Collectors.toSet());
    }

    private Chooser participant(Shown shown, String token) {
        MyPages.Mine mine = my.changeable(shown, token);
        Words words = shown.words(MySessionPages.class);
        String home = "/my/" + token;
        Page page = frames.personal(shown, words.say("choose.title"), home + "/sessions")
                .below(new Link(shown.href(home), words.say("my.title")));
        return new Chooser(shown.edition(), mine.ticket(), mine.by(), page, shown.href(home), "?chosen", false);
    }

    @GetMapping("/{edition}/desk/participants/{id}/sessions")
    Answer theirs(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        return show(organiser(organiser, request, id));
    }

    @PostMapping("/{edition}/desk/participants/{id}/sessions")
    Answer chooseTheirs(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        return choose(organiser(organiser, request, id), request);
    }

    private Chooser organiser(Organiser organiser, HttpServletRequest request, String id) {
        Ticket ticket = ticket(organiser, id);
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(MySessionPages.class, language);
        String home = "/desk/participants/" + id;
        Page page = frames.desk(organiser, language, words.say("choose.for", ticket.name()), home + "/sessions");
        return new Chooser(
                organiser.edition(),
                ticket,
                organiser.by(),
                page.below(
                        new Link(page.href("/desk/participants"), words.say("participants.title")),
                        new Link(page.href(home), ticket.name())),
                page.href(home),
                "?done",
                true);
    }

    private Ticket ticket(Organiser organiser, String id) {
        try {
            return registrations
                    .find(organiser.id(), new TicketId(UUID.fromString(id)))
                    .orElseThrow(() -> new NotFound("ticket " + id));
        } catch (IllegalArgumentException e) {
            throw new NotFound("ticket " + id);
        }
    }

    private Answer show(Chooser chooser) {
        if (chooser.ticket.isCancelled()) {
            return Answer.seeOther(chooser.home);
        }
        ChosenSessions sessions = sessions(chooser);
        return Answer.page(view(chooser, sessions, filled(chooser, sessions), null));
    }

    private Answer choose(Chooser chooser, HttpServletRequest request) {
        if (chooser.ticket.isCancelled()) {
            return Answer.seeOther(chooser.home);
        }
        ChosenSessions sessions = sessions(chooser);
        Words words = chooser.words();
        Form form = Form.read(words, "choose", request.getParameterMap());
        var wanted = sessions.from(form);
        var version = form.whole("version", 1, 1_000_000_000);
        var reason = chooser.byOther ? form.required("reason", 200) : null;
        var outcome = form.then(() -> choices.choose(
                chooser.by,
                chooser.edition,
                chooser.ticket,
                wanted.get(),
                reason == null ? "" : reason.get(),
                version.get()));
        return switch (outcome) {
            case Form.Invalid<Outcome>(Form.State state) -> Answer.invalid(view(chooser, sessions, state, null));
            case Form.Valid<Outcome>(Outcome.Chosen chosen) -> Answer.seeOther(chooser.home + chooser.done);
            case Form.Valid<Outcome>(Outcome.Conflict conflict) -> {
                ChosenSessions now = sessions(chooser);
                yield Answer.conflict(
                        view(chooser, now, filled(chooser, now), Notice.careful(words.say("choose.conflict"))));
            }
            case Form.Valid<Outcome>(Outcome.Refused(var faults)) -> {
                ChosenSessions now = sessions(chooser);
                var view = view(chooser, now, now.refused(form.state(), faults), null);
                boolean tooLate =
                        faults.stream().anyMatch(fault -> fault instanceof Fault.Full || fault instanceof Fault.Gone);
                yield tooLate ? Answer.conflict(view) : Answer.invalid(view);
            }
        };
    }

    private ChosenSessions sessions(Chooser chooser) {
        Edition edition = chooser.edition;
        SessionChoices.Held held = choices.held(edition.id(), chooser.ticket.id());
        return new ChosenSessions(
                edition,
                chooser.language(),
                new ChoiceRules(
                        offerings.now(edition.id()),
                        edition.timeZone(),
                        held.days(),
                        held.offerings(),
                        clock.instant()));
    }

    private static Form.State filled(Chooser chooser, ChosenSessions sessions) {
        return sessions.filled(Map.of("version", String.valueOf(chooser.ticket.version())));
    }

    private torg.web.View view(Chooser chooser, ChosenSessions sessions, Form.State form, @Nullable Notice notice) {
        Set<String> waits = waits(chooser, sessions);
        return (out, forms) -> JtemySessionsGenerated.render(
                out,
                forms,
                chooser.page.notice(notice),
                chooser.words(),
                sessions.days(),
                form,
                chooser.page.inLanguage(chooser.language()),
                sessions.rules().choosing().terms().changeoverMinutes(),
                chooser.byOther,
                chooser.page.inLanguage(chooser.language()) + "/",
                waits);
    }
}
