package torg.edition;

import jakarta.servlet.http.HttpServletRequest;
import torg.text.Language;
import torg.web.LanguagePath;

/// The language of a desk page: the address's, else the edition's first.
public final class DeskLanguage {
    private DeskLanguage() {}

    public static Language of(HttpServletRequest request, Edition edition) {
        Language named = LanguagePath.named(request);
        return named == null ? edition.mainLanguage() : named;
    }
}
