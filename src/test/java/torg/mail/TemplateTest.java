package torg.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import torg.mail.LetterKind.Placeholder;
import torg.mail.LetterKind.Type;
import torg.mail.Template.Fault;
import torg.mail.Template.Reason;

/// The words are the organiser's; what is filled in is foreign.
class TemplateTest {
    private static final List<Placeholder> PLACEHOLDERS = List.of(
            Placeholder.words("name"),
            Placeholder.address("link").mustBeThere(),
            new Placeholder("sessions", Type.LINES, false));

    private static Template.Filled filled(String body, String name) {
        return new Template("Hej {name}", body)
                .fill(PLACEHOLDERS, Map.of("name", name, "link", "https://example.org/my/abc", "sessions", "A\n*B*"));
    }

    private static List<Fault> faults(String subject, String body) {
        return new Template(subject, body).faults(PLACEHOLDERS);
    }

    @Test
    void whatIsFilledInIsNeitherMarkdownNorHtmlNorAPlaceholder() {
        String name = "<b>Eve</b> [here](https://evil.example.org) **x** {link} &amp; `c`";
        Template.Filled filled = filled("# Hej {name}!\n\n[Biljett]({link})", name);
        assertThat(filled.html().value())
                .isEqualTo(
                        "<h2>Hej &lt;b&gt;Eve&lt;/b&gt; [here](https://evil.example.org) **x** {link} &amp;amp; `c`!</h2>\n"
                                + "<p><a href=\"https://example.org/my/abc\" rel=\"noopener\">Biljett</a></p>\n");
        assertThat(filled.text()).isEqualTo("Hej " + name + "!\n\nBiljett:\nhttps://example.org/my/abc\n");
        assertThat(filled.subject()).isEqualTo("Hej " + name);
    }

    @Test
    void aSubjectIsOneLine() {
        assertThat(filled("{link}", "Eve\r\nBcc: all@example.org").subject()).isEqualTo("Hej Eve Bcc: all@example.org");
    }

    @Test
    void anAddressByItselfIsALinkAndLinesStandBelowEachOther() {
        Template.Filled filled = filled("Se {link} och [sidan]({link}).\n\n{sessions}", "Kim");
        assertThat(filled.html().value())
                .contains(">https://example.org/my/abc</a> och <a")
                .contains("A<br />\n*B*");
        assertThat(filled.text())
                .isEqualTo("Se https://example.org/my/abc och sidan (https://example.org/my/abc).\n\nA\n*B*\n");
    }

    @Test
    void whatIsUnknownMissingOrMisplacedIsNamed() {
        assertThat(faults("Hej {name}", "{link}")).isEmpty();
        assertThat(faults("Hej {nmae}", "{link} {foo}"))
                .containsExactly(new Fault(true, Reason.UNKNOWN, "nmae"), new Fault(false, Reason.UNKNOWN, "foo"));
        assertThat(faults("Hej", "Hej {name}")).containsExactly(new Fault(false, Reason.MISSING, "link"));
        assertThat(faults("{link}", "{link}")).containsExactly(new Fault(true, Reason.MISPLACED, "link"));
        assertThat(faults("Hej", "`{link}`")).containsExactly(new Fault(false, Reason.MISPLACED, "link"));
        assertThat(faults("Hej", "<a href=\"{link}\">x</a>"))
                .containsExactly(new Fault(false, Reason.MISPLACED, "link"));
        assertThat(faults("Hej", "{link} [x]({name})")).containsExactly(new Fault(false, Reason.MISPLACED, "name"));
    }
}
