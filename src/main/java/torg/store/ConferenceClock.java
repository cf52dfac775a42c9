package torg.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/// The time that the conference goes by: what is on now, what is open, which scene a demo shows.
///
/// A demo can set it; it then runs on from there. Never use it for tokens, cookies, audit rows or checkpoints: those go
/// by [#security].
@Component
public class ConferenceClock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    /// The clock that nobody can set.
    public static InstantSource security() {
        return InstantSource.system();
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }

    public void set(Instant now) {
        ahead = Duration.between(Instant.now(), now);
    }

    public boolean isSet() {
        return !ahead.isZero();
    }
}
