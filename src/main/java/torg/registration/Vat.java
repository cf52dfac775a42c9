package torg.registration;

import java.math.BigDecimal;
import java.math.RoundingMode;
import torg.registration.TicketShop.Attendance;
import torg.text.Money;

/// The VAT of a place: it depends on who buys and on how one takes part, never on the ticket alone.
///
/// On site the supply is where the event is (directive 2006/112/EC, article 53), so everybody pays the rate of the
/// place. Digitally it is where a business buyer is established (article 44): abroad they account for it themselves.
/// Between state agencies there is no VAT, because the state does not trade with itself.
///
/// @param percent 25 for 25 %
public record Vat(int percent, Rule rule) {
    public enum Rule {
        STANDARD,
        OUTSIDE_SCOPE,
        REVERSE_CHARGE
    }

    /// @param stateAgency whether the seller is a state agency
    /// @param percent     the rate of the thing where it is sold
    public static Vat of(boolean stateAgency, Buyer buyer, Attendance attendance, int percent) {
        if (stateAgency
                && buyer.kind() == Buyer.Kind.STATE_AGENCY
                && buyer.country().equals("SE")) {
            return new Vat(0, Rule.OUTSIDE_SCOPE);
        }
        boolean businessAbroad =
                !buyer.country().equals("SE") && buyer.kind() != Buyer.Kind.PRIVATE && buyer.vatNumber() != null;
        return attendance == Attendance.DIGITAL && businessAbroad
                ? new Vat(0, Rule.REVERSE_CHARGE)
                : new Vat(percent, Rule.STANDARD);
    }

    /// The VAT on this price, half an öre rounded away from zero.
    public Money on(Money price) {
        return new Money(
                price.amount()
                        .multiply(BigDecimal.valueOf(percent))
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact(),
                price.currency());
    }
}
