package torg.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.edition.ProtectionStaff;
import torg.ledger.Audit;
import torg.registration.Ticket.PersonId;
import torg.registration.Ticket.TicketId;
import torg.store.By;
import torg.store.Db;
import torg.store.Tokens;

/// Persons whose data is protected (skyddade personuppgifter). Everybody sees an alias; who they are is read one at a
/// time, by [ProtectionStaff], and each reading is in the trail.
@Component
public class ProtectedIdentities {
    private final Db db;
    private final Registrations registrations;
    private final Audit audit;

    ProtectedIdentities(Db db, Registrations registrations, Audit audit) {
        this.db = db;
        this.registrations = registrations;
        this.audit = audit;
    }

    /// Four characters that say nothing, for an alias that somebody may keep or change.
    static String suggestion() {
        return Tokens.random("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 4);
    }

    /// From now on everybody sees the alias, in old lines of the trail too. Taken off the list of participants.
    ///
    /// @param ticket with the person's own data
    public void protect(By by, EditionId edition, Ticket ticket, String alias) {
        PersonId person = Objects.requireNonNull(ticket.person());
        db.transaction(() -> {
            int named = db.sql("update person set protected = true, alias = :alias where id = :person")
                    .set("alias", alias)
                    .set("person", person)
                    .run();
            if (named != 1) {
                throw new IllegalStateException("no person " + person.value());
            }
            db.sql("update ticket set on_list = false where person_id = :person and on_list")
                    .set("person", person)
                    .run();
            audit.mask(things(person), alias);
            audit.record(named(by, ticket, alias), edition, "protected", subject(ticket, alias), null, null);
        });
    }

    void lift(By by, EditionId edition, Ticket ticket) {
        PersonId person = Objects.requireNonNull(ticket.person());
        db.transaction(() -> {
            int lifted = db.sql("update person set protected = false, alias = null where id = :person and protected")
                    .set("person", person)
                    .run();
            if (lifted == 1) {
                audit.unmask(things(person));
                audit.record(by, edition, "unprotected", subject(ticket, ticket.shownName()), null, null);
            }
        });
    }

    private static By named(By by, Ticket ticket, String alias) {
        return by.kind().equals("person") ? new By("person", ticket.id().value().toString(), alias) : by;
    }

    private static Audit.Subject subject(Ticket ticket, String alias) {
        return new Audit.Subject("ticket", ticket.id().value().toString(), alias);
    }

    /// What the trail knows the person by: herself, her tickets, her orders.
    private List<UUID> things(PersonId person) {
        List<UUID> things = new ArrayList<>(db.sql("""
                select id from ticket where person_id = :person
                union select id from ticket_order where orderer_id = :person
                union select id from waiting where person_id = :person
                """).set("person", person).list(row -> row.uuid("id")));
        things.add(person.value());
        return things;
    }

    /// Under their aliases.
    List<Ticket> all(ProtectionStaff staff) {
        return db.sql(
                        Registrations.TICKET
                                + "where ticket.edition_id = :edition and person.protected order by person.name, ticket.id limit 1000")
                .set("edition", staff.id())
                .list(Registrations::ticket);
    }

    /// Who it really is.
    Optional<Ticket> read(ProtectionStaff staff, TicketId id) {
        return db.transaction(() -> {
            Optional<Ticket> found = registrations.own(staff.id(), id).filter(Ticket::isNamed);
            found.filter(Ticket::isProtected)
                    .ifPresent(ticket -> audit.record(
                            staff.by(), staff.id(), "read-protected", Registrations.subject(ticket), null, null));
            return found;
        });
    }

    /// What somebody wants others to see of her.
    void show(By by, EditionId edition, Ticket ticket, boolean noPhoto, boolean onList) {
        db.transaction(() -> {
            int changed = db.sql("""
                    update ticket set photo_opt_out = :noPhoto, on_list = :onList
                    where edition_id = :edition and id = :ticket and person_id = :person
                        and (photo_opt_out <> :noPhoto or on_list <> :onList)
                        and not (:onList and (select protected from person where id = :person))
                    """)
                    .set("noPhoto", noPhoto)
                    .set("onList", onList)
                    .set("edition", edition)
                    .set("ticket", ticket.id())
                    .set("person", ticket.person())
                    .run();
            if (changed == 1) {
                audit.record(
                        by,
                        edition,
                        "chose-visibility",
                        Registrations.subject(ticket),
                        Map.of("no-photo", ticket.photoOptOut(), "on-list", ticket.onList()),
                        Map.of("no-photo", noPhoto, "on-list", onList));
            }
        });
    }
}
