package torg.registration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.people.Organisations;
import torg.store.Db;
import torg.store.RepeatedJob;

/// Finds the organisation that somebody typed, soon after: nobody who registers waits for that.
@Component
class Workplaces implements RepeatedJob {
    private static final int AT_ONCE = 200;

    private final Db db;
    private final Organisations organisations;

    Workplaces(Db db, Organisations organisations) {
        this.db = db;
        this.organisations = organisations;
    }

    @Override
    public String name() {
        return "workplaces";
    }

    @Override
    public int everySeconds() {
        return 20;
    }

    /// @param number of the buyer of an order that bears the same name
    private record Typed(String name, @Nullable String number) {}

    @Override
    public void run() {
        List<Typed> typed;
        do {
            typed = db.sql("""
                    select person.organisation_name as name, max(buyer.buyer_number) as number
                    from person
                    left join ticket_order buyer
                        on buyer.orderer_id = person.id and buyer.buyer_name = person.organisation_name
                    where person.organisation_id is null and btrim(person.organisation_name) <> ''
                    group by person.organisation_name
                    order by person.organisation_name
                    limit :most
                    """)
                    .set("most", AT_ONCE)
                    .list(row -> new Typed(row.string("name"), row.stringOrNull("number")));
            typed.forEach(one -> db.sql("""
                    update person set organisation_id = :organisation
                    where organisation_id is null and organisation_name = :name
                    """)
                    .set("organisation", organisations.typed(one.name, one.number))
                    .set("name", one.name)
                    .run());
        } while (typed.size() == AT_ONCE);
    }

    /// What is known of a workplace that an organiser vouches for goes into those of its orders that say less, within
    /// the caller's transaction: the ledger asks for the number.
    void fillBuyers(EditionId edition) {
        db.sql("""
                update ticket_order set buyer_number = organisation.number,
                    buyer_gln = coalesce(ticket_order.buyer_gln, organisation.gln),
                    buyer_e_invoice = coalesce(ticket_order.buyer_e_invoice, organisation.e_invoice_scheme || ':' || organisation.e_invoice_id)
                from person
                join organisation on organisation.id = person.organisation_id
                where ticket_order.edition_id = :edition and person.id = ticket_order.orderer_id
                    and ticket_order.buyer_number is null and ticket_order.buyer_kind <> 'private'
                    and ticket_order.buyer_name = person.organisation_name
                    and organisation.confirmed_at is not null and organisation.number is not null
                """).set("edition", edition).run();
    }
}
