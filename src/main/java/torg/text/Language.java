package torg.text;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A language in which Torg speaks or an edition has texts: an IETF BCP 47 primary subtag such as `sv`.
///
/// The interface speaks [#SPOKEN]; an edition's own texts may exist in others too.
public record Language(@JsonValue String code) {
    public static final Language SV = new Language("sv");
    public static final Language EN = new Language("en");

    /// The languages of the interface, the first being the one to fall back on.
    public static final List<Language> SPOKEN = List.of(SV, EN);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Language {
        if (!code.matches("[a-z]{2,3}")) {
            throw new IllegalArgumentException("not a language code: " + code);
        }
    }

    /// The language of the interface that this first segment of an address names, if it names one.
    public static Optional<Language> spoken(String code) {
        return SPOKEN.stream().filter(language -> language.code.equals(code)).findFirst();
    }

    public Locale locale() {
        return switch (code) {
            case "sv" -> Locale.forLanguageTag("sv-SE");
            case "en" -> Locale.forLanguageTag("en-GB");
            default -> Locale.forLanguageTag(code);
        };
    }

    /// The language's own name, as it stands in a language switch: "Svenska", "English".
    public String ownName() {
        String name = locale().getDisplayLanguage(locale());
        return name.substring(0, 1).toUpperCase(locale()) + name.substring(1);
    }

    /// The language's name in a sentence of another: "svenska", "Swedish".
    public String nameIn(Language other) {
        return locale().getDisplayLanguage(other.locale());
    }

    @Override
    public String toString() {
        return code;
    }
}
