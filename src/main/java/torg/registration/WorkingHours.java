package torg.registration;

import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/// The hours in which somebody at a Swedish office can be expected to answer: Monday to Friday 08–17, except holidays.
final class WorkingHours {
    static final LocalTime BEGIN = LocalTime.of(8, 0);
    static final LocalTime END = LocalTime.of(17, 0);
    private static final int MAX_DAYS = 400;
    private static final HolidayManager HOLIDAYS =
            HolidayManager.getInstance(ManagerParameters.create(HolidayCalendar.SWEDEN));

    private WorkingHours() {}

    static boolean isWorkingDay(LocalDate date) {
        return date.getDayOfWeek() != DayOfWeek.SATURDAY
                && date.getDayOfWeek() != DayOfWeek.SUNDAY
                && !HOLIDAYS.isHoliday(date);
    }

    /// The moment when this many working hours have passed since `from`.
    static Instant after(Instant from, Duration hours, ZoneId zone) {
        ZonedDateTime at = from.atZone(zone);
        Duration left = hours;
        for (int days = 0; days < MAX_DAYS; days++) {
            LocalDate date = at.toLocalDate();
            if (isWorkingDay(date)) {
                ZonedDateTime begin = later(at, date.atTime(BEGIN).atZone(zone));
                ZonedDateTime end = date.atTime(END).atZone(zone);
                if (begin.isBefore(end)) {
                    Duration today = Duration.between(begin, end);
                    if (left.compareTo(today) <= 0) {
                        return begin.plus(left).toInstant();
                    }
                    left = left.minus(today);
                }
            }
            at = date.plusDays(1).atStartOfDay(zone);
        }
        throw new IllegalArgumentException(hours + " is too long");
    }

    private static ZonedDateTime later(ZonedDateTime one, ZonedDateTime other) {
        return one.isAfter(other) ? one : other;
    }
}
