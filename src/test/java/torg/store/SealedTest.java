package torg.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import torg.TestServer;

class SealedTest {
    private final Sealed sealed = TestServer.shared().bean(Sealed.class);
    private final UUID edition = UUID.randomUUID();
    private final UUID person = UUID.randomUUID();

    @Test
    void whatWasSealedIsReadWhereItBelongs() {
        byte[] cipher = sealed.seal("nötter", edition, person, "allergy");
        assertThat(new String(cipher, java.nio.charset.StandardCharsets.UTF_8)).doesNotContain("nötter");
        assertThat(sealed.open(cipher, edition, person, "allergy")).isEqualTo("nötter");
    }

    @Test
    void theSameWordsAreNeverSealedAlike() {
        assertThat(sealed.seal("nötter", person)).isNotEqualTo(sealed.seal("nötter", person));
    }

    @Test
    void itDoesNotOpenInAnotherPlaceOrWhenItWasChanged() {
        byte[] cipher = sealed.seal("nötter", edition, person, "allergy");
        assertThatThrownBy(() -> sealed.open(cipher, edition, UUID.randomUUID(), "allergy"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sealed.open(cipher, edition, person, "dietary"))
                .isInstanceOf(IllegalStateException.class);
        cipher[cipher.length - 1] ^= 1;
        assertThatThrownBy(() -> sealed.open(cipher, edition, person, "allergy"))
                .isInstanceOf(IllegalStateException.class);
    }
}
