package torg.registration;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.store.Db;
import torg.store.LocalIds;

/// The places that there are and how many of them are taken: the one thing that everybody wants at once.
///
/// Every verb works in the caller's transaction and should be its last, because a quota's row stays locked until the
/// commit. Rows are locked in the order of their ids, so that two transactions never wait for each other. Whatever may
/// free places begins with [#lineUp], before it locks anything else: it also serves the waiting lists, and those may
/// want
/// places of other quotas too.
@Component
public class Quotas {
    private final Db db;
    private final List<Freed> freed;

    Quotas(Db db, List<Freed> freed) {
        this.db = db;
        this.freed = freed;
    }

    /// Told, in the same transaction, that there are free places in these quotas; their rows are locked.
    interface Freed {
        void freed(EditionId edition, Set<UUID> quotas);
    }

    static List<UUID> ids(EditionId edition, List<String> keys) {
        return keys.stream().map(key -> LocalIds.of(edition, "quota", key)).toList();
    }

    /// Takes one place from each of these quotas.
    ///
    /// @return false where one of them is full; the caller must then roll back
    public boolean take(EditionId edition, Collection<UUID> quotas) {
        // as the database sorts them, which is not how Java does: there a UUID is two signed numbers
        for (UUID quota :
                quotas.stream().sorted(Comparator.comparing(UUID::toString)).toList()) {
            int taken = db.sql("""
                    update quota set taken = taken + 1 where edition_id = :edition and id = :quota and taken < capacity
                    """).set("edition", edition).set("quota", quota).run();
            if (taken == 0) {
                return false;
            }
        }
        return true;
    }

    /// Gives one place back to each of these quotas (one for each time that it is named). It is offered to whoever
    /// waits for it, in the same transaction.
    public void give(EditionId edition, Collection<UUID> quotas) {
        exchange(edition, List.of(), quotas);
    }

    /// Takes some places and gives others back, all or nothing.
    ///
    /// @return false where one of those wanted is full; the caller must then roll back
    public boolean exchange(EditionId edition, Collection<UUID> wanted, Collection<UUID> given) {
        if (given.isEmpty()) {
            return take(edition, wanted);
        }
        Map<UUID, Integer> changes = new TreeMap<>();
        wanted.forEach(quota -> changes.merge(quota, 1, Integer::sum));
        given.forEach(quota -> changes.merge(quota, -1, Integer::sum));
        lineUp(edition);
        lock(edition, changes.keySet());
        for (var change : changes.entrySet()) {
            int changed = db.sql("""
                    update quota set taken = taken + :change
                    where edition_id = :edition and id = :quota and (:change <= 0 or taken + :change <= capacity)
                    """)
                    .set("change", change.getValue())
                    .set("edition", edition)
                    .set("quota", change.getKey())
                    .run();
            if (changed == 0) {
                return false;
            }
        }
        tell(edition, Set.copyOf(given));
        return true;
    }

    /// Sets how many places there are. Fewer than are taken is allowed: nobody loses a place, and none is free until
    /// enough have been given back.
    public void resize(EditionId edition, Map<UUID, Integer> capacities) {
        if (capacities.isEmpty()) {
            return;
        }
        lineUp(edition);
        lock(edition, capacities.keySet());
        capacities.forEach((quota, capacity) -> db.sql("""
                update quota set capacity = :capacity
                where edition_id = :edition and id = :quota and capacity <> :capacity
                """)
                .set("capacity", capacity)
                .set("edition", edition)
                .set("quota", quota)
                .run());
        tell(edition, Set.copyOf(capacities.keySet()));
    }

    /// Offers what is free to whoever waits for it: after an entry has joined a list or has been answered.
    void serve(EditionId edition, Collection<UUID> quotas) {
        lineUp(edition);
        lock(edition, quotas);
        tell(edition, Set.copyOf(quotas));
    }

    private void tell(EditionId edition, Set<UUID> quotas) {
        freed.forEach(one -> one.freed(edition, quotas));
    }

    /// One at a time an edition, for as long as the transaction takes.
    void lineUp(EditionId edition) {
        db.sql("select pg_advisory_xact_lock(hashtextextended('quotas ' || :edition, 0))")
                .set("edition", edition.value().toString())
                .list(row -> "");
    }

    /// Keeps every quota of an edition for this transaction, before their rows are changed in any order.
    void lockAll(EditionId edition) {
        lineUp(edition);
        db.sql("select id from quota where edition_id = :edition order by id for update")
                .set("edition", edition)
                .list(row -> row.uuid("id"));
    }

    /// These rows, and those of every quota that somebody who waits for one of these wants as well.
    private void lock(EditionId edition, Collection<UUID> quotas) {
        db.sql("""
                select id from quota
                where edition_id = :edition and id in (
                    select unnest(cast(:quotas as uuid[]))
                    union
                    select unnest(quota_ids) from waiting
                    where edition_id = :edition and state = 'waiting' and quota_ids && cast(:quotas as uuid[]))
                order by id
                for update
                """).set("edition", edition).set("quotas", List.copyOf(quotas)).list(row -> row.uuid("id"));
    }

    /// Locks these quotas and counts what is free in each.
    Map<UUID, Integer> lockedFree(EditionId edition, Collection<UUID> quotas) {
        Map<UUID, Integer> free = new HashMap<>();
        db.sql("""
                select id, capacity - taken as free from quota
                where edition_id = :edition and id = any(cast(:quotas as uuid[]))
                order by id
                for update
                """)
                .set("edition", edition)
                .set("quotas", List.copyOf(quotas))
                .list(row -> free.put(row.uuid("id"), row.integer("free")) == null);
        return free;
    }

    /// As [#lockedFree], where some of these may be given to others in the same transaction.
    Map<UUID, Integer> freeInLine(EditionId edition, Collection<UUID> quotas) {
        lineUp(edition);
        lock(edition, quotas);
        return lockedFree(edition, quotas);
    }

    /// Takes places that [#lockedFree] has shown to be there.
    void takeLocked(EditionId edition, Map<UUID, Integer> places) {
        if (places.isEmpty()) {
            return;
        }
        record Taken(UUID quota, int places) {}
        int changed = db.sql("""
                update quota set taken = taken + more.places
                from jsonb_to_recordset(:taken) as more(quota uuid, places integer)
                where edition_id = :edition and id = more.quota
                """)
                .set("edition", edition)
                .setJson(
                        "taken",
                        places.entrySet().stream()
                                .map(one -> new Taken(one.getKey(), one.getValue()))
                                .toList())
                .run();
        if (changed != places.size()) {
            throw new IllegalStateException(places.size() + " quotas wanted, " + changed + " there");
        }
    }
}
