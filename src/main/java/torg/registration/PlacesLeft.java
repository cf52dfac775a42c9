package torg.registration;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.store.Db;

/// How many places are left, as a label: at most five seconds old. Whether there is one is decided when it is taken.
@Component
class PlacesLeft {
    static final Duration OLD = Duration.ofSeconds(5);

    private final Db db;
    private final Map<EditionId, Counted> counted = new ConcurrentHashMap<>();

    PlacesLeft(Db db) {
        this.db = db;
    }

    private record Counted(long atNanos, Map<String, Integer> byQuota) {}

    /// By key of the quota.
    Map<String, Integer> left(EditionId edition) {
        return counted.compute(
                        edition,
                        (id, old) -> old != null && System.nanoTime() - old.atNanos < OLD.toNanos() ? old : count(id))
                .byQuota;
    }

    /// Counted this moment, for a page of one person.
    Map<String, Integer> now(EditionId edition) {
        return count(edition).byQuota;
    }

    /// How many there are of a thing that takes places of these quotas.
    static int of(List<String> quotas, Map<String, Integer> left) {
        return quotas.stream()
                .mapToInt(quota -> left.getOrDefault(quota, 0))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private Counted count(EditionId edition) {
        Map<String, Integer> byQuota = new HashMap<>();
        db.sql(
                        "select key, greatest(0, capacity - taken) as free from quota where edition_id = :edition and kind = 'ticket'")
                .set("edition", edition)
                .list(row -> byQuota.put(row.string("key"), row.integer("free")) == null);
        return new Counted(System.nanoTime(), byQuota);
    }
}
