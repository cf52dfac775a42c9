package torg.programme;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import torg.edition.Edition;
import torg.edition.Frames;
import torg.edition.Shown;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.programme.Programme.Speaker;
import torg.programme.Programme.Track;
import torg.store.ConferenceClock;
import torg.store.Json;
import torg.store.LocalIds;
import torg.store.Settings;
import torg.web.NotFound;
import torg.web.PublicPage;

/// The published programme as a JSON API for everybody, described by `openapi.json` (OpenAPI 3.1). Texts come in all
/// their languages, so that an address is one answer.
@Controller
class ApiPages {
    private static final String VERSION = "1.0.0";
    private static final String BASE = "/api/v1/editions/{edition}";
    private static final int MOST = 500;
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private final ProgrammeStream programmes;
    private final Frames frames;
    private final ConferenceClock clock;
    private final Settings settings;

    ApiPages(ProgrammeStream programmes, Frames frames, ConferenceClock clock, Settings settings) {
        this.programmes = programmes;
        this.frames = frames;
        this.clock = clock;
        this.settings = settings;
    }

    /// What the API is and in which state, as the national profile for REST APIs asks.
    @GetMapping("/api-info")
    PublicPage info() {
        return open(
                "",
                Map.of(
                        "apiName",
                        "torg-programme",
                        "apiVersion",
                        VERSION,
                        "apiReleased",
                        "2026-11-25",
                        "apiDocumentation",
                        settings.baseUrl() + "/api/v1/openapi.json",
                        "apiStatus",
                        "active"));
    }

    @GetMapping("/api/v1/openapi.json")
    PublicPage description() throws IOException {
        try (InputStream in = Objects.requireNonNull(ApiPages.class.getResourceAsStream("/openapi.json"))) {
            return open(PublicPage.of(
                    "",
                    "application/json",
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .replace(
                                    "https://torg.example.org",
                                    settings.baseUrl().toString())));
        }
    }

    @GetMapping(BASE + "/sessions")
    PublicPage sessions(
            Shown shown, @RequestParam(defaultValue = "1") int page, @RequestParam(defaultValue = "20") int limit) {
        return list(shown, "sessions", programme(shown).sessions(), session -> json(shown, session), page, limit);
    }

    @GetMapping(BASE + "/speakers")
    PublicPage speakers(
            Shown shown, @RequestParam(defaultValue = "1") int page, @RequestParam(defaultValue = "20") int limit) {
        return list(shown, "speakers", programme(shown).speakers(), speaker -> json(shown, speaker), page, limit);
    }

    @GetMapping(BASE + "/tracks")
    PublicPage tracks(
            Shown shown, @RequestParam(defaultValue = "1") int page, @RequestParam(defaultValue = "20") int limit) {
        return list(shown, "tracks", programme(shown).tracks(), track -> json(shown, track), page, limit);
    }

    @GetMapping(BASE + "/rooms")
    PublicPage rooms(
            Shown shown, @RequestParam(defaultValue = "1") int page, @RequestParam(defaultValue = "20") int limit) {
        return list(shown, "rooms", shown.edition().rooms(), room -> json(shown, room), page, limit);
    }

    /// What is on in each room and what comes next, at most a minute old.
    @GetMapping(BASE + "/room-status")
    PublicPage status(Shown shown) {
        Instant now = clock.instant();
        List<Map<String, @Nullable Object>> rooms = new ArrayList<>();
        for (Edition.Room room : shown.edition().rooms()) {
            List<Map<String, @Nullable Object>> coming = coming(shown, room.key(), now);
            boolean on =
                    !coming.isEmpty() && Boolean.TRUE.equals(coming.getFirst().get("on"));
            coming.forEach(one -> one.remove("on"));
            Map<String, @Nullable Object> status = new LinkedHashMap<>();
            status.put("room", room.key());
            status.put("name", room.name());
            status.put("now", on ? coming.getFirst() : null);
            status.put("next", coming.size() > (on ? 1 : 0) ? coming.get(on ? 1 : 0) : null);
            rooms.add(status);
        }
        return open(
                        shown.group(),
                        Map.of("at", now.truncatedTo(ChronoUnit.MINUTES).toString(), "items", rooms))
                .freshFor(frames.untilNextMinute());
    }

    /// What is on in the room or still to come, what is cancelled apart.
    private List<Map<String, @Nullable Object>> coming(Shown shown, String room, Instant now) {
        record At(Session session, Slot slot) {}
        return programme(shown).sessions().stream()
                .filter(session -> !session.isCancelled())
                .flatMap(session -> session.slots().stream().map(slot -> new At(session, slot)))
                .filter(at ->
                        room.equals(at.slot().room()) && now.isBefore(at.slot().ends()))
                .sorted(Comparator.comparing(at -> at.slot().starts()))
                .limit(2)
                .map(at -> {
                    Map<String, @Nullable Object> json = new LinkedHashMap<>();
                    json.put("session", at.session().key());
                    json.put("code", at.session().code());
                    json.put("title", at.session().title());
                    times(shown, at.slot(), json);
                    json.put("on", !now.isBefore(at.slot().starts()));
                    return json;
                })
                .toList();
    }

    private Programme programme(Shown shown) {
        return shown.content(programmes).orElseThrow(() -> new NotFound("no programme is published"));
    }

    private Map<String, @Nullable Object> json(Shown shown, Session session) {
        Map<String, @Nullable Object> json = thing(shown, "session", session.key());
        json.put("code", session.code());
        json.put("kind", session.kind());
        json.put("title", session.title());
        json.put("abstract", session.summary());
        json.put("language", session.language());
        json.put("track", session.track());
        json.put("host", session.host());
        json.put("level", session.level());
        json.put("access", session.access());
        json.put("capacity", session.capacity());
        json.put("status", session.status());
        json.put("speakers", session.speakers());
        json.put("moderators", session.moderators());
        List<Map<String, @Nullable Object>> slots = new ArrayList<>();
        for (int at = 0; at < session.slots().size(); at++) {
            Slot slot = session.slots().get(at);
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("id", SlotGuids.of(shown.id(), session, at));
            one.put("room", slot.room());
            times(shown, slot, one);
            slots.add(one);
        }
        json.put("slots", slots);
        json.put("url", session.isTalk() ? url(shown, "/sessions/" + session.code()) : null);
        return json;
    }

    /// In UTC; and what a clock at the venue says.
    private static void times(Shown shown, Slot slot, Map<String, @Nullable Object> into) {
        ZoneId zone = shown.edition().timeZone();
        into.put("startsAt", slot.starts().toString());
        into.put("endsAt", slot.ends().toString());
        into.put("localStartsAt", local(slot.starts().atZone(zone)));
        into.put("localEndsAt", local(slot.ends().atZone(zone)));
        into.put("timeZone", zone.getId());
    }

    private static String local(ZonedDateTime time) {
        return LOCAL.format(time);
    }

    private Map<String, @Nullable Object> json(Shown shown, Speaker speaker) {
        Map<String, @Nullable Object> json = thing(shown, "speaker", speaker.key());
        json.put("name", speaker.name());
        json.put("title", speaker.title());
        json.put("organisation", speaker.organisation());
        json.put("biography", speaker.biography());
        json.put(
                "image",
                speaker.image() == null
                        ? null
                        : settings.baseUrl() + "/" + shown.edition().slug() + "/" + speaker.image());
        json.put("imageAlt", speaker.imageAlt());
        json.put("url", url(shown, "/speakers/" + speaker.key()));
        return json;
    }

    private static Map<String, @Nullable Object> json(Shown shown, Track track) {
        Map<String, @Nullable Object> json = thing(shown, "track", track.key());
        json.put("name", track.name());
        json.put("colour", track.colour());
        return json;
    }

    private static Map<String, @Nullable Object> json(Shown shown, Edition.Room room) {
        Map<String, @Nullable Object> json = thing(shown, "room", room.key());
        json.put("name", room.name());
        json.put("floor", room.floor());
        json.put("capacity", room.capacity());
        json.put("features", room.features());
        return json;
    }

    private static Map<String, @Nullable Object> thing(Shown shown, String kind, String key) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", LocalIds.of(shown.id(), kind, key));
        json.put("key", key);
        return json;
    }

    private String url(Shown shown, String path) {
        return settings.baseUrl() + shown.href(path);
    }

    private <T> PublicPage list(
            Shown shown,
            String name,
            List<T> all,
            Function<T, Map<String, @Nullable Object>> json,
            int page,
            int limit) {
        if (page < 1 || limit < 1 || limit > MOST) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "page must be 1 or more, limit between 1 and " + MOST);
        }
        long start = (page - 1L) * limit;
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("page", page);
        answer.put("limit", limit);
        answer.put("total", all.size());
        answer.put(
                "next",
                start + limit < all.size()
                        ? settings.baseUrl() + "/api/v1/editions/"
                                + shown.edition().slug() + "/" + name + "?page=" + (page + 1) + "&limit=" + limit
                        : null);
        answer.put("items", all.stream().skip(start).limit(limit).map(json).toList());
        return open(shown.group(), answer);
    }

    private static PublicPage open(String group, Object json) {
        return open(PublicPage.of(group, "application/json", Json.write(json)));
    }

    private static PublicPage open(PublicPage page) {
        return page.header("Access-Control-Allow-Origin", "*").header("Cross-Origin-Resource-Policy", "cross-origin");
    }
}
