package torg.registration;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.edition.Organiser;
import torg.ledger.Audit;
import torg.registration.Registrations.Change;
import torg.registration.Ticket.PersonId;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.Row;
import torg.text.Language;
import torg.text.Money;

/// Orders that have been placed, and what becomes of them: for whoever ordered, and for the organisers. What becomes of
/// a single ticket is the matter of [Registrations].
@Component
public class PlacedOrders {
    static final int SIZE = 50;

    /// Who pays, but nobody with a protected identity.
    private static final String PAYER =
            "case when person.protected and ticket_order.buyer_kind = 'private' then '' else ticket_order.buyer_name end";

    /// What the organisers' list can be sorted by, and the SQL for it: never what somebody typed.
    static final Map<String, String> COLUMNS = Map.of(
            "number", "ticket_order.number",
            "buyer", "folded(coalesce(nullif(" + PAYER + ", ''), case when not person.protected then person.name end))",
            "ordered", "ticket_order.created_at",
            "tickets", "tickets");

    private final Db db;
    private final ConferenceClock clock;
    private final Orders orders;
    private final Registrations registrations;
    private final OrderLinks links;
    private final RegistrationMail mail;
    private final Audit audit;

    PlacedOrders(
            Db db,
            ConferenceClock clock,
            Orders orders,
            Registrations registrations,
            OrderLinks links,
            RegistrationMail mail,
            Audit audit) {
        this.db = db;
        this.clock = clock;
        this.orders = orders;
        this.registrations = registrations;
        this.links = links;
        this.mail = mail;
        this.audit = audit;
    }

    public Optional<PlacedOrder> find(EditionId edition, UUID order) {
        List<Ticket> tickets = db.sql(
                        Registrations.TICKET
                                + "where ticket.edition_id = :edition and ticket.order_id = :order order by person.name nulls last, ticket.created_at, ticket.id")
                .set("edition", edition)
                .set("order", order)
                .list(Registrations::ticket);
        Bill bill = new Bill(db.sql("""
                select *
                from (select coalesce(person.name, '') as who, type.name as what, ticket.owed_minor, ticket.currency,
                    ticket.vat_percent, ticket.vat_rule, ticket.id, 0 as extra, ticket.state = 'cancelled' as fee
                from ticket
                join ticket_type type on type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
                left join shown_person person on person.id = ticket.person_id
                where ticket.edition_id = :edition and ticket.order_id = :order
                    and (ticket.state <> 'cancelled' or ticket.owed_minor > 0)
                union all
                select coalesce(person.name, ''), extra.name, ticket_extra.owed_minor, extra.currency,
                    ticket_extra.vat_percent, ticket_extra.vat_rule, ticket.id, 1, ticket.state = 'cancelled'
                from ticket
                join ticket_extra on ticket_extra.edition_id = ticket.edition_id and ticket_extra.ticket_id = ticket.id
                    and (ticket_extra.given_back_at is null or ticket_extra.owed_minor > 0)
                join extra on extra.edition_id = ticket.edition_id and extra.id = ticket_extra.extra_id
                left join shown_person person on person.id = ticket.person_id
                where ticket.edition_id = :edition and ticket.order_id = :order
                ) lines
                order by who = '', who, id, extra, what
                """)
                .set("edition", edition)
                .set("order", order)
                .list(row -> new Bill.Line(
                        row.string("who"),
                        row.text("what"),
                        new Money(row.number("owed_minor"), row.string("currency")),
                        vat(row),
                        row.truth("fee"))));
        return db.sql("""
                select ticket_order.*, person.name, coalesce(person.email, '') as email, person.language as speaks,
                    person.protected, exists (select 1 from invoice_line where invoice_line.edition_id = ticket_order.edition_id
                        and invoice_line.order_id = ticket_order.id) as invoiced
                from ticket_order
                join shown_person person on person.id = ticket_order.orderer_id
                where ticket_order.edition_id = :edition and ticket_order.id = :order
                """)
                .set("edition", edition)
                .set("order", order)
                .optional(row -> new PlacedOrder(
                        row.uuid("id"),
                        row.number("number"),
                        row.choice("state", PlacedOrder.State.class),
                        row.instantOrNull("held_until"),
                        row.dateOrNull("names_by"),
                        row.id("orderer_id", PersonId::new),
                        row.string("name"),
                        row.string("email"),
                        new Language(row.string("speaks")),
                        buyer(row),
                        row.instant("created_at"),
                        row.integer("version"),
                        tickets,
                        bill,
                        row.truth("protected"),
                        row.truth("invoiced")));
    }

    /// Whether somebody ordered this ticket for herself, and nothing else with it.
    boolean isOwn(EditionId edition, Ticket ticket) {
        return db.sql("""
                select 1 from ticket_order
                where edition_id = :edition and id = :order and orderer_id = :person
                    and not exists (select 1 from ticket where ticket.edition_id = :edition
                        and ticket.order_id = :order and ticket.person_id is distinct from :person)
                """)
                .set("edition", edition)
                .set("order", ticket.orderId())
                .set("person", ticket.person())
                .optional(row -> true)
                .isPresent();
    }

    static Vat vat(Row row) {
        return new Vat(row.integer("vat_percent"), row.choice("vat_rule", Vat.Rule.class));
    }

    static Buyer buyer(Row row) {
        String name = row.string("buyer_name");
        return new Buyer(
                row.choice("buyer_kind", Buyer.Kind.class),
                name,
                row.stringOrNull("buyer_number"),
                row.stringOrNull("buyer_gln"),
                row.stringOrNull("buyer_e_invoice"),
                row.string("buyer_country"),
                row.stringOrNull("buyer_vat_number"),
                row.string("invoice_reference"),
                row.string("cost_centre"),
                row.string("buyer_address"));
    }

    /// Corrects who pays, and the VAT that follows from it.
    ///
    /// @param version what the person saw when they began to change
    public Change correct(By by, EditionId edition, PlacedOrder order, Buyer buyer, int version) {
        return db.transaction(() -> {
            // an invoice basis that is being made is waited for, so that the next statement sees its lines
            db.sql("select 1 from ticket_order where edition_id = :edition and id = :order for no key update")
                    .set("edition", edition)
                    .set("order", order.id())
                    .list(row -> "");
            int changed = db.sql("""
                    update ticket_order set buyer_kind = :kind, buyer_name = :name, buyer_number = :number,
                        buyer_gln = :gln, buyer_e_invoice = :eInvoice, buyer_country = :country,
                        buyer_vat_number = :vatNumber, buyer_address = :address, invoice_reference = :reference, cost_centre = :costCentre,
                        version = version + 1
                    where edition_id = :edition and id = :order and version = :version and state = 'placed'
                        and not exists (select 1 from invoice_line
                            where invoice_line.edition_id = :edition and invoice_line.order_id = :order)
                    """)
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
                    .set("edition", edition)
                    .set("order", order.id())
                    .set("version", version)
                    .run();
            if (changed == 0) {
                return find(edition, order.id()).filter(PlacedOrder::invoiced).isPresent()
                        ? Change.TOO_LATE
                        : Change.CONFLICT;
            }
            orders.tax(edition, order.id(), buyer);
            audit.record(by, edition, "corrected-buyer", subject(order), order.buyer(), buyer);
            return Change.DONE;
        });
    }

    /// Cancels every ticket of the order that nobody has come in with.
    ///
    /// @param percent as for one ticket: of the price that is still paid at most
    /// @return how many
    public int cancel(By by, EditionId edition, PlacedOrder order, int percent) {
        return db.transaction(() -> (int) order.open().stream()
                .filter(ticket -> registrations.cancel(by, edition, ticket, percent) == Change.DONE)
                .count());
    }

    /// Makes a new link to the order and sends it to whoever ordered; the old one stops working.
    public void renewLink(By by, EditionId edition, PlacedOrder order) {
        db.transaction(() -> {
            links.renew(edition, order.id());
            audit.record(by, edition, "renewed-order-link", subject(order), null, null);
            mail.confirmOrder(edition, order.id());
        });
    }

    private static Audit.Subject subject(PlacedOrder order) {
        return new Audit.Subject("order", order.id().toString(), String.valueOf(order.number()));
    }

    private record Due(EditionId edition, UUID order) {}

    /// Cancels the tickets without a name when the last day for names is over, gives their places back and tells
    /// whoever
    /// ordered. Called again and again.
    ///
    /// @return how many orders there were
    int endNameless() {
        List<Due> due = db.sql("""
                select ticket_order.edition_id, ticket_order.id
                from ticket_order
                join edition on edition.id = ticket_order.edition_id
                where ticket_order.names_by is not null and ticket_order.state = 'placed'
                    and ticket_order.names_by < (:now at time zone edition.time_zone)::date
                    and exists (select 1 from ticket where ticket.edition_id = ticket_order.edition_id
                        and ticket.order_id = ticket_order.id and ticket.person_id is null and ticket.state <> 'cancelled')
                order by ticket_order.names_by
                limit 100
                """)
                .set("now", clock.instant())
                .list(row -> new Due(row.id("edition_id", EditionId::new), row.uuid("id")));
        due.forEach(one -> db.transaction(() -> {
            int ended = (int) find(one.edition, one.order).orElseThrow().nameless().stream()
                    .filter(ticket -> registrations.cancel(By.system("names"), one.edition, ticket, "no name", true)
                            == Change.DONE)
                    .count();
            if (ended > 0) {
                mail.names(one.edition, one.order, true);
            }
        }));
        return due.size();
    }

    /// Reminds whoever has still to write names, seven and two days before the last day. One letter a step, however
    /// often
    /// it is called; an order that was placed later than a step begins does not get it.
    void remind() {
        int[] daysBefore = {7, 2};
        for (int step = 1; step <= daysBefore.length; step++) {
            int reminder = step;
            db.sql("""
                    select ticket_order.edition_id, ticket_order.id
                    from ticket_order
                    join edition on edition.id = ticket_order.edition_id
                    where ticket_order.names_by is not null and ticket_order.state = 'placed'
                        and ticket_order.names_reminders < :step
                        and (:now at time zone edition.time_zone)::date between ticket_order.names_by - :days
                            and ticket_order.names_by
                        and (ticket_order.created_at at time zone edition.time_zone)::date
                            < ticket_order.names_by - :days
                        and exists (select 1 from ticket where ticket.edition_id = ticket_order.edition_id
                            and ticket.order_id = ticket_order.id and ticket.person_id is null
                            and ticket.state <> 'cancelled')
                    limit 500
                    """)
                    .set("step", step)
                    .set("days", daysBefore[step - 1])
                    .set("now", clock.instant())
                    .list(row -> new Due(row.id("edition_id", EditionId::new), row.uuid("id")))
                    .forEach(one -> db.transaction(() -> {
                        int marked = db.sql("""
                                update ticket_order set names_reminders = :step
                                where edition_id = :edition and id = :order and names_reminders < :step
                                """)
                                .set("step", reminder)
                                .set("edition", one.edition)
                                .set("order", one.order)
                                .run();
                        int missing = find(one.edition, one.order)
                                .orElseThrow()
                                .nameless()
                                .size();
                        if (marked == 1 && missing > 0) {
                            mail.names(one.edition, one.order, false);
                        }
                    }));
        }
    }

    /// One order in the organisers' list.
    ///
    /// @param buyer   whoever pays; where nobody was named, whoever ordered
    /// @param orderer null: somebody with a protected identity
    record Listed(
            UUID id,
            long number,
            String buyer,
            @Nullable String orderer,
            String reference,
            int tickets,
            int nameless,
            Money net,
            Instant createdAt) {}

    record Page(List<Listed> orders, long total) {}

    // who pays tells where somebody works: beside it stands no alias, and none is found
    private static final String MATCHING = """
            from ticket_order
            join shown_person person on person.id = ticket_order.orderer_id
            where ticket_order.edition_id = :edition and ticket_order.state = 'placed'
                and (:words = '' or folded(case when person.protected then '' else person.name || ' ' || coalesce(person.email, '') || ' ' end
                        || ticket_order.number || ' ' || """ + " " + PAYER + """
                         || ' '
                        || coalesce(ticket_order.buyer_number, '') || ' ' || ticket_order.invoice_reference)
                    like all (select '%' || word || '%'
                        from unnest(string_to_array(replace(replace(folded(:words), '%', ''), '_', ''), ' ')) word))
            """;

    /// @param sort a key of [#COLUMNS], with `-` before it for the other direction
    Page list(Organiser organiser, String words, String sort, int page) {
        long total = db.sql("select count(*) as total " + MATCHING)
                .set("edition", organiser.id())
                .set("words", words)
                .one(row -> row.number("total"));
        return new Page(listed(organiser, words, sort, SIZE, (Math.max(page, 1) - 1) * SIZE), total);
    }

    /// Every order, for a file; who downloaded it stands in the audit trail.
    List<Listed> export(Organiser organiser) {
        return db.transaction(() -> {
            audit.record(
                    organiser.by(),
                    organiser.id(),
                    "exported",
                    new Audit.Subject("list", "orders", "orders.csv"),
                    null,
                    null);
            return listed(organiser, "", "number", 200_000, 0);
        });
    }

    private List<Listed> listed(Organiser organiser, String words, String sort, int limit, int offset) {
        boolean down = sort.startsWith("-");
        String column = COLUMNS.getOrDefault(down ? sort.substring(1) : sort, "ticket_order.created_at");
        return db.sql("""
                select ticket_order.id, ticket_order.number, ticket_order.created_at,
                    ticket_order.invoice_reference,
                    coalesce(nullif(""" + PAYER + """
                        , ''), person.organisation_name,
                        case when person.protected then '' else person.name end) as buyer,
                    case when not person.protected then person.name end as orderer, sold.tickets, sold.nameless, sold.net
                from (select ticket_order.* """ + " " + MATCHING + """
                    ) ticket_order
                join shown_person person on person.id = ticket_order.orderer_id
                cross join lateral (
                    select (count(*) filter (where state <> 'cancelled'))::int as tickets,
                        (count(*) filter (where state <> 'cancelled' and ticket.person_id is null))::int as nameless,
                        (coalesce(sum(ticket.owed_minor), 0) + coalesce(sum(extras.net), 0))::bigint as net
                    from ticket
                    cross join lateral (
                        select sum(owed_minor) as net from ticket_extra
                        where ticket_extra.edition_id = ticket.edition_id and ticket_extra.ticket_id = ticket.id) extras
                    where ticket.edition_id = ticket_order.edition_id and ticket.order_id = ticket_order.id) sold
                order by """ + " " + column + (down ? " desc" : "")
                        + ", ticket_order.id limit :limit offset :offset")
                .set("edition", organiser.id())
                .set("words", words)
                .set("limit", limit)
                .set("offset", offset)
                .list(row -> new Listed(
                        row.uuid("id"),
                        row.number("number"),
                        row.string("buyer"),
                        row.stringOrNull("orderer"),
                        row.string("invoice_reference"),
                        row.integer("tickets"),
                        row.integer("nameless"),
                        Money.sek(row.number("net")),
                        row.instant("created_at")));
    }

    /// Who of these is in the order already, by address.
    static List<String> again(PlacedOrder order, List<PeopleList.Person> people) {
        List<String> known = new ArrayList<>(order.open().stream()
                .map(ticket -> ticket.email().toLowerCase(java.util.Locale.ROOT))
                .toList());
        return people.stream()
                .map(PeopleList.Person::email)
                .filter(email -> known.contains(email.toLowerCase(java.util.Locale.ROOT)))
                .distinct()
                .toList();
    }
}
