package torg.registration;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.edition.Frames;
import torg.edition.Shown;
import torg.registration.OrderPages.Theirs;
import torg.registration.WaitingLists.Place;
import torg.registration.WaitingLists.Thing;
import torg.store.ConferenceClock;
import torg.text.Dates;
import torg.text.Text;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Page;

/// A coordinator puts a colleague in the line for a session that is full, or takes them out of it. An offer goes to the
/// colleague, who answers it.
@Controller
class OrderWaitingPages {
    private final OrderPages orders;
    private final Offerings offerings;
    private final SessionChoices choices;
    private final WaitingLists waiting;
    private final Frames frames;
    private final ConferenceClock clock;

    OrderWaitingPages(
            OrderPages orders,
            Offerings offerings,
            SessionChoices choices,
            WaitingLists waiting,
            Frames frames,
            ConferenceClock clock) {
        this.orders = orders;
        this.offerings = offerings;
        this.choices = choices;
        this.waiting = waiting;
        this.frames = frames;
        this.clock = clock;
    }

    /// A session that the colleague waits for, or can.
    ///
    /// @param begins   in words; empty while its time is open
    /// @param position 0 where they do not wait
    /// @param offered  whether a seat is kept for their answer
    record Line(String code, Text.Said title, String begins, int position, boolean offered) {}

    /// Somebody of the order who has a name and a ticket that holds.
    private record Colleague(Theirs theirs, Ticket ticket) {
        String path() {
            return theirs.path() + "/tickets/" + ticket.id().value() + "/waiting";
        }
    }

    private Colleague colleague(Shown shown, String token, String id) {
        Theirs theirs = orders.placed(shown, token);
        Ticket ticket = theirs.ticket(id);
        if (!ticket.isNamed() || ticket.isCancelled()) {
            throw new NotFound("a ticket with a name");
        }
        return new Colleague(theirs, ticket);
    }

    @GetMapping("/{edition}/order/{token}/tickets/{id}/waiting")
    Answer show(Shown shown, @PathVariable String token, @PathVariable String id) {
        Colleague colleague = colleague(shown, token, id);
        Words words = shown.words(OrderWaitingPages.class);
        Theirs theirs = colleague.theirs;
        Ticket ticket = colleague.ticket;
        Page page = frames.personal(shown, words.say("person.waiting.for", ticket.name()), colleague.path())
                .below(
                        new Link(
                                shown.href(theirs.path()),
                                words.say(
                                        "order.title",
                                        String.valueOf(theirs.order().number()))),
                        new Link(
                                shown.href(theirs.path() + "/tickets/"
                                        + ticket.id().value()),
                                ticket.name()));
        List<Line> lines = lines(shown, ticket);
        return Answer.page((out, forms) ->
                JteorderWaitingGenerated.render(out, forms, page, words, lines, shown.href(colleague.path())));
    }

    private ChoiceRules rules(Shown shown, Ticket ticket) {
        SessionChoices.Held held = choices.held(shown.id(), ticket.id());
        return new ChoiceRules(
                offerings.now(shown.id()), shown.edition().timeZone(), held.days(), held.offerings(), clock.instant());
    }

    private boolean mayWait(ChoiceRules rules, Offering offering) {
        return offering.isOffered(clock.instant())
                && rules.admits(offering)
                && !rules.held().contains(offering.id());
    }

    private Map<UUID, Place> places(Shown shown, Ticket ticket) {
        return waiting.of(shown.id(), Objects.requireNonNull(ticket.person())).stream()
                .filter(place -> place.thing() == Thing.OFFERING && ticket.id().equals(place.ticket()))
                .collect(Collectors.toMap(Place::thingId, Function.identity(), (one, other) -> one));
    }

    private List<Line> lines(Shown shown, Ticket ticket) {
        ChoiceRules rules = rules(shown, ticket);
        Map<UUID, Place> places = places(shown, ticket);
        return rules.choosing().offerings().stream()
                .filter(offering ->
                        places.containsKey(offering.id().value()) || (offering.left() == 0 && mayWait(rules, offering)))
                .map(offering -> line(shown, offering, places.get(offering.id().value())))
                .toList();
    }

    private static Line line(Shown shown, Offering offering, @Nullable Place place) {
        Instant starts = offering.starts();
        return new Line(
                offering.code(),
                shown.said(offering.title()),
                starts == null ? "" : Dates.moment(starts.atZone(shown.edition().timeZone()), shown.language()),
                place == null ? 0 : place.position(),
                place != null && place.offered() > 0);
    }

    private static Offering offering(ChoiceRules rules, String code) {
        return rules.choosing().byCode(code).orElseThrow(() -> new NotFound("session " + code));
    }

    @PostMapping("/{edition}/order/{token}/tickets/{id}/waiting/{code}")
    Answer join(Shown shown, @PathVariable String token, @PathVariable String id, @PathVariable String code) {
        Colleague colleague = colleague(shown, token, id);
        ChoiceRules rules = rules(shown, colleague.ticket);
        Offering offering = offering(rules, code);
        if (mayWait(rules, offering)) {
            waiting.join(
                    colleague.theirs.by(),
                    shown.id(),
                    colleague.ticket,
                    Thing.OFFERING,
                    offering.id().value(),
                    List.of(offering.quota()));
        }
        return Answer.seeOther(shown.href(colleague.path()));
    }

    /// An offer is the colleague's own to answer.
    @PostMapping("/{edition}/order/{token}/tickets/{id}/waiting/{code}/departure")
    Answer leave(Shown shown, @PathVariable String token, @PathVariable String id, @PathVariable String code) {
        Colleague colleague = colleague(shown, token, id);
        Place place = places(shown, colleague.ticket)
                .get(offering(rules(shown, colleague.ticket), code).id().value());
        if (place != null && place.offered() == 0) {
            waiting.leave(colleague.theirs.by(), shown.id(), place.person(), place.id());
        }
        return Answer.seeOther(shown.href(colleague.path()));
    }
}
