package torg.registration;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.registration.Ticket.PersonId;
import torg.registration.Ticket.TicketId;
import torg.store.ConferenceClock;
import torg.store.Db;

/// Offers places that have come free to those who wait, in order of rank, in the transaction that freed them.
///
/// The first whose wish fits gets the offer: somebody who also needs a place of a quota that is full, or a group that
/// wants to come together and is larger than what is free, is passed over this time and stays where they are. An offer
/// holds its places, so that nobody else can take them until it is answered or lapses.
@Component
class WaitingQueue implements Quotas.Freed {
    private static final int PAGE = 100;

    private final Db db;
    private final ConferenceClock clock;
    private final Editions editions;
    private final RegistrationMail mail;

    WaitingQueue(Db db, ConferenceClock clock, @Lazy Editions editions, RegistrationMail mail) {
        this.db = db;
        this.clock = clock;
        this.editions = editions;
        this.mail = mail;
    }

    private record Entry(UUID id, List<UUID> quotas, PersonId person, int left, boolean together, long rank) {
        /// How many places can be offered now.
        int places(Map<UUID, Integer> free) {
            int fit = quotas.stream()
                    .mapToInt(quota -> free.getOrDefault(quota, 0))
                    .min()
                    .orElse(0);
            return together ? fit >= left ? left : 0 : Math.max(0, Math.min(fit, left));
        }
    }

    @Override
    public void freed(EditionId edition, Set<UUID> quotas) {
        Map<UUID, Integer> free = new HashMap<>();
        long last = Long.MIN_VALUE;
        while (true) {
            List<Entry> entries = next(edition, quotas, last);
            if (entries.isEmpty()) {
                return;
            }
            if (free.isEmpty()) {
                free.putAll(free(edition));
            }
            for (Entry entry : entries) {
                int places = entry.places(free);
                if (places > 0) {
                    offer(edition, entry, places);
                    entry.quotas.forEach(quota -> free.merge(quota, -places, Integer::sum));
                }
                last = entry.rank;
            }
            if (quotas.stream().noneMatch(quota -> free.getOrDefault(quota, 0) > 0)) {
                return;
            }
        }
    }

    private Map<UUID, Integer> free(EditionId edition) {
        Map<UUID, Integer> free = new HashMap<>();
        db.sql("select id, capacity - taken as free from quota where edition_id = :edition")
                .set("edition", edition)
                .list(row -> free.put(row.uuid("id"), row.integer("free")) == null);
        return free;
    }

    private List<Entry> next(EditionId edition, Set<UUID> quotas, long after) {
        return db.sql("""
                select waiting.id, waiting.quota_ids, waiting.person_id, waiting.left_over, waiting.together, waiting.rank
                from waiting
                left join ticket_type type on type.edition_id = waiting.edition_id and type.id = waiting.thing_id
                left join offering on offering.edition_id = waiting.edition_id and offering.id = waiting.thing_id
                where waiting.edition_id = :edition and waiting.state = 'waiting' and waiting.rank > :after
                    and waiting.quota_ids && cast(:quotas as uuid[])
                    and (type.closes_at is null or type.closes_at > :now)
                    and (offering.starts_at is null or offering.starts_at > :now)
                    and not exists (select 1 from waiting_offer
                        where waiting_offer.edition_id = waiting.edition_id and waiting_offer.waiting_id = waiting.id
                            and waiting_offer.state = 'open')
                order by waiting.rank
                limit :page
                """)
                .set("edition", edition)
                .set("after", after)
                .set("quotas", List.copyOf(quotas))
                .set("now", clock.instant())
                .set("page", PAGE)
                .list(row -> new Entry(
                        row.uuid("id"),
                        row.uuids("quota_ids"),
                        row.id("person_id", PersonId::new),
                        row.integer("left_over"),
                        row.truth("together"),
                        row.number("rank")));
    }

    private void offer(EditionId id, Entry entry, int places) {
        Edition edition = editions.known(id);
        int hours = db.sql("select offer_hours from order_terms where edition_id = :edition")
                .set("edition", id)
                .optional(row -> row.integer("offer_hours"))
                .orElse(TicketShop.Terms.USUAL.offerHours());
        UUID offer = UUID.randomUUID();
        Instant now = clock.instant();
        Instant answerBy = WorkingHours.after(now, Duration.ofHours(hours), edition.timeZone())
                .truncatedTo(ChronoUnit.MINUTES);
        db.sql("""
                insert into waiting_offer (edition_id, id, waiting_id, places, quota_ids, made_at, answer_by)
                values (:edition, :id, :waiting, :places, cast(:quotas as uuid[]), :now, :by)
                """)
                .set("edition", id)
                .set("id", offer)
                .set("waiting", entry.id)
                .set("places", places)
                .set("quotas", entry.quotas)
                .set("now", now)
                .set("by", answerBy)
                .run();
        db.sql("""
                update waiting set left_over = left_over - :places,
                    state = case when left_over = :places then 'served' else 'waiting' end
                where edition_id = :edition and id = :waiting
                """)
                .set("places", places)
                .set("edition", id)
                .set("waiting", entry.id)
                .run();
        db.sql(
                        "update quota set taken = taken + :places where edition_id = :edition and id = any(cast(:quotas as uuid[]))")
                .set("places", places)
                .set("edition", id)
                .set("quotas", entry.quotas)
                .run();
        mail.offer(id, entry.person, offer);
    }

    /// Takes a ticket's entries from all lists, because it is cancelled.
    ///
    /// @return the places that offers held for it, for the caller to give back
    List<UUID> leave(EditionId edition, TicketId ticket) {
        db.sql("""
                update waiting set state = 'ended', ended_at = :now
                where edition_id = :edition and ticket_id = :ticket and state <> 'ended'
                """)
                .set("now", clock.instant())
                .set("edition", edition)
                .set("ticket", ticket)
                .run();
        return db
                .sql("""
                update waiting_offer set state = 'declined', answered_at = :now
                from waiting
                where waiting_offer.edition_id = :edition and waiting_offer.state = 'open'
                    and waiting.edition_id = waiting_offer.edition_id and waiting.id = waiting_offer.waiting_id
                    and waiting.ticket_id = :ticket
                returning waiting_offer.places, waiting_offer.quota_ids
                """)
                .set("now", clock.instant())
                .set("edition", edition)
                .set("ticket", ticket)
                .list(row -> places(row.integer("places"), row.uuids("quota_ids")))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    static List<UUID> places(int places, List<UUID> quotas) {
        return Collections.nCopies(places, quotas).stream()
                .flatMap(List::stream)
                .toList();
    }
}
