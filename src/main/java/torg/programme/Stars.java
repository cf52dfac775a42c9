package torg.programme;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.registration.Ticket.PersonId;
import torg.store.ConferenceClock;
import torg.store.Db;

/// Which sessions somebody saved. A star holds no seat and nobody else sees it: what somebody finds interesting is not
/// written into the audit trail either.
@Component
class Stars {
    private final Db db;

    Stars(Db db) {
        this.db = db;
    }

    /// The sessions' codes.
    Set<String> of(EditionId edition, PersonId person) {
        return new HashSet<>(db.sql("select session from star where edition_id = :edition and person_id = :person")
                .set("edition", edition)
                .set("person", person)
                .list(row -> row.string("session")));
    }

    /// Saves these as well. Asked twice is saved once.
    ///
    /// @param sessions codes of the published programme, which so bounds how many there are
    void add(EditionId edition, PersonId person, Collection<String> sessions) {
        db.sql("""
                insert into star (edition_id, person_id, session, starred_at)
                select :edition, :person, session, :now from unnest(cast(:sessions as text[])) as session
                on conflict do nothing
                """)
                .set("edition", edition)
                .set("person", person)
                .set("sessions", sessions)
                .set("now", ConferenceClock.security().instant())
                .run();
    }

    void remove(EditionId edition, PersonId person, Collection<String> sessions) {
        db.sql("""
                delete from star
                where edition_id = :edition and person_id = :person and session = any(cast(:sessions as text[]))
                """)
                .set("edition", edition)
                .set("person", person)
                .set("sessions", sessions)
                .run();
    }
}
