package torg.access;

import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;
import torg.store.ConferenceClock;
import torg.store.Db;

/// Counts attempts in a window of time, over all nodes.
@Component
public class Throttle {
    private final Db db;

    Throttle(Db db) {
        this.db = db;
    }

    /// Counts one attempt and says whether it is still within `most` in this window.
    public boolean allows(String key, int most, Duration window) {
        long seconds = window.toSeconds();
        Instant start =
                Instant.ofEpochSecond(ConferenceClock.security().instant().getEpochSecond() / seconds * seconds);
        int attempts = db.sql("""
                insert into throttle (key, window_start, attempts) values (:key, :start, 1)
                on conflict (key, window_start) do update set attempts = throttle.attempts + 1
                returning attempts
                """).set("key", key).set("start", start).one(row -> row.integer("attempts"));
        if (attempts == 1) {
            db.sql("delete from throttle where window_start < :old")
                    .set("old", start.minus(Duration.ofDays(1)))
                    .run();
        }
        return attempts <= most;
    }
}
