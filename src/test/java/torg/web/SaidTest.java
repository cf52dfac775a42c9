package torg.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import torg.text.Language;
import torg.text.Text;

class SaidTest {
    @Test
    void aTextStandsWithoutSpaceAroundItAndSaysItsLanguageWhereThatIsNotThePages() {
        assertThat(said(Text.sv("Öppna <data>").in(Language.SV))).isEqualTo("Öppna &lt;data&gt;");
        assertThat(said(Text.sv("Öppna data").in(Language.EN))).isEqualTo("<span lang=\"sv\">Öppna data</span>");
    }

    private static String said(Text.Said said) {
        View view = (out, forms) -> JtesaidGenerated.render(out, forms, said);
        return new String(view.bytes(CsrfFields.NONE), StandardCharsets.UTF_8);
    }
}
