package torg.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {
    @Test
    void headingsBeginBelowThePagesOwn() {
        assertThat(html("# Ett\n## Två")).isEqualTo("<h2>Ett</h2>\n<h3>Två</h3>\n");
        assertThat(html("## Två\n### Tre")).isEqualTo("<h2>Två</h2>\n<h3>Tre</h3>\n");
    }

    @Test
    void nothingInItRuns() {
        assertThat(html("<script>alert(1)</script>")).doesNotContain("<script");
        assertThat(html("[x](javascript:alert(1))")).doesNotContain("javascript");
        assertThat(html("[x](data:text/html,x)")).doesNotContain("data:");
        assertThat(html("<a onclick=x>")).doesNotContain("<a");
    }

    @Test
    void imagesComeFromThisInstallationOnly() {
        assertThat(html("![karta](/x/karta.png)")).contains("<img src=\"/x/karta.png\" alt=\"karta\"");
        for (String foreign : new String[] {"https://example.org/x.png", "//example.org/x.png", "/\\example.org/x"}) {
            assertThat(html("![karta](" + foreign + ")")).doesNotContain("<img").contains("karta");
        }
    }

    @Test
    void linksToTheWorldDoNotHandOverThePage() {
        assertThat(html("[x](https://example.org)"))
                .isEqualTo("<p><a href=\"https://example.org\" rel=\"noopener\">x</a></p>\n");
        assertThat(html("[x](/programme)")).isEqualTo("<p><a href=\"/programme\">x</a></p>\n");
    }

    @Test
    void aDescriptionIsTheWordsAlone() {
        assertThat(Markdown.plain("# Rubrik\n\nEn *lång* text", 12)).isEqualTo("Rubrik: En…");
    }

    private static String html(String markdown) {
        return Markdown.html(markdown).value();
    }
}
