package torg.registration;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import torg.registration.TicketShop.TicketType;
import torg.store.Id;
import torg.text.Money;

/// A word that opens something: a ticket type that not everybody sees, a lower price, places that were put aside.
///
/// @param types    keys of the ticket types that it is good for; empty: all
/// @param percentOff 100 for a complimentary place
/// @param quotas   where its places were put aside; empty for other kinds
/// @param reserved how many of them are left
public record Code(
        CodeId id,
        String code,
        Kind kind,
        String note,
        List<String> types,
        int percentOff,
        int maxUses,
        int used,
        List<UUID> quotas,
        int reserved,
        @Nullable Instant validUntil,
        @Nullable Instant revokedAt) {
    public record CodeId(UUID value) implements Id {}

    public enum Kind {
        ACCESS,
        DISCOUNT,
        RESERVED
    }

    public boolean isFor(TicketType type) {
        return types.isEmpty() || types.contains(type.key());
    }

    public boolean isValid(Instant now) {
        return revokedAt == null && (validUntil == null || now.isBefore(validUntil)) && used < maxUses;
    }

    /// Rounded to the nearest öre, half an öre up.
    Money off(Money price) {
        return new Money((price.minorUnits() * (100 - percentOff) + 50) / 100, price.currency());
    }
}
