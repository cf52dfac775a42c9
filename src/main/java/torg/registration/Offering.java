package torg.registration;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import torg.store.Id;
import torg.text.Text;

/// A session that participants choose, as it was published last. What is held of it is counted by its quota.
///
/// @param code        the session's address, and its value in forms
/// @param room        key of a room, or null where it is not known
/// @param host        key of the organisation that arranges it, or null
/// @param block       key of a block, or null where it stands by itself
/// @param required    everybody whose ticket admits to its day must choose it
/// @param taken       how many places are held; more than `seats` where these were lowered afterwards
/// @param withdrawnAt since when it can no longer be chosen; whoever had chosen it still sees it
public record Offering(
        OfferingId id,
        UUID quota,
        String code,
        Text title,
        @Nullable Instant starts,
        @Nullable Instant ends,
        @Nullable String room,
        @Nullable String host,
        @Nullable String block,
        boolean required,
        int seats,
        int taken,
        @Nullable Instant withdrawnAt) {
    private static final int FEW = 5;
    private static final int FEW_PERCENT = 10;

    public record OfferingId(UUID value) implements Id {}

    /// How many places are left, as a word beside a title.
    public enum Places {
        ENOUGH,
        FEW,
        NONE
    }

    public int left() {
        return Math.max(0, seats - taken);
    }

    public Places places() {
        return left() == 0
                ? Places.NONE
                : left() <= Math.max(FEW, seats * FEW_PERCENT / 100) ? Places.FEW : Places.ENOUGH;
    }

    /// Whether it can be chosen now, if there are places.
    public boolean isOffered(Instant now) {
        return withdrawnAt == null && !hasBegun(now);
    }

    boolean hasBegun(Instant now) {
        return starts != null && !now.isBefore(starts);
    }
}
