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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import torg.edition.Edition;
import torg.text.Language;

/// The days of an edition as a calendar file (RFC 5545): one entry of whole days.
final class Calendar {
    private Calendar() {}

    static byte[] of(Edition edition, Language language) {
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
        return Biweekly.write(calendar).version(ICalVersion.V2_0).go().getBytes(StandardCharsets.UTF_8);
    }

    /// By its parts: a date is no moment and has no zone.
    private static ICalDate wholeDay(LocalDate day) {
        return new ICalDate(new DateTimeComponents(day.getYear(), day.getMonthValue(), day.getDayOfMonth()), false);
    }
}
