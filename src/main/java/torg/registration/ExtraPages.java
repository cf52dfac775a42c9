package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.edition.Frames;
import torg.edition.Shown;
import torg.registration.OrderPages.Theirs;
import torg.registration.Registrations.Change;
import torg.registration.TicketShop.Extra;
import torg.registration.WaitingLists.Place;
import torg.registration.WaitingLists.Thing;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.LocalIds;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Option;
import torg.web.Page;

/// The dinner, the bus: taken and left afterwards, by whoever has the ticket or ordered it. What costs something is
/// changed by whoever pays for it.
@Controller
class ExtraPages {
    private final MyPages my;
    private final OrderPages orders;
    private final PlacedOrders placed;
    private final Registrations registrations;
    private final Extras extras;
    private final WaitingLists waiting;
    private final TicketStream tickets;
    private final PlacesLeft places;
    private final Frames frames;
    private final ConferenceClock clock;

    ExtraPages(
            MyPages my,
            OrderPages orders,
            PlacedOrders placed,
            Registrations registrations,
            Extras extras,
            WaitingLists waiting,
            TicketStream tickets,
            PlacesLeft places,
            Frames frames,
            ConferenceClock clock) {
        this.my = my;
        this.orders = orders;
        this.placed = placed;
        this.registrations = registrations;
        this.extras = extras;
        this.waiting = waiting;
        this.tickets = tickets;
        this.places = places;
        this.frames = frames;
        this.clock = clock;
    }

    /// Somebody at the extras of a ticket.
    ///
    /// @param pays whether they pay for it
    /// @param home where they came from
    private record Visit(Ticket ticket, By by, boolean pays, Page page, String home) {}

    private Visit own(Shown shown, String token) {
        MyPages.Mine mine = my.changeable(shown, token);
        if (mine.ticket().isCancelled()) {
            throw new NotFound("a ticket that holds");
        }
        return new Visit(
                mine.ticket(),
                mine.by(),
                placed.isOwn(shown.id(), mine.ticket()),
                my.below(shown, mine, "extras.title", "/extras"),
                "/my/" + token);
    }

    private Visit ordered(Shown shown, String token, String id) {
        Theirs theirs = orders.placed(shown, token);
        Ticket ticket = theirs.ticket(id);
        if (ticket.isCancelled()) {
            throw new NotFound("a ticket that holds");
        }
        Words words = shown.words(ExtraPages.class);
        String home = theirs.path() + "/tickets/" + ticket.id().value();
        String name = ticket.isNamed() ? ticket.name() : words.say("bill.nameless");
        Page page = frames.personal(shown, words.say("extras.for", name), home + "/extras")
                .below(
                        new Link(
                                shown.href(theirs.path()),
                                words.say(
                                        "order.title",
                                        String.valueOf(theirs.order().number()))),
                        new Link(shown.href(home), name));
        return new Visit(ticket, theirs.by(), true, page, home);
    }

    @GetMapping("/{edition}/my/{token}/extras")
    Answer show(Shown shown, @PathVariable String token, HttpServletRequest request) {
        return Answer.page(view(shown, own(shown, token), null, said(shown, request)));
    }

    @GetMapping("/{edition}/order/{token}/tickets/{id}/extras")
    Answer show(Shown shown, @PathVariable String token, @PathVariable String id, HttpServletRequest request) {
        return Answer.page(view(shown, ordered(shown, token, id), null, said(shown, request)));
    }

    private static @Nullable Notice said(Shown shown, HttpServletRequest request) {
        return request.getParameter("saved") == null
                ? null
                : Notice.done(shown.words(ExtraPages.class).say("extras.saved"));
    }

    @PostMapping("/{edition}/my/{token}/extras")
    Answer choose(Shown shown, @PathVariable String token, HttpServletRequest request) {
        return choose(shown, own(shown, token), request);
    }

    @PostMapping("/{edition}/order/{token}/tickets/{id}/extras")
    Answer choose(Shown shown, @PathVariable String token, @PathVariable String id, HttpServletRequest request) {
        return choose(shown, ordered(shown, token, id), request);
    }

    private Answer choose(Shown shown, Visit visit, HttpServletRequest request) {
        Words words = shown.words(ExtraPages.class);
        Form form = Form.read(words, "extras", request.getParameterMap());
        Set<String> had = Arrays.stream(form.state().value("had").split(","))
                .filter(key -> !key.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, Extra> open = new LinkedHashMap<>();
        all(shown, visit).stream()
                .filter(extra -> mayChange(visit, extra))
                .forEach(extra -> open.put(extra.key(), extra));
        var chosen = form.choices("extras", open);
        return switch (form.then(() -> {
            List<Extra> wanted = new ArrayList<>(chosen.get());
            // what is not theirs to change stays as it is
            all(shown, visit).stream()
                    .filter(extra -> had.contains(extra.key()) && !open.containsKey(extra.key()))
                    .forEach(wanted::add);
            return extras.choose(visit.by, shown.id(), visit.ticket, wanted, had, Cancelling.told(request));
        })) {
            case Form.Invalid<Change>(Form.State state) -> Answer.invalid(view(shown, visit, state, null));
            case Form.Valid<Change>(Change change) ->
                switch (change) {
                    case DONE -> Answer.seeOther(shown.href(visit.home + "/extras?saved"));
                    case FULL ->
                        Answer.conflict(view(
                                shown, visit, form.state().refused("extras", words.say("register.extraGone")), null));
                    case CONFLICT, TOO_LATE ->
                        Answer.conflict(view(shown, visit, null, Notice.careful(words.say("extras.conflict"))));
                };
        };
    }

    @PostMapping("/{edition}/my/{token}/extras/{key}/waiting")
    Answer join(Shown shown, @PathVariable String token, @PathVariable String key) {
        return join(shown, own(shown, token), key);
    }

    @PostMapping("/{edition}/order/{token}/tickets/{id}/extras/{key}/waiting")
    Answer join(Shown shown, @PathVariable String token, @PathVariable String id, @PathVariable String key) {
        return join(shown, ordered(shown, token, id), key);
    }

    private Answer join(Shown shown, Visit visit, String key) {
        Extra extra = all(shown, visit).stream()
                .filter(one -> one.key().equals(key) && mayChange(visit, one))
                .findFirst()
                .orElseThrow(() -> new NotFound("extra " + key));
        if (visit.ticket.isNamed() && !extras.of(shown.id(), visit.ticket.id()).contains(key)) {
            waiting.join(
                    visit.by,
                    shown.id(),
                    visit.ticket,
                    Thing.EXTRA,
                    id(shown, extra),
                    Quotas.ids(shown.id(), extra.quotas()));
        }
        return Answer.seeOther(shown.href(visit.home + "/extras"));
    }

    private List<Extra> all(Shown shown, Visit visit) {
        TicketShop shop = shown.content(tickets).orElse(TicketShop.NONE);
        return shop.type(visit.ticket.typeKey())
                .map(type -> shop.extras().stream()
                        .filter(extra -> extra.goesWith(type))
                        .toList())
                .orElse(List.of());
    }

    private static boolean mayChange(Visit visit, Extra extra) {
        return visit.pays || extra.price().isZero();
    }

    private static UUID id(Shown shown, Extra extra) {
        return LocalIds.of(shown.id(), "extra", extra.key());
    }

    /// A full extra, with a place in its line or a way into it.
    ///
    /// @param position 0 where they do not wait
    record Full(String key, String name, int position, boolean offered) {}

    private torg.web.View view(Shown shown, Visit visit, Form.@Nullable State typed, @Nullable Notice notice) {
        Words words = shown.words(ExtraPages.class);
        Set<String> has = extras.of(shown.id(), visit.ticket.id());
        Map<String, String[]> now =
                Map.of("extras", has.toArray(String[]::new), "had", new String[] {String.join(",", has)});
        Form.State form = typed == null ? Form.read(words, "extras", now).state() : typed;
        Map<String, Integer> left = places.now(shown.id());
        List<Place> waits = visit.ticket.person() == null ? List.of() : waiting.of(shown.id(), visit.ticket.person());
        List<Option> options = new ArrayList<>();
        List<String> fixed = new ArrayList<>();
        List<Full> full = new ArrayList<>();
        for (Extra extra : all(shown, visit)) {
            String name = shown.said(extra.name()).value();
            if (!mayChange(visit, extra)) {
                if (has.contains(extra.key())) {
                    fixed.add(name);
                }
            } else if (has.contains(extra.key()) || PlacesLeft.of(extra.quotas(), left) > 0) {
                String hint = shown.said(extra.description()).value();
                options.add(new Option(
                        extra.key(),
                        RegisterPages.priced(words, shown, name, extra.price()),
                        hint.isEmpty() ? null : hint));
            } else {
                Place place = waits.stream()
                        .filter(one -> one.thing() == Thing.EXTRA
                                && visit.ticket.id().equals(one.ticket())
                                && one.thingId().equals(id(shown, extra)))
                        .findFirst()
                        .orElse(null);
                full.add(new Full(
                        extra.key(), name, place == null ? 0 : place.position(), place != null && place.offered() > 0));
            }
        }
        int percent = has.isEmpty() || visit.ticket.state() != Ticket.State.VALID
                ? 0
                : visit.ticket.fees().percentAt(clock.instant());
        Page page = visit.page.notice(notice);
        return (out, forms) -> JteextrasGenerated.render(
                out,
                forms,
                page,
                words,
                form,
                options,
                fixed,
                full,
                visit.ticket.isNamed(),
                percent,
                shown.href(visit.home + "/extras"));
    }
}
