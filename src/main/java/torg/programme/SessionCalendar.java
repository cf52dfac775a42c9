package torg.programme;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.property.Status;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import torg.edition.Edition;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.store.LocalIds;
import torg.text.Language;

/// A session as a calendar file (RFC 5545): an entry for each of its times, with the same UID whenever it is fetched.
final class SessionCalendar {
    private SessionCalendar() {}

    /// Names a session at the `at`-th of its times wherever it is published.
    static UUID slotId(Edition edition, Session session, int at) {
        return LocalIds.of(edition.id(), "slot", session.key() + "/" + at);
    }

    static String of(Edition edition, Session session, Language language, String address) {
        ICalendar calendar = new ICalendar();
        calendar.setProductId("-//Torg//Torg//EN");
        List<Slot> slots = session.slots();
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            VEvent event = new VEvent();
            event.setUid(slotId(edition, session, i) + "@torg");
            event.setSummary(session.title().in(language).value());
            event.setStatus(session.isCancelled() ? Status.cancelled() : Status.confirmed());
            event.setDateStart(Date.from(slot.starts()));
            event.setDateEnd(Date.from(slot.ends()));
            event.setUrl(address);
            event.setLocation(Stream.of(
                            edition.room(slot.room())
                                    .map(room -> room.name().in(language).value())
                                    .orElse(""),
                            edition.venue().name().in(language).value())
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(", ")));
            calendar.addEvent(event);
        }
        return Biweekly.write(calendar).version(ICalVersion.V2_0).go();
    }
}
