package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.access.Throttle;
import torg.edition.Frames;
import torg.edition.Shown;
import torg.registration.PersonalLinks.Purpose;
import torg.registration.Registrations.Applicant;
import torg.registration.Registrations.Change;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Option;
import torg.web.Page;

/// A participant's own page, opened by the link in the mail: the ticket, and with the second link what can be changed.
@Controller
class MyPages {
    private final Registrations registrations;
    private final SessionChoices choices;
    private final Offerings offerings;
    private final ConferenceClock clock;
    private final Questions questions;
    private final PersonalLinks links;
    private final PlacedOrders placed;
    private final TicketStream tickets;
    private final Frames frames;
    private final Throttle throttle;
    private final WaitingPages waiting;

    MyPages(
            Registrations registrations,
            SessionChoices choices,
            Offerings offerings,
            ConferenceClock clock,
            Questions questions,
            PersonalLinks links,
            PlacedOrders placed,
            TicketStream tickets,
            Frames frames,
            Throttle throttle,
            WaitingPages waiting) {
        this.registrations = registrations;
        this.choices = choices;
        this.offerings = offerings;
        this.clock = clock;
        this.questions = questions;
        this.links = links;
        this.placed = placed;
        this.tickets = tickets;
        this.frames = frames;
        this.throttle = throttle;
        this.waiting = waiting;
    }

    /// The ticket that a link opened, with the person's own data.
    record Mine(Ticket ticket, boolean mayChange, String token) {
        By by() {
            return new By("person", ticket.id().value().toString(), ticket.shownName());
        }
    }

    @GetMapping("/{edition}/my/{token}")
    Answer show(Shown shown, @PathVariable String token, HttpServletRequest request) {
        PersonalLinks.Opened opened = open(shown, token);
        if (registrations.of(shown.id(), opened.person()).isEmpty()) {
            return waiting.alone(shown, opened, token, request);
        }
        Mine mine = mine(shown, token);
        Words words = shown.words(MyPages.class);
        Notice notice = WaitingPages.notice(words, request);
        if (request.getParameter("new") != null) {
            notice = Notice.done(words.say("my.registered", mine.ticket.email()));
        } else if (request.getParameter("saved") != null) {
            notice = Notice.done(words.say("my.saved"));
        } else if (request.getParameter("chosen") != null) {
            notice = Notice.done(words.say("my.chosen"));
        } else if (request.getParameter("cancelled") != null) {
            notice = Notice.done(words.say("my.cancelled"));
        } else if (request.getParameter("moved") != null) {
            notice = Notice.done(words.say("move.done"));
        } else if (request.getParameter("come") != null) {
            notice = Notice.careful(words.say("my.come"));
        } else if (request.getParameter("sent") != null) {
            notice = Notice.done(words.say("my.sent"));
        }
        return Answer.page(view(shown, mine, form(words, mine.ticket), notice));
    }

    private static Form.State form(Words words, Ticket ticket) {
        return Form.filled(
                words,
                "my",
                Map.of(
                        "name", ticket.name(),
                        "email", ticket.email(),
                        "organisation", ticket.organisation(),
                        "language", ticket.language().code(),
                        "version", String.valueOf(ticket.version())));
    }

    @PostMapping("/{edition}/my/{token}/data")
    Answer correct(Shown shown, @PathVariable String token, HttpServletRequest request) {
        Mine mine = changeable(shown, token);
        Words words = shown.words(MyPages.class);
        Form form = Form.read(words, "my", request.getParameterMap());
        var name = form.required("name", 120);
        var email = form.email("email");
        var organisation = form.required("organisation", 160);
        var language = form.choice("language", Map.of("sv", Language.SV, "en", Language.EN));
        var version = form.whole("version", 1, 1_000_000);
        var outcome = form.then(() -> registrations.correct(
                mine.by(),
                shown.id(),
                mine.ticket,
                new Applicant(name.get(), email.get(), organisation.get(), language.get()),
                version.get()));
        return switch (outcome) {
            case Form.Invalid<Change>(Form.State state) -> Answer.invalid(view(shown, mine, state, null));
            case Form.Valid<Change>(Change change) ->
                switch (change) {
                    case DONE -> Answer.seeOther(shown.href("/my/" + token + "?saved"));
                    case CONFLICT, FULL -> {
                        Mine now = changeable(shown, token);
                        Map<String, String> typed = new HashMap<>();
                        for (String field : List.of("name", "email", "organisation", "language")) {
                            typed.put(field, form.state().value(field));
                        }
                        typed.put("version", String.valueOf(now.ticket.version()));
                        yield Answer.conflict(view(
                                shown, now, Form.filled(words, "my", typed), Notice.careful(words.say("my.conflict"))));
                    }
                    case TOO_LATE -> Answer.seeOther(shown.href("/my/" + token + "?cancelled"));
                };
        };
    }

    @PostMapping("/{edition}/my/{token}/cancellation")
    Answer cancel(Shown shown, @PathVariable String token, HttpServletRequest request) {
        Mine mine = changeable(shown, token);
        return switch (registrations.cancel(mine.by(), shown.id(), mine.ticket, Cancelling.told(request))) {
            case DONE -> Answer.seeOther(shown.href("/my/" + token + "?cancelled"));
            case CONFLICT ->
                Answer.conflict(view(
                        shown,
                        mine,
                        form(shown.words(MyPages.class), mine.ticket),
                        Notice.careful(shown.words(MyPages.class).say("fee.changed"))));
            case TOO_LATE, FULL ->
                Answer.seeOther(shown.href("/my/" + token + (mine.ticket.isCancelled() ? "?cancelled" : "?come")));
        };
    }

    /// Sends the link to change with to the person's own address: whoever only sees the ticket cannot change it.
    @PostMapping("/{edition}/my/{token}/change-link")
    Answer sendChangeLink(Shown shown, @PathVariable String token) {
        Mine mine = mine(shown, token);
        if (throttle.allows("change-link " + mine.ticket.id().value(), 3, java.time.Duration.ofMinutes(15))) {
            registrations.sendLinks(shown.edition(), mine.ticket);
        }
        return Answer.seeOther(shown.href("/my/" + token + "?sent"));
    }

    @GetMapping("/{edition}/my/{token}/calendar.ics")
    Answer calendar(Shown shown, @PathVariable String token) {
        Ticket ticket = mine(shown, token).ticket;
        return Answer.download(
                shown.edition().slug() + ".ics",
                "text/calendar;charset=utf-8",
                Calendar.of(shown.edition(), shown.language(), choices.of(shown.id(), ticket.id())));
    }

    Mine mine(Shown shown, String token) {
        PersonalLinks.Opened opened = open(shown, token);
        Ticket ticket = registrations.of(shown.id(), opened.person()).orElseThrow(() -> new NotFound("a ticket"));
        return new Mine(ticket, opened.purpose() == Purpose.CHANGE, token);
    }

    private PersonalLinks.Opened open(Shown shown, String token) {
        return links.open(shown.id(), token).orElseThrow(() -> new NotFound("a personal link"));
    }

    Mine changeable(Shown shown, String token) {
        Mine mine = mine(shown, token);
        if (!mine.mayChange) {
            throw new NotFound("a link to change with");
        }
        return mine;
    }

    /// A page below the person's own.
    Page below(Shown shown, Mine mine, String title, String path) {
        Words words = shown.words(MyPages.class);
        String home = "/my/" + mine.token;
        return frames.personal(shown, words.say(title), home + path)
                .below(new Link(shown.href(home), words.say("my.title")));
    }

    private torg.web.View view(
            Shown shown, Mine mine, Form.State form, @org.jspecify.annotations.Nullable Notice notice) {
        Words words = shown.words(MyPages.class);
        Page page = frames.personal(shown, words.say("my.title"), "/my/" + mine.token)
                .notice(notice);
        Ticket ticket = mine.ticket;
        List<String> lines = Stream.of(
                        ticket.isProtected() ? "" : ticket.organisation(),
                        shown.said(ticket.typeName()).value(),
                        Dates.span(shown.edition().firstDay(), shown.edition().lastDay(), shown.language()))
                .filter(line -> !line.isEmpty())
                .toList();
        boolean asks = !questions.asked(shown.edition(), ticket).isEmpty();
        int left = asks ? questions.left(shown.edition(), ticket) : 0;
        boolean asksNeeds = questions.asksNeeds(shown.edition());
        List<Offering> chosen = choices.of(shown.id(), ticket.id());
        boolean choosing = offerings.shown(shown.id()).isOpen(clock.instant());
        List<Option> languages =
                List.of(new Option("sv", Language.SV.ownName()), new Option("en", Language.EN.ownName()));
        return (out, forms) -> JtemyGenerated.render(
                out,
                forms,
                page,
                words,
                ticket,
                QrCode.svg(ticket.secret()),
                lines,
                mine.mayChange && !ticket.isCancelled(),
                mine.mayChange && placed.isOwn(shown.id(), ticket),
                Cancelling.of(
                        shown,
                        words,
                        shown.content(tickets).orElse(TicketShop.NONE).terms(),
                        ticket.fees(),
                        registrations.fee(shown.id(), List.of(ticket))),
                shown.href("/my/" + mine.token),
                form,
                languages,
                asks,
                left,
                asksNeeds,
                waiting.entries(shown, Objects.requireNonNull(ticket.person())),
                shown.edition(),
                chosen,
                choosing,
                !shown.content(tickets).orElse(TicketShop.NONE).extras().isEmpty());
    }
}
