package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.edition.DeskLanguage;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.registration.Bulk.Verb;
import torg.registration.Participants.Filter;
import torg.registration.Ticket.TicketId;
import torg.registration.TicketShop.TicketType;
import torg.store.Db;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Option;
import torg.web.Page;

/// Doing the same to many: first who and what, then the reason, then how far it has come.
@Controller
class BulkPages {
    private final Bulk bulk;
    private final Participants participants;
    private final TicketStream tickets;
    private final Frames frames;

    BulkPages(Bulk bulk, Participants participants, TicketStream tickets, Frames frames) {
        this.bulk = bulk;
        this.participants = participants;
        this.tickets = tickets;
        this.frames = frames;
    }

    private static Words words(Organiser organiser, HttpServletRequest request) {
        return Words.of(BulkPages.class, DeskLanguage.of(request, organiser.edition()));
    }

    /// Whom it is about, before anything is done.
    @PostMapping("/{edition}/desk/participants/bulk")
    Answer preview(Organiser organiser, HttpServletRequest request) {
        Form form = Form.read(words(organiser, request), "bulk", request.getParameterMap());
        var verb = form.choice("verb", verbs());
        if (!form.valid()) {
            throw new NotFound("a verb for many");
        }
        List<Ticket> chosen = request.getParameter("all") != null
                ? participants.chosen(
                        organiser,
                        new Filter(
                                form.state().value("q"),
                                form.state().value("state"),
                                form.state().value("type")),
                        Bulk.MAX + 1,
                        !form.state().value("unanswered").isEmpty())
                : participants.chosen(organiser, ids(form.state().values("ticket")));
        if (verb.get() == Verb.MAIL && !chosen.isEmpty() && chosen.size() <= Bulk.MAX) {
            String audience =
                    bulk.keep(organiser, chosen.stream().map(Ticket::id).toList());
            return Answer.seeOther(href(organiser, request, "/desk/letters/reminders/new?audience=" + audience));
        }
        return Answer.page(view(organiser, request, form.state(), verb.get(), chosen));
    }

    private static Map<String, Verb> verbs() {
        Map<String, Verb> verbs = new LinkedHashMap<>();
        for (Verb verb : Verb.values()) {
            verbs.put(Db.written(verb), verb);
        }
        return verbs;
    }

    private static List<TicketId> ids(List<String> typed) {
        List<TicketId> ids = new ArrayList<>();
        for (String id : typed) {
            try {
                ids.add(new TicketId(UUID.fromString(id)));
            } catch (IllegalArgumentException e) {
                throw new NotFound("ticket " + id);
            }
        }
        return ids;
    }

    private torg.web.View view(
            Organiser organiser, HttpServletRequest request, Form.State form, Verb verb, List<Ticket> chosen) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = words(organiser, request);
        Page framed =
                frames.desk(organiser, language, words.say("bulk." + Db.written(verb)), "/desk/participants/bulk");
        Page page = framed.below(new Link(framed.href("/desk/participants"), words.say("participants.title")));
        List<Option> types = verb != Verb.MOVE
                ? List.of()
                : tickets.draft(organiser.id()).types().stream()
                        .map(type ->
                                new Option(type.key(), type.name().in(language).value()))
                        .toList();
        boolean tooMany = chosen.size() > Bulk.MAX;
        return (out, forms) -> JtebulkGenerated.render(
                out, forms, page, words, form, verb, chosen, types, tooMany ? words.say("bulk.tooMany", Bulk.MAX) : "");
    }

    @PostMapping("/{edition}/desk/participants/bulk/start")
    Answer start(Organiser organiser, HttpServletRequest request) {
        Form form = Form.read(words(organiser, request), "bulk", request.getParameterMap());
        var verb = form.choice("verb", verbs());
        if (!form.valid() || verb.get() == Verb.MAIL) {
            throw new NotFound("a verb for many");
        }
        List<TicketId> chosen = ids(List.of(form.state().value("tickets").split(",")));
        if (chosen.size() > Bulk.MAX) {
            throw new NotFound("so many tickets");
        }
        var reason = form.required("reason", 300);
        Map<String, TicketType> types = new LinkedHashMap<>();
        tickets.draft(organiser.id()).types().forEach(type -> types.put(type.key(), type));
        var type = form.state().value("verb").equals("move")
                ? Optional.of(form.choice("to", types))
                : Optional.<Form.Given<TicketType>>empty();
        return switch (form.then(() ->
                bulk.start(organiser, verb.get(), type.map(to -> to.get().key()).orElse(null), reason.get(), chosen))) {
            case Form.Invalid<UUID>(Form.State state) ->
                Answer.invalid(view(
                        organiser,
                        request,
                        state,
                        Objects.requireNonNull(verbs().get(state.value("verb"))),
                        participants.chosen(organiser, chosen)));
            case Form.Valid<UUID>(UUID id) ->
                Answer.seeOther(href(organiser, request, "/desk/participants/bulk/" + id));
        };
    }

    @GetMapping("/{edition}/desk/participants/bulk/{id}")
    Answer progress(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = words(organiser, request);
        Bulk.Progress progress = bulk.progress(organiser.id(), uuid(id)).orElseThrow(() -> new NotFound("bulk " + id));
        Page framed = frames.desk(
                organiser,
                language,
                words.say("bulk." + Db.written(progress.task().verb())),
                "/desk/participants/bulk/" + id);
        Page page = framed.below(new Link(framed.href("/desk/participants"), words.say("participants.title")));
        List<LeftOut> left = bulk.left(organiser.id(), progress.task().id()).stream()
                .map(one -> new LeftOut(
                        one.ticket().isNamed() ? one.ticket().name() : words.say("participants.noName"),
                        one.ticket().id(),
                        one.undone(),
                        why(words, one.why())))
                .toList();
        return Answer.page((out, forms) -> JtebulkProgressGenerated.render(out, forms, page, words, progress, left));
    }

    /// Somebody whose ticket was left as it is, with a sentence on the reason.
    record LeftOut(String name, TicketId ticket, boolean undone, String why) {}

    private static String why(Words words, Bulk.Why why) {
        return switch (why.reason()) {
            case LATE, CHANGED -> words.say("bulk.why." + Db.written(why.reason()));
            case FULL ->
                why.full().isEmpty()
                        ? words.say("bulk.why.full")
                        : why.full().stream()
                                .map(room -> words.say(
                                        room.isLowered() ? "bulk.why.lowered" : "bulk.why.taken",
                                        room.name().in(words.language()).value(),
                                        room.before(),
                                        room.capacity(),
                                        room.taken()))
                                .collect(Collectors.joining(" "));
        };
    }

    @PostMapping("/{edition}/desk/participants/bulk/{id}/stop")
    Answer stop(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        bulk.stop(organiser, uuid(id));
        return Answer.seeOther(href(organiser, request, "/desk/participants/bulk/" + id));
    }

    @PostMapping("/{edition}/desk/participants/bulk/{id}/undo")
    Answer undo(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        bulk.undo(organiser, uuid(id));
        return Answer.seeOther(href(organiser, request, "/desk/participants/bulk/" + id));
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotFound("bulk " + id);
        }
    }

    private static String href(Organiser organiser, HttpServletRequest request, String path) {
        Language language = DeskLanguage.of(request, organiser.edition());
        return organiser.edition().address(language, path);
    }
}
