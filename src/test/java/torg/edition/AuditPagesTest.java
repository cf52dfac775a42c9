package torg.edition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import torg.edition.AuditPages.Change;
import torg.ledger.Audit;
import torg.store.By;
import torg.text.Language;
import torg.text.Words;

class AuditPagesTest {
    private static Audit.Entry entry(@Nullable String before, @Nullable String after) {
        return new Audit.Entry(
                1,
                Instant.EPOCH,
                By.system("test"),
                "changed",
                new Audit.Subject("stream", "programme", "programme"),
                before,
                after);
    }

    @Test
    void onlyTheFieldsThatChangedAreShown() {
        assertThat(AuditPages.changes(entry(
                        "{\"name\":\"Anna\",\"at\":{\"city\":\"Ort\",\"zip\":1},\"tags\":[\"a\"]}",
                        "{\"name\":\"Anna\",\"at\":{\"city\":\"Stad\",\"zip\":1},\"tags\":[\"a\",\"b\"]}")))
                .containsExactly(new Change("at.city", "Ort", "Stad"), new Change("tags.2", null, "b"));
        assertThat(AuditPages.changes(entry(null, "\"organiser\""))).containsExactly(new Change("", null, "organiser"));
        assertThat(AuditPages.changes(entry("{\"a\":1}", "{\"a\":1}"))).isEmpty();
    }

    @Test
    void whatWasChangedIsSaidInWords() {
        assertThat(AuditPages.subject(Words.of(AuditPages.class, Language.SV), entry(null, null)))
                .isEqualTo("Del: Programmet");
    }
}
