package torg.registration;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.ledger.Audit;
import torg.mail.Outbox.Staged;
import torg.registration.NewOrder.Attendee;
import torg.registration.NewOrder.NewTicket;
import torg.registration.Offering.OfferingId;
import torg.registration.PersonalLinks.Owner;
import torg.registration.PersonalLinks.Purpose;
import torg.registration.Ticket.PersonId;
import torg.registration.Ticket.TicketId;
import torg.registration.TicketShop.Attendance;
import torg.registration.TicketShop.Audience;
import torg.registration.TicketShop.Extra;
import torg.registration.TicketShop.Terms;
import torg.registration.TicketShop.TicketType;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.InstallationKey;
import torg.store.Json;
import torg.store.LocalIds;
import torg.store.Tokens;
import torg.text.Money;

/// Orders, from a single ticket to a whole department's. An order gets all its places or none; whoever is answered
/// *placed* has committed tickets.
@Component
public class Orders {
    private static final String SECRET_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final String CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private final Db db;
    private final ConferenceClock clock;
    private final Till till;
    private final Quotas quotas;
    private final Codes codes;
    private final SessionChoices choices;
    private final PersonalLinks links;
    private final OrderLinks orderLinks;
    private final RegistrationMail mail;
    private final InstallationKey key;
    private final Audit audit;

    Orders(
            Db db,
            ConferenceClock clock,
            Till till,
            Quotas quotas,
            Codes codes,
            SessionChoices choices,
            PersonalLinks links,
            OrderLinks orderLinks,
            RegistrationMail mail,
            InstallationKey key,
            Audit audit) {
        this.db = db;
        this.clock = clock;
        this.till = till;
        this.quotas = quotas;
        this.codes = codes;
        this.choices = choices;
        this.links = links;
        this.orderLinks = orderLinks;
        this.mail = mail;
        this.key = key;
        this.audit = audit;
    }

    /// What became of an order.
    public sealed interface Outcome {
        /// @param person whoever ordered
        /// @param path   where they see what they have, below the edition: `/my/…` or `/order/…`
        record Placed(UUID order, PersonId person, String path) implements Outcome {}

        /// In the line for what is full.
        ///
        /// @param path where the place in it is seen and an offer answered, below the edition
        record Waits(String path) implements Outcome {}

        /// @param quotas those that are full
        record Full(List<UUID> quotas) implements Outcome {}

        /// A ticket type is not on sale, or not to this person.
        record Closed(String type) implements Outcome {}

        /// A type wants more or fewer tickets an order.
        record Number(String type, int min, int max) implements Outcome {}

        /// The code has been used up, has run out or was taken back.
        record CodeSpent() implements Outcome {}

        /// This form has been sent before, with something else in it. Nothing was ordered.
        record OtherWords() implements Outcome {}

        /// So many people register right now that this one would have to wait too long. Nothing was ordered.
        record Rush() implements Outcome {}
    }

    public Outcome place(NewOrder order) {
        return place(null, order);
    }

    /// Places an order of one ticket for whoever orders it, unless they have a place of the same quotas already. Then
    /// nothing is taken, and the outcome looks the same: only the letter, to the address that is known, says so.
    public Outcome placeOnce(NewOrder order) {
        Outcome refused = refused(order);
        if (refused != null) {
            return refused;
        }
        Prepared one = prepared(null, order);
        return till.take(
                one.onlyOnce(audit.line(
                        one.by,
                        order.edition().id(),
                        "registered-again",
                        new Audit.Subject(
                                "order", one.id.toString(), order.orderer().name()),
                        null,
                        null)),
                this::write);
    }

    List<Holder> holders(List<String> emails) {
        return till.holders(emails);
    }

    /// @param by null: whoever orders
    public Outcome place(@Nullable By by, NewOrder order) {
        Outcome refused = refused(order);
        return refused == null ? till.take(prepared(by, order), this::write) : refused;
    }

    /// Places an order whose places are held by an offer from the waiting list, in the caller's transaction.
    Prepared accept(By by, NewOrder order) {
        Prepared prepared = prepared(by, order);
        write(List.of(prepared));
        return prepared;
    }

    /// Why this cannot be ordered at all, or null.
    @Nullable
    Outcome refused(NewOrder order) {
        Instant now = clock.instant();
        for (NewTicket ticket : order.tickets()) {
            TicketType type = ticket.type();
            if (!type.isOpen(now)
                    || !admits(type.audience(), order, ticket)
                    || ticket.extras().stream().anyMatch(extra -> !extra.goesWith(type))) {
                return new Outcome.Closed(type.key());
            }
            long number = order.tickets().stream()
                    .filter(other -> other.type().key().equals(type.key()))
                    .count();
            if (number < type.minAnOrder() || number > type.maxAnOrder()) {
                return new Outcome.Number(type.key(), type.minAnOrder(), type.maxAnOrder());
            }
        }
        return order.code() == null || order.code().isValid(now) ? null : new Outcome.CodeSpent();
    }

    private static boolean admits(Audience audience, NewOrder order, NewTicket ticket) {
        Code code = order.code();
        if (code != null && code.isFor(ticket.type()) && code.kind() != Code.Kind.DISCOUNT) {
            return true;
        }
        Attendee attendee = ticket.attendee();
        return switch (audience.kind()) {
            case PUBLIC -> true;
            case CODE, ROLE -> false;
            case DOMAIN ->
                audience.of().contains(domain(attendee == null ? order.orderer().email() : attendee.email()));
            case ORGANISATION ->
                order.buyer().number() != null
                        && audience.of().contains(order.buyer().number());
        };
    }

    static String domain(String email) {
        return email.substring(email.lastIndexOf('@') + 1);
    }

    /// Somebody who has a place: who by [#same], and in which quotas.
    record Holder(
            EditionId edition, UUID ticket, UUID person, String name, String email, String who, List<UUID> quotas) {
        boolean holds(Prepared wanted) {
            return wanted.isOnce()
                    && edition.equals(wanted.order.edition().id())
                    && who.equals(same(
                            wanted.order.orderer().name(),
                            wanted.order.orderer().email()))
                    && wanted.tickets.getFirst().quotas.stream().anyMatch(quotas::contains);
        }
    }

    /// By which the same person is known again. Two who share an address are two.
    static String same(String name, String email) {
        return PeopleList.folded(email) + " " + PeopleList.folded(name.replaceAll("\\s+", " "));
    }

    /// An order with its rows made, so that nothing but SQL is left to do while others wait.
    ///
    /// @param once   what the trail says where its person has a place already; null: they may have many
    /// @param before who has that place; this order is then written for its page alone
    record Prepared(
            NewOrder order,
            By by,
            UUID id,
            PersonId orderer,
            String path,
            List<PersonRow> persons,
            OrderRow row,
            List<TicketRow> tickets,
            List<ExtraRow> extras,
            List<Owner> owners,
            Audit.Line audit,
            Audit.@Nullable Line once,
            @Nullable Holder before) {
        Prepared onlyOnce(Audit.Line again) {
            return new Prepared(
                    order, by, id, orderer, path, persons, row, tickets, extras, owners, audit, again, before);
        }

        boolean isOnce() {
            return once != null;
        }

        Holder holder() {
            TicketRow ticket = tickets.getFirst();
            NewOrder.Orderer person = order.orderer();
            return new Holder(
                    order.edition().id(),
                    ticket.id,
                    orderer.value(),
                    person.name(),
                    person.email(),
                    same(person.name(), person.email()),
                    ticket.quotas);
        }

        Prepared again(Holder holder) {
            return new Prepared(
                    order,
                    by,
                    id,
                    orderer,
                    path,
                    persons,
                    row,
                    tickets.stream().map(TicketRow::asShown).toList(),
                    List.of(),
                    owners,
                    java.util.Objects.requireNonNull(once),
                    once,
                    holder);
        }
    }

    record PersonRow(UUID id, String name, String email, String organisation, String language) {}

    record OrderRow(
            UUID edition,
            UUID id,
            UUID orderer,
            String key,
            String language,
            String reference,
            String costCentre,
            String state,
            @Nullable Instant heldUntil,
            @Nullable String namesBy,
            @Nullable UUID code,
            String kind,
            String name,
            @Nullable String number,
            @Nullable String gln,
            @Nullable String eInvoice,
            String country,
            @Nullable String vatNumber,
            String address,
            CancellationFees fees,
            String digest,
            Instant at) {}

    record TicketRow(
            UUID edition,
            UUID id,
            UUID order,
            UUID type,
            @Nullable UUID person,
            String secret,
            String shortCode,
            long price,
            int vat,
            String vatRule,
            String currency,
            List<UUID> quotas,
            String state,
            boolean photoOptOut,
            boolean onList,
            Instant at,
            @Nullable String shown,
            @Nullable Instant cancelled) {
        TicketRow asShown() {
            return new TicketRow(
                    edition,
                    id,
                    order,
                    type,
                    person,
                    secret,
                    shortCode,
                    price,
                    vat,
                    vatRule,
                    currency,
                    quotas,
                    "cancelled",
                    photoOptOut,
                    onList,
                    at,
                    state,
                    at);
        }
    }

    record ExtraRow(
            UUID edition,
            UUID ticket,
            UUID extra,
            List<UUID> quotas,
            long price,
            int vat,
            String vatRule,
            Instant at) {}

    private Prepared prepared(@Nullable By typed, NewOrder order) {
        EditionId edition = order.edition().id();
        Instant now = clock.instant();
        UUID id = UUID.randomUUID();
        NewOrder.Orderer orderer = order.orderer();
        PersonId ordering = orderer.known() == null ? new PersonId(UUID.randomUUID()) : orderer.known();
        List<PersonRow> persons = new ArrayList<>();
        List<Owner> owners = new ArrayList<>();
        // an address that nobody has proved never joins a person who is known already
        if (orderer.known() == null) {
            persons.add(new PersonRow(
                    ordering.value(),
                    orderer.name(),
                    orderer.email(),
                    orderer.organisation(),
                    orderer.language().code()));
        }
        List<TicketRow> tickets = new ArrayList<>();
        List<ExtraRow> extras = new ArrayList<>();
        for (NewTicket ticket : order.tickets()) {
            TicketType type = ticket.type();
            UUID person = null;
            if (ticket.attendee() != null) {
                Attendee attendee = ticket.attendee();
                person = attendee.orders() ? ordering.value() : UUID.randomUUID();
                if (!attendee.orders()) {
                    persons.add(new PersonRow(
                            person,
                            attendee.name(),
                            attendee.email(),
                            attendee.organisation(),
                            attendee.language().code()));
                }
                if (!attendee.orders() || orderer.known() == null) {
                    owners.add(new Owner(edition, new PersonId(person)));
                }
            }
            Money price = type.priceAt(now);
            if (order.code() != null && order.code().isFor(type)) {
                price = order.code().off(price);
            }
            Vat vat = Vat.of(order.terms().stateAgency(), order.buyer(), type.attendance(), type.vatPercent());
            TicketRow row = new TicketRow(
                    edition.value(),
                    UUID.randomUUID(),
                    id,
                    LocalIds.of(edition, "ticket-type", type.key()),
                    person,
                    newSecret(),
                    newShortCode(),
                    price.minorUnits(),
                    vat.percent(),
                    Db.written(vat.rule()),
                    price.currency(),
                    Quotas.ids(edition, type.quotas()),
                    order.heldUntil() != null ? "held" : type.approval() ? "pending" : "valid",
                    ticket.photoOptOut(),
                    ticket.onList(),
                    now,
                    null,
                    null);
            tickets.add(row);
            for (Extra extra : ticket.extras()) {
                Vat also = Vat.of(order.terms().stateAgency(), order.buyer(), type.attendance(), extra.vatPercent());
                extras.add(new ExtraRow(
                        edition.value(),
                        row.id(),
                        LocalIds.of(edition, "extra", extra.key()),
                        Quotas.ids(edition, extra.quotas()),
                        extra.price().minorUnits(),
                        also.percent(),
                        Db.written(also.rule()),
                        now));
            }
        }
        Buyer buyer = order.buyer();
        By by = typed == null ? new By("person", ordering.value().toString(), orderer.name()) : typed;
        String path = order.isCoordinated()
                ? "/order/" + orderLinks.first(edition, id)
                : "/my/" + links.first(edition, ordering, Purpose.CHANGE);
        return new Prepared(
                order,
                by,
                id,
                ordering,
                path,
                persons,
                new OrderRow(
                        edition.value(),
                        id,
                        ordering.value(),
                        order.key(),
                        orderer.language().code(),
                        buyer.reference(),
                        buyer.costCentre(),
                        order.heldUntil() == null ? "placed" : "held",
                        order.heldUntil(),
                        order.namesBy() == null ? null : order.namesBy().toString(),
                        order.code() == null ? null : order.code().id().value(),
                        Db.written(buyer.kind()),
                        buyer.name(),
                        buyer.number(),
                        buyer.gln(),
                        buyer.eInvoice(),
                        buyer.country(),
                        buyer.vatNumber(),
                        buyer.address(),
                        order.terms().fees(),
                        digest(order),
                        now),
                tickets,
                extras,
                owners,
                audit.line(
                        by,
                        edition,
                        order.heldUntil() == null ? "registered" : "held",
                        new Audit.Subject("order", id.toString(), orderer.name()),
                        null,
                        Map.of(
                                "tickets",
                                order.tickets().stream()
                                        .map(ticket -> ticket.type().key())
                                        .toList())),
                null,
                null);
    }

    /// By which the same form sent twice is told from another one that bears its key.
    String digest(NewOrder order) {
        return key.derive("form", order.edition().id().value(), Json.write(order.typed()));
    }

    /// Writes orders whose places have been taken, in the caller's transaction: a handful of statements, however many
    /// orders there are.
    void write(List<Prepared> orders) {
        db.sql("""
                insert into person (id, name, email, organisation_name, language)
                select id, name, email, organisation, language
                from jsonb_to_recordset(:rows) as row(id uuid, name text, email text, organisation text, language text)
                """)
                .setJson(
                        "rows",
                        orders.stream().flatMap(one -> one.persons.stream()).toList())
                .run();
        db.sql("""
                insert into ticket_order (edition_id, id, orderer_id, idempotency_key, language, invoice_reference,
                    cost_centre, state, held_until, names_by, code_id, buyer_kind, buyer_name, buyer_number, buyer_gln,
                    buyer_e_invoice, buyer_country, buyer_vat_number, buyer_address, cancellation_fees,
                    form_digest, created_at)
                select edition, id, orderer, key, language, reference, "costCentre", state, "heldUntil", "namesBy", code,
                    kind, name, number, gln, "eInvoice", country, "vatNumber", address, fees, digest, at
                from jsonb_to_recordset(:rows) as row(edition uuid, id uuid, orderer uuid, key text, language text,
                    reference text, "costCentre" text, state text, "heldUntil" timestamptz, "namesBy" date, code uuid,
                    kind text, name text, number text, gln text, "eInvoice" text, country text, "vatNumber" text,
                    address text, fees jsonb, digest text, at timestamptz)
                """).setJson("rows", orders.stream().map(Prepared::row).toList()).run();
        db.sql("""
                insert into ticket (edition_id, id, order_id, ticket_type_id, person_id, secret, short_code, price_minor,
                    vat_percent, vat_rule, currency, quota_ids, state, photo_opt_out, on_list, created_at,
                    shown_state, cancelled_at)
                select edition, id, "order", type, person, secret, "shortCode", price, vat, "vatRule", currency, quotas,
                    state, "photoOptOut", "onList", at, shown, cancelled
                from jsonb_to_recordset(:rows) as row(edition uuid, id uuid, "order" uuid, type uuid, person uuid,
                    secret text, "shortCode" text, price bigint, vat integer, "vatRule" text, currency text,
                    quotas uuid[], state text, "photoOptOut" boolean, "onList" boolean, at timestamptz, shown text,
                    cancelled timestamptz)
                """)
                .setJson(
                        "rows",
                        orders.stream().flatMap(one -> one.tickets.stream()).toList())
                .run();
        List<ExtraRow> extras =
                orders.stream().flatMap(one -> one.extras.stream()).toList();
        if (!extras.isEmpty()) {
            takeExtras(extras);
        }
        choices.insertAll(orders.stream()
                .filter(one -> one.before == null)
                .flatMap(Orders::chosen)
                .toList());
        links.make(orders.stream().flatMap(one -> one.owners.stream()).toList());
        List<OrderLinks.Ordered> coordinated = orders.stream()
                .filter(one -> one.order.isCoordinated())
                .map(one -> new OrderLinks.Ordered(one.order.edition().id(), one.id))
                .toList();
        if (!coordinated.isEmpty()) {
            orderLinks.make(coordinated);
        }
        audit.recordAll(orders.stream().map(Prepared::audit).toList());
        tell(orders.stream().filter(one -> one.order.heldUntil() == null).toList());
    }

    /// The rows of an order's tickets stand in the order of the tickets that were wanted.
    private static Stream<SessionChoices.Chosen> chosen(Prepared one) {
        return IntStream.range(0, one.tickets.size())
                .boxed()
                .flatMap(i -> one.order.tickets().get(i).seats().stream()
                        .map(seat -> new SessionChoices.Chosen(
                                one.order.edition().id(),
                                new TicketId(one.tickets.get(i).id()),
                                new OfferingId(seat.offering()),
                                seat.quota())));
    }

    /// Adds an extra or a session whose places are held by an offer.
    void give(EditionId edition, TicketId ticket, WaitingLists.Thing thing, UUID id, List<UUID> quotas) {
        int given = switch (thing) {
            case EXTRA ->
                db.sql("""
                            insert into ticket_extra (edition_id, ticket_id, extra_id, quota_ids, price_minor, vat_percent,
                                taken_at)
                            select edition_id, :ticket, id, cast(:quotas as uuid[]), price_minor, vat_percent, :now
                            from extra
                            where edition_id = :edition and id = :extra
                            """)
                        .set("ticket", ticket)
                        .set("quotas", quotas)
                        .set("now", ConferenceClock.security().instant())
                        .set("edition", edition)
                        .set("extra", id)
                        .run();
            case OFFERING -> {
                choices.accept(edition, ticket, new OfferingId(id));
                yield 1;
            }
            case TICKET_TYPE -> 0;
        };
        if (given != 1) {
            throw new IllegalStateException("what was offered cannot be given: " + thing + " " + id);
        }
    }

    /// Writes the names into an order whose places were kept, and places it.
    ///
    /// @param named by ticket; those left out follow until `namesBy`
    /// @return false where the places are no longer kept
    public boolean confirm(
            By by,
            Edition edition,
            UUID order,
            Buyer buyer,
            Map<TicketId, Attendee> named,
            @Nullable LocalDate namesBy) {
        return db.transaction(() -> {
            int confirmed = db.sql("""
                    update ticket_order set state = 'placed', held_until = null, names_by = :names, buyer_kind = :kind,
                        buyer_name = :name, buyer_number = :number, buyer_gln = :gln, buyer_e_invoice = :eInvoice,
                        buyer_country = :country, buyer_vat_number = :vatNumber, buyer_address = :address, invoice_reference = :reference,
                        cost_centre = :costCentre, version = version + 1
                    where edition_id = :edition and id = :order and state = 'held' and held_until > :now
                    """)
                    .set("names", namesBy)
                    .set("kind", buyer.kind())
                    .set("name", buyer.name())
                    .set("number", buyer.number())
                    .set("gln", buyer.gln())
                    .set("eInvoice", buyer.eInvoice())
                    .set("country", buyer.country())
                    .set("vatNumber", buyer.vatNumber())
                    .set("address", buyer.address())
                    .set("reference", buyer.reference())
                    .set("costCentre", buyer.costCentre())
                    .set("edition", edition.id())
                    .set("order", order)
                    .set("now", clock.instant())
                    .run();
            if (confirmed == 0) {
                return false;
            }
            db.sql("""
                    update ticket set state = case when type.approval then 'pending' else 'valid' end
                    from ticket_type type
                    where ticket.edition_id = :edition and ticket.order_id = :order and ticket.state = 'held'
                        and type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
                    """).set("edition", edition.id()).set("order", order).run();
            tax(edition.id(), order, buyer);
            audit.record(
                    by,
                    edition.id(),
                    "registered",
                    new Audit.Subject("order", order.toString(), by.name()),
                    null,
                    null);
            db.sql("select id from ticket where edition_id = :edition and order_id = :order and person_id is not null")
                    .set("edition", edition.id())
                    .set("order", order)
                    .list(row -> row.id("id", TicketId::new))
                    .forEach(ticket -> mail.confirm(edition.id(), ticket));
            named.forEach((ticket, attendee) -> name(edition.id(), order, ticket, attendee));
            mail.confirmOrder(edition.id(), order);
            return true;
        });
    }

    /// Sets the VAT of an order's tickets and extras to what this buyer pays, in the caller's transaction.
    void tax(EditionId edition, UUID order, Buyer buyer) {
        record Sold(UUID type, Attendance attendance, int percent) {}
        boolean agency = db.sql("select state_agency from order_terms where edition_id = :edition")
                .set("edition", edition)
                .optional(row -> row.truth("state_agency"))
                .orElse(Terms.USUAL.stateAgency());
        db.sql("""
                select distinct type.id, type.attendance, type.vat_percent
                from ticket
                join ticket_type type on type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
                where ticket.edition_id = :edition and ticket.order_id = :order
                """)
                .set("edition", edition)
                .set("order", order)
                .list(row -> new Sold(
                        row.uuid("id"), row.choice("attendance", Attendance.class), row.integer("vat_percent")))
                .forEach(sold -> {
                    Vat vat = Vat.of(agency, buyer, sold.attendance, sold.percent);
                    db.sql("""
                            update ticket set vat_percent = :percent, vat_rule = :rule
                            where edition_id = :edition and order_id = :order and ticket_type_id = :type
                            """)
                            .set("percent", vat.percent())
                            .set("rule", vat.rule())
                            .set("edition", edition)
                            .set("order", order)
                            .set("type", sold.type)
                            .run();
                    // what is sold besides follows the ticket's rule, at its own rate
                    db.sql("""
                            update ticket_extra set vat_rule = :rule,
                                vat_percent = case when :rule = 'standard' then extra.vat_percent else 0 end
                            from extra, ticket
                            where ticket_extra.edition_id = :edition and ticket.edition_id = :edition
                                and ticket.order_id = :order and ticket.ticket_type_id = :type
                                and ticket_extra.ticket_id = ticket.id
                                and extra.edition_id = :edition and extra.id = ticket_extra.extra_id
                            """)
                            .set("rule", vat.rule())
                            .set("edition", edition)
                            .set("order", order)
                            .set("type", sold.type)
                            .run();
                });
    }

    private void name(EditionId edition, UUID order, TicketId ticket, Attendee attendee) {
        PersonId person = new PersonId(UUID.randomUUID());
        db.sql("""
                insert into person (id, name, email, organisation_name, language)
                values (:id, :name, :email, :organisation, :language)
                """)
                .set("id", person)
                .set("name", attendee.name())
                .set("email", attendee.email())
                .set("organisation", attendee.organisation())
                .set("language", attendee.language())
                .run();
        int named = db.sql("""
                update ticket set person_id = :person
                where edition_id = :edition and order_id = :order and id = :ticket and person_id is null
                """)
                .set("person", person)
                .set("edition", edition)
                .set("order", order)
                .set("ticket", ticket)
                .run();
        if (named != 1) {
            throw new IllegalStateException("no ticket without name: " + ticket.value());
        }
        links.make(List.of(new Owner(edition, person)));
        mail.confirm(edition, ticket);
    }

    /// Frees the places of orders that were begun and never finished. Called again and again.
    ///
    /// @return how many orders there were
    public int release() {
        record Due(EditionId edition, UUID order) {}
        List<Due> due = db.sql("""
                select edition_id, id from ticket_order where state = 'held' and held_until <= :now
                order by held_until limit 100
                """)
                .set("now", clock.instant())
                .list(row -> new Due(row.id("edition_id", EditionId::new), row.uuid("id")));
        due.forEach(one -> db.transaction(() -> lapse(one.edition, one.order, clock.instant())));
        return due.size();
    }

    /// Gives places back that were kept, before their time is out.
    ///
    /// @return false where they are no longer kept
    public boolean letGo(By by, EditionId edition, UUID order) {
        return db.transaction(() -> {
            boolean lapsed = lapse(edition, order, Instant.parse("9999-12-31T00:00:00Z"));
            if (lapsed) {
                audit.record(
                        by, edition, "let-go", new Audit.Subject("order", order.toString(), by.name()), null, null);
            }
            return lapsed;
        });
    }

    private boolean lapse(EditionId edition, UUID order, Instant heldAtMostUntil) {
        quotas.lineUp(edition);
        int lapsed = db.sql("""
                update ticket_order set state = 'lapsed', held_until = null, version = version + 1
                where edition_id = :edition and id = :order and state = 'held' and held_until <= :until
                """)
                .set("edition", edition)
                .set("order", order)
                .set("until", heldAtMostUntil)
                .run();
        if (lapsed == 1) {
            giveBack(edition, order);
        }
        return lapsed == 1;
    }

    private void giveBack(EditionId edition, UUID order) {
        List<UUID> places = new ArrayList<>();
        List<TicketId> tickets = db.sql("""
                update ticket set cancelled_at = :now, state = 'cancelled', version = version + 1
                where edition_id = :edition and order_id = :order and state = 'held'
                returning id, quota_ids
                """)
                .set("now", ConferenceClock.security().instant())
                .set("edition", edition)
                .set("order", order)
                .list(row -> {
                    places.addAll(row.uuids("quota_ids"));
                    return row.id("id", TicketId::new);
                });
        tickets.forEach(ticket -> {
            places.addAll(giveBackExtras(edition, ticket, 0));
            places.addAll(choices.leaveAll(edition, ticket));
        });
        codes.giveBackHeld(edition, order).forEach(places::remove);
        quotas.give(edition, places);
    }

    private void takeExtras(List<ExtraRow> extras) {
        db.sql("""
                insert into ticket_extra (edition_id, ticket_id, extra_id, quota_ids, price_minor, vat_percent, vat_rule,
                    taken_at)
                select edition, ticket, extra, quotas, price, vat, "vatRule", at
                from jsonb_to_recordset(:rows) as row(edition uuid, ticket uuid, extra uuid, quotas uuid[], price bigint,
                    vat integer, "vatRule" text, at timestamptz)
                """).setJson("rows", extras).run();
    }

    static String newSecret() {
        return Tokens.random(SECRET_ALPHABET, 32);
    }

    static String newShortCode() {
        return Tokens.random(CODE_ALPHABET, 8);
    }

    /// Takes all extras from a ticket; where their places were is for the caller to give back.
    ///
    /// @param feePercent what is still to be paid for them
    List<UUID> giveBackExtras(EditionId edition, TicketId ticket, int feePercent) {
        return db
                .sql("""
                update ticket_extra set given_back_at = :now, fee_percent = :fee
                where edition_id = :edition and ticket_id = :ticket and given_back_at is null
                returning quota_ids
                """)
                .set("now", ConferenceClock.security().instant())
                .set("fee", feePercent)
                .set("edition", edition)
                .set("ticket", ticket)
                .list(row -> row.uuids("quota_ids"))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    /// Everybody with a ticket gets a letter of their own; whoever ordered for others one about the order.
    private void tell(List<Prepared> orders) {
        List<Staged> letters = new ArrayList<>();
        for (Prepared one : orders) {
            if (one.before != null) {
                letters.add(
                        RegistrationMail.again(one.before, one.order.orderer().language()));
                continue;
            }
            Map<UUID, PersonRow> persons = new HashMap<>();
            one.persons.forEach(person -> persons.put(person.id, person));
            for (TicketRow ticket : one.tickets) {
                PersonRow person = persons.get(ticket.person);
                if (person != null) {
                    letters.add(RegistrationMail.confirmation(ticket, person));
                } else if (ticket.person != null) {
                    mail.confirm(one.order.edition().id(), new TicketId(ticket.id));
                }
            }
            if (one.order.isCoordinated()) {
                letters.add(RegistrationMail.confirmation(one));
            }
        }
        mail.stage(letters);
    }
}
