package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.edition.DeskLanguage;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.edition.Release;
import torg.edition.Releases;
import torg.registration.Registrations.Applicant;
import torg.registration.Registrations.Change;
import torg.registration.Ticket.TicketId;
import torg.registration.TicketShop.TicketType;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Option;
import torg.web.Page;

/// What participants can do themselves, done for them by an organiser, who says why: correct, hand over, change the
/// ticket type, cancel.
@Controller
class ChangePages {
    private final Registrations registrations;
    private final Extras extras;
    private final TicketStream tickets;
    private final Releases releases;
    private final Frames frames;

    ChangePages(Registrations registrations, Extras extras, TicketStream tickets, Releases releases, Frames frames) {
        this.registrations = registrations;
        this.extras = extras;
        this.tickets = tickets;
        this.releases = releases;
        this.frames = frames;
    }

    private enum What {
        CORRECT,
        TRANSFER
    }

    @GetMapping("/{edition}/desk/participants/{id}/change")
    Answer show(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        Ticket ticket = ticket(organiser, id);
        return Answer.page(view(organiser, request, ticket, filled(organiser, request, ticket), null));
    }

    private static Form.State filled(Organiser organiser, HttpServletRequest request, Ticket ticket) {
        Map<String, String> known = new LinkedHashMap<>();
        known.put("version", String.valueOf(ticket.version()));
        known.put("what", "correct");
        known.put("name", ticket.name());
        known.put("email", ticket.email());
        known.put("organisation", ticket.organisation());
        known.put("language", ticket.language().toString());
        return Form.filled(words(organiser, request), "change", known);
    }

    private static Words words(Organiser organiser, HttpServletRequest request) {
        return Words.of(ChangePages.class, DeskLanguage.of(request, organiser.edition()));
    }

    @PostMapping("/{edition}/desk/participants/{id}/change")
    Answer change(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        Ticket ticket = ticket(organiser, id);
        if (ticket.isProtected()) {
            // nobody types over what nobody may see; the person has a link to change with
            throw new NotFound("data to change");
        }
        Form form = Form.read(words(organiser, request), "change", request.getParameterMap());
        var what = form.choice("what", What.class);
        var name = form.required("name", 120);
        var email = form.email("email");
        var organisation = form.required("organisation", 160);
        var language = form.choice("language", Map.of("sv", Language.SV, "en", Language.EN));
        var reason = form.required("reason", 200);
        var version = form.whole("version", 1, 1_000_000);
        return switch (form.then(() -> {
            Applicant applicant = new Applicant(name.get(), email.get(), organisation.get(), language.get());
            return what.get() == What.TRANSFER
                    ? registrations.transfer(
                            organiser.by(), organiser.edition(), ticket, applicant, version.get(), reason.get())
                    : registrations.correct(
                            organiser.by(), organiser.id(), ticket, applicant, version.get(), reason.get());
        })) {
            case Form.Invalid<Change>(Form.State state) ->
                Answer.invalid(view(organiser, request, ticket, state, null));
            case Form.Valid<Change>(Change change) ->
                change == Change.DONE
                        ? done(organiser, request, id)
                        : Answer.conflict(view(
                                organiser,
                                request,
                                ticket(organiser, id),
                                refused(form.state(), words(organiser, request), "what", change),
                                null));
        };
    }

    @PostMapping("/{edition}/desk/participants/{id}/type")
    Answer move(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        Ticket ticket = ticket(organiser, id);
        Form form = Form.read(words(organiser, request), "change", request.getParameterMap());
        Map<String, TicketType> types = new LinkedHashMap<>();
        others(organiser, ticket).forEach(type -> types.put(type.key(), type));
        var type = form.choice("type", types);
        var reason = form.required("why", 200);
        return switch (form.then(
                () -> registrations.move(organiser.by(), organiser.id(), ticket, type.get(), reason.get()))) {
            case Form.Invalid<Change>(Form.State state) ->
                Answer.invalid(view(organiser, request, ticket, filled(organiser, request, ticket), state));
            case Form.Valid<Change>(Change change) ->
                change == Change.DONE
                        ? done(organiser, request, id)
                        : Answer.conflict(view(
                                organiser,
                                request,
                                ticket,
                                filled(organiser, request, ticket),
                                refused(form.state(), words(organiser, request), "type", change)));
        };
    }

    @PostMapping("/{edition}/desk/participants/{id}/cancellation")
    Answer cancel(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        Ticket ticket = any(organiser, id);
        Form form = Form.read(words(organiser, request), "change", request.getParameterMap());
        var reason = form.required("because", 200);
        boolean costs = registrations.fee(organiser.id(), List.of(ticket)).percent() > 0;
        var free = costs ? form.choice("free", Map.of("yes", true, "no", false)) : null;
        return switch (form.then(() -> registrations.cancel(
                organiser.by(), organiser.id(), ticket, reason.get(), free == null || free.get()))) {
            case Form.Invalid<Change>(Form.State state) ->
                Answer.invalid(view(organiser, request, ticket, filled(organiser, request, ticket), state));
            case Form.Valid<Change>(Change change) -> done(organiser, request, id);
        };
    }

    private static Form.State refused(Form.State state, Words words, String field, Change change) {
        return state.refused(
                field,
                words.say(
                        switch (change) {
                            case FULL -> "register.soldOut";
                            case TOO_LATE -> "change.tooLate";
                            case DONE, CONFLICT -> "my.conflict";
                        }));
    }

    private static Answer done(Organiser organiser, HttpServletRequest request, String id) {
        Language language = DeskLanguage.of(request, organiser.edition());
        return Answer.seeOther(organiser.edition().address(language, "/desk/participants/" + id + "?done"));
    }

    private Ticket ticket(Organiser organiser, String id) {
        Ticket ticket = any(organiser, id);
        if (ticket.isCancelled()) {
            throw new NotFound("a ticket to change");
        }
        return ticket;
    }

    private Ticket any(Organiser organiser, String id) {
        return registrations
                .find(organiser.id(), new TicketId(DeskPages.uuid(id)))
                .orElseThrow(() -> new NotFound("participant " + id));
    }

    private List<TicketType> others(Organiser organiser, Ticket ticket) {
        TicketShop shop =
                releases.newest(organiser.id(), tickets).map(Release::content).orElse(TicketShop.NONE);
        Predicate<TicketType> goesWith = extras.goWith(organiser.id(), ticket.id(), shop);
        return shop.types().stream()
                .filter(type -> !type.key().equals(ticket.typeKey()) && goesWith.test(type))
                .toList();
    }

    private torg.web.View view(
            Organiser organiser,
            HttpServletRequest request,
            Ticket ticket,
            Form.State form,
            Form.@Nullable State other) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = words(organiser, request);
        String path = "/desk/participants/" + ticket.id().value();
        Page framed = frames.desk(organiser, language, words.say("change.title"), path + "/change");
        Page page = framed.below(
                new Link(framed.href("/desk/participants"), words.say("participants.title")),
                new Link(framed.href(path), ticket.name()));
        List<Option> types = others(organiser, ticket).stream()
                .map(type -> new Option(type.key(), type.name().in(language).value()))
                .toList();
        List<Option> languages =
                List.of(new Option("sv", Language.SV.ownName()), new Option("en", Language.EN.ownName()));
        List<Option> whats = List.of(
                new Option("correct", words.say("change.correct"), words.say("change.correct.hint")),
                new Option("transfer", words.say("change.transfer"), words.say("change.transfer.hint")));
        Form.State second = other == null ? Form.blank(words, "change") : other;
        int percent = registrations.fee(organiser.id(), List.of(ticket)).percent();
        List<Option> fees = percent == 0
                ? List.of()
                : List.of(
                        new Option("yes", words.say("change.free.yes")),
                        new Option("no", words.say("change.free.no", percent)));
        return (out, forms) -> JtechangeGenerated.render(
                out, forms, page, words, ticket, page.href(path), form, second, whats, languages, types, fees);
    }
}
