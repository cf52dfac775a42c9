package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A text that is kept beside the tests, so that a review sees what a change does to it.
final class Snapshot {
    private Snapshot() {}

    /// Fails where the text is another than the one kept; `TORG_ACCEPT=yes` keeps the new one.
    static void same(String file, String now) {
        Path kept = Path.of("src/test/resources", file);
        try {
            if ("yes".equals(System.getenv("TORG_ACCEPT"))) {
                Files.writeString(kept, now);
            }
            assertThat(now)
                    .as("%s is another now; if that is meant: TORG_ACCEPT=yes ./torg test RoutesTest SchemaTest", kept)
                    .isEqualTo(Files.exists(kept) ? Files.readString(kept) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
