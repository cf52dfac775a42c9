package torg.web;

import torg.text.Language;
import torg.text.Text;
import torg.text.Words;

/// One entry of a page's navigation.
///
/// @param path below the edition, such as `/programme`; `""` is the edition's front page
public record NavItem(String path, Text label) {
    /// With a text of the interface, from the messages beside a class: `NavItem.of("/programme", ProgrammePages.class,
    /// "nav.programme")`.
    public static NavItem of(String path, Class<?> beside, String key) {
        Text label = Text.EMPTY;
        for (Language language : Language.SPOKEN) {
            label = label.with(language, Words.of(beside, language).say(key));
        }
        return new NavItem(path, label);
    }
}
