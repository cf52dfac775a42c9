package torg.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.ledger.Audit;
import torg.registration.Registrations.Change;
import torg.registration.Ticket.TicketId;
import torg.registration.TicketShop.Extra;
import torg.registration.TicketShop.TicketType;
import torg.registration.WaitingLists.Thing;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.LocalIds;

/// What somebody has besides the ticket: taken and left after it was ordered.
@Component
class Extras {
    private final Db db;
    private final ConferenceClock clock;
    private final Registrations registrations;
    private final WaitingLists waiting;
    private final Quotas quotas;
    private final Audit audit;

    Extras(
            Db db,
            ConferenceClock clock,
            Registrations registrations,
            WaitingLists waiting,
            Quotas quotas,
            Audit audit) {
        this.db = db;
        this.clock = clock;
        this.registrations = registrations;
        this.waiting = waiting;
        this.quotas = quotas;
        this.audit = audit;
    }

    /// The keys of what a ticket has now.
    Set<String> of(EditionId edition, TicketId ticket) {
        return new TreeSet<>(held(edition, ticket).keySet());
    }

    /// The types that go with all that a ticket has besides.
    Predicate<TicketType> goWith(EditionId edition, TicketId ticket, TicketShop shop) {
        Set<String> held = of(edition, ticket);
        return type -> shop.extras().stream().allMatch(extra -> !held.contains(extra.key()) || extra.goesWith(type));
    }

    private Map<String, List<UUID>> held(EditionId edition, TicketId ticket) {
        Map<String, List<UUID>> held = new TreeMap<>();
        db.sql("""
                select extra.key, ticket_extra.quota_ids
                from ticket_extra
                join extra on extra.edition_id = ticket_extra.edition_id and extra.id = ticket_extra.extra_id
                where ticket_extra.edition_id = :edition and ticket_extra.ticket_id = :ticket and given_back_at is null
                """)
                .set("edition", edition)
                .set("ticket", ticket)
                .list(row -> held.put(row.string("key"), row.uuids("quota_ids")));
        return held;
    }

    /// Takes and leaves so that the ticket has exactly these, all of it or nothing.
    ///
    /// @param had     what it had when the page was shown
    /// @param percent of the price that they were told they still pay for what they leave: never more is taken
    Change choose(By by, EditionId edition, Ticket ticket, List<Extra> wanted, Set<String> had, int percent) {
        return registrations.unlessFull(() -> {
            quotas.lineUp(edition);
            record Held(String rule, boolean valid) {}
            Held now = db.sql("""
                    select vat_rule, state = 'valid' as valid from ticket
                    where edition_id = :edition and id = :ticket and state in ('valid', 'pending')
                    for update
                    """)
                    .set("edition", edition)
                    .set("ticket", ticket.id())
                    .optional(row -> new Held(row.string("vat_rule"), row.truth("valid")))
                    .orElse(null);
            if (now == null) {
                return Change.TOO_LATE;
            }
            Map<String, List<UUID>> held = held(edition, ticket.id());
            List<String> keys = wanted.stream().map(Extra::key).toList();
            List<String> left =
                    held.keySet().stream().filter(key -> !keys.contains(key)).toList();
            List<Extra> taken = wanted.stream()
                    .filter(extra -> !held.containsKey(extra.key()))
                    .toList();
            int fee = now.valid ? ticket.fees().percentAt(clock.instant()) : 0;
            if (!held.keySet().equals(had) || (!left.isEmpty() && fee > percent)) {
                return Change.CONFLICT;
            }
            if (left.isEmpty() && taken.isEmpty()) {
                return Change.DONE;
            }
            List<UUID> given = new ArrayList<>();
            left.forEach(key -> {
                given.addAll(leave(edition, ticket, key, fee));
            });
            List<UUID> places = new ArrayList<>();
            taken.forEach(extra -> {
                places.addAll(Quotas.ids(edition, extra.quotas()));
                take(edition, ticket, extra, now.rule);
                leaveLine(by, edition, ticket, extra);
            });
            audit.record(by, edition, "chose-extras", Registrations.subject(ticket), held.keySet(), keys);
            return quotas.exchange(edition, places, given) ? Change.DONE : Change.FULL;
        });
    }

    private List<UUID> leave(EditionId edition, Ticket ticket, String key, int fee) {
        return db.sql("""
                update ticket_extra set given_back_at = :now, fee_percent = :fee
                where edition_id = :edition and ticket_id = :ticket and extra_id = :extra and given_back_at is null
                returning quota_ids
                """)
                .set("now", clock.instant())
                .set("fee", fee)
                .set("edition", edition)
                .set("ticket", ticket.id())
                .set("extra", LocalIds.of(edition, "extra", key))
                .one(row -> row.uuids("quota_ids"));
    }

    private void take(EditionId edition, Ticket ticket, Extra extra, String rule) {
        db.sql("""
                insert into ticket_extra (edition_id, ticket_id, extra_id, quota_ids, price_minor, vat_percent, vat_rule,
                    taken_at)
                values (:edition, :ticket, :extra, cast(:quotas as uuid[]), :price,
                    case when :rule = 'standard' then :vat else 0 end, :rule, :now)
                """)
                .set("edition", edition)
                .set("ticket", ticket.id())
                .set("extra", LocalIds.of(edition, "extra", extra.key()))
                .set("quotas", Quotas.ids(edition, extra.quotas()))
                .set("price", extra.price().minorUnits())
                .set("vat", extra.vatPercent())
                .set("rule", rule)
                .set("now", clock.instant())
                .run();
    }

    /// Whoever waited for it no longer does.
    private void leaveLine(By by, EditionId edition, Ticket ticket, Extra extra) {
        if (ticket.person() == null) {
            return;
        }
        waiting.of(edition, ticket.person()).stream()
                .filter(place -> place.thing() == Thing.EXTRA
                        && ticket.id().equals(place.ticket())
                        && place.thingId().equals(LocalIds.of(edition, "extra", extra.key())))
                .forEach(place -> waiting.leave(by, edition, place.person(), place.id()));
    }
}
