package torg.registration;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.access.Account.AccountId;
import torg.edition.EditionId;
import torg.edition.Organiser;
import torg.ledger.Audit;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Money;
import torg.text.Text;

/// The numbered bases from which an organiser's ledger invoices. Each holds what has changed since the one before: what
/// was sold, and as minus lines what was taken into an earlier one and is cancelled or costs something else now, and
/// what
/// is still paid for it. All of them together are always what the orders cost. Places without cost and places that wait
/// for a yes are left out.
@Component
public class InvoiceBases {
    private final Db db;
    private final ConferenceClock clock;
    private final Workplaces workplaces;
    private final Audit audit;

    InvoiceBases(Db db, ConferenceClock clock, Workplaces workplaces, Audit audit) {
        this.db = db;
        this.clock = clock;
        this.workplaces = workplaces;
        this.audit = audit;
    }

    /// What the bases made so far lack, or have too much: `n` is 1 or -1.
    private static final String CHANGES = """
            select order_id, ticket_id, extra_id, price_minor, currency, vat_percent, vat_rule, sum(n)::int as n,
                bool_or(fee) as fee
            from (
                select ticket.order_id, ticket.id as ticket_id, cast(null as uuid) as extra_id,
                    ticket.owed_minor as price_minor, ticket.currency, ticket.vat_percent, ticket.vat_rule, 1 as n,
                    ticket.state = 'cancelled' as fee
                from ticket
                join ticket_order on ticket_order.edition_id = ticket.edition_id and ticket_order.id = ticket.order_id
                where ticket.edition_id = :edition and ticket.state in ('valid', 'cancelled')
                    and ticket_order.state = 'placed' and ticket.owed_minor > 0
                union all
                select ticket.order_id, ticket.id, ticket_extra.extra_id, ticket_extra.owed_minor, extra.currency,
                    ticket_extra.vat_percent, ticket_extra.vat_rule, 1, ticket_extra.given_back_at is not null
                from ticket_extra
                join extra on extra.edition_id = ticket_extra.edition_id and extra.id = ticket_extra.extra_id
                join ticket on ticket.edition_id = ticket_extra.edition_id and ticket.id = ticket_extra.ticket_id
                join ticket_order on ticket_order.edition_id = ticket.edition_id and ticket_order.id = ticket.order_id
                where ticket_extra.edition_id = :edition and ticket.state in ('valid', 'cancelled')
                    and ticket_order.state = 'placed' and ticket_extra.owed_minor > 0
                union all
                select order_id, ticket_id, extra_id, price_minor, currency, vat_percent, vat_rule, -quantity, fee
                from invoice_line
                where edition_id = :edition
            ) changes
            group by order_id, ticket_id, extra_id, price_minor, currency, vat_percent, vat_rule
            having sum(n) <> 0
            """;

    /// How many lines a new basis would have.
    int waiting(EditionId edition) {
        return db.sql("select count(*)::int as count from (" + CHANGES + ") changes")
                .set("edition", edition)
                .one(row -> row.integer("count"));
    }

    /// Makes the next basis.
    ///
    /// @return its number; nothing where there is nothing new
    OptionalInt make(Organiser organiser) {
        return make(organiser.id(), organiser.account().id(), organiser.by());
    }

    OptionalInt make(EditionId edition, AccountId account, By by) {
        workplaces.run();
        return db.transaction(() -> {
            db.sql("select pg_advisory_xact_lock(hashtextextended('invoice basis ' || :edition, 0))")
                    .set("edition", edition.value().toString())
                    .list(row -> "");
            db.sql("""
                    select id from ticket_order where edition_id = :edition and state = 'placed'
                    order by id for no key update
                    """).set("edition", edition).list(row -> "");
            workplaces.fillBuyers(edition);
            int number = db.sql("""
                    insert into invoice_basis (edition_id, number, made_at, made_by)
                    select :edition, coalesce(max(number), 0) + 1, :now, :by
                    from invoice_basis where edition_id = :edition
                    returning number
                    """)
                    .set("edition", edition)
                    .set("now", clock.instant())
                    .set("by", account)
                    .one(row -> row.integer("number"));
            int lines = db.sql("""
                    insert into invoice_line (edition_id, basis, position, order_id, ticket_id, extra_id, quantity,
                        price_minor, currency, vat_percent, vat_rule, fee)
                    select :edition, :number,
                        row_number() over (order by ticket_order.number, ticket_id, n, extra_id nulls first),
                        order_id, ticket_id, extra_id, sign(n)::int, price_minor, changes.currency, vat_percent, vat_rule, fee
                    from (""" + CHANGES + """
                    ) changes
                    join ticket_order on ticket_order.edition_id = :edition and ticket_order.id = order_id
                    cross join lateral generate_series(1, abs(n))
                    """)
                    .set("edition", edition)
                    .set("number", number)
                    .run();
            if (lines == 0) {
                db.sql("delete from invoice_basis where edition_id = :edition and number = :number")
                        .set("edition", edition)
                        .set("number", number)
                        .run();
                return OptionalInt.empty();
            }
            audit.record(
                    by,
                    edition,
                    "made-basis",
                    new Audit.Subject("invoice-basis", String.valueOf(number), String.valueOf(number)),
                    null,
                    java.util.Map.of("lines", lines));
            return OptionalInt.of(number);
        });
    }

    record Basis(int number, Instant madeAt, String madeBy, int lines, Money net) {}

    List<Basis> list(EditionId edition) {
        return db.sql("""
                select invoice_basis.number, made_at, account.name, count(*)::int as lines,
                    sum(quantity * price_minor)::bigint as net
                from invoice_basis
                join account on account.id = invoice_basis.made_by
                join invoice_line on invoice_line.edition_id = invoice_basis.edition_id
                    and invoice_line.basis = invoice_basis.number
                where invoice_basis.edition_id = :edition
                group by invoice_basis.number, made_at, account.name
                order by invoice_basis.number desc
                """)
                .set("edition", edition)
                .list(row -> new Basis(
                        row.integer("number"),
                        row.instant("made_at"),
                        row.string("name"),
                        row.integer("lines"),
                        Money.sek(row.number("net"))));
    }

    /// One line for the ledger.
    ///
    /// @param quantity -1 takes back what an earlier basis had
    /// @param orderer  null: somebody with a protected identity, beside whose workplace no alias stands
    /// @param who      empty for them too
    /// @param fee      whether it is what is still paid for something cancelled
    record Line(
            int position,
            int quantity,
            long order,
            Instant ordered,
            Buyer buyer,
            @Nullable String orderer,
            Text what,
            String who,
            Money price,
            Vat vat,
            boolean fee) {
        /// What it comes to, the sign in it.
        Bill.Line sold() {
            return new Bill.Line(who, what, new Money(quantity * price.minorUnits(), price.currency()), vat, fee);
        }
    }

    /// The lines of one basis, for a file; who took it stands in the audit trail.
    Optional<List<Line>> export(Organiser organiser, @Nullable Integer asked, String file) {
        return db.transaction(() -> {
            EditionId edition = organiser.id();
            Optional<Integer> number =
                    db.sql("""
                    select number from invoice_basis
                    where edition_id = :edition and number = coalesce(cast(:asked as integer), number)
                    order by number desc
                    limit 1
                    """).set("edition", edition).set("asked", asked).optional(row -> row.integer("number"));
            return number.map(found -> {
                audit.record(
                        organiser.by(),
                        edition,
                        "exported",
                        new Audit.Subject("invoice-basis", String.valueOf(found), file + " " + found),
                        null,
                        null);
                return lines(edition, found);
            });
        });
    }

    List<Line> lines(EditionId edition, int number) {
        return db.sql("""
                select invoice_line.position, invoice_line.quantity, invoice_line.price_minor, invoice_line.currency,
                    invoice_line.vat_percent, invoice_line.vat_rule, invoice_line.fee, ticket_order.number, ticket_order.created_at,
                    ticket_order.buyer_kind, ticket_order.buyer_name, ticket_order.buyer_number, ticket_order.buyer_gln,
                    ticket_order.buyer_e_invoice, ticket_order.buyer_country, ticket_order.buyer_vat_number,
                    ticket_order.buyer_address, ticket_order.invoice_reference, ticket_order.cost_centre,
                    case when not orderer.protected then orderer.name end as orderer,
                    coalesce(extra.name, type.name) as what,
                    case when person.protected then '' else coalesce(person.name, '') end as who
                from invoice_line
                join ticket_order on ticket_order.edition_id = invoice_line.edition_id
                    and ticket_order.id = invoice_line.order_id
                join shown_person orderer on orderer.id = ticket_order.orderer_id
                join ticket on ticket.edition_id = invoice_line.edition_id and ticket.id = invoice_line.ticket_id
                join ticket_type type on type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
                left join extra on extra.edition_id = invoice_line.edition_id and extra.id = invoice_line.extra_id
                left join shown_person person on person.id = ticket.person_id
                where invoice_line.edition_id = :edition and invoice_line.basis = :number
                order by invoice_line.position
                """)
                .set("edition", edition)
                .set("number", number)
                .list(row -> new Line(
                        row.integer("position"),
                        row.integer("quantity"),
                        row.number("number"),
                        row.instant("created_at"),
                        row.stringOrNull("orderer") == null
                                ? PlacedOrders.buyer(row).veiled()
                                : PlacedOrders.buyer(row),
                        row.stringOrNull("orderer"),
                        row.text("what"),
                        row.string("who"),
                        new Money(row.number("price_minor"), row.string("currency")),
                        PlacedOrders.vat(row),
                        row.truth("fee")));
    }
}
