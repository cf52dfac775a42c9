package torg.web;

import java.math.BigDecimal;
import java.net.IDN;
import java.net.URI;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import torg.text.Language;
import torg.text.Money;
import torg.text.Text;
import torg.text.Words;

/// Turns what somebody typed into values that are right by construction, or into sentences on what to do about it.
///
///     var form = Form.read(words, "register", parameters);
///     var name = form.required("name", 120);
///     var email = form.email("email");
///     return switch (form.then(() -> new Applicant(name.get(), email.get()))) {
///         case Form.Valid(Applicant applicant) -> …
///         case Form.Invalid(Form.State state) -> Answer.invalid(… state …)
///     };
///
/// The words of a field stand in the page's messages under topic and name: `register.email.label`, and if wanted
/// `register.email.hint` and `register.email.missing`. The number in the name of a repeated field, as in
/// `people.2.email`, is left out there.
public final class Form {
    /// What browsers send for one line may be long; nobody needs more than this.
    private static final int MAX_ADDRESS = 254;

    private static final Pattern EMAIL = Pattern.compile(
            "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.[A-Za-z0-9-]{2,}");

    private final State state;

    private Form(State state) {
        this.state = state;
    }

    /// The form as it was sent.
    public static Form read(Words words, String topic, Map<String, String[]> parameters) {
        Map<String, List<String>> typed = new TreeMap<>();
        parameters.forEach((name, values) ->
                typed.put(name, Arrays.stream(values).map(Form::clean).toList()));
        return new Form(new State(words, topic, typed, new LinkedHashMap<>()));
    }

    /// An empty form, to be filled in.
    public static State blank(Words words, String topic) {
        return filled(words, topic, Map.of());
    }

    /// A form with what is known already.
    public static State filled(Words words, String topic, Map<String, String> values) {
        Map<String, List<String>> known = new TreeMap<>();
        values.forEach((name, value) -> known.put(name, List.of(value)));
        return new State(words, topic, known, new LinkedHashMap<>());
    }

    /// A value that may be asked for once the whole form is known to be right, inside [#then].
    public final class Given<T extends @Nullable Object> implements Supplier<T> {
        private final T value;

        private Given(T value) {
            this.value = value;
        }

        @Override
        public T get() {
            if (!valid()) {
                throw new IllegalStateException("asked for a value of a form that is wrong: " + state.errors);
            }
            return value;
        }
    }

    /// What a form comes to.
    public sealed interface Outcome<T> {}

    public record Valid<T>(T value) implements Outcome<T> {}

    public record Invalid<T>(State state) implements Outcome<T> {}

    /// Makes the value where everything is right; else gives back what was typed, with what to do about it.
    public <T> Outcome<T> then(Supplier<T> make) {
        return valid() ? new Valid<>(make.get()) : new Invalid<>(state);
    }

    public boolean valid() {
        return state.errors.isEmpty();
    }

    public State state() {
        return state;
    }

    /// One line that must be there.
    public Given<String> required(String name, int max) {
        return needed(name, line(name, max), value -> value);
    }

    /// One line, or null.
    public Given<@Nullable String> optional(String name, int max) {
        return wanted(name, line(name, max), value -> value);
    }

    /// Several lines, such as Markdown.
    public Given<String> prose(String name, int max) {
        return needed(name, lines(name, max), value -> value);
    }

    public Given<@Nullable String> optionalProse(String name, int max) {
        return wanted(name, lines(name, max), value -> value);
    }

    /// An e-mail address: one that SMTP takes without extensions, its domain in ASCII and lower case.
    public Given<String> email(String name) {
        return needed(name, line(name, MAX_ADDRESS), value -> address(name, value));
    }

    public Given<@Nullable String> optionalEmail(String name) {
        return wanted(name, line(name, MAX_ADDRESS), value -> address(name, value));
    }

    /// `https://…` or `http://…`; where the scheme is left out, `https://` is meant.
    public Given<@Nullable String> optionalWebAddress(String name) {
        return wanted(name, line(name, 2000), value -> webAddress(name, value));
    }

    public Given<Integer> whole(String name, int min, int max) {
        return needed(name, line(name, 12), value -> number(name, value, min, max));
    }

    public Given<@Nullable Integer> optionalWhole(String name, int min, int max) {
        return wanted(name, line(name, 12), value -> number(name, value, min, max));
    }

    /// An amount as people write it: `1 500`, `1500,50`, `1500.50`. Never negative.
    public Given<Money> money(String name, String currency) {
        return needed(name, line(name, 20), value -> amount(name, value, currency));
    }

    public Given<LocalDate> date(String name) {
        return needed(name, line(name, 10), value -> parsed(name, value, LocalDate::parse, "form.date"));
    }

    public Given<@Nullable LocalDate> optionalDate(String name) {
        return wanted(name, line(name, 10), value -> parsed(name, value, LocalDate::parse, "form.date"));
    }

    public Given<LocalTime> time(String name) {
        return needed(name, line(name, 8), value -> parsed(name, clock(value), LocalTime::parse, "form.time"));
    }

    public Given<@Nullable LocalTime> optionalTime(String name) {
        return wanted(name, line(name, 8), value -> parsed(name, clock(value), LocalTime::parse, "form.time"));
    }

    /// A date with a time, as `<input type="datetime-local">` sends it.
    public Given<LocalDateTime> moment(String name) {
        return needed(name, line(name, 19), value -> parsed(name, value, LocalDateTime::parse, "form.moment"));
    }

    public Given<@Nullable LocalDateTime> optionalMoment(String name) {
        return wanted(name, line(name, 19), value -> parsed(name, value, LocalDateTime::parse, "form.moment"));
    }

    /// One of the options, by the value that the browser sends for it.
    public <T> Given<T> choice(String name, Map<String, T> options) {
        return needed(name, line(name, 200), value -> option(name, value, options));
    }

    public <T> Given<@Nullable T> optionalChoice(String name, Map<String, T> options) {
        return wanted(name, line(name, 200), value -> option(name, value, options));
    }

    /// One of an enum's constants, sent as `by_invoice` for `BY_INVOICE`.
    public <E extends Enum<E>> Given<E> choice(String name, Class<E> options) {
        return choice(name, constants(options));
    }

    /// Any number of the options, in the order they were sent.
    public <T> Given<List<T>> choices(String name, Map<String, T> options) {
        List<T> chosen = new ArrayList<>();
        for (String value : state.values(name)) {
            if (!value.isBlank()) {
                T option = option(name, value.strip(), options);
                if (option != null) {
                    chosen.add(option);
                }
            }
        }
        return new Given<>(List.copyOf(chosen));
    }

    public Given<Boolean> checked(String name) {
        return new Given<>(!state.value(name).isBlank());
    }

    /// A box that must be ticked.
    public Given<Boolean> agreed(String name) {
        return needed(name, state.value(name), value -> true);
    }

    /// A text with a field for each language (`title.sv`, `title.en`); the first language must be there.
    public Given<Text> text(String name, List<Language> languages, int max) {
        Text text = inLanguages(name, languages, max);
        String first = name + "." + languages.getFirst();
        if (state.value(first).isBlank()) {
            missing(first);
        }
        return new Given<>(text);
    }

    public Given<Text> optionalText(String name, List<Language> languages, int max) {
        return new Given<>(inLanguages(name, languages, max));
    }

    /// The numbers under which repeated fields were sent: 0 and 2 where there are `people.0.name` and `people.2.name`.
    public List<Integer> numbers(String group, int max) {
        Pattern pattern = Pattern.compile(Pattern.quote(group) + "\\.(\\d{1,4})\\..+");
        return state.values.keySet().stream()
                .map(pattern::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(match -> Integer.valueOf(match.group(1)))
                .distinct()
                .sorted()
                .limit(max)
                .toList();
    }

    /// Refuses a field for a reason of the page's own; the first reason stands.
    public Form refuse(String name, String key, Object... arguments) {
        state.errors.putIfAbsent(name, state.words.say(key, arguments));
        return this;
    }

    private void missing(String name) {
        String own = state.key(name, "missing");
        if (state.words.knows(own)) {
            refuse(name, own);
        } else {
            refuse(name, "form.missing", state.quoted(name));
        }
    }

    private <T> Given<T> needed(String name, String value, Function<String, @Nullable T> parse) {
        if (value.isEmpty()) {
            missing(name);
        }
        return unchecked(state.errors.containsKey(name) ? null : parse.apply(value));
    }

    private <T> Given<@Nullable T> wanted(String name, String value, Function<String, @Nullable T> parse) {
        return new Given<>(value.isEmpty() || state.errors.containsKey(name) ? null : parse.apply(value));
    }

    /// Null only beside an error, and then [Given#get] throws before anybody sees it.
    @SuppressWarnings("NullAway")
    private <T> Given<T> unchecked(@Nullable T value) {
        return new Given<>(value);
    }

    private String line(String name, int max) {
        return limited(
                name, state.value(name).replaceAll("\\s*\\R\\s*|\\t", " ").strip(), max);
    }

    private String lines(String name, int max) {
        return limited(name, state.value(name).strip(), max);
    }

    private String limited(String name, String value, int max) {
        int length = value.codePointCount(0, value.length());
        if (length > max) {
            refuse(name, "form.long", state.quoted(name), max, length);
        }
        return value;
    }

    private Text inLanguages(String name, List<Language> languages, int max) {
        Text text = Text.EMPTY;
        for (Language language : languages) {
            text = text.with(language, lines(name + "." + language, max));
        }
        return text;
    }

    private @Nullable String address(String name, String value) {
        try {
            int at = value.lastIndexOf('@');
            String address = value.substring(0, at + 1)
                    + IDN.toASCII(value.substring(at + 1)).toLowerCase(java.util.Locale.ROOT);
            if (at > 0 && EMAIL.matcher(address).matches() && !address.contains("..")) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // not a domain: said below
        }
        refuse(name, "form.email");
        return null;
    }

    private @Nullable String webAddress(String name, String value) {
        String whole = value.contains("://") ? value : "https://" + value;
        try {
            URI uri = new URI(whole);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getHost().contains(".") && uri.getUserInfo() == null) {
                return whole;
            }
        } catch (java.net.URISyntaxException e) {
            // said below
        }
        refuse(name, "form.webAddress");
        return null;
    }

    private @Nullable Integer number(String name, String value, int min, int max) {
        String digits = value.replaceAll("[\\s\\u00a0\\u202f]", "").replace('−', '-');
        if (digits.matches("-?\\d{1,9}")) {
            int number = Integer.parseInt(digits);
            if (number >= min && number <= max) {
                return number;
            }
        }
        refuse(name, "form.whole", min, max);
        return null;
    }

    private @Nullable Money amount(String name, String value, String currency) {
        String digits = value.replaceAll("[\\s\\u00a0\\u202f]|kr$|:-$", "").replace(',', '.');
        if (digits.matches("\\d{1,9}(\\.\\d{1,2})?")) {
            return new Money(new BigDecimal(digits).movePointRight(2).longValueExact(), currency);
        }
        refuse(name, "form.money");
        return null;
    }

    private <T> @Nullable T parsed(String name, String value, Function<String, T> parse, String key) {
        try {
            return parse.apply(value);
        } catch (DateTimeParseException e) {
            refuse(name, key);
            return null;
        }
    }

    /// "9.30" and "9:30" are 09:30 too.
    private static String clock(String value) {
        String colon = value.replace('.', ':');
        return colon.matches("\\d:.*") ? "0" + colon : colon;
    }

    private <T> @Nullable T option(String name, String value, Map<String, T> options) {
        T option = options.get(value);
        if (option == null) {
            refuse(name, "form.choice");
        }
        return option;
    }

    private static <E extends Enum<E>> Map<String, E> constants(Class<E> options) {
        Map<String, E> constants = new LinkedHashMap<>();
        for (E constant : options.getEnumConstants()) {
            constants.put(constant.name().toLowerCase(java.util.Locale.ROOT), constant);
        }
        return constants;
    }

    /// Text as everybody writes it: composed (NFC), lines ending in `\n`, without control characters, halves of
    /// surrogate pairs and marks that turn the direction of what follows. They come with pasted text: nobody is
    /// scolded for them.
    private static String clean(String typed) {
        return Normalizer.normalize(typed.replace("\r\n", "\n").replace('\r', '\n'), Normalizer.Form.NFC)
                .replaceAll("[\\p{Cc}&&[^\\n\\t]]|\\p{Cs}|[\\u202a-\\u202e\\u2066-\\u2069\\ufeff]", "");
    }

    /// A form as a page shows it: what is filled in, and what to do about it. Errors stand in the order of the fields.
    public static final class State {
        private final Words words;
        private final String topic;
        private final Map<String, List<String>> values;
        private final LinkedHashMap<String, String> errors;

        private State(
                Words words, String topic, Map<String, List<String>> values, LinkedHashMap<String, String> errors) {
            this.words = words;
            this.topic = topic;
            this.values = values;
            this.errors = errors;
        }

        public Words words() {
            return words;
        }

        /// Of the fields that were sent.
        public java.util.Set<String> names() {
            return values.keySet();
        }

        public String value(String name) {
            List<String> all = values(name);
            return all.isEmpty() ? "" : all.getFirst();
        }

        public List<String> values(String name) {
            return values.getOrDefault(name, List.of());
        }

        public boolean holds(String name, String value) {
            return values(name).contains(value);
        }

        public @Nullable String error(String name) {
            return errors.get(name);
        }

        public Map<String, String> errors() {
            return java.util.Collections.unmodifiableMap(errors);
        }

        /// This form, refused afterwards: what only the keeper could know, such as an address that is taken.
        public State refused(String name, String message) {
            LinkedHashMap<String, String> more = new LinkedHashMap<>(errors);
            more.putIfAbsent(name, message);
            return new State(words, topic, values, more);
        }

        /// This form with something else in a field.
        public State with(String name, String value) {
            Map<String, List<String>> other = new TreeMap<>(values);
            other.put(name, List.of(value));
            return new State(words, topic, other, errors);
        }

        public String label(String name) {
            return words.say(key(name, "label"));
        }

        /// For a sentence: the label in quotation marks, or "this field" where the page gives it a label of its own.
        private String quoted(String name) {
            String key = key(name, "label");
            return words.knows(key) ? words.say("form.quoted", words.say(key)) : words.say("form.field");
        }

        public @Nullable String hint(String name) {
            String key = key(name, "hint");
            return words.knows(key) ? words.say(key) : null;
        }

        private String key(String name, String part) {
            return topic + "." + name.replaceAll("\\.\\d+(?=\\.)|\\.[a-z]{2}$", "") + "." + part;
        }

        /// The `id` of the field's element, to which the error summary leads.
        public static String id(String name) {
            return "f-" + name.replace('.', '-');
        }
    }
}
