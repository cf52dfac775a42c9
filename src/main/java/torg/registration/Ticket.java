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
/// @param alias     what everybody else sees of somebody with a protected identity; null for all others
/// @param fees      what whoever cancels still pays, as it held when it was ordered
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
        boolean photoOptOut,
        boolean onList,
        @Nullable String alias,
        CancellationFees fees,
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

    /// Whether the person has a protected identity: where a ticket is not the person's own, [#name] is the alias then,
    /// and e-mail address and organisation are empty.
    public boolean isProtected() {
        return alias != null;
    }

    /// The name for other people's eyes: the door, the badge, the trail.
    public String shownName() {
        return alias == null ? name : alias;
    }

    public boolean isNamed() {
        return person != null;
    }
}
