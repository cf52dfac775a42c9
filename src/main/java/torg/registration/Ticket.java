package torg.registration;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import torg.store.Id;
import torg.text.Language;
import torg.text.Money;
import torg.text.Text;

/// Somebody's place: what stands on the ticket and what is needed around it.
///
/// @param person    null while the name follows; then name and e-mail address are empty
/// @param secret    what the QR code says: 32 characters (pretix' alphabet, so that its scanners read it)
/// @param shortCode 8 characters for typing; opens nothing
/// @param version   counts up with each change of the person's data
public record Ticket(
        TicketId id,
        UUID orderId,
        long orderNumber,
        String typeKey,
        Text typeName,
        Money price,
        int vatPercent,
        @Nullable PersonId person,
        String name,
        String email,
        String organisation,
        Language language,
        String secret,
        String shortCode,
        State state,
        Instant createdAt,
        @Nullable Instant cancelledAt,
        @Nullable Instant checkedInAt,
        int version) {

    public record TicketId(UUID value) implements Id {}

    public record PersonId(UUID value) implements Id {}

    public enum State {
        /// Kept for a while for somebody who is still writing names.
        HELD,
        /// Waits for an organiser's yes.
        PENDING,
        VALID,
        CANCELLED
    }

    public boolean isCancelled() {
        return state == State.CANCELLED;
    }

    public boolean isNamed() {
        return person != null;
    }
}
