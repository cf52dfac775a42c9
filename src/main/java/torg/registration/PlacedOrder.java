package torg.registration;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import torg.registration.Ticket.PersonId;
import torg.text.Language;

/// An order as it is now: who ordered, who pays, whose places they are and what they cost.
///
/// @param heldUntil only while its places are kept and nothing is ordered yet
/// @param namesBy   until when names may follow
/// @param tickets   all of them, also those that were cancelled
/// @param bill      what is to be invoiced for it as things stand
/// @param invoiced  whether an organiser has taken it into an invoice basis: who pays stays as it is then
public record PlacedOrder(
        UUID id,
        long number,
        State state,
        @Nullable Instant heldUntil,
        @Nullable LocalDate namesBy,
        PersonId orderer,
        String name,
        String email,
        Language language,
        Buyer buyer,
        Instant createdAt,
        int version,
        List<Ticket> tickets,
        Bill bill,
        boolean invoiced) {
    public enum State {
        HELD,
        PLACED,
        LAPSED
    }

    public List<Ticket> nameless() {
        return tickets.stream()
                .filter(ticket -> !ticket.isNamed() && !ticket.isCancelled())
                .toList();
    }

    public List<Ticket> open() {
        return tickets.stream().filter(ticket -> !ticket.isCancelled()).toList();
    }
}
