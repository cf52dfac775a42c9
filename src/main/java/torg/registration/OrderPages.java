package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.access.Throttle;
import torg.edition.Frames;
import torg.edition.Shown;
import torg.registration.NewOrder.Attendee;
import torg.registration.PersonalLinks.Purpose;
import torg.registration.Registrations.Applicant;
import torg.registration.Registrations.Change;
import torg.registration.Ticket.TicketId;
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

/// A coordinator's page of one order, opened by the link in the mail: whose places they are, what they cost, who pays;
/// writing names, swapping, cancelling. What somebody eats and chooses is asked of each person, never here.
@Controller
class OrderPages {
    private final PlacedOrders placed;
    private final Orders orders;
    private final OrderLinks links;
    private final PersonalLinks personal;
    private final Registrations registrations;
    private final TicketStream tickets;
    private final Frames frames;
    private final Throttle throttle;
    private final ConferenceClock clock;

    OrderPages(
            PlacedOrders placed,
            Orders orders,
            OrderLinks links,
            PersonalLinks personal,
            Registrations registrations,
            TicketStream tickets,
            Frames frames,
            Throttle throttle,
            ConferenceClock clock) {
        this.placed = placed;
        this.orders = orders;
        this.links = links;
        this.personal = personal;
        this.registrations = registrations;
        this.tickets = tickets;
        this.frames = frames;
        this.throttle = throttle;
        this.clock = clock;
    }

    /// An order that somebody has the link to.
    record Theirs(PlacedOrder order, String token) {
        By by() {
            return new By("person", order.orderer().value().toString(), order.name());
        }

        String path() {
            return "/order/" + token;
        }

        Ticket ticket(String id) {
            return order.tickets().stream()
                    .filter(ticket -> ticket.id().value().toString().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new NotFound("a ticket of this order"));
        }
    }

    private Theirs theirs(Shown shown, String token) {
        return links.open(shown.id(), token)
                .flatMap(order -> placed.find(shown.id(), order))
                .map(order -> new Theirs(order, token))
                .orElseThrow(() -> new NotFound("an order"));
    }

    Theirs placed(Shown shown, String token) {
        Theirs theirs = theirs(shown, token);
        if (theirs.order.state() != PlacedOrder.State.PLACED) {
            throw new NotFound("an order that is placed");
        }
        return theirs;
    }

    @GetMapping("/{edition}/order/{token}")
    Answer show(Shown shown, @PathVariable String token, HttpServletRequest request) {
        Theirs theirs = theirs(shown, token);
        Words words = shown.words(OrderPages.class);
        Notice notice = null;
        for (String said : List.of("new", "kept", "saved", "named", "cancelled", "come", "sent", "conflict")) {
            if (request.getParameter(said) != null) {
                String text = words.say("order.said." + said, theirs.order.email());
                notice = said.equals("come") || said.equals("conflict") ? Notice.careful(text) : Notice.done(text);
            }
        }
        return theirs.order.state() == PlacedOrder.State.HELD
                ? Answer.page(held(shown, theirs, Form.blank(words, "group"), notice))
                : Answer.page(view(shown, theirs, notice));
    }

    private torg.web.View view(Shown shown, Theirs theirs, @Nullable Notice notice) {
        Words words = shown.words(OrderPages.class);
        Page page = frames.personal(
                        shown, words.say("order.title", String.valueOf(theirs.order.number())), theirs.path())
                .notice(notice);
        Cancelling cancelling = cancelling(shown, words, theirs.order.open());
        return (out, forms) ->
                JteorderGenerated.render(out, forms, page, words, theirs.order, shown.href(theirs.path()), cancelling);
    }

    private TicketShop.Terms terms(Shown shown) {
        return shown.content(tickets).orElse(TicketShop.NONE).terms();
    }

    /// @param tickets the order's, or one of them
    private Cancelling cancelling(Shown shown, Words words, List<Ticket> tickets) {
        return tickets.isEmpty()
                ? Cancelling.of(shown, words, terms(shown))
                : Cancelling.of(
                        shown, words, terms(shown), tickets.getFirst().fees(), registrations.fee(shown.id(), tickets));
    }

    private torg.web.View held(Shown shown, Theirs theirs, Form.State form, @Nullable Notice notice) {
        Words words = shown.words(OrderPages.class);
        Page page =
                frames.personal(shown, words.say("held.title"), theirs.path()).notice(notice);
        String until = Dates.moment(
                Objects.requireNonNull(theirs.order.heldUntil())
                        .atZone(shown.edition().timeZone()),
                shown.language());
        LocalDate namesBy = namesBy(shown);
        String names = namesBy == null
                ? words.say("held.all")
                : words.say("group.nameless.by", Dates.day(namesBy, shown.language()));
        Cancelling cancelling = cancelling(shown, words, theirs.order.open());
        return (out, forms) -> JteheldGenerated.render(
                out, forms, page, words, theirs.order, shown.href(theirs.path()), form, until, names, cancelling);
    }

    private @Nullable LocalDate namesBy(Shown shown) {
        return terms(shown)
                .namesByFrom(clock.instant().atZone(shown.edition().timeZone()).toLocalDate());
    }

    /// Writes the names of places that are kept, and orders them.
    @PostMapping("/{edition}/order/{token}/names")
    Answer name(Shown shown, @PathVariable String token, HttpServletRequest request) {
        Theirs theirs = theirs(shown, token);
        if (theirs.order.state() != PlacedOrder.State.HELD) {
            return Answer.seeOther(shown.href(theirs.path()));
        }
        Words words = shown.words(OrderPages.class);
        Form form = Form.read(words, "group", request.getParameterMap());
        LocalDate namesBy = namesBy(shown);
        List<Ticket> nameless = theirs.order.nameless();
        Map<TicketId, java.util.function.Supplier<Attendee>> named = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        theirs.order.open().stream()
                .filter(Ticket::isNamed)
                .forEach(ticket -> seen.add(same(ticket.email(), ticket.name())));
        for (int i = 0; i < nameless.size(); i++) {
            String row = "people." + i;
            boolean empty = form.state().value(row + ".name").isBlank()
                    && form.state().value(row + ".email").isBlank();
            if (empty && namesBy != null) {
                continue;
            }
            var name = form.required(row + ".name", 120);
            var email = form.email(row + ".email");
            if (!seen.add(same(form.state().value(row + ".email"), form.state().value(row + ".name")))) {
                form.refuse(row + ".email", "person.twice");
            }
            named.put(
                    nameless.get(i).id(),
                    () -> new Attendee(
                            name.get(), email.get(), theirs.order.buyer().name(), theirs.order.language(), false));
        }
        return switch (form.then(() -> {
            Map<TicketId, Attendee> attendees = new LinkedHashMap<>();
            named.forEach((ticket, attendee) -> attendees.put(ticket, attendee.get()));
            return orders.confirm(
                    theirs.by(),
                    shown.edition(),
                    theirs.order.id(),
                    theirs.order.buyer(),
                    attendees,
                    attendees.size() < nameless.size() ? namesBy : null);
        })) {
            case Form.Invalid<Boolean>(Form.State state) -> Answer.invalid(held(shown, theirs, state, null));
            case Form.Valid<Boolean>(Boolean done) -> Answer.seeOther(shown.href(theirs.path() + (done ? "?new" : "")));
        };
    }

    /// By which the same person twice is known.
    private static String same(String email, String name) {
        return PeopleList.folded(email) + " " + PeopleList.folded(name);
    }

    @PostMapping("/{edition}/order/{token}/release")
    Answer release(Shown shown, @PathVariable String token) {
        Theirs theirs = theirs(shown, token);
        orders.letGo(theirs.by(), shown.id(), theirs.order.id());
        return Answer.seeOther(shown.href(theirs.path()));
    }

    @GetMapping("/{edition}/order/{token}/tickets/{id}")
    Answer ticket(Shown shown, @PathVariable String token, @PathVariable String id) {
        Theirs theirs = placed(shown, token);
        Ticket ticket = theirs.ticket(id);
        return Answer.page(ticket(shown, theirs, ticket, blank(shown, theirs, ticket), null));
    }

    private static Form.State blank(Shown shown, Theirs theirs, Ticket ticket) {
        return Form.filled(
                shown.words(OrderPages.class),
                "person",
                Map.of(
                        "organisation", theirs.order.buyer().name(),
                        "language", ticket.language().code(),
                        "version", String.valueOf(ticket.version())));
    }

    private torg.web.View ticket(Shown shown, Theirs theirs, Ticket ticket, Form.State form, @Nullable Notice notice) {
        Words words = shown.words(OrderPages.class);
        String title = ticket.isNamed() ? ticket.name() : words.say("bill.nameless");
        Page framed = frames.personal(
                shown, title, theirs.path() + "/tickets/" + ticket.id().value());
        Page page = framed.below(new Link(
                        shown.href(theirs.path()), words.say("order.title", String.valueOf(theirs.order.number()))))
                .notice(notice);
        List<Option> languages =
                List.of(new Option("sv", Language.SV.ownName()), new Option("en", Language.EN.ownName()));
        String address = shown.href(theirs.path() + "/tickets/" + ticket.id().value());
        Cancelling cancelling = cancelling(shown, words, List.of(ticket));
        return (out, forms) -> JteorderTicketGenerated.render(
                out,
                forms,
                page,
                words,
                ticket,
                address,
                form,
                languages,
                cancelling,
                !shown.content(tickets).orElse(TicketShop.NONE).extras().isEmpty());
    }

    /// Writes the name of a place, or gives it to somebody else.
    @PostMapping("/{edition}/order/{token}/tickets/{id}/person")
    Answer transfer(Shown shown, @PathVariable String token, @PathVariable String id, HttpServletRequest request) {
        Theirs theirs = placed(shown, token);
        Ticket ticket = theirs.ticket(id);
        Words words = shown.words(OrderPages.class);
        Form form = Form.read(words, "person", request.getParameterMap());
        var name = form.required("name", 120);
        var email = form.email("email");
        var organisation = form.required("organisation", 160);
        String same = same(form.state().value("email"), form.state().value("name"));
        if (theirs.order.open().stream()
                .anyMatch(other -> other.isNamed()
                        && !other.id().equals(ticket.id())
                        && same(other.email(), other.name()).equals(same))) {
            form.refuse("email", "person.twice");
        }
        var language = form.choice("language", Map.of("sv", Language.SV, "en", Language.EN));
        var version = form.whole("version", 1, 1_000_000);
        return switch (form.then(() -> registrations.transfer(
                theirs.by(),
                shown.edition(),
                ticket,
                new Applicant(name.get(), email.get(), organisation.get(), language.get()),
                version.get()))) {
            case Form.Invalid<Change>(Form.State state) -> Answer.invalid(ticket(shown, theirs, ticket, state, null));
            case Form.Valid<Change>(Change change) ->
                switch (change) {
                    case DONE -> Answer.seeOther(shown.href(theirs.path() + "?named"));
                    case CONFLICT -> {
                        Theirs now = placed(shown, token);
                        Map<String, String> typed = new LinkedHashMap<>();
                        for (String field : List.of("name", "email", "organisation", "language")) {
                            typed.put(field, form.state().value(field));
                        }
                        typed.put("version", String.valueOf(now.ticket(id).version()));
                        yield Answer.conflict(ticket(
                                shown,
                                now,
                                now.ticket(id),
                                Form.filled(words, "person", typed),
                                Notice.careful(words.say("person.conflict"))));
                    }
                    case TOO_LATE, FULL ->
                        Answer.seeOther(shown.href(theirs.path() + (ticket.isCancelled() ? "?cancelled" : "?come")));
                };
        };
    }

    @PostMapping("/{edition}/order/{token}/tickets/{id}/cancellation")
    Answer cancel(Shown shown, @PathVariable String token, @PathVariable String id, HttpServletRequest request) {
        Theirs theirs = placed(shown, token);
        Ticket ticket = theirs.ticket(id);
        return switch (registrations.cancel(theirs.by(), shown.id(), ticket, Cancelling.told(request))) {
            case DONE -> Answer.seeOther(shown.href(theirs.path() + "?cancelled"));
            case CONFLICT ->
                Answer.conflict(ticket(
                        shown,
                        theirs,
                        ticket,
                        blank(shown, theirs, ticket),
                        Notice.careful(shown.words(OrderPages.class).say("fee.changed"))));
            case TOO_LATE, FULL ->
                Answer.seeOther(shown.href(theirs.path() + (ticket.isCancelled() ? "?cancelled" : "?come")));
        };
    }

    /// Sends the links of the ticket to whoever has it, at their own address.
    @PostMapping("/{edition}/order/{token}/tickets/{id}/mail")
    Answer mail(Shown shown, @PathVariable String token, @PathVariable String id) {
        Theirs theirs = placed(shown, token);
        Ticket ticket = theirs.ticket(id);
        if (ticket.isNamed()
                && !ticket.isCancelled()
                && throttle.allows("change-link " + ticket.id().value(), 3, Duration.ofMinutes(15))) {
            registrations.sendLinks(shown.edition(), ticket);
        }
        return Answer.seeOther(shown.href(theirs.path() + "?sent"));
    }

    @PostMapping("/{edition}/order/{token}/cancellation")
    Answer cancelAll(Shown shown, @PathVariable String token, HttpServletRequest request) {
        Theirs theirs = placed(shown, token);
        int open = theirs.order.open().size();
        int told = Cancelling.told(request);
        if (open > 0 && theirs.order.open().getFirst().fees().percentAt(clock.instant()) > told) {
            return Answer.conflict(view(
                    shown, theirs, Notice.careful(shown.words(OrderPages.class).say("fee.changed"))));
        }
        int cancelled = placed.cancel(theirs.by(), shown.id(), theirs.order, told);
        return Answer.seeOther(shown.href(theirs.path() + (cancelled == open ? "?cancelled" : "?come")));
    }

    /// The new link goes to the address of whoever ordered, and not to whoever holds the old one.
    @PostMapping("/{edition}/order/{token}/link")
    Answer renew(Shown shown, @PathVariable String token) {
        Theirs theirs = placed(shown, token);
        placed.renewLink(theirs.by(), shown.id(), theirs.order);
        Words words = shown.words(OrderPages.class);
        Page page = frames.personal(shown, words.say("order.renewed"), "/register/group");
        return Answer.page((out, forms) ->
                JterenewedGenerated.render(out, forms, page, words.say("order.renewed.text", theirs.order.email())));
    }

    @GetMapping("/{edition}/order/{token}/buyer")
    Answer buyer(Shown shown, @PathVariable String token) {
        Theirs theirs = placed(shown, token);
        return Answer.page(buyer(shown, theirs, buyerForm(shown, theirs.order), null));
    }

    private static Form.State buyerForm(Shown shown, PlacedOrder order) {
        Map<String, String> values = new HashMap<>(BuyerForm.filled(order.buyer()));
        values.put("version", String.valueOf(order.version()));
        return Form.filled(shown.words(OrderPages.class), "group", values);
    }

    private torg.web.View buyer(Shown shown, Theirs theirs, Form.State form, @Nullable Notice notice) {
        return buyer(shown, theirs, form, notice, false);
    }

    /// @param saved whether what is saved is shown beside what was typed
    private torg.web.View buyer(Shown shown, Theirs theirs, Form.State form, @Nullable Notice notice, boolean saved) {
        Words words = shown.words(OrderPages.class);
        Page framed = frames.personal(shown, words.say("order.buyer"), theirs.path() + "/buyer");
        Page page = framed.below(new Link(
                        shown.href(theirs.path()), words.say("order.title", String.valueOf(theirs.order.number()))))
                .notice(notice);
        return (out, forms) -> JteorderBuyerGenerated.render(
                out, forms, page, words, theirs.order, shown.href(theirs.path() + "/buyer"), form, saved);
    }

    @PostMapping("/{edition}/order/{token}/buyer")
    Answer correct(Shown shown, @PathVariable String token, HttpServletRequest request) {
        Theirs theirs = placed(shown, token);
        Words words = shown.words(OrderPages.class);
        Form form = Form.read(words, "group", request.getParameterMap());
        var buyer = BuyerForm.read(form);
        var version = form.whole("version", 1, 1_000_000);
        return switch (form.then(
                () -> placed.correct(theirs.by(), shown.id(), theirs.order, buyer.get(), version.get()))) {
            case Form.Invalid<Change>(Form.State state) -> Answer.invalid(buyer(shown, theirs, state, null));
            case Form.Valid<Change>(Change change) ->
                switch (change) {
                    case DONE -> Answer.seeOther(shown.href(theirs.path() + "?saved"));
                    case CONFLICT -> {
                        Theirs now = placed(shown, token);
                        Map<String, String> typed = new HashMap<>();
                        for (String field : BuyerForm.filled(now.order.buyer()).keySet()) {
                            typed.put(field, form.state().value(field));
                        }
                        typed.put("version", String.valueOf(now.order.version()));
                        yield Answer.conflict(buyer(
                                shown,
                                now,
                                Form.filled(words, "group", typed),
                                Notice.careful(words.say("my.conflict")),
                                true));
                    }
                    case TOO_LATE, FULL ->
                        Answer.conflict(buyer(
                                shown,
                                theirs(shown, token),
                                form.state(),
                                Notice.careful(words.say("order.invoiced"))));
                };
        };
    }

    @GetMapping("/{edition}/order/{token}/confirmation.pdf")
    Answer confirmation(Shown shown, @PathVariable String token) {
        return pdf(shown, placed(shown, token).order);
    }

    /// Of an order that is all somebody's own.
    @GetMapping("/{edition}/my/{token}/confirmation.pdf")
    Answer ownConfirmation(Shown shown, @PathVariable String token) {
        PersonalLinks.Opened opened = personal.open(shown.id(), token)
                .filter(link -> link.purpose() == Purpose.CHANGE)
                .orElseThrow(() -> new NotFound("a personal link"));
        return pdf(
                shown,
                registrations
                        .of(shown.id(), opened.person())
                        .filter(ticket -> placed.isOwn(shown.id(), ticket))
                        .flatMap(ticket -> placed.find(shown.id(), ticket.orderId()))
                        .orElseThrow(() -> new NotFound("an order of one's own")));
    }

    private static Answer pdf(Shown shown, PlacedOrder order) {
        return Answer.download(
                shown.edition().slug() + "-" + order.number() + ".pdf",
                "application/pdf",
                Confirmation.pdf(shown.edition(), shown.language(), order));
    }
}
