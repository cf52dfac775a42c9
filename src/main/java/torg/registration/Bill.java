package torg.registration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import torg.text.Money;
import torg.text.Text;

/// What an order costs, line by line. VAT is rounded on each line, so that whatever lines are added up agree to the öre
/// with the orders they come from.
public record Bill(List<Line> lines) {
    /// @param who  empty while the name follows
    /// @param what a ticket type or an extra
    /// @param price without VAT; negative where something is taken back
    /// @param fee   whether it is what is still paid for something cancelled
    public record Line(String who, Text what, Money price, Vat vat, boolean fee) {
        public Money tax() {
            return vat.on(price);
        }

        public Money sum() {
            return price.plus(tax());
        }
    }

    /// What is sold at one rate for one reason.
    public record Rate(Vat vat, Money net, Money tax) {}

    public List<Rate> rates() {
        Map<Vat, Rate> rates = new LinkedHashMap<>();
        for (Line line : lines) {
            rates.merge(
                    line.vat,
                    new Rate(line.vat, line.price, line.tax()),
                    (one, other) -> new Rate(one.vat, one.net.plus(other.net), one.tax.plus(other.tax)));
        }
        return new ArrayList<>(rates.values());
    }

    public Money net() {
        return lines.stream().map(Line::price).reduce(Money.sek(0), Money::plus);
    }

    public Money tax() {
        return lines.stream().map(Line::tax).reduce(Money.sek(0), Money::plus);
    }

    public Money total() {
        return net().plus(tax());
    }
}
