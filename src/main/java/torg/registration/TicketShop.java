package torg.registration;

import static java.util.Objects.requireNonNullElse;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torg.text.Money;
import torg.text.Text;

/// What can be registered for: ticket types and extras, the quotas that they take places from, and the terms of orders.
///
/// @param earlier how earlier conferences filled up that were run in another system
public record TicketShop(
        Terms terms, List<Quota> quotas, List<TicketType> types, List<Extra> extras, List<EarlierCount> earlier) {
    public static final TicketShop NONE = new TicketShop(Terms.USUAL, List.of(), List.of(), List.of(), List.of());

    /// Releases from before there were these facts lack them.
    public TicketShop {
        terms = requireNonNullElse(terms, Terms.USUAL);
        extras = requireNonNullElse(extras, List.of());
        earlier = requireNonNullElse(earlier, List.of());
    }

    /// @param stateAgency  whether the seller is a state agency (see [Vat])
    /// @param holdMinutes  how long places are kept while names are written
    /// @param offerHours   how many working hours somebody from the waiting list has to answer
    /// @param namesBy      until when names may follow; null: they must be there at once
    /// @param cancellation what holds for whoever cancels, in words
    /// @param fees         what whoever cancels still pays
    public record Terms(
            boolean stateAgency,
            int holdMinutes,
            int offerHours,
            @Nullable LocalDate namesBy,
            Text cancellation,
            CancellationFees fees) {
        public static final Terms USUAL = new Terms(false, 30, 9, null, Text.EMPTY, CancellationFees.NONE);

        /// Releases from before there were fees lack them.
        public Terms {
            fees = requireNonNullElse(fees, CancellationFees.NONE);
        }

        /// Until when names may follow for what is ordered today; null where that day is over.
        @Nullable
        LocalDate namesByFrom(LocalDate today) {
            return namesBy == null || today.isAfter(namesBy) ? null : namesBy;
        }
    }

    /// So many were registered for the conference of this name so many days before its first day.
    public record EarlierCount(String name, int daysBefore, int registered) {}

    TicketShop after(List<EarlierCount> counts) {
        return new TicketShop(terms, quotas, types, extras, counts);
    }

    public record Quota(String key, Text name, int capacity) {}

    /// How somebody takes part.
    public enum Attendance {
        ON_SITE,
        DIGITAL
    }

    /// Who sees a ticket type and may take it.
    ///
    /// @param of domains of e-mail addresses, organisation numbers or roles; nothing for the public or with a code
    public record Audience(Kind kind, List<String> of) {
        public static final Audience PUBLIC = new Audience(Kind.PUBLIC, List.of());

        public enum Kind {
            PUBLIC,
            CODE,
            DOMAIN,
            ORGANISATION,
            ROLE
        }
    }

    public record PriceStep(Instant begins, Money price) {}

    /// @param price      without VAT, before the first step
    /// @param vatPercent 25 for 25 %
    /// @param quotas     keys of every quota that a ticket takes a place from
    /// @param days       the days that it admits to; empty: all
    /// @param steps      later prices, in order of time
    /// @param approval   whether an organiser must say yes; the place is kept meanwhile
    public record TicketType(
            String key,
            Text name,
            Text description,
            Money price,
            int vatPercent,
            List<String> quotas,
            Instant opens,
            Instant closes,
            List<LocalDate> days,
            Audience audience,
            Attendance attendance,
            List<PriceStep> steps,
            boolean approval,
            int minAnOrder,
            int maxAnOrder) {
        /// Of a type that says nothing else, and of an order as a whole.
        public static final int MAX_AN_ORDER = 500;

        /// Releases from before these facts existed lack them.
        public TicketType {
            audience = requireNonNullElse(audience, Audience.PUBLIC);
            attendance = requireNonNullElse(attendance, Attendance.ON_SITE);
            steps = requireNonNullElse(steps, List.of());
            minAnOrder = Math.max(1, minAnOrder);
            maxAnOrder = maxAnOrder == 0 ? MAX_AN_ORDER : maxAnOrder;
        }

        public boolean isOpen(Instant now) {
            return !now.isBefore(opens) && now.isBefore(closes);
        }

        /// The same for everybody at any time, for made-up participants.
        public TicketType always() {
            return new TicketType(
                    key,
                    name,
                    description,
                    price,
                    vatPercent,
                    quotas,
                    Instant.EPOCH,
                    Instant.MAX,
                    days,
                    Audience.PUBLIC,
                    attendance,
                    steps,
                    false,
                    1,
                    maxAnOrder);
        }

        /// The same, but sold until then.
        TicketType closing(Instant at) {
            return new TicketType(
                    key,
                    name,
                    description,
                    price,
                    vatPercent,
                    quotas,
                    opens,
                    at,
                    days,
                    audience,
                    attendance,
                    steps,
                    approval,
                    minAnOrder,
                    maxAnOrder);
        }

        public Money priceAt(Instant now) {
            return steps.stream()
                    .filter(step -> !now.isBefore(step.begins))
                    .reduce((earlier, later) -> later)
                    .map(PriceStep::price)
                    .orElse(price);
        }
    }

    /// What can be had besides a ticket: the dinner, the bus.
    ///
    /// @param types keys of the ticket types that it goes with; empty: all
    public record Extra(
            String key,
            Text name,
            Text description,
            Money price,
            int vatPercent,
            List<String> quotas,
            List<String> types) {
        public boolean goesWith(TicketType type) {
            return types.isEmpty() || types.contains(type.key());
        }
    }

    public Optional<TicketType> type(String key) {
        return types.stream().filter(type -> type.key().equals(key)).findFirst();
    }

    public Optional<Extra> extra(String key) {
        return extras.stream().filter(extra -> extra.key().equals(key)).findFirst();
    }
}
