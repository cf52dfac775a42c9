package torg.programme;

import java.util.Locale;
import torg.edition.EditionId;
import torg.store.LocalIds;

/// The code in a session's address: six of `0-9A-Z`, following from edition and key, so that an import can be repeated.
final class SessionCodes {
    private static final long COUNT = 36L * 36 * 36 * 36 * 36 * 36;

    private SessionCodes() {}

    static String of(EditionId edition, String key) {
        long number =
                Long.remainderUnsigned(LocalIds.of(edition, "session-code", key).getMostSignificantBits(), COUNT);
        String code = Long.toString(number, 36).toUpperCase(Locale.ROOT);
        return "0".repeat(6 - code.length()) + code;
    }
}
