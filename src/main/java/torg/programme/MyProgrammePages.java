package torg.programme;

import gg.jte.Content;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.edition.Frames;
import torg.edition.Release;
import torg.edition.Shown;
import torg.programme.Programme.Session;
import torg.programme.ProgrammePages.Group;
import torg.programme.ProgrammePages.Line;
import torg.registration.ProgrammeLinks;
import torg.store.Json;
import torg.text.Words;
import torg.web.Answer;
import torg.web.JtestarGenerated;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Page;
import torg.web.Part;
import torg.web.PublicPage;

/// One person's own programme by a personal link: what is chosen and what is starred, as a page, as a calendar and,
/// for a browser that keeps the link, as JSON. And the same without link, kept by the browser alone.
@Controller
class MyProgrammePages {
    private final ProgrammeStream programmes;
    private final ProgrammePages pages;
    private final ProgrammeLinks links;
    private final Stars stars;
    private final Frames frames;

    MyProgrammePages(
            ProgrammeStream programmes, ProgrammePages pages, ProgrammeLinks links, Stars stars, Frames frames) {
        this.programmes = programmes;
        this.pages = pages;
        this.links = links;
        this.stars = stars;
        this.frames = frames;
    }

    @GetMapping("/{edition}/my/{token}/programme")
    Answer mine(Shown shown, @PathVariable String token, HttpServletRequest request) {
        ProgrammeLinks.Opened opened = open(shown, token);
        MyProgramme mine = mine(shown, opened);
        Words words = shown.words(MyProgrammePages.class);
        String address = address(shown, token);
        Page page = page(shown, token, opened, "")
                .notice(request.getParameter("linked") == null ? null : Notice.done(words.say("mine.linked")));
        String calendar = links.calendar(shown.id(), opened.person())
                .map(secret -> "/my/" + secret + "/programme.ics")
                .orElse("");
        List<Group> days = ProgrammePages.byDay(shown, mine.lines());
        Map<String, List<Line>> inTheWay = mine.inTheWay();
        return Answer.page((out, forms) -> JtemineGenerated.render(
                out,
                forms,
                page,
                words,
                shown,
                days,
                mine,
                inTheWay,
                opened,
                calendar,
                address,
                star(shown, token, opened, mine, "")));
    }

    /// The whole programme, to star in.
    @GetMapping("/{edition}/my/{token}/programme/all")
    Answer all(Shown shown, @PathVariable String token) {
        ProgrammeLinks.Opened opened = open(shown, token);
        MyProgramme mine = mine(shown, opened);
        List<Group> days = ProgrammePages.byDay(shown, pages.lines(shown, pages.programme(shown)));
        Page page = page(shown, token, opened, "/all");
        return Answer.page((out, forms) -> JtestarAllGenerated.render(
                out,
                forms,
                page,
                shown.words(MyProgrammePages.class),
                days,
                star(shown, token, opened, mine, "&from=all")));
    }

    /// A session's button, or nothing where it has none.
    private static Function<Line, Optional<Content>> star(
            Shown shown, String token, ProgrammeLinks.Opened opened, MyProgramme mine, String from) {
        Words words = Words.of(Page.class, shown.language());
        return line -> opened.mayStar() && line.session().isTalk()
                ? Optional.of(new Part((out, forms) -> JtestarGenerated.render(
                        out,
                        forms,
                        address(shown, token) + "/stars?session="
                                + line.session().code() + from,
                        mine.starred().contains(line.session().code()),
                        shown.said(line.session().title()).value(),
                        words)))
                : Optional.empty();
    }

    /// What is saved, for a browser that keeps the link.
    record Saved(Set<String> starred, Set<String> chosen) {}

    @GetMapping("/{edition}/my/{token}/programme/stars")
    Answer saved(Shown shown, @PathVariable String token) {
        return json(shown, open(shown, token));
    }

    private Answer json(Shown shown, ProgrammeLinks.Opened opened) {
        return Answer.send(
                "application/json",
                Json.write(new Saved(
                                new TreeSet<>(stars.of(shown.id(), opened.person())), new TreeSet<>(opened.chosen())))
                        .getBytes(StandardCharsets.UTF_8));
    }

    /// Saves sessions or takes them out; several at once when a browser moves what it kept to the link.
    @PostMapping("/{edition}/my/{token}/programme/stars")
    Answer star(Shown shown, @PathVariable String token, HttpServletRequest request) {
        ProgrammeLinks.Opened opened = open(shown, token);
        if (!opened.mayStar()) {
            throw new NotFound("a link to star with");
        }
        Programme programme = pages.programme(shown);
        String[] asked = request.getParameterValues("session");
        List<String> codes = Stream.of(asked == null ? new String[0] : asked)
                .distinct()
                .filter(code -> programme.session(code).filter(Session::isTalk).isPresent())
                .toList();
        boolean removed = "no".equals(request.getParameter("starred"));
        if (codes.isEmpty() && !removed) {
            throw new NotFound("a session to star");
        }
        if (removed) {
            stars.remove(shown.id(), opened.person(), asked == null ? List.of() : List.of(asked));
        } else {
            stars.add(shown.id(), opened.person(), codes);
        }
        return "application/json".equals(request.getHeader("Accept"))
                ? json(shown, opened)
                : Answer.seeOther(address(shown, token) + ("all".equals(request.getParameter("from")) ? "/all" : ""));
    }

    /// The address that this browser keeps from now on: it opens the programme and nothing else.
    record Device(String link) {}

    @PostMapping("/{edition}/my/{token}/programme/device")
    Answer device(Shown shown, @PathVariable String token) {
        ProgrammeLinks.Opened opened = maker(shown, token);
        return Answer.send(
                "application/json",
                Json.write(new Device(address(shown, links.makeDevice(shown.id(), opened.person()))))
                        .getBytes(StandardCharsets.UTF_8));
    }

    @PostMapping("/{edition}/my/{token}/programme/calendar")
    Answer makeCalendar(Shown shown, @PathVariable String token) {
        links.makeCalendar(shown.id(), maker(shown, token).person());
        return Answer.seeOther(address(shown, token) + "?linked");
    }

    @GetMapping("/{edition}/my/{token}/programme.ics")
    Answer calendar(Shown shown, @PathVariable String token) {
        ProgrammeLinks.Opened opened =
                links.openCalendar(shown.id(), token).orElseThrow(() -> new NotFound("a calendar's link"));
        Set<String> codes = Stream.concat(opened.chosen().stream(), stars.of(shown.id(), opened.person()).stream())
                .collect(Collectors.toSet());
        Instant published = shown.release(programmes).map(Release::publishedAt).orElse(Instant.EPOCH);
        String origin = frames.page(shown, "", "").origin();
        return Answer.send(
                "text/calendar;charset=utf-8",
                new ProgrammeCalendar(shown, pages.programme(shown), origin, published)
                        .write(
                                shown.words(MyProgrammePages.class).say("mine.title"),
                                "/programme",
                                (session, slot) -> codes.contains(session.code()))
                        .getBytes(StandardCharsets.UTF_8));
    }

    /// Without a link: the browser keeps the stars and shows these sessions of the page, which is everybody's.
    @GetMapping("/{edition}/programme/mine")
    PublicPage kept(Shown shown) {
        Words words = shown.words(MyProgrammePages.class);
        Page page = frames.page(shown, words.say("mine.title"), "/programme/mine")
                .below(new Link(shown.href("/programme"), words.say("programme.title")));
        List<Group> days = ProgrammePages.byDay(
                shown,
                pages.lines(shown, pages.programme(shown)).stream()
                        .filter(line -> line.session().isTalk())
                        .toList());
        return frames.publish(
                shown, page, (out, forms) -> JtekeptGenerated.render(out, forms, page, words, shown, days));
    }

    private MyProgramme mine(Shown shown, ProgrammeLinks.Opened opened) {
        return MyProgramme.of(
                pages.lines(shown, pages.programme(shown)), opened.chosen(), stars.of(shown.id(), opened.person()));
    }

    private ProgrammeLinks.Opened open(Shown shown, String token) {
        return links.open(shown.id(), token).orElseThrow(() -> new NotFound("a personal link"));
    }

    private ProgrammeLinks.Opened maker(Shown shown, String token) {
        return links.open(shown.id(), token)
                .filter(ProgrammeLinks.Opened::mayMake)
                .orElseThrow(() -> new NotFound("a link to make others with"));
    }

    private static String address(Shown shown, String token) {
        return shown.href("/my/" + token + "/programme");
    }

    private Page page(Shown shown, String token, ProgrammeLinks.Opened opened, String below) {
        Words words = shown.words(MyProgrammePages.class);
        Page page = frames.personal(
                shown, words.say(below.isEmpty() ? "mine.title" : "mine.all"), "/my/" + token + "/programme" + below);
        Link home = new Link(shown.href("/my/" + token), words.say("mine.home"));
        Link mine = new Link(address(shown, token), words.say("mine.title"));
        return below.isEmpty()
                ? opened.fromLetter() ? page.below(home) : page
                : opened.fromLetter() ? page.below(home, mine) : page.below(mine);
    }
}
