package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.edition.Frames;
import torg.edition.Shown;
import torg.registration.PersonalLinks.Purpose;
import torg.registration.Registrations.Change;
import torg.registration.TicketShop.Audience;
import torg.registration.TicketShop.TicketType;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Option;
import torg.web.Page;

/// Changing one's ticket for another: other days, another way to take part. The code stays the same.
@Controller
class MovePages {
    private final Registrations registrations;
    private final Extras extras;
    private final PersonalLinks links;
    private final PlacedOrders placed;
    private final TicketStream tickets;
    private final PlacesLeft places;
    private final Frames frames;
    private final ConferenceClock clock;

    MovePages(
            Registrations registrations,
            Extras extras,
            PersonalLinks links,
            PlacedOrders placed,
            TicketStream tickets,
            PlacesLeft places,
            Frames frames,
            ConferenceClock clock) {
        this.registrations = registrations;
        this.extras = extras;
        this.links = links;
        this.placed = placed;
        this.tickets = tickets;
        this.places = places;
        this.frames = frames;
        this.clock = clock;
    }

    @GetMapping("/{edition}/my/{token}/ticket")
    Answer show(Shown shown, @PathVariable String token) {
        return Answer.page(view(shown, token, ticket(shown, token), Form.blank(shown.words(MovePages.class), "move")));
    }

    @PostMapping("/{edition}/my/{token}/ticket")
    Answer move(Shown shown, @PathVariable String token, HttpServletRequest request) {
        Ticket ticket = ticket(shown, token);
        Words words = shown.words(MovePages.class);
        Form form = Form.read(words, "move", request.getParameterMap());
        Map<String, TicketType> types = new LinkedHashMap<>();
        others(shown, ticket).forEach(type -> types.put(type.key(), type));
        var type = form.choice("type", types);
        return switch (form.then(() -> registrations.move(by(ticket), shown.id(), ticket, type.get(), ticket.name()))) {
            case Form.Invalid<Change>(Form.State state) -> Answer.invalid(view(shown, token, ticket, state));
            case Form.Valid<Change>(Change change) ->
                switch (change) {
                    case DONE -> Answer.seeOther(shown.href("/my/" + token + "?moved"));
                    case FULL ->
                        Answer.conflict(view(
                                shown, token, ticket, form.state().refused("type", words.say("register.soldOut"))));
                    case CONFLICT, TOO_LATE ->
                        Answer.conflict(view(
                                shown,
                                token,
                                ticket(shown, token),
                                form.state().refused("type", words.say("my.conflict"))));
                };
        };
    }

    private static By by(Ticket ticket) {
        return new By("person", ticket.id().value().toString(), ticket.name());
    }

    private Ticket ticket(Shown shown, String token) {
        return links.open(shown.id(), token)
                .filter(opened -> opened.purpose() == Purpose.CHANGE)
                .flatMap(opened -> registrations.of(shown.id(), opened.person()))
                .filter(ticket -> !ticket.isCancelled())
                .orElseThrow(() -> new NotFound("a link to change with"));
    }

    private List<TicketType> others(Shown shown, Ticket ticket) {
        Instant now = clock.instant();
        // what somebody else pays for does not change its price by this
        boolean own = placed.isOwn(shown.id(), ticket);
        TicketShop shop = shown.content(tickets).orElse(TicketShop.NONE);
        Predicate<TicketType> goesWith = extras.goWith(shown.id(), ticket.id(), shop);
        return shop.types().stream()
                .filter(type -> type.isOpen(now)
                        && type.audience().equals(Audience.PUBLIC)
                        && type.minAnOrder() == 1
                        && !type.approval()
                        && !type.key().equals(ticket.typeKey())
                        && (own || type.priceAt(now).equals(ticket.price()))
                        && goesWith.test(type))
                .toList();
    }

    private torg.web.View view(Shown shown, String token, Ticket ticket, Form.State form) {
        Words words = shown.words(MovePages.class);
        Page framed = frames.personal(shown, words.say("move.title"), "/my/" + token + "/ticket");
        Page page = framed.below(new Link(shown.href("/my/" + token), words.say("my.title")));
        Map<String, Integer> left = places.left(shown.id());
        List<Option> options = others(shown, ticket).stream()
                .map(type -> RegisterPages.option(shown, words, type, type.priceAt(clock.instant()), left))
                .toList();
        return (out, forms) -> JtemoveGenerated.render(
                out, forms, page, words, ticket, form, options, shown.href("/my/" + token + "/ticket"));
    }
}
