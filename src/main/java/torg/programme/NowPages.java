package torg.programme;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import torg.edition.Frames;
import torg.edition.Shown;
import torg.programme.Programme.Slot;
import torg.programme.ProgrammePages.Line;
import torg.store.ConferenceClock;
import torg.text.Text;
import torg.text.Words;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Page;
import torg.web.PublicPage;

/// What is on and what comes next, by the conference's clock, for phones and for screens in the hall and at the rooms:
/// made anew each minute, from memory.
@Controller
class NowPages {
    /// What begins so soon after the first thing to come is next as well.
    private static final Duration TOGETHER = Duration.ofMinutes(30);

    /// So long a screen says that something was moved.
    private static final Duration LATELY = Duration.ofHours(24);

    private final ProgrammePages pages;
    private final Changes changes;
    private final Frames frames;
    private final ConferenceClock clock;

    NowPages(ProgrammePages pages, Changes changes, Frames frames, ConferenceClock clock) {
        this.pages = pages;
        this.changes = changes;
        this.frames = frames;
        this.clock = clock;
    }

    /// @param on    also what is cancelled, for whoever stands at the door
    /// @param next  begins together, or nearly
    /// @param time  the conference's
    /// @param later the day on which `next` is, where that is not today; else null
    record Now(
            List<Line> on,
            List<Line> next,
            LocalTime time,
            @Nullable LocalDate later) {
        /// When what comes next begins.
        Optional<LocalTime> begins() {
            return next.stream()
                    .map(Line::slot)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(slot -> slot.starts()
                            .atZone(next.getFirst().shown().edition().timeZone())
                            .toLocalTime());
        }
    }

    @GetMapping("/{edition}/programme/now")
    PublicPage now(Shown shown) {
        Words words = shown.words(NowPages.class);
        Page page = frames.page(shown, words.say("now.title"), "/programme/now")
                .below(new Link(shown.href("/programme"), words.say("programme.title")));
        Now now = now(shown, pages.lines(shown, pages.programme(shown)));
        return frames.publish(shown, page, (out, forms) -> JtenowGenerated.render(out, forms, page, words, now));
    }

    /// For the hall: all rooms.
    @GetMapping("/{edition}/programme/screen")
    PublicPage hall(Shown shown) {
        List<Line> lines = pages.lines(shown, pages.programme(shown));
        return screen(shown, shown.said(shown.edition().name()).value(), "", now(shown, lines), List.of());
    }

    /// For the door of one room; says also what is no longer here.
    @GetMapping("/{edition}/programme/screen/{room}")
    PublicPage door(Shown shown, @PathVariable String room) {
        String name = shown.edition()
                .room(room)
                .map(known -> shown.said(known.name()).value())
                .orElseThrow(() -> new NotFound("room " + room));
        List<Line> lines = pages.lines(shown, pages.programme(shown)).stream()
                .filter(line -> line.slot() == null
                        || line.slot().room() == null
                        || line.slot().room().equals(room))
                .toList();
        LocalDate today = clock.instant().atZone(shown.edition().timeZone()).toLocalDate();
        List<Moved> gone = moved(shown)
                .filter(moved -> moved.before().stream()
                        .anyMatch(slot -> room.equals(slot.room())
                                && slot.starts()
                                        .atZone(shown.edition().timeZone())
                                        .toLocalDate()
                                        .equals(today)))
                .filter(moved -> moved.now().stream().noneMatch(slot -> room.equals(slot.room())))
                .toList();
        return screen(shown, name, "/" + room, now(shown, lines), gone);
    }

    private PublicPage screen(Shown shown, String title, String path, Now now, List<Moved> gone) {
        Words words = shown.words(NowPages.class);
        Page page = frames.page(shown, title, "/programme/screen" + path).notIndexed();
        Map<String, String> moved = new HashMap<>();
        moved(shown).forEach(one -> moved.putIfAbsent(Objects.requireNonNullElse(one.code(), ""), one.said()));
        return frames.publish(
                shown,
                page,
                (out, forms) -> JteboardGenerated.render(out, forms, page, words, now, path.isEmpty(), moved, gone));
    }

    /// A session that got another time or room lately.
    record Moved(Text title, @Nullable String code, List<Slot> before, List<Slot> now, String said) {}

    /// The newest first.
    private Stream<Moved> moved(Shown shown) {
        Instant since = ConferenceClock.security().instant().minus(LATELY);
        return changes.of(shown).stream()
                .filter(issue -> issue.publishedAt().isAfter(since))
                .flatMap(issue -> issue.changes().stream())
                .flatMap(change -> change.details().stream().flatMap(detail -> switch (detail) {
                    case Changes.Detail.Time(List<Slot> before, List<Slot> now)
                    when !before.isEmpty() -> Stream.of(moved(shown, change, detail, before, now));
                    case Changes.Detail.Room(List<Slot> before, List<Slot> now) ->
                        Stream.of(moved(shown, change, detail, before, now));
                    default -> Stream.empty();
                }));
    }

    private static Moved moved(
            Shown shown, Changes.Change change, Changes.Detail detail, List<Slot> before, List<Slot> now) {
        return new Moved(
                change.title(),
                change.code(),
                before,
                now,
                String.join(
                        " ",
                        Changes.say(
                                shown,
                                new Changes.Change(change.what(), change.title(), change.code(), List.of(detail)))));
    }

    private Now now(Shown shown, List<Line> lines) {
        Instant now = clock.instant();
        shown.changesAt(now.plus(frames.untilNextMinute()));
        List<Line> timed = lines.stream().filter(line -> line.slot() != null).toList();
        List<Line> coming =
                timed.stream().filter(line -> slot(line).starts().isAfter(now)).toList();
        LocalDate today = now.atZone(shown.edition().timeZone()).toLocalDate();
        List<Line> next = coming.isEmpty()
                ? List.of()
                : coming.stream()
                        .filter(line -> !slot(line)
                                .starts()
                                .isAfter(slot(coming.getFirst()).starts().plus(TOGETHER)))
                        .toList();
        LocalDate date = next.isEmpty() ? today : ProgrammePages.dateOf(next.getFirst());
        return new Now(
                timed.stream()
                        .filter(line -> !slot(line).starts().isAfter(now)
                                && now.isBefore(slot(line).ends()))
                        .sorted(Comparator.comparing(
                                        (Line line) -> line.where().isEmpty()) // what is everywhere comes last
                                .thenComparing(Line::where))
                        .toList(),
                next,
                now.atZone(shown.edition().timeZone()).toLocalTime(),
                today.equals(date) ? null : date);
    }

    private static Slot slot(Line line) {
        return Objects.requireNonNull(line.slot());
    }
}
