package torg.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.ledger.Audit;
import torg.registration.Ticket.PersonId;
import torg.registration.Ticket.TicketId;
import torg.registration.TicketShop.TicketType;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.LocalIds;
import torg.store.Row;
import torg.text.Language;
import torg.text.Money;

/// Tickets that have been ordered, and what becomes of them. Every verb is one transaction.
@Component
public class Registrations {
    private final Db db;
    private final ConferenceClock clock;
    private final Quotas quotas;
    private final Orders orders;
    private final WaitingQueue waiting;
    private final SessionChoices choices;
    private final PersonalLinks links;
    private final RegistrationMail mail;
    private final Audit audit;

    Registrations(
            Db db,
            ConferenceClock clock,
            Quotas quotas,
            Orders orders,
            WaitingQueue waiting,
            SessionChoices choices,
            PersonalLinks links,
            RegistrationMail mail,
            Audit audit) {
        this.db = db;
        this.clock = clock;
        this.quotas = quotas;
        this.orders = orders;
        this.waiting = waiting;
        this.choices = choices;
        this.links = links;
        this.mail = mail;
        this.audit = audit;
    }

    /// Who a ticket is for.
    public record Applicant(String name, String email, String organisation, Language language) {}

    /// What became of a change.
    public enum Change {
        DONE,
        /// Somebody else changed it meanwhile.
        CONFLICT,
        /// The ticket is cancelled, or somebody has come in with it.
        TOO_LATE,
        /// There is no room.
        FULL
    }

    /// @param version what the person saw when they began to change
    public Change correct(By by, EditionId edition, Ticket ticket, Applicant applicant, int version) {
        return correct(by, edition, ticket, applicant, version, "");
    }

    /// @param reason why an organiser does it; empty where the person does it
    public Change correct(By by, EditionId edition, Ticket ticket, Applicant applicant, int version, String reason) {
        return db.transaction(() -> {
            int changed = db.sql("""
                    update ticket set version = version + 1
                    where edition_id = :edition and id = :ticket and version = :version
                        and (state in ('valid', 'pending') or shown_state is not null)
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
                        organisation_id = case when organisation_name = :organisation then organisation_id end,
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
                    ticket.isProtected() ? null : applicant(ticket),
                    ticket.isProtected() ? null : reasoned(applicant, reason));
            return Change.DONE;
        });
    }

    /// Somebody gives a place back who holds it or ordered it, as long as nobody has come in with it, and pays what the
    /// order's terms say.
    ///
    /// @param percent of the price that they were told they would still pay: never more is taken
    public Change cancel(By by, EditionId edition, Ticket ticket, int percent) {
        int fee = ticket.fees().percentAt(clock.instant());
        return fee > percent && !ticket.isCancelled() ? Change.CONFLICT : cancel(by, edition, ticket, "", fee);
    }

    /// An organiser takes a place back.
    ///
    /// @param free whether nothing is to be paid, whatever the order's terms say
    public Change cancel(By by, EditionId edition, Ticket ticket, String reason, boolean free) {
        return cancel(by, edition, ticket, reason, free ? 0 : ticket.fees().percentAt(clock.instant()));
    }

    /// Gives the place back at once, and those of extras and sessions with it. Cancelling twice does nothing the second
    /// time. Nothing is to be paid for a place that waited for an organiser's yes.
    private Change cancel(By by, EditionId edition, Ticket ticket, String reason, int percent) {
        return db.transaction(() -> {
            quotas.lineUp(edition);
            List<UUID> places = new ArrayList<>();
            int fee = db.sql("""
                    update ticket set cancelled_at = :now, state = 'cancelled', version = version + 1,
                        fee_percent = case when state = 'valid' then :percent else 0 end
                    where edition_id = :edition and id = :ticket and state <> 'cancelled'
                        and (:reason <> '' or not exists (select 1 from check_in
                            where check_in.edition_id = ticket.edition_id and check_in.ticket_id = ticket.id
                                and check_in.undone_at is null))
                    returning quota_ids, fee_percent
                    """)
                    .set("reason", reason)
                    .set("percent", percent)
                    .set("now", ConferenceClock.security().instant())
                    .set("edition", edition)
                    .set("ticket", ticket.id())
                    .optional(row -> {
                        places.addAll(row.uuids("quota_ids"));
                        return row.integer("fee_percent");
                    })
                    .orElse(-1);
            if (fee < 0) {
                return isOnlyShown(edition, ticket) ? Change.DONE : Change.TOO_LATE;
            }
            places.addAll(orders.giveBackExtras(edition, ticket.id(), fee));
            places.addAll(waiting.leave(edition, ticket.id()));
            places.addAll(choices.leaveAll(edition, ticket.id()));
            Map<String, Object> after = new java.util.TreeMap<>();
            if (!reason.isEmpty()) {
                after.put("reason", reason);
            }
            if (fee > 0) {
                after.put("feePercent", fee);
            }
            audit.record(by, edition, "cancelled", subject(ticket), null, after.isEmpty() ? null : after);
            mail.cancelled(edition, ticket.id());
            quotas.give(edition, places);
            return Change.DONE;
        });
    }

    /// What is still paid by whoever cancels now.
    ///
    /// @param minor without VAT, in minor units
    record Fee(int percent, long minor) {
        static final Fee NONE = new Fee(0, 0);
    }

    /// @param tickets of one order
    Fee fee(EditionId edition, List<Ticket> tickets) {
        List<TicketId> valid = tickets.stream()
                .filter(ticket -> ticket.state() == Ticket.State.VALID)
                .map(Ticket::id)
                .toList();
        int percent = valid.isEmpty() ? 0 : tickets.getFirst().fees().percentAt(clock.instant());
        if (percent == 0) {
            return Fee.NONE;
        }
        return new Fee(
                percent,
                db.sql("""
                        select coalesce(sum((price_minor * :percent + 50) / 100
                            + coalesce((select sum((ticket_extra.price_minor * :percent + 50) / 100) from ticket_extra
                                where ticket_extra.edition_id = ticket.edition_id
                                    and ticket_extra.ticket_id = ticket.id and given_back_at is null), 0)), 0)::bigint as fee
                        from ticket
                        where edition_id = :edition and id = any(:tickets)
                        """)
                        .set("percent", percent)
                        .set("edition", edition)
                        .set("tickets", valid.stream().map(TicketId::value).toList())
                        .one(row -> row.number("fee")));
    }

    /// Ends the show where a ticket stands for a second registration that took no place.
    private boolean isOnlyShown(EditionId edition, Ticket ticket) {
        return db.sql("""
                update ticket set shown_state = null
                where edition_id = :edition and id = :ticket and shown_state is not null
                """).set("edition", edition).set("ticket", ticket.id()).run() == 1;
    }

    /// Changes a ticket for one of another type: other days, another price. The code stays. One that does not go with
    /// the extras that somebody has is [Change#TOO_LATE]: they would lose a dinner without a word.
    public Change move(By by, EditionId edition, Ticket ticket, TicketType to, String reason) {
        if (to.key().equals(ticket.typeKey())) {
            return Change.TOO_LATE;
        }
        return unlessFull(() -> {
            quotas.lineUp(edition);
            List<UUID> old = db.sql("""
                    select quota_ids from ticket
                    where edition_id = :edition and id = :ticket and version = :version and state in ('valid', 'pending')
                    for update
                    """)
                    .set("edition", edition)
                    .set("ticket", ticket.id())
                    .set("version", ticket.version())
                    .optional(row -> row.uuids("quota_ids"))
                    .orElse(null);
            if (old == null) {
                return ticket.isCancelled() ? Change.TOO_LATE : Change.CONFLICT;
            }
            if (!extrasGoWith(edition, ticket, to)) {
                return Change.TOO_LATE;
            }
            List<UUID> wanted = Quotas.ids(edition, to.quotas());
            db.sql("""
                    update ticket set ticket_type_id = :type, quota_ids = cast(:quotas as uuid[]),
                        price_minor = (:price * (100 - coalesce((select code.percent_off
                            from ticket_order
                            join code on code.edition_id = ticket_order.edition_id and code.id = ticket_order.code_id
                            where ticket_order.edition_id = ticket.edition_id and ticket_order.id = ticket.order_id
                                and (code.ticket_types = '{}' or :key = any(code.ticket_types))), 0)) + 50) / 100,
                        vat_percent = case vat_rule when 'standard' then :vat else vat_percent end, version = version + 1
                    where edition_id = :edition and id = :ticket
                    """)
                    .set("type", LocalIds.of(edition, "ticket-type", to.key()))
                    .set("key", to.key())
                    .set("quotas", wanted)
                    .set("price", to.priceAt(clock.instant()).minorUnits())
                    .set("vat", to.vatPercent())
                    .set("edition", edition)
                    .set("ticket", ticket.id())
                    .run();
            audit.record(
                    by,
                    edition,
                    "moved",
                    subject(ticket),
                    Map.of("type", ticket.typeKey()),
                    Map.of("type", to.key(), "reason", reason));
            return quotas.exchange(edition, wanted, old) ? Change.DONE : Change.FULL;
        });
    }

    /// Whether everything that somebody has besides the ticket can be had with one of this type too.
    private boolean extrasGoWith(EditionId edition, Ticket ticket, TicketType type) {
        return db.sql("""
                select 1 from ticket_extra
                join extra on extra.edition_id = ticket_extra.edition_id and extra.id = ticket_extra.extra_id
                where ticket_extra.edition_id = :edition and ticket_extra.ticket_id = :ticket and given_back_at is null
                    and extra.ticket_types <> '{}' and not :type = any(extra.ticket_types)
                limit 1
                """)
                .set("edition", edition)
                .set("ticket", ticket.id())
                .set("type", type.key())
                .optional(row -> true)
                .isEmpty();
    }

    /// Makes a cancelled ticket valid again, if its places are still free.
    public Change revive(By by, EditionId edition, Ticket ticket, String reason) {
        return unlessFull(() -> {
            quotas.lineUp(edition);
            List<UUID> places = db.sql("""
                    update ticket set state = 'valid', shown_state = null, cancelled_at = null, fee_percent = 0,
                        version = version + 1
                    where edition_id = :edition and id = :ticket and state = 'cancelled' and person_id is not null
                    returning quota_ids
                    """)
                    .set("edition", edition)
                    .set("ticket", ticket.id())
                    .optional(row -> row.uuids("quota_ids"))
                    .orElse(null);
            if (places == null) {
                return Change.TOO_LATE;
            }
            db.sql("update ticket_extra set fee_percent = 0 where edition_id = :edition and ticket_id = :ticket")
                    .set("edition", edition)
                    .set("ticket", ticket.id())
                    .run();
            audit.record(by, edition, "revived", subject(ticket), null, Map.of("reason", reason));
            mail.confirm(edition, ticket.id());
            return quotas.take(edition, places) ? Change.DONE : Change.FULL;
        });
    }

    /// All of it, or nothing where there is no room.
    Change unlessFull(Supplier<Change> work) {
        try {
            return db.attempt(() -> {
                Change change = work.get();
                if (change == Change.FULL) {
                    throw new NoRoom();
                }
                return change;
            });
        } catch (NoRoom e) {
            return Change.FULL;
        }
    }

    private static final class NoRoom extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoRoom() {
            super(null, null, false, false);
        }
    }

    /// An organiser says yes or no to a ticket that waits for it.
    public Change decide(By by, EditionId edition, Ticket ticket, boolean yes, String reason) {
        if (!yes) {
            return cancel(by, edition, ticket, reason, true);
        }
        return db.transaction(() -> {
            int approved = db.sql("""
                    update ticket set state = 'valid', version = version + 1
                    where edition_id = :edition and id = :ticket and state = 'pending'
                    """)
                    .set("edition", edition)
                    .set("ticket", ticket.id())
                    .run();
            if (approved == 0) {
                return Change.TOO_LATE;
            }
            audit.record(by, edition, "approved", subject(ticket), null, null);
            mail.confirm(edition, ticket.id());
            return Change.DONE;
        });
    }

    /// Gives the ticket to somebody else, or to the person whose name followed: a new person, a new code. Whoever had
    /// it
    /// before has a ticket that no door opens to.
    public Change transfer(By by, Edition edition, Ticket ticket, Applicant to, int version) {
        return transfer(by, edition, ticket, to, version, "");
    }

    /// @param reason why an organiser does it; empty where the person or a coordinator does it
    public Change transfer(By by, Edition edition, Ticket ticket, Applicant to, int version, String reason) {
        return db.transaction(() -> {
            Ticket before = own(edition.id(), ticket.id()).orElse(ticket);
            int begun = db.sql("""
                    update ticket set secret = :secret, short_code = :code, photo_opt_out = false, on_list = false,
                        version = version + 1
                    where edition_id = :edition and id = :ticket and version = :version and state in ('valid', 'pending')
                        and not exists (select 1 from check_in
                            where check_in.edition_id = ticket.edition_id and check_in.ticket_id = ticket.id
                                and check_in.undone_at is null)
                    """)
                    .set("secret", Orders.newSecret())
                    .set("code", Orders.newShortCode())
                    .set("edition", edition.id())
                    .set("ticket", ticket.id())
                    .set("version", version)
                    .run();
            if (begun == 0) {
                return ticket.isCancelled() || ticket.checkedInAt() != null ? Change.TOO_LATE : Change.CONFLICT;
            }
            PersonId person = new PersonId(UUID.randomUUID());
            db.sql("""
                    insert into person (id, name, email, organisation_name, language)
                    values (:id, :name, :email, :organisation, :language)
                    """)
                    .set("id", person)
                    .set("name", to.name())
                    .set("email", to.email())
                    .set("organisation", to.organisation())
                    .set("language", to.language())
                    .run();
            db.sql("update ticket set person_id = :person where edition_id = :edition and id = :ticket")
                    .set("person", person)
                    .set("edition", edition.id())
                    .set("ticket", ticket.id())
                    .run();
            links.make(List.of(new PersonalLinks.Owner(edition.id(), person)));
            audit.record(
                    by,
                    edition.id(),
                    ticket.isNamed() ? "transferred" : "named",
                    subject(ticket),
                    ticket.isNamed() && !ticket.isProtected() ? applicant(ticket) : null,
                    reasoned(to, reason));
            if (ticket.state() == Ticket.State.VALID) {
                mail.confirm(edition.id(), ticket.id());
            }
            if (ticket.isNamed()) {
                mail.passedOn(edition, before);
            }
            return Change.DONE;
        });
    }

    /// Makes new personal links and sends them; the old ones stop working.
    public void renewLinks(By by, Edition edition, Ticket ticket) {
        PersonId person = ticket.person();
        if (person == null) {
            return;
        }
        db.transaction(() -> {
            links.renew(edition.id(), person);
            audit.record(by, edition.id(), "renewed-links", subject(ticket), null, null);
            mail.links(edition, own(edition.id(), ticket.id()).orElseThrow());
        });
    }

    /// Sends the links to the person's own address.
    void sendLinks(Edition edition, Ticket ticket) {
        db.transaction(() -> mail.links(edition, ticket));
    }

    private record Reasoned(String name, String email, String organisation, Language language, String reason) {}

    private static Object reasoned(Applicant to, String reason) {
        return reason.isEmpty() ? to : new Reasoned(to.name(), to.email(), to.organisation(), to.language(), reason);
    }

    private static Applicant applicant(Ticket ticket) {
        return new Applicant(ticket.name(), ticket.email(), ticket.organisation(), ticket.language());
    }

    static Audit.Subject subject(Ticket ticket) {
        return new Audit.Subject("ticket", ticket.id().value().toString(), ticket.shownName());
    }

    /// Tickets as everybody at the desk may see them: somebody with a protected identity under an alias.
    static final String TICKET = """
            select ticket.*, ticket_order.number as order_number, ticket_order.cancellation_fees, type.key as type_key, type.name as type_name,
                person.name, person.email, person.organisation_name, person.alias,
                coalesce(person.language, ticket_order.language) as language,
                (select max(check_in.at) from check_in
                    where check_in.edition_id = ticket.edition_id and check_in.ticket_id = ticket.id
                        and check_in.undone_at is null) as checked_in_at
            from ticket
            join ticket_order on ticket_order.edition_id = ticket.edition_id and ticket_order.id = ticket.order_id
            join ticket_type type on type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
            left join shown_person person on person.id = ticket.person_id
            """;

    /// The same with the person's own data: for her own pages and letters, and for [ProtectedPages].
    static final String OWN_TICKET = TICKET.replace("shown_person person", "person");

    /// Whoever has all these words in name, e-mail address or organisation, forgiving å/a and ö/o. Nobody with a
    /// protected identity is found. The first word is asked for by itself, because `like all` uses no index.
    static final String HAS_WORDS = """
            ticket.person_id in (select found.id from person found
                where not found.protected and folded(found.name || ' ' || coalesce(found.email, '') || ' ' || coalesce(found.organisation_name, ''))
                    like '%' || split_part(replace(replace(folded(:words), '%', ''), '_', ''), ' ', 1) || '%'
                and folded(found.name || ' ' || coalesce(found.email, '') || ' ' || coalesce(found.organisation_name, ''))
                    like all (select '%' || word || '%'
                        from unnest(string_to_array(replace(replace(folded(:words), '%', ''), '_', ''), ' ')) word))
            """;

    static Ticket ticket(Row row) {
        return ticket(row, false);
    }

    /// @param shown as whoever registered a second time sees it
    private static Ticket ticket(Row row, boolean shown) {
        return new Ticket(
                row.id("id", TicketId::new),
                row.uuid("order_id"),
                row.number("order_number"),
                row.string("type_key"),
                row.text("type_name"),
                new Money(row.number("price_minor"), row.string("currency")),
                row.integer("vat_percent"),
                row.idOrNull("person_id", PersonId::new),
                orEmpty(row.stringOrNull("name")),
                orEmpty(row.stringOrNull("email")),
                orEmpty(row.stringOrNull("organisation_name")),
                new Language(row.string("language")),
                row.string("secret"),
                row.string("short_code"),
                row.choice(shown ? "shown_state" : "state", Ticket.State.class),
                row.instant("created_at"),
                shown ? null : row.instantOrNull("cancelled_at"),
                row.instantOrNull("checked_in_at"),
                row.truth("photo_opt_out"),
                row.truth("on_list"),
                row.stringOrNull("alias"),
                row.json("cancellation_fees", CancellationFees.class),
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

    /// The ticket with the person's own data, whoever she is.
    Optional<Ticket> own(EditionId edition, TicketId id) {
        return db.sql(OWN_TICKET + "where ticket.edition_id = :edition and ticket.id = :id")
                .set("edition", edition)
                .set("id", id)
                .optional(Registrations::ticket);
    }

    /// The newest ticket of this person, for herself.
    Optional<Ticket> of(EditionId edition, PersonId person) {
        return db.sql(
                        OWN_TICKET
                                + "where ticket.edition_id = :edition and ticket.person_id = :person order by ticket.created_at desc limit 1")
                .set("edition", edition)
                .set("person", person)
                .optional(row -> ticket(row, row.stringOrNull("shown_state") != null));
    }
}
