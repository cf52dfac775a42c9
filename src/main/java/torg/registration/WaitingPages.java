package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.edition.Frames;
import torg.edition.Shown;
import torg.registration.Code.CodeId;
import torg.registration.Offering.OfferingId;
import torg.registration.PersonalLinks.Purpose;
import torg.registration.Ticket.PersonId;
import torg.store.By;
import torg.text.Dates;
import torg.text.Text;
import torg.text.Words;
import torg.web.Answer;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Page;

/// How somebody who waits sees the place in the line, and answers an offer.
@Controller
class WaitingPages {
    private final WaitingLists waiting;
    private final SessionChoices choices;
    private final Offerings offerings;
    private final Codes codes;
    private final PersonalLinks links;
    private final TicketStream tickets;
    private final Frames frames;

    WaitingPages(
            WaitingLists waiting,
            SessionChoices choices,
            Offerings offerings,
            Codes codes,
            PersonalLinks links,
            TicketStream tickets,
            Frames frames) {
        this.waiting = waiting;
        this.choices = choices;
        this.offerings = offerings;
        this.codes = codes;
        this.links = links;
        this.tickets = tickets;
        this.frames = frames;
    }

    /// @param answerBy until when an offer holds, in words
    /// @param left     what is chosen now and goes with a yes
    /// @param code     that lowers the price; empty: none
    /// @param beside   extras and sessions that come with it if they are free
    record Entry(
            UUID id,
            Text.Said name,
            int places,
            int position,
            int offered,
            String answerBy,
            List<Text.Said> left,
            String code,
            List<Text.Said> beside) {}

    List<Entry> entries(Shown shown, PersonId person) {
        return waiting.of(shown.id(), person).stream()
                .map(place -> new Entry(
                        place.id(),
                        shown.said(place.name()),
                        place.places(),
                        place.position(),
                        place.offered(),
                        place.answerBy() == null
                                ? ""
                                : Dates.moment(
                                        place.answerBy().atZone(shown.edition().timeZone()), shown.language()),
                        left(shown, place),
                        place.wanted() == null || place.wanted().code() == null
                                ? ""
                                : codes.kept(
                                                shown.id(),
                                                new CodeId(place.wanted().code()))
                                        .code(),
                        beside(shown, place)))
                .toList();
    }

    private List<Text.Said> beside(Shown shown, WaitingLists.Place place) {
        if (place.wanted() == null) {
            return List.of();
        }
        TicketShop shop = shown.content(tickets).orElse(TicketShop.NONE);
        List<WaitingLists.Wish> wishes = place.wanted().wishes();
        return Stream.concat(
                        shop.extras().stream()
                                .filter(extra -> wishes.stream()
                                        .anyMatch(wish -> wish.extras().contains(extra.key())))
                                .map(TicketShop.Extra::name),
                        offerings.shown(shown.id()).offerings().stream()
                                .filter(offering -> wishes.stream()
                                        .anyMatch(wish -> wish.seats().stream()
                                                .anyMatch(seat -> seat.offering()
                                                        .equals(offering.id().value()))))
                                .map(Offering::title))
                .map(shown::said)
                .toList();
    }

    private List<Text.Said> left(Shown shown, WaitingLists.Place place) {
        return place.offered() == 0 || place.ticket() == null || place.thing() != WaitingLists.Thing.OFFERING
                ? List.of()
                : choices.leftFor(shown.id(), place.ticket(), new OfferingId(place.thingId())).stream()
                        .map(offering -> shown.said(offering.title()))
                        .toList();
    }

    /// The page of somebody who has no ticket yet.
    Answer alone(Shown shown, PersonalLinks.Opened opened, String token, HttpServletRequest request) {
        Words words = shown.words(WaitingPages.class);
        Page page =
                frames.personal(shown, words.say("waits.title"), "/my/" + token).notice(notice(words, request));
        List<Entry> entries = entries(shown, opened.person());
        return Answer.page((out, forms) -> JtewaitingGenerated.render(
                out, forms, page, words, entries, shown.href("/my/" + token), opened.purpose() == Purpose.CHANGE));
    }

    static @Nullable Notice notice(Words words, HttpServletRequest request) {
        for (String said : List.of("waits", "accepted", "left")) {
            if (request.getParameter(said) != null) {
                return Notice.done(words.say("waits.done." + said));
            }
        }
        return request.getParameter("lapsed") == null ? null : Notice.careful(words.say("waits.lapsed"));
    }

    @PostMapping("/{edition}/my/{token}/waiting/{id}/acceptance")
    Answer accept(Shown shown, @PathVariable String token, @PathVariable String id) {
        PersonId person = changeable(shown, token);
        TicketShop shop = shown.content(tickets).orElse(TicketShop.NONE);
        return switch (waiting.accept(by(person), shown.edition(), shop, person, uuid(id))) {
            case WaitingLists.Answer.Accepted(String path) -> Answer.seeOther(shown.href(path + "?accepted"));
            case WaitingLists.Answer.Lapsed() -> Answer.seeOther(shown.href("/my/" + token + "?lapsed"));
        };
    }

    @PostMapping("/{edition}/my/{token}/waiting/{id}/departure")
    Answer leave(Shown shown, @PathVariable String token, @PathVariable String id) {
        PersonId person = changeable(shown, token);
        waiting.leave(by(person), shown.id(), person, uuid(id));
        return Answer.seeOther(shown.href("/my/" + token + "?left"));
    }

    private static By by(PersonId person) {
        return new By("person", person.value().toString(), "");
    }

    private PersonId changeable(Shown shown, String token) {
        return links.open(shown.id(), token)
                .filter(opened -> opened.purpose() == Purpose.CHANGE)
                .orElseThrow(() -> new NotFound("a link to change with"))
                .person();
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotFound("waiting " + id);
        }
    }
}
