package torg.registration;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.property.Status;
import java.nio.charset.StandardCharsets;
import java.util.Date;
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
        event.setDateStart(wholeDay(edition.firstDay()), false);
        event.setDateEnd(wholeDay(edition.lastDay().plusDays(1)), false);
        event.setLocation(Stream.of(
                        edition.venue().name().in(language).value(),
                        edition.venue().address(),
                        edition.venue().city())
                .filter(part -> part != null && !part.isEmpty())
                .collect(Collectors.joining(", ")));
        calendar.addEvent(event);
        return Biweekly.write(calendar)
                .version(ICalVersion.V2_0)
                .tz(java.util.TimeZone.getTimeZone("UTC"), false)
                .go()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Date wholeDay(java.time.LocalDate day) {
        // biweekly writes the date in the default zone of the calendar it is given
        return Date.from(day.atStartOfDay(java.time.ZoneId.systemDefault()).toInstant());
    }
}
