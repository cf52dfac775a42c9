package torg.registration;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.ledger.Audit;
import torg.registration.PersonalLinks.Purpose;
import torg.registration.Ticket.PersonId;
import torg.registration.Ticket.TicketId;
import torg.registration.TicketShop.TicketType;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.LocalIds;
import torg.store.Row;
import torg.store.Tokens;
import torg.text.Language;
import torg.text.Money;

/// Who has a place. Every verb is one transaction; whoever is answered *placed* has a committed ticket.
@Component
public class Registrations {
    private static final String SECRET_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final String CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private final Db db;
    private final ConferenceClock clock;
    private final Quotas quotas;
    private final PersonalLinks links;
    private final RegistrationMail mail;
    private final Audit audit;

    Registrations(
            Db db, ConferenceClock clock, Quotas quotas, PersonalLinks links, RegistrationMail mail, Audit audit) {
        this.db = db;
        this.clock = clock;
        this.quotas = quotas;
        this.links = links;
        this.mail = mail;
        this.audit = audit;
    }

    /// Somebody who wants a place.
    public record Applicant(
            String name, String email, String organisation, String invoiceReference, Language language) {}

    /// What became of a registration.
    public sealed interface Outcome {
        /// @param changeToken opens the person's own page for changes
        record Placed(TicketId ticket, PersonId person, String changeToken) implements Outcome {}

        record SoldOut() implements Outcome {}

        record Closed() implements Outcome {}
    }

    /// @param idempotencyKey the same one sent twice gives the same ticket, not a second one
    public Outcome register(Edition edition, TicketType type, Applicant applicant, String idempotencyKey) {
        if (!type.isOpen(clock.instant())) {
            return new Outcome.Closed();
        }
        Optional<Outcome> before = earlier(edition.id(), idempotencyKey);
        if (before.isPresent()) {
            return before.get();
        }
        try {
            return db.transaction(() -> place(edition, type, applicant, idempotencyKey));
        } catch (NoPlace e) {
            return new Outcome.SoldOut();
        } catch (DuplicateKeyException e) {
            // the same form arrived twice at once; the other one was faster
            return earlier(edition.id(), idempotencyKey).orElseThrow(() -> e);
        }
    }

    private static final class NoPlace extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoPlace() {
            super(null, null, false, false);
        }
    }

    private Optional<Outcome> earlier(EditionId edition, String idempotencyKey) {
        return db.sql("""
                select ticket.id, ticket.person_id
                from ticket_order
                join ticket on ticket.edition_id = ticket_order.edition_id and ticket.order_id = ticket_order.id
                where ticket_order.edition_id = :edition and ticket_order.idempotency_key = :key
                """).set("edition", edition).set("key", idempotencyKey).optional(row -> {
            PersonId person = row.id("person_id", PersonId::new);
            return new Outcome.Placed(
                    row.id("id", TicketId::new), person, links.current(edition, person, Purpose.CHANGE));
        });
    }

    private Outcome place(Edition edition, TicketType type, Applicant applicant, String idempotencyKey) {
        EditionId id = edition.id();
        Instant now = ConferenceClock.security().instant();
        PersonId person = new PersonId(UUID.randomUUID());
        UUID order = UUID.randomUUID();
        TicketId ticket = new TicketId(UUID.randomUUID());
        String secret = Tokens.random(SECRET_ALPHABET, 32);
        String shortCode = Tokens.random(CODE_ALPHABET, 8);
        // an address that nobody has proved never joins a person who is known already
        db.sql("""
                insert into person (id, name, email, organisation_name, language)
                values (:id, :name, :email, :organisation, :language)
                """)
                .set("id", person)
                .set("name", applicant.name())
                .set("email", applicant.email())
                .set("organisation", applicant.organisation())
                .set("language", applicant.language())
                .run();
        long number = db.sql("""
                insert into ticket_order (edition_id, id, orderer_id, idempotency_key, language, invoice_reference, created_at)
                values (:edition, :id, :orderer, :key, :language, :reference, :now)
                returning number
                """)
                .set("edition", id)
                .set("id", order)
                .set("orderer", person)
                .set("key", idempotencyKey)
                .set("language", applicant.language())
                .set("reference", applicant.invoiceReference())
                .set("now", now)
                .one(row -> row.number("number"));
        db.sql("""
                insert into ticket (edition_id, id, order_id, ticket_type_id, person_id, secret, short_code, price_minor,
                    vat_percent, currency, created_at)
                values (:edition, :id, :order, :type, :person, :secret, :code, :price, :vat, :currency, :now)
                """)
                .set("edition", id)
                .set("id", ticket)
                .set("order", order)
                .set("type", LocalIds.of(id, "ticket-type", type.key()))
                .set("person", person)
                .set("secret", secret)
                .set("code", shortCode)
                .set("price", type.price().minorUnits())
                .set("vat", type.vatPercent())
                .set("currency", type.price().currency())
                .set("now", now)
                .run();
        links.make(id, person);
        mail.confirm(
                edition,
                type,
                applicant,
                secret,
                number,
                links.first(id, person, Purpose.VIEW),
                links.first(id, person, Purpose.CHANGE));
        audit.record(
                new By("person", person.value().toString(), applicant.name()),
                id,
                "registered",
                new Audit.Subject("ticket", ticket.value().toString(), applicant.name()),
                null,
                Map.of("type", type.key(), "order", number));
        // last, because these rows are everybody's: they stay locked until the commit
        boolean placed = quotas.take(
                id,
                type.quotas().stream()
                        .map(quota -> LocalIds.of(id, "quota", quota))
                        .toList());
        if (!placed) {
            throw new NoPlace();
        }
        return new Outcome.Placed(ticket, person, links.first(id, person, Purpose.CHANGE));
    }

    /// What became of a change.
    public enum Change {
        DONE,
        /// Somebody else changed it meanwhile.
        CONFLICT,
        /// The ticket is cancelled.
        TOO_LATE
    }

    /// @param version what the person saw when they began to change
    public Change correct(By by, EditionId edition, Ticket ticket, Applicant applicant, int version) {
        return db.transaction(() -> {
            int changed = db.sql("""
                    update ticket set version = version + 1
                    where edition_id = :edition and id = :ticket and version = :version and cancelled_at is null
                    """)
                    .set("edition", edition)
                    .set("ticket", ticket.id())
                    .set("version", version)
                    .run();
            if (changed == 0) {
                return ticket.isCancelled() ? Change.TOO_LATE : Change.CONFLICT;
            }
            db.sql("""
                    update person set name = :name, email = :email, organisation_name = :organisation, language = :language,
                        email_verified_at = case when lower(email) = lower(:email) then email_verified_at end
                    where id = :person
                    """)
                    .set("name", applicant.name())
                    .set("email", applicant.email())
                    .set("organisation", applicant.organisation())
                    .set("language", applicant.language())
                    .set("person", ticket.person())
                    .run();
            audit.record(
                    by,
                    edition,
                    "corrected",
                    subject(ticket),
                    new Applicant(ticket.name(), ticket.email(), ticket.organisation(), "", ticket.language()),
                    applicant);
            return Change.DONE;
        });
    }

    /// Gives the place back at once. Cancelling twice does nothing the second time.
    public Change cancel(By by, EditionId edition, Ticket ticket) {
        return db.transaction(() -> {
            int cancelled = db.sql("""
                    update ticket set cancelled_at = :now, version = version + 1
                    where edition_id = :edition and id = :ticket and cancelled_at is null
                    """)
                    .set("now", ConferenceClock.security().instant())
                    .set("edition", edition)
                    .set("ticket", ticket.id())
                    .run();
            if (cancelled == 0) {
                return Change.TOO_LATE;
            }
            audit.record(by, edition, "cancelled", subject(ticket), null, null);
            quotas.give(edition, quotasOf(edition, ticket.id()));
            return Change.DONE;
        });
    }

    private List<UUID> quotasOf(EditionId edition, TicketId ticket) {
        return db.sql("""
                select used.quota_id
                from ticket
                join ticket_type_quota used
                    on used.edition_id = ticket.edition_id and used.ticket_type_id = ticket.ticket_type_id
                where ticket.edition_id = :edition and ticket.id = :ticket
                """).set("edition", edition).set("ticket", ticket).list(row -> row.uuid("quota_id"));
    }

    /// Makes new personal links and sends them; the old ones stop working.
    public void renewLinks(By by, Edition edition, Ticket ticket) {
        db.transaction(() -> {
            links.renew(edition.id(), ticket.person());
            audit.record(by, edition.id(), "renewed-links", subject(ticket), null, null);
            sendLinks(edition, ticket);
        });
    }

    /// Sends the links to the person's own address.
    void sendLinks(Edition edition, Ticket ticket) {
        mail.links(
                edition,
                ticket,
                links.current(edition.id(), ticket.person(), Purpose.VIEW),
                links.current(edition.id(), ticket.person(), Purpose.CHANGE));
    }

    private static Audit.Subject subject(Ticket ticket) {
        return new Audit.Subject("ticket", ticket.id().value().toString(), ticket.name());
    }

    static final String TICKET = """
            select ticket.*, ticket_order.number as order_number, type.key as type_key, type.name as type_name,
                person.name, person.email, person.organisation_name, person.language,
                (select max(check_in.at) from check_in
                    where check_in.edition_id = ticket.edition_id and check_in.ticket_id = ticket.id
                        and check_in.undone_at is null) as checked_in_at
            from ticket
            join ticket_order on ticket_order.edition_id = ticket.edition_id and ticket_order.id = ticket.order_id
            join ticket_type type on type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
            join person on person.id = ticket.person_id
            """;

    static Ticket ticket(Row row) {
        return new Ticket(
                row.id("id", TicketId::new),
                row.uuid("order_id"),
                row.number("order_number"),
                row.string("type_key"),
                row.text("type_name"),
                new Money(row.number("price_minor"), row.string("currency")),
                row.integer("vat_percent"),
                row.id("person_id", PersonId::new),
                row.string("name"),
                orEmpty(row.stringOrNull("email")),
                orEmpty(row.stringOrNull("organisation_name")),
                new Language(row.string("language")),
                row.string("secret"),
                row.string("short_code"),
                row.instant("created_at"),
                row.instantOrNull("cancelled_at"),
                row.instantOrNull("checked_in_at"),
                row.integer("version"));
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    public Optional<Ticket> find(EditionId edition, TicketId id) {
        return db.sql(TICKET + "where ticket.edition_id = :edition and ticket.id = :id")
                .set("edition", edition)
                .set("id", id)
                .optional(Registrations::ticket);
    }

    /// The newest ticket of this person.
    Optional<Ticket> of(EditionId edition, PersonId person) {
        return db.sql(
                        TICKET
                                + "where ticket.edition_id = :edition and ticket.person_id = :person order by ticket.created_at desc limit 1")
                .set("edition", edition)
                .set("person", person)
                .optional(Registrations::ticket);
    }
}
