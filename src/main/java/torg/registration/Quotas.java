package torg.registration;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.store.Db;

/// The places that there are and how many of them are taken: the one thing that everybody wants at once.
///
/// Every verb works in the caller's transaction and should be its last, because a quota's row stays locked until the
/// commit. Rows are locked in the order of their ids, so that two transactions never wait for each other.
@Component
public class Quotas {
    private final Db db;

    Quotas(Db db) {
        this.db = db;
    }

    /// Takes one place from each of these quotas.
    ///
    /// @return false where one of them is full; the caller must then roll back
    public boolean take(EditionId edition, Collection<UUID> quotas) {
        for (UUID quota : inOrder(quotas)) {
            int taken = db.sql("""
                    update quota set taken = taken + 1 where edition_id = :edition and id = :quota and taken < capacity
                    """).set("edition", edition).set("quota", quota).run();
            if (taken == 0) {
                return false;
            }
        }
        return true;
    }

    /// Gives one place back to each of these quotas; it is free for the next at once.
    public void give(EditionId edition, Collection<UUID> quotas) {
        for (UUID quota : inOrder(quotas)) {
            db.sql("update quota set taken = taken - 1 where edition_id = :edition and id = :quota")
                    .set("edition", edition)
                    .set("quota", quota)
                    .run();
        }
    }

    private static List<UUID> inOrder(Collection<UUID> quotas) {
        return quotas.stream().sorted().toList();
    }
}
