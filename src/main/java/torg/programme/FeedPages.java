package torg.programme;

import java.time.Instant;
import java.util.List;
import java.util.function.BiPredicate;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import torg.edition.Frames;
import torg.edition.Release;
import torg.edition.Shown;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.text.Words;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Page;
import torg.web.PublicPage;

/// The published programme for other programs: conference apps, calendars, signs, whoever builds something of it.
@Controller
class FeedPages {
    private final ProgrammeStream programmes;
    private final Changes changes;
    private final Frames frames;

    FeedPages(ProgrammeStream programmes, Changes changes, Frames frames) {
        this.programmes = programmes;
        this.changes = changes;
        this.frames = frames;
    }

    @GetMapping("/{edition}/schedule.xml")
    PublicPage xml(Shown shown) {
        return open(shown, "application/vnd.c3voc.schedule+xml", schedule(shown).xml());
    }

    @GetMapping("/{edition}/schedule.json")
    PublicPage json(Shown shown) {
        return open(shown, "application/json", schedule(shown).json());
    }

    private Schedule schedule(Shown shown) {
        String version = shown.release(programmes)
                .map(release -> release.version() + " " + release.publishedAt())
                .orElse("draft");
        return new Schedule(shown, programme(shown), version, origin(shown));
    }

    private Programme programme(Shown shown) {
        return shown.content(programmes).orElseThrow(() -> new NotFound("no programme is published"));
    }

    private String origin(Shown shown) {
        return frames.page(shown, "", "").origin();
    }

    /// The log that people read; the feed below says the same.
    @GetMapping("/{edition}/programme/changes")
    PublicPage changes(Shown shown) {
        programme(shown);
        Words words = shown.words(FeedPages.class);
        Page page = frames.page(shown, words.say("changes.title"), "/programme/changes")
                .below(new Link(shown.href("/programme"), words.say("programme.title")))
                .feed("application/atom+xml", shown.href("/releases.atom"), words.say("changes.title"));
        List<Changes.Issue> issues = changes.of(shown);
        return frames.publish(
                shown, page, (out, forms) -> JtechangesGenerated.render(out, forms, page, words, shown, issues));
    }

    @GetMapping("/{edition}/releases.atom")
    PublicPage releases(Shown shown) {
        programme(shown);
        return open(
                shown,
                "application/atom+xml;charset=utf-8",
                new ReleaseFeed(shown, origin(shown)).write(changes.of(shown)));
    }

    @GetMapping("/{edition}/schedule.ics")
    PublicPage calendar(Shown shown) {
        return calendar(shown, "", "/programme", true, (session, slot) -> true);
    }

    @GetMapping("/{edition}/programme/tracks/{key}.ics")
    PublicPage track(Shown shown, @PathVariable String key) {
        return programme(shown)
                .track(key)
                .map(track -> calendar(
                        shown,
                        shown.said(track.name()).value(),
                        "/programme/tracks",
                        true,
                        (session, slot) -> key.equals(session.track())))
                .orElseThrow(() -> new NotFound("track " + key));
    }

    @GetMapping("/{edition}/programme/rooms/{key}.ics")
    PublicPage room(Shown shown, @PathVariable String key) {
        return shown.edition()
                .room(key)
                .map(room -> calendar(
                        shown,
                        shown.said(room.name()).value(),
                        "/programme/rooms",
                        true,
                        (session, slot) -> key.equals(slot.room())))
                .orElseThrow(() -> new NotFound("room " + key));
    }

    /// Also for whoever is no longer in the programme, as long as something is to be cancelled.
    @GetMapping("/{edition}/speakers/{key}.ics")
    PublicPage speaker(Shown shown, @PathVariable String key) {
        var speaker = programme(shown).speaker(key);
        return calendar(
                shown,
                speaker.map(Programme.Speaker::name).orElse(""),
                speaker.isPresent() ? "/speakers/" + key : "/programme",
                speaker.isPresent(),
                (session, slot) ->
                        session.speakers().contains(key) || session.moderators().contains(key));
    }

    @GetMapping("/{edition}/sessions/{code}.ics")
    PublicPage session(Shown shown, @PathVariable String code) {
        var session = programme(shown).session(code).filter(Session::isTalk);
        return calendar(
                        shown,
                        session.map(one -> shown.said(one.title()).value()).orElse(""),
                        session.isPresent() ? "/sessions/" + code : "/programme",
                        false,
                        (one, slot) -> one.code().equals(code) && one.isTalk())
                .header("Content-Disposition", "attachment; filename=\"" + code + ".ics\"");
    }

    /// @param evenEmpty whether there is a calendar where nothing has a time yet
    private PublicPage calendar(
            Shown shown, String part, String path, boolean evenEmpty, BiPredicate<Session, Slot> chosen) {
        Instant published = shown.release(programmes).map(Release::publishedAt).orElse(Instant.EPOCH);
        ProgrammeCalendar calendar = new ProgrammeCalendar(shown, programme(shown), origin(shown), published);
        if (!evenEmpty && !calendar.knows(chosen)) {
            throw new NotFound("nothing with a time in " + path);
        }
        return open(shown, "text/calendar;charset=utf-8", calendar.write(part, path, chosen));
    }

    /// Pages of every site may read what is published.
    private static PublicPage open(Shown shown, String mediaType, String body) {
        PublicPage page = PublicPage.of(shown.group(), mediaType, body);
        return shown.preview()
                ? page
                : page.header("Access-Control-Allow-Origin", "*")
                        .header("Cross-Origin-Resource-Policy", "cross-origin");
    }
}
