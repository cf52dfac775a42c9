package torg.web;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.store.ConferenceClock;
import torg.store.Settings;
import torg.text.Dates;
import torg.text.Language;

/// Whether this is a demo, and what it then says on every page.
@Component
public class Examples {
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    private final Settings settings;
    private final ConferenceClock clock;

    Examples(Settings settings, ConferenceClock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    public @Nullable String now(Language language) {
        return settings.isDemo() ? Dates.moment(ZonedDateTime.ofInstant(clock.instant(), ZONE), language) : null;
    }
}
