package torg.text;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Dates and times as people write them in a language: "onsdag 23 maj 2018 kl. 09.00" in prose, "09:00" in tables.
///
/// Swedish by Språkrådet's Svenska skrivregler; English as in Britain.
public final class Dates {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private Dates() {}

    /// "onsdag 23 maj 2018", "Wednesday 23 May 2018".
    public static String day(LocalDate date, Language language) {
        return format(date, "EEEE d MMMM y", language);
    }

    /// "onsdag 23 maj": where the year is plain from the page.
    public static String dayOfYear(LocalDate date, Language language) {
        return format(date, "EEEE d MMMM", language);
    }

    /// "23–25 maj 2018", "30 maj–1 juni 2018": an en dash between the two.
    public static String span(LocalDate first, LocalDate last, Language language) {
        if (first.equals(last)) {
            return format(first, "d MMMM y", language);
        }
        String from =
                first.getYear() != last.getYear() ? "d MMMM y" : first.getMonth() != last.getMonth() ? "d MMMM" : "d";
        return format(first, from, language) + "–" + format(last, "d MMMM y", language);
    }

    /// For tables: "09:00".
    public static String clock(LocalTime time) {
        return CLOCK.format(time);
    }

    /// For prose: "kl. 09.00", "at 09:00".
    public static String at(LocalTime time, Language language) {
        return language.equals(Language.SV) ? "kl. " + clock(time).replace(':', '.') : "at " + clock(time);
    }

    /// For prose: "onsdag 23 maj 2018 kl. 09.00".
    public static String moment(ZonedDateTime moment, Language language) {
        return day(moment.toLocalDate(), language) + " " + at(moment.toLocalTime(), language);
    }

    private static String format(LocalDate date, String pattern, Language language) {
        return DateTimeFormatter.ofPattern(pattern, language.locale()).format(date);
    }
}
