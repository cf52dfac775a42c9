package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import torg.registration.TicketShop.Attendance;
import torg.registration.TicketShop.Audience;
import torg.registration.TicketShop.PriceStep;
import torg.registration.TicketShop.TicketType;
import torg.text.Money;
import torg.text.Text;

class PricesTest {
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");

    private static Buyer buyer(Buyer.Kind kind, String country, @Nullable String vatNumber) {
        return new Buyer(kind, "Köparen", null, null, null, country, vatNumber, "", "");
    }

    @Test
    void vatDependsOnWhoBuysAndHowTheyTakePart() {
        Vat standard = new Vat(25, Vat.Rule.STANDARD);
        Buyer agency = buyer(Buyer.Kind.STATE_AGENCY, "SE", null);
        Buyer finnish = buyer(Buyer.Kind.PUBLIC, "FI", "FI12345671");
        Buyer person = buyer(Buyer.Kind.PRIVATE, "FI", null);
        assertThat(Vat.of(true, agency, Attendance.ON_SITE, 25)).isEqualTo(new Vat(0, Vat.Rule.OUTSIDE_SCOPE));
        assertThat(Vat.of(false, agency, Attendance.ON_SITE, 25)).isEqualTo(standard);
        assertThat(Vat.of(false, finnish, Attendance.ON_SITE, 25)).isEqualTo(standard);
        assertThat(Vat.of(false, finnish, Attendance.DIGITAL, 25)).isEqualTo(new Vat(0, Vat.Rule.REVERSE_CHARGE));
        assertThat(Vat.of(false, buyer(Buyer.Kind.COMPANY, "FI", null), Attendance.DIGITAL, 25))
                .isEqualTo(standard);
        assertThat(Vat.of(false, person, Attendance.DIGITAL, 25)).isEqualTo(standard);
        assertThat(Vat.of(false, buyer(Buyer.Kind.PUBLIC, "SE", null), Attendance.DIGITAL, 6))
                .isEqualTo(new Vat(6, Vat.Rule.STANDARD));
    }

    @Test
    void aPriceStepAtMidnightBeginsAtMidnightOnTheNightTheClocksChange() {
        Instant midnight =
                LocalDateTime.parse("2027-03-28T00:00").atZone(STOCKHOLM).toInstant();
        Instant afterwards =
                LocalDateTime.parse("2027-03-29T00:00").atZone(STOCKHOLM).toInstant();
        TicketType type = new TicketType(
                "t",
                Text.sv("T"),
                Text.EMPTY,
                Money.sek(100),
                25,
                List.of(),
                Instant.EPOCH,
                Instant.MAX,
                List.of(),
                Audience.PUBLIC,
                Attendance.ON_SITE,
                List.of(new PriceStep(midnight, Money.sek(200)), new PriceStep(afterwards, Money.sek(300))),
                false,
                1,
                50);
        assertThat(type.priceAt(midnight.minusMillis(1))).isEqualTo(Money.sek(100));
        assertThat(type.priceAt(midnight)).isEqualTo(Money.sek(200));
        assertThat(type.priceAt(midnight.plus(Duration.ofHours(23)).minusMillis(1)))
                .isEqualTo(Money.sek(200));
        assertThat(type.priceAt(midnight.plus(Duration.ofHours(23)))).isEqualTo(Money.sek(300));
    }

    @Test
    void anOfferHoldsForWorkingHoursOnly() {
        // Friday afternoon: two hours today, the rest on Monday
        Instant friday = at("2027-04-09T15:00");
        assertThat(WorkingHours.after(friday, Duration.ofHours(9), STOCKHOLM)).isEqualTo(at("2027-04-12T15:00"));
        // the evening before: counted from the morning
        assertThat(WorkingHours.after(at("2027-04-12T22:00"), Duration.ofHours(9), STOCKHOLM))
                .isEqualTo(at("2027-04-13T17:00"));
        // Easter: Good Friday 26 March to Easter Monday 29 March 2027, with the clocks changed in between
        assertThat(WorkingHours.isWorkingDay(LocalDate.parse("2027-03-26"))).isFalse();
        assertThat(WorkingHours.isWorkingDay(LocalDate.parse("2027-03-29"))).isFalse();
        assertThat(WorkingHours.after(at("2027-03-25T16:00"), Duration.ofHours(2), STOCKHOLM))
                .isEqualTo(at("2027-03-30T09:00"));
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(STOCKHOLM).toInstant();
    }
}
