package torg.programme;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import torg.edition.Edition;
import torg.edition.Frames;
import torg.edition.Shown;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.programme.Programme.Speaker;
import torg.store.Json;
import torg.text.Language;

/// The programme for search engines: schema.org `Event` of a session, and of the edition with its sessions in it. Only
/// what is known.
final class StructuredProgramme {
    private static final String SCHEMA = "https://schema.org/";

    private final Shown shown;
    private final Programme programme;
    private final String origin;

    StructuredProgramme(Shown shown, Programme programme, String origin) {
        this.shown = shown;
        this.programme = programme;
        this.origin = origin;
    }

    /// The edition with everything that has a time in it, breaks apart.
    String whole() {
        Map<String, @Nullable Object> event = edition();
        event.put("@context", SCHEMA);
        event.put(
                "subEvent",
                programme.sessions().stream()
                        .filter(session -> session.isTalk() && !session.slots().isEmpty())
                        .map(session -> event(session, session.slots().getFirst()))
                        .toList());
        return Json.write(event);
    }

    String of(Session session) {
        Map<String, @Nullable Object> event = event(
                session, session.slots().isEmpty() ? null : session.slots().getFirst());
        event.put("@context", SCHEMA);
        Language spoken = session.language();
        if (spoken != null) {
            event.put("inLanguage", spoken.code());
        }
        event.put("superEvent", edition());
        return Json.write(event);
    }

    private Map<String, @Nullable Object> edition() {
        Edition edition = shown.edition();
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("@type", "BusinessEvent");
        event.put("name", shown.said(edition.name()).value());
        event.put("url", origin + shown.href(""));
        event.put("startDate", edition.firstDay().toString());
        event.put("endDate", edition.lastDay().toString());
        event.put("eventStatus", SCHEMA + "EventScheduled");
        event.put("eventAttendanceMode", SCHEMA + "OfflineEventAttendanceMode");
        event.put("location", venue());
        event.put(
                "organizer",
                Frames.names(edition, edition.organisers(), shown.language()).stream()
                        .map(name -> Map.of("@type", "Organization", "name", name))
                        .toList());
        return event;
    }

    private Map<String, Object> venue() {
        Edition.Venue venue = shown.edition().venue();
        Map<String, @Nullable Object> address = new LinkedHashMap<>();
        address.put("@type", "PostalAddress");
        address.put("streetAddress", venue.address());
        address.put("postalCode", venue.postcode());
        address.put("addressLocality", venue.city());
        address.put("addressCountry", venue.country());
        address.values().removeIf(Objects::isNull);
        return Map.of("@type", "Place", "name", shown.said(venue.name()).value(), "address", address);
    }

    private Map<String, @Nullable Object> event(Session session, @Nullable Slot slot) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("@type", "Event");
        event.put("name", shown.said(session.title()).value());
        event.put("url", origin + shown.href("/sessions/" + session.code()));
        event.put("eventStatus", SCHEMA + (session.isCancelled() ? "EventCancelled" : "EventScheduled"));
        if (slot != null) {
            ZoneId zone = shown.edition().timeZone();
            event.put("startDate", slot.starts().atZone(zone).toOffsetDateTime().toString());
            event.put("endDate", slot.ends().atZone(zone).toOffsetDateTime().toString());
            shown.edition()
                    .room(slot.room())
                    .ifPresent(room -> event.put(
                            "location",
                            Map.of(
                                    "@type",
                                    "Place",
                                    "name",
                                    shown.said(room.name()).value())));
        }
        List<Map<String, String>> performers = session.speakers().stream()
                .flatMap(key -> programme.speaker(key).stream())
                .map(Speaker::name)
                .map(name -> Map.of("@type", "Person", "name", name))
                .toList();
        if (!performers.isEmpty()) {
            event.put("performer", performers);
        }
        return event;
    }
}
