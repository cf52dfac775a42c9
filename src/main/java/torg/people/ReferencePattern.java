package torg.people;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// What an organisation's invoice references look like: `#` stands for a digit, `@` for a letter, `*` for anything or
/// nothing, every other character for itself; `9###` is a 9 and three digits. Capitals and small letters are alike.
///
/// Not a regular expression: organisers can write it, and no pattern can make matching slow (at most
/// [#MAX_LENGTH]² steps).
public record ReferencePattern(@JsonValue String value) {
    public static final int MAX_LENGTH = 60;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ReferencePattern {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a reference pattern: " + value);
        }
    }

    public static boolean isValid(String pattern) {
        return !pattern.isBlank() && pattern.codePointCount(0, pattern.length()) <= MAX_LENGTH;
    }

    /// Greedy, with one place to come back to: the last `*`.
    public boolean matches(String reference) {
        String text = reference.strip();
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        int at = 0;
        int in = 0;
        int star = -1;
        int starAt = 0;
        while (at < text.length()) {
            if (in < value.length() && value.charAt(in) == '*') {
                star = in++;
                starAt = at;
            } else if (in < value.length() && fits(value.charAt(in), text.charAt(at))) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++starAt;
            } else {
                return false;
            }
        }
        return value.substring(in).replace("*", "").isEmpty();
    }

    private static boolean fits(char wanted, char there) {
        return switch (wanted) {
            case '#' -> there >= '0' && there <= '9';
            case '@' -> Character.isLetter(there);
            default -> Character.toLowerCase(wanted) == Character.toLowerCase(there);
        };
    }

    @Override
    public String toString() {
        return value;
    }
}
