package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import torg.edition.DeskItem;
import torg.edition.DeskLanguage;
import torg.edition.Edition;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.edition.Release;
import torg.edition.Releases;
import torg.edition.Role;
import torg.mail.DeliveryLog;
import torg.registration.Participants.Filter;
import torg.registration.Ticket.TicketId;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Chart;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Option;
import torg.web.Page;
import torg.web.Pager;
import torg.web.Sort;

/// The organisers' side of registration: figures, the list, one participant.
@Controller
class DeskPages {
    private final Participants participants;
    private final Registrations registrations;
    private final TicketStream tickets;
    private final Releases releases;
    private final DeliveryLog letters;
    private final SessionChoices choices;
    private final Offerings offerings;
    private final ConferenceClock clock;
    private final Frames frames;

    DeskPages(
            Participants participants,
            Registrations registrations,
            TicketStream tickets,
            Releases releases,
            DeliveryLog letters,
            SessionChoices choices,
            Offerings offerings,
            ConferenceClock clock,
            Frames frames) {
        this.participants = participants;
        this.registrations = registrations;
        this.tickets = tickets;
        this.releases = releases;
        this.letters = letters;
        this.choices = choices;
        this.offerings = offerings;
        this.clock = clock;
        this.frames = frames;
    }

    @GetMapping("/{edition}/desk")
    Answer dashboard(Organiser organiser, HttpServletRequest request) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(DeskPages.class, language);
        Page page = frames.desk(organiser, language, words.say("desk.title"), "/desk");
        Participants.Figures figures = participants.figures(
                organiser.id(), organiser.edition().timeZone().getId());
        Chart chart = Chart.line(
                words.say("desk.chart"),
                words.say("desk.chart.day"),
                words.say("desk.chart.count"),
                figures.days().stream()
                        .map(day -> new Chart.Point(day.date().toString(), day.registered()))
                        .toList());
        long today = ChronoUnit.DAYS.between(
                LocalDate.ofInstant(clock.instant(), organiser.edition().timeZone()),
                organiser.edition().firstDay());
        Comparison comparison = participants.compared(organiser, (int) Math.clamp(today, 0, 365));
        return Answer.page((out, forms) -> JtedashboardGenerated.render(
                out, forms, page, words, figures, chart, comparison, participants.quotas(organiser.id())));
    }

    @GetMapping("/{edition}/desk/participants")
    Answer list(
            Organiser organiser,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String type,
            @RequestParam(defaultValue = "-registered") String sort,
            @RequestParam(defaultValue = "1") String page,
            @RequestParam(defaultValue = "") String unanswered) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(DeskPages.class, language);
        Page framed = frames.desk(organiser, language, words.say("participants.title"), "/desk/participants");
        String search = q.strip().substring(0, Math.min(q.strip().length(), 100));
        int number = page.matches("[1-9]\\d{0,5}") ? Integer.parseInt(page) : 1;
        String by = Participants.COLUMNS.containsKey(sort.replaceFirst("^-", "")) ? sort : "-registered";
        Filter filter =
                new Filter(search, STATES.contains(state) ? state : "", type.matches("[a-z0-9-]{1,60}") ? type : "");
        boolean onlyUnanswered = !unanswered.isEmpty();
        Participants.Listed listed = participants.list(organiser, filter, by, number, onlyUnanswered);
        String query = (search.isEmpty() ? "" : "&q=" + URLEncoder.encode(search, StandardCharsets.UTF_8))
                + (filter.state().isEmpty() ? "" : "&state=" + filter.state())
                + (filter.type().isEmpty() ? "" : "&type=" + filter.type())
                + (onlyUnanswered ? "&unanswered=yes" : "");
        String address = framed.href("/desk/participants") + query.replaceFirst("&", "?");
        int last = Participants.last(listed.total());
        String sorted = address + (address.contains("?") ? "&" : "?") + "sort=" + by;
        return Answer.page((out, forms) -> JteparticipantsGenerated.render(
                out,
                forms,
                framed,
                words,
                organiser.edition(),
                listed,
                filter,
                states(words),
                types(organiser, language),
                bulkVerbs(words),
                new Sort(by, address),
                new Pager(Math.min(number, last), last, sorted),
                onlyUnanswered));
    }

    private static final List<String> STATES = List.of("valid", "pending", "cancelled");

    private static List<Option> states(Words words) {
        return STATES.stream()
                .map(state -> new Option(state, words.say("participants.state." + state)))
                .toList();
    }

    private List<Option> types(Organiser organiser, Language language) {
        return releases.newest(organiser.id(), tickets).map(Release::content).orElse(TicketShop.NONE).types().stream()
                .map(type -> new Option(type.key(), type.name().in(language).value()))
                .toList();
    }

    static List<Option> bulkVerbs(Words words) {
        return java.util.Arrays.stream(Bulk.Verb.values())
                .map(verb -> new Option(Db.written(verb), words.say("bulk." + Db.written(verb))))
                .toList();
    }

    /// For staff: semicolons and a byte-order mark, as spreadsheets in Sweden expect; cells that a spreadsheet would
    /// take for a formula begin with an apostrophe.
    @GetMapping("/{edition}/desk/participants.csv")
    Answer csv(Organiser organiser, HttpServletRequest request) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(DeskPages.class, language);
        StringBuilder out = new StringBuilder("\ufeff");
        CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(';').get();
        try (CSVPrinter csv = new CSVPrinter(out, format)) {
            csv.printRecord(List.of(
                    words.say("participants.name"),
                    words.say("participants.email"),
                    words.say("participants.organisation"),
                    words.say("participants.type"),
                    words.say("participants.registered"),
                    words.say("participants.state"),
                    words.say("participants.order"),
                    words.say("participants.photo")));
            for (Ticket ticket : participants.export(organiser)) {
                csv.printRecord(List.of(
                        cell(ticket.name()),
                        cell(ticket.email()),
                        cell(ticket.organisation()),
                        cell(ticket.typeName().in(language).value()),
                        moment(organiser.edition(), ticket.createdAt()),
                        words.say(state(ticket)),
                        String.valueOf(ticket.orderNumber()),
                        ticket.photoOptOut() ? words.say("state.noPhoto") : ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.download(
                organiser.edition().slug() + "-participants.csv",
                "text/csv;charset=utf-8",
                out.toString().getBytes(StandardCharsets.UTF_8));
    }

    static String cell(String value) {
        return value.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + value : value;
    }

    static String state(Ticket ticket) {
        return ticket.isCancelled()
                ? "state.cancelled"
                : ticket.state() != Ticket.State.VALID
                        ? "state." + Db.written(ticket.state())
                        : ticket.checkedInAt() != null ? "state.come" : "state.registered";
    }

    static String moment(Edition edition, java.time.Instant at) {
        var local = at.atZone(edition.timeZone());
        return local.toLocalDate() + " " + Dates.clock(local.toLocalTime());
    }

    @GetMapping("/{edition}/desk/participants/{id}")
    Answer one(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        Ticket ticket = ticket(organiser, id);
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(DeskPages.class, language);
        Page framed = frames.desk(organiser, language, ticket.name(), "/desk/participants/" + id);
        Page page = framed.below(new Link(framed.href("/desk/participants"), words.say("participants.title")))
                .notice(request.getParameter("done") == null ? null : Notice.done(words.say("participant.done")));
        Optional<Notice> bounced = letters.bounced(organiser.id(), ticket.email())
                .map(said -> Notice.careful(words.say("participant.bounced", said)));
        return Answer.page((out, forms) -> JteparticipantGenerated.render(
                out,
                forms,
                page,
                words,
                organiser.edition(),
                ticket,
                organiser.roles().contains(Role.PROTECTION),
                bounced,
                choices.of(organiser.id(), ticket.id()),
                offerings.shown(organiser.id()).isOpen(clock.instant())));
    }

    @PostMapping("/{edition}/desk/participants/{id}/{verb}")
    Answer act(Organiser organiser, HttpServletRequest request, @PathVariable String id, @PathVariable String verb) {
        Ticket ticket = ticket(organiser, id);
        Map<String, Runnable> verbs = Map.of(
                "approval", () -> registrations.decide(organiser.by(), organiser.id(), ticket, true, ""),
                "links", () -> registrations.renewLinks(organiser.by(), organiser.edition(), ticket));
        Runnable act = verbs.get(verb);
        if (act == null) {
            throw new NotFound(verb);
        }
        act.run();
        Language language = DeskLanguage.of(request, organiser.edition());
        return Answer.seeOther(organiser.edition().address(language, "/desk/participants/" + id + "?done"));
    }

    private Ticket ticket(Organiser organiser, String id) {
        return registrations
                .find(organiser.id(), new TicketId(uuid(id)))
                .orElseThrow(() -> new NotFound("ticket " + id));
    }

    static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotFound("ticket " + id);
        }
    }

    @Component
    @Order(10)
    static class Start implements DeskItem {
        @Override
        public String path() {
            return "/desk";
        }

        @Override
        public String label() {
            return "desk.title";
        }
    }

    @Component
    @Order(20)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return "/desk/participants";
        }

        @Override
        public String label() {
            return "participants.title";
        }
    }
}
