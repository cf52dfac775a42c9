package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.edition.DeskItem;
import torg.edition.DeskLanguage;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.registration.Participants.QuotaState;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Page;

/// The organisers' hand on what is scarce: how many places there are, and who waits for them.
@Controller
class PlacesPages {
    private static final int MAX_LINE = 500;

    private final Participants participants;
    private final WaitingLists waiting;
    private final Frames frames;

    PlacesPages(Participants participants, WaitingLists waiting, Frames frames) {
        this.participants = participants;
        this.waiting = waiting;
        this.frames = frames;
    }

    @GetMapping("/{edition}/desk/places")
    Answer places(Organiser organiser, HttpServletRequest request) {
        return Answer.page(places(organiser, request, "", null));
    }

    private torg.web.View places(
            Organiser organiser,
            HttpServletRequest request,
            String wrong,
            Form.@org.jspecify.annotations.Nullable State typed) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(PlacesPages.class, language);
        Page page = frames.desk(organiser, language, words.say("places.title"), "/desk/places")
                .notice(request.getParameter("saved") == null ? null : Notice.done(words.say("places.saved")));
        List<Quota> quotas = participants.quotas(organiser.id()).stream()
                .map(quota -> new Quota(
                        quota,
                        quota.key().equals(wrong) && typed != null
                                ? typed
                                : Form.filled(
                                        words,
                                        "places",
                                        Map.of("capacity." + quota.key(), String.valueOf(quota.capacity())))))
                .toList();
        List<WaitingLists.Line> lines = waiting.lines(organiser.id());
        return (out, forms) -> JteplacesGenerated.render(out, forms, page, words, quotas, lines);
    }

    record Quota(QuotaState state, Form.State form) {}

    @PostMapping("/{edition}/desk/places/{key}")
    Answer resize(Organiser organiser, HttpServletRequest request, @PathVariable String key) {
        QuotaState quota = quota(organiser, key);
        Words words = Words.of(PlacesPages.class, DeskLanguage.of(request, organiser.edition()));
        Form form = Form.read(words, "places", request.getParameterMap());
        var capacity = form.whole("capacity." + key, 0, 10_000_000);
        String seen = form.state().value("was");
        int was = seen.matches("\\d{1,8}") ? Integer.parseInt(seen) : quota.capacity();
        return switch (form.then(() -> participants.resize(organiser, key, was, capacity.get()))) {
            case Form.Invalid<Boolean>(Form.State state) -> Answer.invalid(places(organiser, request, key, state));
            case Form.Valid<Boolean>(Boolean done) ->
                done
                        ? Answer.seeOther(href(organiser, request, "/desk/places?saved"))
                        : Answer.conflict(places(
                                organiser,
                                request,
                                key,
                                form.state()
                                        .refused(
                                                "capacity." + key,
                                                words.say(
                                                        "places.meanwhile",
                                                        quota(organiser, key).capacity()))));
        };
    }

    private QuotaState quota(Organiser organiser, String key) {
        return participants.quotas(organiser.id()).stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new NotFound("quota " + key));
    }

    private static String href(Organiser organiser, HttpServletRequest request, String path) {
        Language language = DeskLanguage.of(request, organiser.edition());
        return organiser.edition().address(language, path);
    }

    /// @param entries as the people in it see them, with their moments in words
    record Entry(WaitingLists.Place place, String joined, String answerBy) {}

    @GetMapping("/{edition}/desk/places/waiting/{thing}")
    Answer line(Organiser organiser, HttpServletRequest request, @PathVariable String thing) {
        Words words = Words.of(PlacesPages.class, DeskLanguage.of(request, organiser.edition()));
        return Answer.page(line(organiser, request, thing, Form.blank(words, "line")));
    }

    private torg.web.View line(Organiser organiser, HttpServletRequest request, String thing, Form.State form) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(PlacesPages.class, language);
        List<Entry> entries = waiting.line(organiser.id(), uuid(thing), MAX_LINE).stream()
                .map(place -> new Entry(
                        place,
                        DeskPages.moment(organiser.edition(), place.joinedAt()),
                        place.answerBy() == null
                                ? ""
                                : Dates.moment(
                                        place.answerBy()
                                                .atZone(organiser.edition().timeZone()),
                                        language)))
                .toList();
        Text name = entries.isEmpty() ? Text.EMPTY : entries.getFirst().place.name();
        Page framed = frames.desk(
                organiser,
                language,
                words.say("line.title", name.in(language).value()),
                "/desk/places/waiting/" + thing);
        Page page = framed.below(new Link(framed.href("/desk/places"), words.say("places.title")))
                .notice(request.getParameter("moved") == null ? null : Notice.done(words.say("line.moved")));
        return (out, forms) -> JtelineGenerated.render(
                out, forms, page, words, entries, form, framed.href("/desk/places/waiting/" + thing));
    }

    /// Moves one entry; why is kept in the audit trail.
    @PostMapping("/{edition}/desk/places/waiting/{thing}")
    Answer move(Organiser organiser, HttpServletRequest request, @PathVariable String thing) {
        Words words = Words.of(PlacesPages.class, DeskLanguage.of(request, organiser.edition()));
        Form form = Form.read(words, "line", request.getParameterMap());
        var entry = form.required("entry", 36);
        var position = form.whole("position", 1, 100_000);
        var reason = form.required("reason", 300);
        return switch (form.then(
                () -> waiting.move(organiser.by(), organiser.id(), uuid(entry.get()), position.get(), reason.get()))) {
            case Form.Invalid<Boolean>(Form.State state) -> Answer.invalid(line(organiser, request, thing, state));
            case Form.Valid<Boolean>(Boolean moved) ->
                moved
                        ? Answer.seeOther(href(organiser, request, "/desk/places/waiting/" + thing + "?moved"))
                        : Answer.conflict(
                                line(organiser, request, thing, form.state().refused("entry", words.say("line.gone"))));
        };
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotFound("waiting list " + id);
        }
    }

    @Component
    @Order(26)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return "/desk/places";
        }

        @Override
        public String label() {
            return "places.title";
        }
    }
}
