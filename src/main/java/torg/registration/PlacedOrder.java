package torg.registration;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import torg.registration.Ticket.PersonId;
import torg.text.Language;

/// An order as it is now: who ordered, who pays, whose places they are and what they cost.
///
/// @param heldUntil only while its places are kept and nothing is ordered yet
/// @param namesBy   until when names may follow
/// @param tickets   all of them, also those that were cancelled
/// @param bill      what is to be invoiced for it as things stand
/// @param veiled    whether a person with a protected identity ordered: [#name] is the alias then
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
        boolean veiled,
        boolean invoiced) {
    public enum State {
        HELD,
        PLACED,
        LAPSED
    }

    /// For eyes that see who pays, and so where somebody works: then not even an alias stands there.
    public PlacedOrder veiled(String instead) {
        Set<String> aliases =
                tickets.stream().filter(Ticket::isProtected).map(Ticket::name).collect(Collectors.toSet());
        Bill shown = new Bill(bill.lines().stream()
                .map(line -> aliases.contains(line.who())
                        ? new Bill.Line(instead, line.what(), line.price(), line.vat(), line.fee())
                        : line)
                .toList());
        return new PlacedOrder(
                id,
                number,
                state,
                heldUntil,
                namesBy,
                orderer,
                veiled ? instead : name,
                email,
                language,
                veiled ? buyer.veiled() : buyer,
                createdAt,
                version,
                tickets,
                shown,
                veiled,
                invoiced);
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
