package torg.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import torg.text.Language;
import torg.text.Money;
import torg.text.Text;
import torg.text.Words;

class FormTest {
    private static final Words WORDS = Words.of(Page.class, Language.SV);

    private enum Pay {
        E_INVOICE,
        PDF
    }

    @Test
    void aFormThatIsRightBecomesAValue() {
        Form form = form("name", "  Alva\tNordin ", "pay", "e_invoice", "sum", "1 500,50 kr", "at", "9.30");
        var name = form.required("name", 120);
        var pay = form.choice("pay", Pay.class);
        var sum = form.money("sum", "SEK");
        var at = form.time("at");
        var note = form.optional("note", 10);

        assertThat(form.then(() -> List.of(name.get(), pay.get(), sum.get(), at.get(), note.get() == null)))
                .isEqualTo(new Form.Valid<>(
                        List.of("Alva Nordin", Pay.E_INVOICE, Money.sek(150_050), LocalTime.of(9, 30), true)));
    }

    @Test
    void aFormThatIsWrongKeepsWhatWasTypedAndSaysWhatToDoInTheOrderOfTheFields() {
        Form form = form("name", "Alva", "email", "alva", "sum", "gratis");
        form.required("name", 120);
        form.email("email");
        form.money("sum", "SEK");

        assertThat(form.then(() -> "made")).isInstanceOfSatisfying(Form.Invalid.class, invalid -> {
            assertThat(invalid.state().value("email")).isEqualTo("alva");
            assertThat(invalid.state().errors().values())
                    .asString()
                    .isEqualTo("[Skriv en e-postadress, till exempel namn@kommun.se, "
                            + "Skriv ett belopp i kronor, till exempel 1 500 eller 99,50]");
        });
    }

    @Test
    void aValueOfAFormThatIsWrongCannotBeHad() {
        Form form = form("name", "Alva", "email", "");
        var name = form.required("name", 120);
        form.refuse("email", "form.email");

        assertThatThrownBy(name::get).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void mailAddressesAreTakenAsMailServersTakeThem() {
        assertThat(email("Alva.Nordin@KOMMUN.se")).isEqualTo("Alva.Nordin@kommun.se");
        assertThat(email("info@räksmörgås.example")).isEqualTo("info@xn--rksmrgs-5wao1o.example");
        for (String wrong : List.of(
                "alva",
                "@kommun.se",
                "alva@",
                "alva@kommun",
                "a b@kommun.se",
                "a@b..se",
                "a..b@kommun.se",
                "a@kommun.se, b@kommun.se",
                "Alva <a@kommun.se>",
                "a@kommun.se\nBcc: b@kommun.se")) {
            assertThat(email(wrong)).as(wrong).isEqualTo("refused");
        }
    }

    @Test
    void charactersThatNobodyMeansAreTakenOutAndTextIsComposed() {
        assertThat(form("name", "A\u0000l\u202eva\ufeff A\u030angstro\u0308m\u0007")
                        .required("name", 120)
                        .get())
                .isEqualTo("Alva Ångström");
        assertThat(form("text", "ett\r\ntvå\rtre").prose("text", 20).get()).isEqualTo("ett\ntvå\ntre");
    }

    @Test
    void aTextThatIsTooLongIsRefusedWithBothLengths() {
        Form form = form("title", "😀😀😀", "short", "😀😀");
        form.required("title", 2);
        form.required("short", 2);

        assertThat(form.state().errors())
                .containsExactly(Map.entry("title", "Skriv högst 2 tecken i det här fältet. Nu är det 3."));
    }

    @Test
    void aTextMayLackTheSecondLanguageButNotTheFirst() {
        Form form = form("title.sv", "Öppna data", "title.en", " ");
        assertThat(form.text("title", Language.SPOKEN, 200).get()).isEqualTo(Text.sv("Öppna data"));
    }

    @Test
    void whatIsNotAmongTheChoicesIsRefused() {
        Form form = form("pay", "cash");
        form.choice("pay", Pay.class);
        form.choices("days", Map.of("wed", 1));

        assertThat(form.state().errors()).containsExactly(Map.entry("pay", "Välj ett av alternativen"));
    }

    @Test
    void repeatedFieldsAreFoundByTheirNumbers() {
        Form form = form("people.0.name", "Alva", "people.2.name", "Birger", "people.x.name", "?");
        assertThat(form.numbers("people", 50)).containsExactly(0, 2);
    }

    private static String email(String typed) {
        Form form = form("email", typed);
        var email = form.email("email");
        return switch (form.then(email)) {
            case Form.Valid<String>(String address) -> address;
            case Form.Invalid<String> invalid -> "refused";
        };
    }

    private static Form form(String... namesAndValues) {
        return Form.read(WORDS, "test", parameters(namesAndValues));
    }

    private static Map<String, String[]> parameters(String... namesAndValues) {
        Map<String, String[]> parameters = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(namesAndValues[i], new String[] {namesAndValues[i + 1]});
        }
        return parameters;
    }
}
