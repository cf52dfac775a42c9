package torg.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MoneyTest {
    @Test
    void aPriceIsWrittenAsThePageSpeaks() {
        assertThat(Money.sek(199_500).in(Language.SV)).isEqualTo("1\u00a0995\u00a0kr");
        assertThat(Money.sek(199_500).in(Language.EN)).isEqualTo("SEK\u00a01,995");
        assertThat(Money.sek(199_550).in(Language.EN)).isEqualTo("SEK\u00a01,995.50");
    }
}
