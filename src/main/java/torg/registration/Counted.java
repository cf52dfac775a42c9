package torg.registration;

import java.util.Map;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.edition.LiveFigures;
import torg.store.Db;

/// What news may quote of registration. Somebody with a protected identity counts as everybody does.
@Component
class Counted implements LiveFigures {
    private final Db db;

    Counted(Db db) {
        this.db = db;
    }

    @Override
    public Map<Figure, Long> now(EditionId edition) {
        return db.sql("""
                select count(*) as registered,
                    count(*) filter (where exists (select 1 from check_in where check_in.edition_id = ticket.edition_id
                        and check_in.ticket_id = ticket.id and undone_at is null)) as checked_in,
                    count(distinct folded(nullif(person.organisation_name, ''))) as organisations,
                    (select coalesce(sum(places), 0) from waiting
                        where waiting.edition_id = :edition and waiting.state = 'waiting') as waiting
                from ticket
                left join person on person.id = ticket.person_id
                where ticket.edition_id = :edition and ticket.state in ('valid', 'pending')
                """)
                .set("edition", edition)
                .one(row -> Map.of(
                        Figure.REGISTERED, row.number("registered"),
                        Figure.CHECKED_IN, row.number("checked_in"),
                        Figure.ORGANISATIONS, row.number("organisations"),
                        Figure.WAITING, row.number("waiting")));
    }
}
