package torg.registration;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import torg.text.Money;
import torg.text.Text;

/// What can be registered for: ticket types, and the quotas that they take places from.
public record TicketShop(List<Quota> quotas, List<TicketType> types) {
    public static final TicketShop NONE = new TicketShop(List.of(), List.of());

    public record Quota(String key, Text name, int capacity) {}

    /// @param price      without VAT
    /// @param vatPercent 25 for 25 %
    /// @param quotas     keys of every quota that a ticket takes a place from
    /// @param days       the days that it admits to; empty: all
    public record TicketType(
            String key,
            Text name,
            Text description,
            Money price,
            int vatPercent,
            List<String> quotas,
            Instant opens,
            Instant closes,
            List<LocalDate> days) {
        public boolean isOpen(Instant now) {
            return !now.isBefore(opens) && now.isBefore(closes);
        }
    }

    public Optional<TicketType> type(String key) {
        return types.stream().filter(type -> type.key().equals(key)).findFirst();
    }
}
