package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import torg.edition.DeskItem;
import torg.edition.DeskLanguage;
import torg.edition.Edition;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Page;
import torg.web.Pager;
import torg.web.Sort;

/// What organisers see of the choosing: demand by session, room and time, what does not fit, and who chose what.
@Controller
class DeskSessionPages {
    /// From this share of its seats on a session is worth a larger room.
    private static final int HIGH_PERCENT = 90;

    private final Offerings offerings;
    private final SessionChoices choices;
    private final Frames frames;

    DeskSessionPages(Offerings offerings, SessionChoices choices, Frames frames) {
        this.offerings = offerings;
        this.choices = choices;
        this.frames = frames;
    }

    /// A session with what is wanted of it.
    ///
    /// @param room     empty where it is not known
    /// @param capacity of the room, or null
    /// @param wrong sentences on what does not fit; none where everything does
    record Demand(
            Offering offering,
            Text.Said title,
            String when,
            String room,
            @Nullable Integer capacity,
            int percent,
            List<String> wrong) {
        boolean isHigh() {
            return offering.withdrawnAt() == null && percent >= HIGH_PERCENT;
        }

        int taken() {
            return offering.taken();
        }
    }

    /// Several sessions together: those of a room, or those that begin at one time.
    record Sum(String name, int sessions, int taken, int seats) {}

    private static final Map<String, Comparator<Demand>> ORDERS = Map.of(
            "time",
            Comparator.comparing(
                    (Demand demand) -> demand.offering.starts(), Comparator.nullsLast(Comparator.naturalOrder())),
            "title",
            Comparator.comparing((Demand demand) -> folded(demand.title.value())),
            "room",
            Comparator.comparing(Demand::room),
            "chosen",
            Comparator.comparing(Demand::taken),
            "share",
            Comparator.comparing(Demand::percent));

    @GetMapping("/{edition}/desk/sessions")
    Answer list(
            Organiser organiser,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "time") String sort) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(DeskSessionPages.class, language);
        Page page = frames.desk(organiser, language, words.say("demand.title"), "/desk/sessions");
        String search = q.strip().substring(0, Math.min(q.strip().length(), 100));
        String by = ORDERS.containsKey(sort.replaceFirst("^-", "")) ? sort : "time";
        List<Demand> all = demand(organiser.edition(), language);
        Comparator<Demand> order = java.util.Objects.requireNonNull(ORDERS.get(by.replaceFirst("^-", "")));
        List<Demand> found = all.stream()
                .filter(demand ->
                        folded(demand.title.value() + " " + demand.room).contains(folded(search)))
                .sorted(by.startsWith("-") ? order.reversed() : order)
                .toList();
        String address = page.href("/desk/sessions")
                + (search.isEmpty() ? "" : "?q=" + URLEncoder.encode(search, StandardCharsets.UTF_8));
        return Answer.page((out, forms) -> JtedeskSessionsGenerated.render(
                out,
                forms,
                page,
                words,
                found,
                all.stream().filter(demand -> !demand.wrong.isEmpty()).toList(),
                all.stream().filter(Demand::isHigh).count(),
                sums(all, Demand::room),
                sums(all, Demand::when),
                search,
                new Sort(by, address)));
    }

    /// Those that are offered, and those that were withdrawn after somebody had chosen them; by time.
    private List<Demand> demand(Edition edition, Language language) {
        Words words = Words.of(DeskSessionPages.class, language);
        return offerings.now(edition.id()).offerings().stream()
                .filter(offering -> offering.withdrawnAt() == null || offering.taken() > 0)
                .map(offering -> demand(edition, language, words, offering))
                .toList();
    }

    static Demand demand(Edition edition, Language language, Words words, Offering offering) {
        Edition.Room room = edition.room(offering.room()).orElse(null);
        Integer capacity = room == null ? null : room.capacity();
        int percent = offering.seats() == 0 ? 0 : (int) (100L * offering.taken() / offering.seats());
        List<String> wrong = new ArrayList<>();
        if (offering.withdrawnAt() != null) {
            wrong.add(words.say("demand.wrong.withdrawn", offering.taken()));
        } else {
            if (capacity != null && offering.seats() > capacity) {
                wrong.add(words.say("demand.wrong.room", offering.seats(), capacity));
            }
            if (offering.taken() > offering.seats()) {
                wrong.add(words.say("demand.wrong.over", offering.taken(), offering.seats()));
            }
        }
        return new Demand(
                offering,
                offering.title().in(language),
                when(edition, offering),
                room == null ? "" : room.name().in(language).value(),
                capacity,
                percent,
                List.copyOf(wrong));
    }

    /// "2027-05-25 10:15", as in all tables of the desk.
    private static String when(Edition edition, Offering offering) {
        Instant starts = offering.starts();
        return starts == null ? "" : DeskPages.moment(edition, starts);
    }

    private static List<Sum> sums(List<Demand> all, java.util.function.Function<Demand, String> name) {
        Map<String, Sum> sums = new TreeMap<>();
        for (Demand demand : all) {
            if (demand.offering.withdrawnAt() == null) {
                sums.merge(
                        name.apply(demand),
                        new Sum(name.apply(demand), 1, demand.taken(), demand.offering.seats()),
                        (one, other) ->
                                new Sum(one.name, one.sessions + 1, one.taken + other.taken, one.seats + other.seats));
            }
        }
        return sums.values().stream().filter(sum -> !sum.name.isEmpty()).toList();
    }

    @GetMapping("/{edition}/desk/sessions.csv")
    Answer csv(Organiser organiser, HttpServletRequest request) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(DeskSessionPages.class, language);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                words.say("demand.when"),
                words.say("demand.session"),
                words.say("demand.room"),
                words.say("demand.capacity"),
                words.say("demand.seats"),
                words.say("demand.chosen"),
                words.say("demand.share")));
        for (Demand demand : demand(organiser.edition(), language)) {
            rows.add(List.of(
                    demand.when,
                    demand.title.value(),
                    demand.room,
                    demand.capacity == null ? "" : String.valueOf(demand.capacity),
                    String.valueOf(demand.offering.seats()),
                    String.valueOf(demand.taken()),
                    String.valueOf(demand.percent)));
        }
        return file(organiser.edition().slug() + "-sessions.csv", rows);
    }

    @GetMapping("/{edition}/desk/sessions/{code}")
    Answer one(
            Organiser organiser,
            HttpServletRequest request,
            @PathVariable String code,
            @RequestParam(defaultValue = "1") String page) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(DeskSessionPages.class, language);
        Demand demand = demand(organiser.edition(), language, words, offering(organiser, code));
        Page framed = frames.desk(organiser, language, demand.title.value(), "/desk/sessions/" + code);
        Page below = framed.below(new Link(framed.href("/desk/sessions"), words.say("demand.title")));
        int last = Math.max(1, (demand.taken() + Participants.SIZE - 1) / Participants.SIZE);
        int number = page.matches("[1-9]\\d{0,5}") ? Integer.parseInt(page) : 1;
        List<Ticket> who = choices.who(organiser.id(), demand.offering, number);
        return Answer.page((out, forms) -> JtedeskSessionGenerated.render(
                out, forms, below, words, demand, who, new Pager(number, last, framed.href("/desk/sessions/" + code))));
    }

    @GetMapping("/{edition}/desk/sessions/{code}/participants.csv")
    Answer whoAsCsv(Organiser organiser, HttpServletRequest request, @PathVariable String code) {
        Words words = Words.of(DeskSessionPages.class, DeskLanguage.of(request, organiser.edition()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                words.say("participants.name"),
                words.say("participants.email"),
                words.say("participants.organisation")));
        for (Ticket ticket : choices.export(organiser, offering(organiser, code))) {
            rows.add(List.of(ticket.name(), ticket.email(), ticket.organisation()));
        }
        return file(organiser.edition().slug() + "-" + code + ".csv", rows);
    }

    private Offering offering(Organiser organiser, String code) {
        return offerings.now(organiser.id()).byCode(code).orElseThrow(() -> new NotFound("session " + code));
    }

    /// As the list of participants: for spreadsheets in Sweden.
    private static Answer file(String name, List<List<String>> rows) {
        StringBuilder out = new StringBuilder("\ufeff");
        CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(';').get();
        try (CSVPrinter csv = new CSVPrinter(out, format)) {
            for (List<String> row : rows) {
                csv.printRecord(row.stream().map(DeskPages::cell).toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.download(name, "text/csv;charset=utf-8", out.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String folded(String value) {
        return Normalizer.normalize(value.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "");
    }

    @Component
    @Order(25)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return "/desk/sessions";
        }

        @Override
        public String label() {
            return "demand.title";
        }
    }
}
