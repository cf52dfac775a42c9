package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import torg.edition.DeskItem;
import torg.edition.DeskLanguage;
import torg.edition.Frames;
import torg.edition.HostEditor;
import torg.edition.Role;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Page;
import torg.web.Pager;

/// What a host editor sees of the choosing: the organisation's own sessions, and who chose them, by name and workplace.
@Controller
class HostedPages {
    private final Offerings offerings;
    private final SessionChoices choices;
    private final Frames frames;

    HostedPages(Offerings offerings, SessionChoices choices, Frames frames) {
        this.offerings = offerings;
        this.choices = choices;
        this.frames = frames;
    }

    private List<Offering> own(HostEditor host) {
        return offerings.now(host.id()).offerings().stream()
                .filter(one -> one.host() != null && host.hosts().contains(one.host()))
                .filter(one -> one.withdrawnAt() == null || one.taken() > 0)
                .toList();
    }

    @GetMapping("/{edition}/desk/hosted")
    Answer list(HostEditor host, HttpServletRequest request) {
        Language language = DeskLanguage.of(request, host.edition());
        Words words = Words.of(HostedPages.class, language);
        Page page = frames.desk(host, language, words.say("hosted.title"), "/desk/hosted")
                .notice(request.getParameter("sent") == null ? null : Notice.done(words.say("hosted.sent")));
        List<DeskSessionPages.Demand> own = own(host).stream()
                .map(one -> DeskSessionPages.demand(host.edition(), language, words, one))
                .toList();
        List<String> names =
                Frames.names(host.edition(), host.hosts().stream().sorted().toList(), language);
        return Answer.page((out, forms) -> JtehostedGenerated.render(out, forms, page, words, names, own));
    }

    @GetMapping("/{edition}/desk/hosted/{code}")
    Answer one(
            HostEditor host,
            HttpServletRequest request,
            @PathVariable String code,
            @RequestParam(defaultValue = "1") String page) {
        Language language = DeskLanguage.of(request, host.edition());
        Words words = Words.of(HostedPages.class, language);
        DeskSessionPages.Demand demand = own(host).stream()
                .filter(one -> one.code().equals(code))
                .findFirst()
                .map(one -> DeskSessionPages.demand(host.edition(), language, words, one))
                .orElseThrow(() -> new NotFound("session " + code));
        Page framed = frames.desk(host, language, demand.title().value(), "/desk/hosted/" + code);
        Page below = framed.below(new Link(framed.href("/desk/hosted"), words.say("hosted.title")));
        int last = Math.max(1, (demand.taken() + Participants.SIZE - 1) / Participants.SIZE);
        int number = page.matches("[1-9]\\d{0,5}") ? Integer.parseInt(page) : 1;
        List<Ticket> who = choices.who(host.id(), demand.offering(), number);
        return Answer.page((out, forms) -> JtehostedSessionGenerated.render(
                out, forms, below, words, demand, who, new Pager(number, last, framed.href("/desk/hosted/" + code))));
    }

    @Component
    @Order(24)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return "/desk/hosted";
        }

        @Override
        public String label() {
            return "hosted.title";
        }

        @Override
        public boolean isFor(Set<Role> roles) {
            return roles.contains(Role.HOST_EDITOR);
        }
    }
}
