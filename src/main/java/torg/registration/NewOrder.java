package torg.registration;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import torg.edition.Edition;
import torg.registration.Ticket.PersonId;
import torg.registration.TicketShop.Extra;
import torg.registration.TicketShop.Terms;
import torg.registration.TicketShop.TicketType;
import torg.text.Language;

/// An order that somebody wants to place: one or more tickets, all of them or none.
///
/// @param terms     what held when it was placed
/// @param key       from the form; the same one twice is the same order
/// @param code      one that was found by what was typed
/// @param namesBy   until when names may follow for tickets without one
/// @param heldUntil a time: the places are only kept until then, and not ordered yet
public record NewOrder(
        Edition edition,
        Terms terms,
        String key,
        Orderer orderer,
        Buyer buyer,
        List<NewTicket> tickets,
        @Nullable Code code,
        @Nullable LocalDate namesBy,
        @Nullable Instant heldUntil) {

    /// Whoever orders, who need not attend.
    ///
    /// @param known a person that there is already, because they waited
    public record Orderer(
            @Nullable PersonId known, String name, String email, String organisation, Language language) {}

    /// @param attendee null: the name follows
    public record NewTicket(
            TicketType type,
            @Nullable Attendee attendee,
            List<Extra> extras,
            List<Seat> seats,
            boolean photoOptOut,
            boolean onList) {
        public static NewTicket of(TicketType type, @Nullable Attendee attendee) {
            return new NewTicket(type, attendee, List.of(), List.of(), false, false);
        }

        NewTicket with(List<Extra> chosen) {
            return new NewTicket(type, attendee, chosen, seats, photoOptOut, onList);
        }
    }

    /// @param orders whether this is the orderer's own ticket
    public record Attendee(String name, String email, String organisation, Language language, boolean orders) {}

    /// A place in a session.
    public record Seat(UUID offering, UUID quota) {}

    /// Somebody who orders one ticket for herself.
    public static NewOrder single(
            Edition edition,
            Terms terms,
            String key,
            TicketType type,
            String name,
            String email,
            Buyer buyer,
            Language language) {
        return new NewOrder(
                edition,
                terms,
                key,
                new Orderer(null, name, email, buyer.name(), language),
                buyer,
                List.of(NewTicket.of(type, new Attendee(name, email, buyer.name(), language, true))),
                null,
                null,
                null);
    }

    public NewOrder with(Code typed) {
        return new NewOrder(edition, terms, key, orderer, buyer, tickets, typed, namesBy, heldUntil);
    }

    /// Whether somebody orders for others, and so gets a page for the order.
    public boolean isCoordinated() {
        return tickets.size() > 1
                || tickets.getFirst().attendee() == null
                || !tickets.getFirst().attendee().orders();
    }

    /// What was typed and chosen: the same for the same form sent twice, whatever time does to prices and terms.
    Object typed() {
        record Typed(
                Orderer orderer,
                Buyer buyer,
                List<TypedTicket> tickets,
                @Nullable UUID code) {}
        return new Typed(
                orderer,
                buyer,
                tickets.stream().map(TypedTicket::of).toList(),
                code == null ? null : code.id().value());
    }

    private record TypedTicket(String type, @Nullable Attendee attendee, List<String> extras, List<Seat> seats) {
        static TypedTicket of(NewTicket ticket) {
            return new TypedTicket(
                    ticket.type.key(),
                    ticket.attendee,
                    ticket.extras.stream().map(Extra::key).sorted().toList(),
                    ticket.seats);
        }
    }

    /// The quotas that these tickets take places of, each once for every place.
    List<UUID> places() {
        List<UUID> places = new ArrayList<>();
        for (NewTicket ticket : tickets) {
            places.addAll(Quotas.ids(edition.id(), ticket.type.quotas()));
            ticket.extras.forEach(extra -> places.addAll(Quotas.ids(edition.id(), extra.quotas())));
            ticket.seats.forEach(seat -> places.add(seat.quota));
        }
        return places;
    }
}
