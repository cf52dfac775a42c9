package torg.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AssetsTest {
    @Test
    void aFileIsFoundUnderTheAddressThatPagesGive() {
        String href = Assets.href("css/torg.css");
        Asset style = Assets.find(href).orElseThrow();

        assertThat(href).matches("/static/css/torg-[A-Za-z0-9_-]{12}\\.css");
        assertThat(style.mediaType()).startsWith("text/css");
        assertThat(Assets.find("/static/css/torg-AAAAAAAAAAAA.css")).isEmpty();
        assertThat(Assets.find("/static/css/torg.css")).isEmpty();
        assertThat(Assets.find("/static/../application-AAAAAAAAAAAA.properties"))
                .isEmpty();
    }

    @Test
    void theStyleSheetIsSmallAndAsksNobodyElse() {
        String css = new String(
                Assets.find(Assets.href("css/torg.css")).orElseThrow().bytes(), StandardCharsets.UTF_8);

        assertThat(css.length()).isLessThan(30_000);
        assertThat(css).doesNotContain("url(\"..", "http:", "https:", "@import");
        css.lines()
                .filter(line -> line.contains("url(\"/"))
                .map(line -> line.replaceAll(".*url\\(\"([^\"]+)\"\\).*", "$1"))
                .forEach(font -> assertThat(Assets.find(font)).as(font).isPresent());
    }
}
