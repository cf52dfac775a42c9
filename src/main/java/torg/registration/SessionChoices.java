package torg.registration;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Organiser;
import torg.ledger.Audit;
import torg.registration.ChoiceRules.Fault;
import torg.registration.Offering.OfferingId;
import torg.registration.Offerings.Choosing;
import torg.registration.Ticket.TicketId;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;

/// Who has chosen which sessions. A choice holds a place of the session's quota from when it is made until it is left.
@Component
public class SessionChoices {
    private static final int MAX_EXPORT = 100_000;

    private final Db db;
    private final ConferenceClock clock;
    private final Offerings offerings;
    private final Quotas quotas;
    private final Audit audit;

    SessionChoices(Db db, ConferenceClock clock, Offerings offerings, Quotas quotas, Audit audit) {
        this.db = db;
        this.clock = clock;
        this.offerings = offerings;
        this.quotas = quotas;
        this.audit = audit;
    }

    /// How many hold both of two sessions, by the sessions' codes; of one and the same, how many hold it.
    public record Both(String one, String other, int people) {}

    public List<Both> wantedTogether(EditionId edition) {
        return db.sql("""
                select first.code as one, second.code as other, count(*)::int as people
                from session_choice one
                join session_choice other on other.edition_id = one.edition_id and other.ticket_id = one.ticket_id
                    and other.left_at is null
                join offering first on first.edition_id = one.edition_id and first.id = one.offering_id
                join offering second on second.edition_id = other.edition_id and second.id = other.offering_id
                where one.edition_id = :edition and one.left_at is null
                group by first.code, second.code
                """)
                .set("edition", edition)
                .list(row -> new Both(row.string("one"), row.string("other"), row.integer("people")));
    }

    /// What became of a choice.
    public sealed interface Outcome {
        record Chosen() implements Outcome {}

        /// Nothing was changed.
        record Refused(List<Fault> faults) implements Outcome {}

        /// Somebody else changed the ticket meanwhile, or it is cancelled.
        record Conflict() implements Outcome {}
    }

    /// Makes these be the sessions that the ticket holds: takes what is new, gives back what is gone, all or nothing.
    /// What has begun or was withdrawn stays as it is.
    ///
    /// @param reason why somebody else than the participant did it, or the empty string
    /// @param version of the ticket, as it was seen when the choosing began
    public Outcome choose(By by, Edition edition, Ticket ticket, Set<OfferingId> wanted, String reason, int version) {
        try {
            return db.transaction(() -> replace(by, edition, ticket, wanted, reason, version));
        } catch (Refused e) {
            return new Outcome.Refused(e.faults);
        } catch (NoPlace e) {
            // which one it was is looked up when nobody waits for this transaction any more
            Choosing now = offerings.now(edition.id());
            List<Offering> full = e.wanted.stream()
                    .filter(offering -> now.byId(offering.id())
                            .filter(one -> one.left() > 0)
                            .isEmpty())
                    .toList();
            return new Outcome.Refused((full.isEmpty() ? e.wanted : full)
                    .stream().<Fault>map(Fault.Full::new).toList());
        }
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient List<Fault> faults;

        Refused(List<Fault> faults) {
            super(null, null, false, false);
            this.faults = faults;
        }
    }

    private static final class NoPlace extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient List<Offering> wanted;

        NoPlace(List<Offering> wanted) {
            super(null, null, false, false);
            this.wanted = wanted;
        }
    }

    private Outcome replace(By by, Edition edition, Ticket ticket, Set<OfferingId> wanted, String reason, int version) {
        EditionId id = edition.id();
        if (!held(id, ticket.id()).offerings.isEmpty()) {
            quotas.lineUp(id); // it may free places, and that comes before any other lock
        }
        // two changes of one ticket come one after the other
        int changed = db.sql("""
                update ticket set version = version + 1
                where edition_id = :edition and id = :ticket and version = :version and state in ('valid', 'pending')
                """)
                .set("edition", id)
                .set("ticket", ticket.id())
                .set("version", version)
                .run();
        Held held = held(id, ticket.id());
        if (changed == 0) {
            // the same form sent twice is no conflict
            return !wanted.isEmpty() && held.offerings.equals(wanted) ? new Outcome.Chosen() : new Outcome.Conflict();
        }
        Choosing choosing = offerings.now(id);
        Set<OfferingId> all = new HashSet<>(wanted);
        choosing.offerings().stream()
                .filter(offering -> held.offerings.contains(offering.id()) && !offering.isOffered(clock.instant()))
                .forEach(offering -> all.add(offering.id()));
        ChoiceRules rules = new ChoiceRules(choosing, edition.timeZone(), held.days, held.offerings, clock.instant());
        List<Fault> faults = rules.faults(all);
        if (!faults.isEmpty()) {
            throw new Refused(faults);
        }
        List<Offering> taken = among(choosing, all, held.offerings);
        List<Offering> given = among(choosing, held.offerings, all);
        if (taken.isEmpty() && given.isEmpty()) {
            return new Outcome.Chosen();
        }
        leave(id, ticket.id(), given);
        insertAll(taken.stream()
                .map(offering -> new Chosen(id, ticket.id(), offering.id(), offering.quota()))
                .toList());
        audit.record(
                by,
                id,
                "chose-sessions",
                new Audit.Subject("ticket", ticket.id().value().toString(), ticket.name()),
                Map.of("sessions", codes(among(choosing, held.offerings, Set.of()))),
                Map.of("sessions", codes(among(choosing, all, Set.of())), "reason", reason));
        if (!quotas.exchange(id, quotas(taken), quotas(given))) {
            throw new NoPlace(taken);
        }
        return new Outcome.Chosen();
    }

    private static List<Offering> among(Choosing choosing, Set<OfferingId> those, Set<OfferingId> without) {
        return choosing.offerings().stream()
                .filter(offering -> those.contains(offering.id()) && !without.contains(offering.id()))
                .toList();
    }

    private static List<String> codes(List<Offering> offerings) {
        return offerings.stream().map(Offering::code).toList();
    }

    private static List<UUID> quotas(List<Offering> offerings) {
        return offerings.stream().map(Offering::quota).toList();
    }

    private void leave(EditionId edition, TicketId ticket, List<Offering> given) {
        if (given.isEmpty()) {
            return;
        }
        int left = db.sql("""
                update session_choice set left_at = :now
                where edition_id = :edition and ticket_id = :ticket and left_at is null and offering_id = any(:given)
                """)
                .set("now", ConferenceClock.security().instant())
                .set("edition", edition)
                .set("ticket", ticket)
                .set("given", given.stream().map(Offering::id).toList())
                .run();
        if (left != given.size()) {
            throw new IllegalStateException("ticket " + ticket + " held " + left + " of " + given.size());
        }
    }

    /// Ends all choices of a ticket that is being cancelled, within the caller's transaction.
    ///
    /// @return the quotas that a place is to be given back to, together with the ticket's own
    public List<UUID> leaveAll(EditionId edition, TicketId ticket) {
        return db.sql("""
                update session_choice set left_at = :now
                where edition_id = :edition and ticket_id = :ticket and left_at is null
                returning quota_id
                """)
                .set("now", ConferenceClock.security().instant())
                .set("edition", edition)
                .set("ticket", ticket)
                .list(row -> row.uuid("quota_id"));
    }

    /// A choice whose place has been taken, or is taken in the same transaction.
    public record Chosen(EditionId edition, TicketId ticket, OfferingId offering, UUID quota) {}

    /// Writes down choices, within the caller's transaction, which takes the places.
    public void insertAll(Collection<Chosen> chosen) {
        if (chosen.isEmpty()) {
            return;
        }
        record Line(UUID edition, UUID ticket, UUID offering, UUID quota) {}
        db.sql("""
                insert into session_choice (edition_id, ticket_id, offering_id, quota_id, chosen_at)
                select edition, ticket, offering, quota, :now
                from jsonb_to_recordset(:chosen) as chosen(edition uuid, ticket uuid, offering uuid, quota uuid)
                """)
                .set("now", ConferenceClock.security().instant())
                .setJson(
                        "chosen",
                        chosen.stream()
                                .map(one -> new Line(
                                        one.edition.value(), one.ticket.value(), one.offering.value(), one.quota))
                                .toList())
                .run();
    }

    /// Gives a seat that was kept for somebody on the waiting list to the one who said yes, in the caller's
    /// transaction,
    /// which has lined up for the quotas. What it cannot be had together with is left.
    void accept(EditionId edition, TicketId ticket, OfferingId accepted) {
        int changed = db.sql("""
                update ticket set version = version + 1
                where edition_id = :edition and id = :ticket and state in ('valid', 'pending')
                """).set("edition", edition).set("ticket", ticket).run();
        Choosing choosing = offerings.now(edition);
        Offering offering = choosing.byId(accepted).orElse(null);
        if (changed == 0 || offering == null) {
            throw new IllegalStateException("ticket " + ticket + " cannot have " + accepted);
        }
        Set<OfferingId> held = held(edition, ticket).offerings;
        List<Offering> given = held.contains(accepted)
                ? List.of(offering) // chosen meanwhile without waiting
                : choosing.notTogether(offering, among(choosing, held, Set.of()), clock.instant());
        if (!held.contains(accepted)) {
            leave(edition, ticket, given);
            insertAll(List.of(new Chosen(edition, ticket, accepted, offering.quota())));
        }
        quotas.give(edition, quotas(given));
    }

    /// The chosen sessions that saying yes to this one would leave.
    List<Offering> leftFor(EditionId edition, TicketId ticket, OfferingId offered) {
        Choosing choosing = offerings.now(edition);
        Set<OfferingId> held = held(edition, ticket).offerings;
        return choosing.byId(offered)
                .filter(offering -> !held.contains(offered))
                .map(offering -> choosing.notTogether(offering, among(choosing, held, Set.of()), clock.instant()))
                .orElse(List.of());
    }

    /// What is wrong with these for a new ticket, as far as one can say before the places are taken.
    ///
    /// @param days those that the ticket admits to; empty: all
    public List<Fault> faults(Edition edition, Choosing choosing, List<LocalDate> days, Set<OfferingId> wanted) {
        return new ChoiceRules(choosing, edition.timeZone(), days, Set.of(), clock.instant()).faults(wanted);
    }

    /// What a ticket admits to and has chosen.
    public record Held(List<LocalDate> days, Set<OfferingId> offerings) {}

    public Held held(EditionId edition, TicketId ticket) {
        return db.sql("""
                select type.days,
                    array(select choice.offering_id from session_choice choice
                        where choice.edition_id = ticket.edition_id and choice.ticket_id = ticket.id
                            and choice.left_at is null) as offerings
                from ticket
                join ticket_type type on type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
                where ticket.edition_id = :edition and ticket.id = :ticket
                """)
                .set("edition", edition)
                .set("ticket", ticket)
                .one(row -> new Held(
                        row.dates("days"),
                        row.uuids("offerings").stream().map(OfferingId::new).collect(Collectors.toSet())));
    }

    /// Who has chosen this session, by name.
    ///
    /// @param page from 1, of [Participants#SIZE]
    List<Ticket> who(EditionId edition, Offering offering, int page) {
        return who(edition, offering, Participants.SIZE, (page - 1) * Participants.SIZE);
    }

    /// All of them, for a file; who downloaded it stands in the audit trail.
    List<Ticket> export(Organiser organiser, Offering offering) {
        return db.transaction(() -> {
            audit.record(
                    organiser.by(),
                    organiser.id(),
                    "exported",
                    new Audit.Subject(
                            "list",
                            "session/" + offering.code(),
                            offering.title()
                                    .in(organiser.edition().mainLanguage())
                                    .value()),
                    null,
                    null);
            return who(organiser.id(), offering, MAX_EXPORT, 0);
        });
    }

    private List<Ticket> who(EditionId edition, Offering offering, int limit, int offset) {
        return db.sql(Registrations.TICKET + """
                join session_choice choice on choice.edition_id = ticket.edition_id and choice.ticket_id = ticket.id
                where choice.edition_id = :edition and choice.offering_id = :offering and choice.left_at is null
                    and person.protected is not true
                order by folded(person.name), ticket.id
                limit :limit offset :offset
                """)
                .set("edition", edition)
                .set("offering", offering.id())
                .set("limit", limit)
                .set("offset", offset)
                .list(Registrations::ticket);
    }

    /// The sessions that a ticket holds, by time.
    public List<Offering> of(EditionId edition, TicketId ticket) {
        return db.sql(Offerings.OFFERING + """
                join session_choice choice
                    on choice.edition_id = offering.edition_id and choice.offering_id = offering.id
                where choice.edition_id = :edition and choice.ticket_id = :ticket and choice.left_at is null
                order by offering.starts_at nulls last, offering.code
                """)
                .set("edition", edition)
                .set("ticket", ticket)
                .list(Offerings::offering);
    }
}
