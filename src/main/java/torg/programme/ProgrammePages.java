package torg.programme;

import gg.jte.Content;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import torg.edition.Edition;
import torg.edition.Frames;
import torg.edition.FrontSection;
import torg.edition.MenuItem;
import torg.edition.OfflinePart;
import torg.edition.Shown;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.programme.Programme.Speaker;
import torg.registration.Offering;
import torg.registration.Offerings;
import torg.store.ConferenceClock;
import torg.text.Dates;
import torg.text.Words;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Page;
import torg.web.Part;
import torg.web.PublicPage;

/// The programme's public pages: all of it, a day, by room, by track, search, a session, a speaker.
@Controller
class ProgrammePages {
    private static final String CALENDAR = "text/calendar";

    private final ProgrammeStream programmes;
    private final RelatedSessions related;
    private final Offerings offerings;
    private final Frames frames;
    private final ConferenceClock clock;

    ProgrammePages(
            ProgrammeStream programmes,
            RelatedSessions related,
            Offerings offerings,
            Frames frames,
            ConferenceClock clock) {
        this.programmes = programmes;
        this.related = related;
        this.offerings = offerings;
        this.frames = frames;
        this.clock = clock;
    }

    /// A session at one of its times, as a line of a list.
    ///
    /// @param offering what can be chosen of it, or null where nothing is to be chosen now
    record Line(
            Session session,
            @Nullable Slot slot,
            Shown shown,
            Programme programme,
            boolean now,
            @Nullable Offering offering) {
        boolean isFull() {
            return offering != null && offering.places() == Offering.Places.NONE;
        }

        boolean hasFewLeft() {
            return offering != null && offering.places() == Offering.Places.FEW;
        }

        String clock() {
            return slot == null ? "" : starts() + "–" + ends();
        }

        String starts() {
            return slot == null ? "" : Dates.clock(slot.starts().atZone(zone()).toLocalTime());
        }

        String ends() {
            return slot == null ? "" : Dates.clock(slot.ends().atZone(zone()).toLocalTime());
        }

        String machineTime() {
            return slot == null
                    ? ""
                    : slot.starts().atZone(zone()).toOffsetDateTime().toString();
        }

        String where() {
            return slot == null
                    ? ""
                    : shown.edition()
                            .room(slot.room())
                            .map(room -> shown.said(room.name()).value())
                            .orElse("");
        }

        String who() {
            List<String> names = new ArrayList<>();
            for (String key : session.speakers()) {
                programme.speaker(key).ifPresent(speaker -> names.add(speaker.name()));
            }
            return String.join(", ", names);
        }

        String track() {
            return programme
                    .track(session.track())
                    .map(track -> shown.said(track.name()).value())
                    .orElse("");
        }

        /// "Stora salen · Seminarium · Öppna data · på engelska".
        String facts(Words words) {
            List<String> facts = new ArrayList<>();
            facts.add(where());
            if (session.isTalk()) {
                facts.add(words.say("kind." + session.kind().written()));
                facts.add(track());
            }
            if (session.language() != null && !session.language().equals(shown.language())) {
                facts.add(words.say("programme.spoken." + session.language().code()));
            }
            session.access().forEach(feature -> facts.add(words.say("access." + feature)));
            facts.removeIf(String::isEmpty);
            return String.join(" · ", facts);
        }

        private ZoneId zone() {
            return shown.edition().timeZone();
        }
    }

    /// A session that is like another, and why in words.
    record RelatedLine(Line line, String why) {}

    /// A heading and the lines under it.
    ///
    /// @param calendar its own calendar, or null
    record Group(
            String id,
            String heading,
            List<Line> lines,
            @Nullable String calendar) {}

    @GetMapping("/{edition}/programme")
    PublicPage all(Shown shown, HttpServletRequest request) {
        Programme programme = programme(shown);
        Words words = shown.words(ProgrammePages.class);
        Page framed = frames.page(shown, words.say("programme.title"), "/programme");
        Wanted wanted = Wanted.of(shown, programme, request.getParameterMap());
        Page page = !wanted.isEmpty()
                ? framed.notIndexed()
                : framed.jsonLd(new StructuredProgramme(shown, programme, framed.origin()).whole())
                        .feed(CALENDAR, shown.href("/schedule.ics"), "schedule.ics")
                        .feed("application/atom+xml", shown.href("/releases.atom"), words.say("changes.title"))
                        .feed("application/vnd.c3voc.schedule+xml", shown.href("/schedule.xml"), "schedule.xml")
                        .feed("application/json", shown.href("/schedule.json"), "schedule.json");
        List<Line> lines =
                lines(shown, programme).stream().filter(wanted::matches).toList();
        return programme(shown, page, words, programme, byDay(shown, lines), wanted, "all");
    }

    private PublicPage programme(
            Shown shown, Page page, Words words, Programme programme, List<Group> groups, Wanted wanted, String view) {
        List<Wanted.Fact> facts = Wanted.facts(shown, programme);
        return frames.publish(
                shown,
                page,
                (out, forms) -> JteprogrammeGenerated.render(
                        out, forms, page, words, shown, programme, groups, wanted, facts, view));
    }

    @GetMapping("/{edition}/programme/{view}")
    PublicPage view(Shown shown, @PathVariable String view, HttpServletRequest request) {
        Programme programme = programme(shown);
        Words words = shown.words(ProgrammePages.class);
        Wanted wanted = Wanted.of(shown, programme, request.getParameterMap());
        List<Line> lines =
                lines(shown, programme).stream().filter(wanted::matches).toList();
        String title;
        List<Group> groups;
        switch (view) {
            case "rooms" -> {
                title = words.say("programme.byRoom");
                groups = byRoom(shown, lines);
            }
            case "tracks" -> {
                title = words.say("programme.byTrack");
                groups = byTrack(shown, programme, lines);
            }
            default -> {
                LocalDate date = date(shown.edition(), view);
                title = capital(shown, Dates.day(date, shown.language()));
                groups = byDay(
                        shown,
                        lines.stream().filter(line -> date.equals(dateOf(line))).toList());
            }
        }
        Page page = frames.page(shown, title, "/programme/" + view)
                .below(new Link(shown.href("/programme"), words.say("programme.title")));
        return programme(shown, page, words, programme, groups, wanted, view);
    }

    private static LocalDate date(Edition edition, String written) {
        return edition.days().stream()
                .map(Edition.Day::date)
                .filter(date -> date.toString().equals(written))
                .findFirst()
                .orElseThrow(() -> new NotFound("day " + written));
    }

    @GetMapping("/{edition}/sessions/{code}")
    PublicPage session(Shown shown, @PathVariable String code) {
        Programme programme = programme(shown);
        Session session = talk(programme, code);
        Words words = shown.words(ProgrammePages.class);
        String title = shown.said(session.title()).value();
        List<Line> times = session.slots().stream()
                .map(slot -> line(shown, programme, session, slot))
                .toList();
        Page framed = frames.page(shown, title, "/sessions/" + code);
        Page page = framed.below(new Link(shown.href("/programme"), words.say("programme.title")))
                .described(torg.web.Markdown.plain(shown.said(session.summary()).value(), 160))
                .feed(CALENDAR, shown.href("/sessions/" + code + ".ics"), title)
                .jsonLd(new StructuredProgramme(shown, programme, framed.origin()).of(session));
        List<Speaker> speakers = session.speakers().stream()
                .flatMap(key -> programme.speaker(key).stream())
                .toList();
        List<Speaker> moderators = session.moderators().stream()
                .flatMap(key -> programme.speaker(key).stream())
                .toList();
        List<RelatedLine> alike = related.to(shown, programme, session).stream()
                .map(one ->
                        new RelatedLine(lines(shown, programme, one.session()).getFirst(), String.join(" ", one.why())))
                .toList();
        return frames.publish(
                shown,
                page,
                (out, forms) -> JtesessionGenerated.render(
                        out,
                        forms,
                        page,
                        words,
                        shown,
                        programme,
                        session,
                        times,
                        speakers,
                        moderators,
                        Optional.ofNullable(offering(shown, session)),
                        alike));
    }

    private static Session talk(Programme programme, String code) {
        return programme.session(code).filter(Session::isTalk).orElseThrow(() -> new NotFound("session " + code));
    }

    @GetMapping("/{edition}/speakers")
    PublicPage speakers(Shown shown) {
        Programme programme = programme(shown);
        Words words = shown.words(ProgrammePages.class);
        Page page = frames.page(shown, words.say("speakers.title"), "/speakers");
        var order = java.text.Collator.getInstance(shown.language().locale());
        List<Speaker> sorted = programme.speakers().stream()
                .sorted(Comparator.comparing(Speaker::name, order))
                .toList();
        return frames.publish(
                shown, page, (out, forms) -> JtespeakersGenerated.render(out, forms, page, words, sorted));
    }

    @GetMapping("/{edition}/speakers/{key}")
    PublicPage speaker(Shown shown, @PathVariable String key) {
        Programme programme = programme(shown);
        Speaker speaker = programme.speaker(key).orElseThrow(() -> new NotFound("speaker " + key));
        Words words = shown.words(ProgrammePages.class);
        Page page = frames.page(shown, speaker.name(), "/speakers/" + key)
                .feed(CALENDAR, shown.href("/speakers/" + key + ".ics"), speaker.name())
                .below(
                        new Link(shown.href("/programme"), words.say("programme.title")),
                        new Link(shown.href("/speakers"), words.say("speakers.title")));
        List<Line> lines = lines(shown, programme).stream()
                .filter(line -> line.session().speakers().contains(key)
                        || line.session().moderators().contains(key))
                .toList();
        return frames.publish(
                shown,
                page,
                (out, forms) -> JtespeakerGenerated.render(out, forms, page, words, shown, speaker, lines));
    }

    Programme programme(Shown shown) {
        return shown.content(programmes).orElseThrow(() -> new NotFound("no programme is published"));
    }

    /// Every session at every time, in the order of the day; those without a time last.
    List<Line> lines(Shown shown, Programme programme) {
        List<Line> lines = new ArrayList<>();
        programme.sessions().forEach(session -> lines.addAll(lines(shown, programme, session)));
        lines.sort(Comparator.comparing((Line line) ->
                        line.slot() == null ? Instant.MAX : line.slot().starts())
                .thenComparing(Line::where));
        return lines;
    }

    /// One for each of its times, or one without.
    private List<Line> lines(Shown shown, Programme programme, Session session) {
        return session.slots().isEmpty()
                ? List.of(new Line(session, null, shown, programme, false, offering(shown, session)))
                : session.slots().stream()
                        .map(slot -> line(shown, programme, session, slot))
                        .toList();
    }

    private Line line(Shown shown, Programme programme, Session session, Slot slot) {
        Instant now = clock.instant();
        if (now.isBefore(slot.starts())) {
            shown.changesAt(slot.starts());
        } else if (now.isBefore(slot.ends())) {
            shown.changesAt(slot.ends());
        }
        boolean on = !now.isBefore(slot.starts()) && now.isBefore(slot.ends());
        return new Line(session, slot, shown, programme, on && !session.isCancelled(), offering(shown, session));
    }

    /// With the places left as a label, seconds old: the page is made anew after as long. Programmes without seats
    /// never ask.
    private @Nullable Offering offering(Shown shown, Session session) {
        if (session.seats() == null) {
            return null;
        }
        Offerings.Choosing choosing = offerings.shown(shown.id());
        Offering offering = choosing.byCode(session.code())
                .filter(one -> one.isOffered(clock.instant()))
                .orElse(null);
        if (offering != null) {
            shown.changesAt(clock.instant().plus(choosing.fresh()));
        }
        return offering;
    }

    static @Nullable LocalDate dateOf(Line line) {
        return line.slot() == null
                ? null
                : line.slot().starts().atZone(line.zone()).toLocalDate();
    }

    static List<Group> byDay(Shown shown, List<Line> lines) {
        Map<String, List<Line>> days = new TreeMap<>();
        for (Line line : lines) {
            LocalDate date = dateOf(line);
            days.computeIfAbsent(date == null ? "later" : date.toString(), day -> new ArrayList<>())
                    .add(line);
        }
        List<Group> groups = new ArrayList<>();
        days.forEach((day, inside) -> groups.add(new Group(
                "d" + day,
                day.equals("later")
                        ? shown.words(ProgrammePages.class).say("programme.noTime")
                        : heading(shown, LocalDate.parse(day)),
                inside,
                null)));
        return groups;
    }

    private static String heading(Shown shown, LocalDate date) {
        String day = Dates.dayOfYear(date, shown.language());
        String name = shown.edition().days().stream()
                .filter(one -> one.date().equals(date) && !one.name().isEmpty())
                .map(one -> " – " + shown.said(one.name()).value())
                .findFirst()
                .orElse("");
        return capital(shown, day) + name;
    }

    private static String capital(Shown shown, String day) {
        return day.substring(0, 1).toUpperCase(shown.language().locale()) + day.substring(1);
    }

    private static List<Group> byRoom(Shown shown, List<Line> lines) {
        List<Group> groups = new ArrayList<>();
        for (Edition.Room room : shown.edition().rooms()) {
            List<Line> inside = lines.stream()
                    .filter(line ->
                            line.slot() != null && room.key().equals(line.slot().room()))
                    .toList();
            if (!inside.isEmpty()) {
                groups.add(new Group(
                        "r-" + room.key(),
                        shown.said(room.name()).value(),
                        inside,
                        "/programme/rooms/" + room.key() + ".ics"));
            }
        }
        return groups;
    }

    private static List<Group> byTrack(Shown shown, Programme programme, List<Line> lines) {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (Programme.Track track : programme.tracks()) {
            List<Line> inside = lines.stream()
                    .filter(line -> track.key().equals(line.session().track()))
                    .toList();
            if (!inside.isEmpty()) {
                groups.put(
                        track.key(),
                        new Group(
                                "t-" + track.key(),
                                shown.said(track.name()).value(),
                                inside,
                                "/programme/tracks/" + track.key() + ".ics"));
            }
        }
        return List.copyOf(groups.values());
    }

    @Component
    @Order(10)
    static class Menu implements MenuItem {
        private final ProgrammeStream programmes;

        Menu(ProgrammeStream programmes) {
            this.programmes = programmes;
        }

        @Override
        public String path() {
            return "/programme";
        }

        @Override
        public String label() {
            return "programme.title";
        }

        @Override
        public boolean isShown(Shown shown) {
            return shown.content(programmes).isPresent();
        }
    }

    @Component
    static class Offline implements OfflinePart {
        private final ProgrammeStream programmes;

        Offline(ProgrammeStream programmes) {
            this.programmes = programmes;
        }

        @Override
        public List<String> paths(Shown shown) {
            List<String> paths = new ArrayList<>();
            shown.content(programmes).ifPresent(programme -> {
                paths.addAll(
                        List.of("/programme", "/programme/mine", "/programme/rooms", "/programme/tracks", "/speakers"));
                shown.edition().days().forEach(day -> paths.add("/programme/" + day.date()));
                programme.sessions().stream()
                        .filter(Session::isTalk)
                        .forEach(session -> paths.add("/sessions/" + session.code()));
                programme.speakers().forEach(speaker -> paths.add("/speakers/" + speaker.key()));
            });
            return paths;
        }
    }

    /// On the front page: today's parts while the edition is on, the plenaries (or, without any, the first talks) else.
    @Component
    @Order(20)
    static class Front implements FrontSection {
        private final ProgrammePages pages;

        Front(ProgrammePages pages) {
            this.pages = pages;
        }

        @Override
        public Optional<Content> section(Shown shown, Page page) {
            Optional<Programme> published = shown.content(pages.programmes);
            if (published.isEmpty()) {
                return Optional.empty();
            }
            Programme programme = published.get();
            Words words = shown.words(ProgrammePages.class);
            List<Line> all = pages.lines(shown, programme).stream()
                    .filter(line -> line.session().isTalk())
                    .toList();
            Instant now = pages.clock.instant();
            LocalDate today = now.atZone(shown.edition().timeZone()).toLocalDate();
            List<Line> coming = all.stream()
                    .filter(line -> line.slot() != null
                            && today.equals(dateOf(line))
                            && now.isBefore(line.slot().ends()))
                    .limit(3)
                    .toList();
            List<Line> plenaries = all.stream()
                    .filter(line -> line.session().kind() == Programme.Kind.PLENARY)
                    .toList();
            List<Line> talks = plenaries.isEmpty() ? all.stream().limit(6).toList() : plenaries;
            if (talks.isEmpty() && coming.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new Part((out, forms) -> JtefrontGenerated.render(out, forms, page, words, shown, coming, talks)));
        }
    }
}
