package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import torg.edition.Shown;
import torg.registration.MyPages.Mine;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.NotFound;
import torg.web.Page;
import torg.web.Pager;

/// What others see of a participant, decided with the personal link: photos, the list of participants, a protected
/// identity. And the list itself, for participants.
@Controller
class VisibilityPages {
    private final MyPages my;
    private final ProtectedIdentities identities;
    private final Participants participants;

    VisibilityPages(MyPages my, ProtectedIdentities identities, Participants participants) {
        this.my = my;
        this.identities = identities;
        this.participants = participants;
    }

    @GetMapping("/{edition}/my/{token}/visibility")
    Answer show(Shown shown, @PathVariable String token) {
        Mine mine = valid(my.changeable(shown, token));
        return Answer.page(view(shown, mine, filled(shown, mine.ticket())));
    }

    private static Form.State filled(Shown shown, Ticket ticket) {
        Words words = shown.words(VisibilityPages.class);
        Map<String, String> known = new HashMap<>();
        if (ticket.photoOptOut()) {
            known.put("noPhoto", "yes");
        }
        if (ticket.onList()) {
            known.put("onList", "yes");
        }
        known.put(
                "alias",
                ticket.isProtected()
                        ? ticket.shownName()
                        : words.say("visibility.alias.suggestion", ProtectedIdentities.suggestion()));
        return Form.filled(words, "visibility", known);
    }

    @PostMapping("/{edition}/my/{token}/visibility")
    Answer choose(Shown shown, @PathVariable String token, HttpServletRequest request) {
        Mine mine = valid(my.changeable(shown, token));
        Form form = Form.read(shown.words(VisibilityPages.class), "visibility", request.getParameterMap());
        identities.show(
                mine.by(),
                shown.id(),
                mine.ticket(),
                form.checked("noPhoto").get(),
                form.checked("onList").get() && !mine.ticket().isProtected());
        return Answer.seeOther(shown.href("/my/" + token + "?saved"));
    }

    @PostMapping("/{edition}/my/{token}/visibility/protection")
    Answer protect(Shown shown, @PathVariable String token, HttpServletRequest request) {
        Mine mine = valid(my.changeable(shown, token));
        Form form = Form.read(shown.words(VisibilityPages.class), "visibility", request.getParameterMap());
        var alias = alias(form, mine.ticket());
        return switch (form.then(() -> {
            identities.protect(mine.by(), shown.id(), mine.ticket(), alias.get());
            return true;
        })) {
            case Form.Invalid<Boolean>(Form.State state) -> Answer.invalid(view(shown, mine, state));
            case Form.Valid<Boolean> done -> Answer.seeOther(shown.href("/my/" + token + "?saved"));
        };
    }

    /// An alias that has no word of the name in it.
    static Form.Given<String> alias(Form form, Ticket ticket) {
        var alias = form.required("alias", 60);
        List<String> words = List.of(folded(ticket.name()).split("[^\\p{L}\\p{N}]+"));
        if (List.of(folded(form.state().value("alias")).split("[^\\p{L}\\p{N}]+")).stream()
                .anyMatch(word -> word.length() > 1 && words.contains(word))) {
            form.refuse("alias", "visibility.alias.name");
        }
        return alias;
    }

    private static String folded(String name) {
        return name.toLowerCase(java.util.Locale.ROOT);
    }

    @PostMapping("/{edition}/my/{token}/visibility/lifting")
    Answer lift(Shown shown, @PathVariable String token) {
        Mine mine = valid(my.changeable(shown, token));
        identities.lift(mine.by(), shown.id(), mine.ticket());
        return Answer.seeOther(shown.href("/my/" + token + "?saved"));
    }

    private static Mine valid(Mine mine) {
        if (mine.ticket().isCancelled()) {
            throw new NotFound("a ticket that is valid");
        }
        return mine;
    }

    private torg.web.View view(Shown shown, Mine mine, Form.State form) {
        Page page = my.below(shown, mine, "visibility.title", "/visibility");
        return (out, forms) -> JtevisibilityGenerated.render(
                out, forms, page, form.words(), form, mine.ticket(), shown.href("/my/" + mine.token() + "/visibility"));
    }

    @GetMapping("/{edition}/my/{token}/people")
    Answer people(
            Shown shown,
            @PathVariable String token,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") String page) {
        Mine mine = valid(my.mine(shown, token));
        String search = q.strip().substring(0, Math.min(q.strip().length(), 100));
        int number = page.matches("[1-9]\\d{0,5}") ? Integer.parseInt(page) : 1;
        Participants.People people = participants.onList(shown.id(), search, number);
        int last = (int) Math.max(1, (people.total() + Participants.SIZE - 1) / Participants.SIZE);
        Words words = shown.words(VisibilityPages.class);
        Page framed = my.below(shown, mine, "people.title", "/people");
        String address = shown.href("/my/" + token + "/people")
                + (search.isEmpty() ? "" : "?q=" + URLEncoder.encode(search, StandardCharsets.UTF_8));
        return Answer.page((out, forms) ->
                JtepeopleGenerated.render(out, forms, framed, words, people, search, new Pager(number, last, address)));
    }
}
