package torg.edition;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import torg.mail.DeliveryLog;
import torg.mail.DeliveryLog.Entry;
import torg.mail.DeliveryLog.Preview;
import torg.mail.DeliveryLog.Selection;
import torg.mail.DeliveryLog.State;
import torg.mail.DeliveryLog.Verb;
import torg.mail.Letter;
import torg.mail.Writer;
import torg.store.Db;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Html;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Page;
import torg.web.Pager;
import torg.web.Secrets;
import torg.web.Sort;

/// The outbox at the desk: what became of every letter, one of them to read, and what can be done about one or many.
@Controller
class OutboxPages {
    private static final String PATH = "/desk/outbox";

    private final DeliveryLog log;
    private final Writer writer;
    private final Frames frames;

    OutboxPages(DeliveryLog log, Writer writer, Frames frames) {
        this.log = log;
        this.writer = writer;
        this.frames = frames;
    }

    /// What all these pages need.
    private record Desk(Organiser organiser, Language language, Words words) {
        String kind(Writer writer, String key) {
            return writer.kind(key)
                    .map(kind -> LetterPages.name(kind, language))
                    .orElseGet(() -> words.knows("outbox.kind." + key) ? words.say("outbox.kind." + key) : key);
        }
    }

    private static Desk desk(Organiser organiser, HttpServletRequest request) {
        Language language = DeskLanguage.of(request, organiser.edition());
        return new Desk(organiser, language, Words.of(OutboxPages.class, language));
    }

    /// One letter in a list, its kind in words.
    record Line(Entry entry, String kind, String staged) {}

    private List<Line> lines(Desk desk, List<Entry> entries) {
        return entries.stream()
                .map(entry -> new Line(
                        entry,
                        desk.kind(writer, entry.kind()),
                        AuditPages.moment(desk.organiser.edition(), entry.createdAt())))
                .toList();
    }

    private static @Nullable State state(String typed) {
        for (State state : State.values()) {
            if (Db.written(state).equals(typed)) {
                return state;
            }
        }
        return null;
    }

    private static Optional<Verb> verb(String typed) {
        return List.of(Verb.values()).stream()
                .filter(verb -> Db.written(verb).equals(typed))
                .findFirst();
    }

    private static String words(String q) {
        return q.strip().substring(0, Math.min(q.strip().length(), 100));
    }

    private static String query(@Nullable State state, String words) {
        return "?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8)
                + (state == null ? "" : "&state=" + Db.written(state));
    }

    @GetMapping("/{edition}/desk/outbox")
    Answer list(
            Organiser organiser,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "-staged") String sort,
            @RequestParam(defaultValue = "1") String page) {
        Desk desk = desk(organiser, request);
        Page framed = frames.desk(organiser, desk.language, desk.words.say("outbox.title"), PATH);
        Page shown = request.getParameter("done") == null
                ? framed
                : framed.notice(Notice.done(desk.words.say("outbox.done")));
        String search = words(q);
        State chosen = state(state);
        int number = page.matches("[1-9]\\d{0,5}") ? Integer.parseInt(page) : 1;
        Map<State, Long> figures = log.figures(organiser.id(), search);
        long total = chosen == null
                ? figures.values().stream().mapToLong(Long::longValue).sum()
                : figures.getOrDefault(chosen, 0L);
        List<Line> lines = lines(desk, log.list(organiser.id(), Selection.of(chosen, search), sort, number));
        String here = shown.href(PATH) + query(chosen, search);
        List<Link> filters = new ArrayList<>();
        filters.add(new Link(shown.href(PATH) + query(null, search), desk.words.say("outbox.all")));
        figures.forEach((one, count) -> filters.add(new Link(
                shown.href(PATH) + query(one, search), desk.words.say("outbox." + Db.written(one)) + " " + count)));
        List<Link> verbs = List.of(Verb.values()).stream()
                .filter(verb ->
                        figures.keySet().stream().anyMatch(one -> (chosen == null || chosen == one) && verb.suits(one)))
                .map(verb -> new Link(
                        shown.href(PATH + "/bulk") + query(chosen, search) + "&verb=" + Db.written(verb),
                        desk.words.say("outbox.bulk." + Db.written(verb))))
                .toList();
        Sort sorted = new Sort(sort, here);
        Pager pager = new Pager(
                number,
                (int) Math.max(1, (total + DeliveryLog.SIZE - 1) / DeliveryLog.SIZE),
                here + "&sort=" + URLEncoder.encode(sort, StandardCharsets.UTF_8));
        return Answer.page((out, forms) -> JteoutboxGenerated.render(
                out, forms, shown, desk.words, lines, filters, here, verbs, search, state, total, sorted, pager));
    }

    @GetMapping("/{edition}/desk/outbox/{id}")
    Answer one(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        Desk desk = desk(organiser, request);
        UUID uuid = uuid(id);
        Entry entry = log.find(organiser.id(), uuid).orElseThrow(() -> new NotFound("letter " + id));
        Line line = lines(desk, List.of(entry)).getFirst();
        Page framed = frames.desk(organiser, desk.language, line.kind, PATH + "/" + id);
        Page page = framed.below(new Link(framed.href(PATH), desk.words.say("outbox.title")))
                .notice(
                        request.getParameter("done") != null
                                ? Notice.done(desk.words.say("outbox.done"))
                                : request.getParameter("changed") != null
                                        ? Notice.careful(desk.words.say("outbox.changed"))
                                        : null);
        Optional<Letter> letter = writer.read(uuid).map(written -> withoutSecrets(written.letter()));
        List<Verb> verbs = List.of(Verb.values()).stream()
                .filter(verb -> verb.suits(entry.state()))
                .toList();
        String sent = entry.sentAt() == null ? "" : AuditPages.moment(organiser.edition(), entry.sentAt());
        return Answer.page(
                (out, forms) -> JteoutboxOneGenerated.render(out, forms, page, desk.words, line, sent, letter, verbs));
    }

    /// The links open a participant's pages: they are hers.
    private static Letter withoutSecrets(Letter letter) {
        return new Letter(
                letter.sender(),
                letter.subject(),
                Secrets.masked(letter.text()),
                Html.trusted(Secrets.masked(letter.html().value())),
                letter.language(),
                letter.attachments());
    }

    @PostMapping("/{edition}/desk/outbox/{id}/{verb}")
    Answer act(Organiser organiser, HttpServletRequest request, @PathVariable String id, @PathVariable String verb) {
        UUID uuid = uuid(id);
        Verb known = verb(verb).orElseThrow(() -> new NotFound(verb));
        if (log.find(organiser.id(), uuid).isEmpty()) {
            throw new NotFound("letter " + id);
        }
        boolean done = log.act(organiser.by(), organiser.id(), Selection.one(uuid), known, 1);
        return LetterPages.seeOther(
                organiser,
                DeskLanguage.of(request, organiser.edition()),
                PATH + "/" + id + (done ? "?done" : "?changed"));
    }

    @GetMapping("/{edition}/desk/outbox/bulk")
    Answer preview(
            Organiser organiser,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String verb) {
        Verb known = verb(verb).orElseThrow(() -> new NotFound("verb " + verb));
        return Answer.page(preview(desk(organiser, request), Selection.of(state(state), words(q)), known, null));
    }

    private torg.web.View preview(Desk desk, Selection selection, Verb verb, @Nullable Notice notice) {
        Preview preview = log.preview(desk.organiser.id(), selection, verb);
        Page framed = frames.desk(
                desk.organiser, desk.language, desk.words.say("outbox.bulk." + Db.written(verb)), PATH + "/bulk");
        Page page = framed.below(new Link(framed.href(PATH), desk.words.say("outbox.title")))
                .notice(notice);
        List<Line> first = lines(desk, preview.first());
        String state = selection.state() == null ? "" : Db.written(selection.state());
        return (out, forms) -> JteoutboxBulkGenerated.render(
                out, forms, page, desk.words, verb, state, selection.words(), preview.letters(), first);
    }

    @PostMapping("/{edition}/desk/outbox/bulk")
    Answer bulk(
            Organiser organiser,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String verb,
            @RequestParam(defaultValue = "") String letters) {
        Verb known = verb(verb).orElseThrow(() -> new NotFound("verb " + verb));
        Desk desk = desk(organiser, request);
        Selection selection = Selection.of(state(state), words(q));
        long previewed = letters.matches("\\d{1,9}") ? Long.parseLong(letters) : -1;
        if (!log.act(organiser.by(), organiser.id(), selection, known, previewed)) {
            return Answer.conflict(
                    preview(desk, selection, known, Notice.careful(desk.words.say("outbox.otherNumber"))));
        }
        return LetterPages.seeOther(organiser, desk.language, PATH + "?done");
    }

    static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotFound("letter " + id);
        }
    }

    @Component
    @Order(41)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return PATH;
        }

        @Override
        public String label() {
            return "outbox.title";
        }
    }
}
