package torg.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import torg.text.Language;

class CsrfFieldsTest {
    @Test
    void aFormThatPostsCarriesTheTokenAsItsLastField() {
        Page page = Page.of(Language.EN, "/account", "Account").desk("Disa Holm", List.of());
        View view = (out, forms) -> JtelayoutGenerated.render(out, forms, page, Html.EMPTY, Html.EMPTY);
        var token = new DefaultCsrfToken("X-CSRF", "_csrf", "secret");

        assertThat(new String(view.bytes(new CsrfFields(token)), StandardCharsets.UTF_8))
                .containsPattern("<form method=\"post\" action=\"[^\"]+\">\\s")
                .containsOnlyOnce("<input type=\"hidden\" name=\"_csrf\" value=\"secret\"></form>");
        assertThat(new String(view.bytes(CsrfFields.NONE), StandardCharsets.UTF_8))
                .doesNotContain("_csrf");
    }
}
