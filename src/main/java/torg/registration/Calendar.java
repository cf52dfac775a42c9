package torg.registration;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.property.DateEnd;
import biweekly.property.DateStart;
import biweekly.property.Status;
import biweekly.util.DateTimeComponents;
import biweekly.util.ICalDate;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import torg.edition.Edition;
import torg.text.Language;

/// The days of an edition as a calendar file (RFC 5545): one entry of whole days, and one for each session that was
/// chosen.
final class Calendar {
    private Calendar() {}

    static byte[] of(Edition edition, Language language) {
        return of(edition, language, List.of());
    }

    static byte[] of(Edition edition, Language language, List<Offering> chosen) {
        ICalendar calendar = new ICalendar();
        calendar.setProductId("-//Torg//Torg//EN");
        VEvent event = new VEvent();
        event.setUid(edition.id().value() + "@torg");
        event.setSummary(edition.name().in(language).value());
        event.setStatus(Status.confirmed());
        event.setDateStart(new DateStart(wholeDay(edition.firstDay())));
        event.setDateEnd(new DateEnd(wholeDay(edition.lastDay().plusDays(1))));
        event.setLocation(Stream.of(
                        edition.venue().name().in(language).value(),
                        edition.venue().address(),
                        edition.venue().city())
                .filter(part -> part != null && !part.isEmpty())
                .collect(Collectors.joining(", ")));
        calendar.addEvent(event);
        for (Offering offering : chosen) {
            if (offering.withdrawnAt() == null && offering.starts() != null && offering.ends() != null) {
                VEvent session = new VEvent();
                session.setUid(offering.id().value() + "@torg");
                session.setSummary(offering.title().in(language).value());
                session.setStatus(Status.confirmed());
                session.setDateStart(Date.from(offering.starts()));
                session.setDateEnd(Date.from(offering.ends()));
                edition.room(offering.room())
                        .ifPresent(room ->
                                session.setLocation(room.name().in(language).value()));
                calendar.addEvent(session);
            }
        }
        return Biweekly.write(calendar).version(ICalVersion.V2_0).go().getBytes(StandardCharsets.UTF_8);
    }

    /// By its parts: a date is no moment and has no zone.
    private static ICalDate wholeDay(LocalDate day) {
        return new ICalDate(new DateTimeComponents(day.getYear(), day.getMonthValue(), day.getDayOfMonth()), false);
    }
}
