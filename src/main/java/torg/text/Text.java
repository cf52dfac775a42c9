package torg.text;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A text that exists in one or several languages, such as the title of a session.
///
/// Ask for it with [#in]; the answer says in which language it really is, so that a page can mark a fallback with
/// `lang`. Stored as a JSON object from language code to string; a blank value counts as missing.
public final class Text {
    public static final Text EMPTY = new Text(Map.of());

    private final TreeMap<String, String> values;

    private Text(Map<String, String> values) {
        this.values = new TreeMap<>(Comparator.naturalOrder());
        values.forEach((code, value) -> {
            if (!value.isBlank()) {
                this.values.put(new Language(code).code(), value.strip());
            }
        });
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Text of(Map<String, String> values) {
        return new Text(values);
    }

    public static Text of(Language language, @Nullable String value) {
        return value == null ? EMPTY : new Text(Map.of(language.code(), value));
    }

    public static Text sv(String value) {
        return of(Language.SV, value);
    }

    public static Text of(@Nullable String sv, @Nullable String en) {
        return EMPTY.with(Language.SV, sv).with(Language.EN, en);
    }

    /// The same text with this language's value replaced, or removed where it is null or blank.
    public Text with(Language language, @Nullable String value) {
        Map<String, String> changed = new TreeMap<>(values);
        if (value == null || value.isBlank()) {
            changed.remove(language.code());
        } else {
            changed.put(language.code(), value);
        }
        return new Text(changed);
    }

    @JsonValue
    public Map<String, String> values() {
        return java.util.Collections.unmodifiableMap(values);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    public boolean has(Language language) {
        return values.containsKey(language.code());
    }

    /// The value in exactly this language, or the empty string: for forms, where a fallback would be saved as a
    /// translation.
    public String exactly(Language language) {
        return values.getOrDefault(language.code(), "");
    }

    /// The text to show to a reader of `wanted`: that language, else Swedish, else English, else any.
    public Said in(Language wanted) {
        for (String code : new String[] {wanted.code(), Language.SV.code(), Language.EN.code()}) {
            String value = values.get(code);
            if (value != null) {
                return new Said(value, new Language(code), wanted);
            }
        }
        var first = values.firstEntry();
        return first == null
                ? new Said("", wanted, wanted)
                : new Said(first.getValue(), new Language(first.getKey()), wanted);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Text text && values.equals(text.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }

    /// A value together with the language that it is in; `foreign` when that is not the reader's.
    public record Said(String value, Language language, Language wanted) {
        public boolean foreign() {
            return !language.equals(wanted);
        }

        /// The `lang` attribute to set, or null (jte then leaves the attribute out) where the page's own language
        /// holds.
        public @Nullable String lang() {
            return foreign() ? language.code() : null;
        }

        public boolean isEmpty() {
            return value.isEmpty();
        }

        @Override
        public String toString() {
            return value;
        }
    }
}
