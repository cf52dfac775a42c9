package torg.edition;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import torg.store.Db;
import torg.text.Language;
import torg.text.Text;

/// The named values of a CSV row or a YAML mapping, each with its place in the file. Reading a value that is missing or
/// wrong adds a [Problem] and gives a stand-in, so that all problems are found in one go.
public final class Fields {
    public static final int NAME = 200;
    public static final int SUMMARY = 2_000;
    public static final int BODY = 20_000;
    static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    /// A value and where it begins.
    sealed interface Value {
        int line();

        int column();
    }

    record Scalar(String text, int line, int column) implements Value {}

    record Items(List<Value> items, int line, int column) implements Value {}

    record Mapping(Map<String, Value> entries, int line, int column) implements Value {}

    private final EditionFolder folder;
    private final String file;
    private final Mapping mapping;

    Fields(EditionFolder folder, String file, Mapping mapping) {
        this.folder = folder;
        this.file = file;
        this.mapping = mapping;
    }

    public void problem(@Nullable String name, String message) {
        folder.problem(at(name, message));
    }

    private Problem at(@Nullable String name, String message) {
        Value value = name == null ? null : mapping.entries.get(name);
        Value place = value == null ? mapping : value;
        return new Problem(file, place.line(), place.column(), name == null ? message : name + " " + message);
    }

    private void missing(String name, String what, String key) {
        folder.missing(at(name, "names " + what + " \"" + key + "\", which is not there"));
    }

    public boolean has(String name) {
        return mapping.entries.get(name) != null;
    }

    /// Refuses names that the format does not know: a misspelt column must not be lost silently.
    void only(Set<String> known) {
        mapping.entries.forEach((name, value) -> {
            if (!known.contains(name)) {
                folder.problem(new Problem(
                        file,
                        value.line(),
                        value.column(),
                        name + " is not known here; known are " + String.join(", ", new TreeSet<>(known))));
            }
        });
    }

    public @Nullable String optional(String name, int max) {
        Value value = mapping.entries.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Scalar scalar)) {
            problem(name, "must be a single value");
            return null;
        }
        String text = scalar.text.strip();
        if (text.length() > max) {
            problem(name, "is longer than " + max + " characters");
        }
        if (text.codePoints().anyMatch(c -> c != '\n' && c != '\t' && Character.isISOControl(c))) {
            problem(name, "has a control character in it");
            return null;
        }
        return text.isEmpty() ? null : text;
    }

    public String required(String name, int max) {
        String value = optional(name, max);
        if (value == null) {
            problem(
                    mapping.entries.containsKey(name) ? name : null,
                    mapping.entries.containsKey(name) ? "is empty" : name + " is missing");
            return "missing";
        }
        return value;
    }

    public String key(String name) {
        return checkedKey(name, required(name, 60));
    }

    private String checkedKey(String name, String key) {
        if (!key.matches("[a-z0-9][a-z0-9-]{0,59}")) {
            problem(name, "must be a key: a–z, 0–9 and -, at most 60 characters, not \"" + key + "\"");
            return "wrong";
        }
        return key;
    }

    /// A key that must be among those known.
    public @Nullable String reference(String name, Collection<String> known, String what) {
        String key = optional(name, 60);
        if (key != null && !known.contains(key)) {
            missing(name, what, key);
            return null;
        }
        return key;
    }

    public List<String> references(String name, Collection<String> known, String what) {
        List<String> keys = list(name);
        for (String key : keys) {
            if (!known.contains(key)) {
                missing(name, what, key);
            }
        }
        return keys;
    }

    /// A list: a YAML sequence of plain values, or one value with `;` between the parts.
    public List<String> list(String name) {
        Value value = mapping.entries.get(name);
        return switch (value) {
            case null -> List.of();
            case Scalar scalar ->
                Arrays.stream(scalar.text.split(";"))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
            case Items items -> {
                List<String> parts = new ArrayList<>();
                for (Value item : items.items) {
                    if (item instanceof Scalar scalar) {
                        parts.add(scalar.text.strip());
                    } else {
                        problem(name, "must be a list of plain values");
                    }
                }
                yield List.copyOf(parts);
            }
            case Mapping wrong -> {
                problem(name, "must be a list");
                yield List.of();
            }
        };
    }

    public List<String> listOf(String name, Collection<String> allowed) {
        List<String> values = list(name);
        for (String value : values) {
            if (!allowed.contains(value)) {
                problem(name, "has \"" + value + "\"; allowed are " + String.join(", ", allowed));
            }
        }
        return values;
    }

    /// A text in several languages: columns `name_sv`, `name_en`, or a mapping, or a plain value in the first language.
    public Text text(String name, int max) {
        Value value = mapping.entries.get(name);
        Map<String, String> values = new LinkedHashMap<>();
        if (value instanceof Mapping texts) {
            Fields inner = new Fields(folder, file, texts);
            for (String code : texts.entries.keySet()) {
                if (!code.matches("[a-z]{2,3}")) {
                    problem(name, "has \"" + code + "\" where a language code such as sv or en belongs");
                } else {
                    String text = inner.optional(code, max);
                    if (text != null) {
                        values.put(code, text);
                    }
                }
            }
        } else if (value != null) {
            String text = optional(name, max);
            if (text != null) {
                values.put(folder.mainLanguage().code(), text);
            }
        }
        for (Language language : folder.languages()) {
            String text = optional(name + "_" + language, max);
            if (text != null) {
                values.put(language.code(), text);
            }
        }
        return Text.of(values);
    }

    public Text requiredText(String name, int max) {
        Text text = text(name, max);
        if (text.isEmpty()) {
            problem(null, name + " is missing in every language");
            return Text.sv("missing");
        }
        return text;
    }

    public <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        String value = optional(name, NAME);
        if (value == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (Db.written(constant).equals(value)) {
                return constant;
            }
        }
        problem(
                name,
                "is \"" + value + "\"; allowed are "
                        + String.join(
                                ", ",
                                Arrays.stream(type.getEnumConstants())
                                        .map(Db::written)
                                        .toList()));
        return null;
    }

    public <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        E value = choice(name, type);
        return value == null ? otherwise : value;
    }

    public @Nullable Integer integer(String name, int min, int max) {
        String value = optional(name, 20);
        if (value == null) {
            return null;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        problem(name, "must be a whole number from " + min + " to " + max + ", not \"" + value + "\"");
        return null;
    }

    public @Nullable Double decimal(String name, double min, double max) {
        String value = optional(name, 40);
        if (value == null) {
            return null;
        }
        try {
            double number = Double.parseDouble(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        problem(name, "must be a number from " + min + " to " + max + ", not \"" + value + "\"");
        return null;
    }

    /// An amount such as `1995.00`, in minor units (öre).
    public long amount(String name) {
        String value = required(name, 20);
        try {
            return new java.math.BigDecimal(value).movePointRight(2).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            problem(name, "must be an amount such as 1995.00, not \"" + value + "\"");
            return 0;
        }
    }

    public boolean truth(String name) {
        String value = optional(name, 10);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            problem(name, "must be true or false, not \"" + value + "\"");
        }
        return "true".equals(value);
    }

    public @Nullable LocalDate date(String name) {
        String value = optional(name, 40);
        try {
            return value == null ? null : LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            problem(name, "must be a date such as 2027-05-24, not \"" + value + "\"");
            return null;
        }
    }

    public List<LocalDate> dates(String name) {
        List<LocalDate> dates = new ArrayList<>();
        for (String value : list(name)) {
            try {
                dates.add(LocalDate.parse(value));
            } catch (DateTimeParseException e) {
                problem(name, "must be dates such as 2027-05-24, not \"" + value + "\"");
            }
        }
        return List.copyOf(dates);
    }

    public @Nullable Instant moment(String name, ZoneId zone) {
        String value = optional(name, 40);
        try {
            return value == null
                    ? null
                    : LocalDateTime.parse(value, LOCAL).atZone(zone).toInstant();
        } catch (DateTimeParseException e) {
            problem(name, "must be a time such as 2027-05-24 09:00, not \"" + value + "\"");
            return null;
        }
    }

    public @Nullable String colour(String name) {
        String value = optional(name, 20);
        if (value != null && !value.matches("#[0-9a-f]{6}")) {
            problem(name, "must be a colour such as #1f5f8b, not \"" + value + "\"");
            return null;
        }
        return value;
    }

    public @Nullable String webAddress(String name) {
        String value = optional(name, SUMMARY);
        if (value == null) {
            return null;
        }
        try {
            URI uri = URI.create(value);
            if (("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        problem(name, "must be an address such as https://www.example.org, not \"" + value + "\"");
        return null;
    }

    public @Nullable String email(String name) {
        String value = optional(name, 254);
        if (value != null && !value.matches("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+")) {
            problem(name, "must be an e-mail address, not \"" + value + "\"");
            return null;
        }
        return value;
    }

    /// The mapping under this name; an empty one where there is none.
    public Fields mapping(String name) {
        Value value = mapping.entries.get(name);
        if (value instanceof Mapping inner) {
            return new Fields(folder, file, inner);
        }
        if (value != null) {
            problem(name, "must be a mapping of names and values");
        }
        return new Fields(folder, file, new Mapping(Map.of(), mapping.line, mapping.column));
    }

    /// The mappings of the list under this name.
    public List<Fields> mappings(String name) {
        Value value = mapping.entries.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof Items items)) {
            problem(name, "must be a list");
            return List.of();
        }
        List<Fields> all = new ArrayList<>();
        for (Value item : items.items) {
            if (item instanceof Mapping inner) {
                all.add(new Fields(folder, file, inner));
            } else {
                problem(name, "must be a list of mappings");
            }
        }
        return all;
    }
}
