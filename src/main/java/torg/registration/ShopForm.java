package torg.registration;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import torg.edition.Edition;
import torg.edition.Fields;
import torg.people.OrganisationNumber;
import torg.registration.TicketDrafts.Part;
import torg.registration.TicketShop.Attendance;
import torg.registration.TicketShop.Audience;
import torg.registration.TicketShop.Extra;
import torg.registration.TicketShop.PriceStep;
import torg.registration.TicketShop.Quota;
import torg.registration.TicketShop.Terms;
import torg.registration.TicketShop.TicketType;
import torg.store.Db;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Money;
import torg.text.Text;
import torg.text.Words;
import torg.web.Form;
import torg.web.Option;

/// The form in which an organiser writes a ticket type, a quota or an extra: what stands in it, and what is made of it.
abstract class ShopForm<T> {
    private static final int MAX_STEPS = 20;
    private static final int MAX_AUDIENCE = 200;
    private static final String CURRENCY = "SEK";
    private static final String DOMAIN = "[a-z0-9-]+(\\.[a-z0-9-]+)*\\.[a-z0-9-]{2,}";
    private static final String ROLE = "[a-z][a-z-]{0,59}";

    final Edition edition;
    final TicketShop shop;
    final Words words;

    private ShopForm(Edition edition, TicketShop shop, Words words) {
        this.edition = edition;
        this.shop = shop;
        this.words = words;
    }

    abstract Part<T> part();

    /// What the fields hold of a thing.
    abstract Map<String, List<String>> filled(T thing);

    /// What a new one begins with.
    abstract Map<String, List<String>> begun();

    /// Reads the fields; the answer makes the thing of what is saved (null: nothing yet), once the form is right.
    abstract Function<@Nullable T, T> read(Form form, String key);

    /// What can be chosen, by field.
    abstract Map<String, List<Option>> options();

    String topic() {
        return "sold." + part().kind();
    }

    /// The form with these values, and the version that was seen.
    Form.State state(Map<String, List<String>> values, String version) {
        Map<String, String[]> all = new TreeMap<>();
        values.forEach((name, value) -> all.put(name, value.toArray(String[]::new)));
        all.put("version", new String[] {version});
        return Form.read(words, topic(), all).state();
    }

    /// What is saved where it differs from what was typed: label and value, as they are read.
    Map<String, String> differing(T saved, Form.State typed) {
        Map<String, String> differing = new LinkedHashMap<>();
        Map<String, List<String>> is = filled(saved);
        is.forEach((name, values) -> {
            List<String> kept =
                    values.stream().filter(value -> !value.isEmpty()).toList();
            List<String> now = typed.values(name).stream()
                    .map(String::strip)
                    .filter(value -> !value.isEmpty())
                    .toList();
            if (!kept.equals(now)) {
                String said = String.join(
                        ", ", kept.stream().map(value -> said(name, value)).toList());
                differing.put(label(typed, name), said.isEmpty() ? words.say("sold.nothing") : said);
            }
        });
        return differing;
    }

    private String said(String name, String value) {
        return options().getOrDefault(name, List.of()).stream()
                .filter(option -> option.value().equals(value))
                .findFirst()
                .map(Option::label)
                .orElse(value.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d)$", "$1 $2"));
    }

    private String label(Form.State form, String name) {
        String[] parts = name.split("\\.");
        if (parts[0].equals("steps")) {
            String kind = part() == Part.TERMS ? "sold.fee." : "sold.step.";
            return words.say(kind + parts[2], Integer.parseInt(parts[1]) + 1);
        }
        return parts.length == 1 || edition.languages().size() == 1
                ? form.label(name)
                : form.label(name) + ", "
                        + Language.spoken(parts[1])
                                .map(language -> language.nameIn(words.language()))
                                .orElse(parts[1]);
    }

    void texts(Map<String, List<String>> filled, String name, Text text) {
        edition.languages().forEach(language -> filled.put(name + "." + language, List.of(text.exactly(language))));
    }

    static String amount(Money money) {
        return money.amount().toPlainString().replaceFirst("\\.00$", "");
    }

    static List<Option> named(Stream<Map.Entry<String, Text>> things, Language language) {
        return things.map(thing ->
                        new Option(thing.getKey(), thing.getValue().in(language).value()))
                .toList();
    }

    List<Option> quotaOptions() {
        return named(shop.quotas().stream().map(one -> Map.entry(one.key(), one.name())), words.language());
    }

    /// The keys that are ticked, each once and in the order of the options.
    Supplier<List<String>> ticked(Form form, String name) {
        Map<String, String> keys = new LinkedHashMap<>();
        options().getOrDefault(name, List.of()).forEach(option -> keys.put(option.value(), option.value()));
        var chosen = form.choices(name, keys);
        return () -> keys.keySet().stream().filter(chosen.get()::contains).toList();
    }

    String local(Instant moment) {
        return moment.atZone(edition.timeZone())
                .toLocalDateTime()
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }

    Instant at(Form form, String name) {
        return LocalDateTime.parse(form.state().value(name).strip())
                .atZone(edition.timeZone())
                .toInstant();
    }

    /// A local time that there is: not within the hour that a spring night leaps over.
    Supplier<Instant> moment(Form form, String name, Supplier<? extends @Nullable LocalDateTime> given) {
        if (form.state().error(name) == null
                && edition.timeZone()
                        .getRules()
                        .getValidOffsets(
                                LocalDateTime.parse(form.state().value(name).strip()))
                        .isEmpty()) {
            form.refuse(name, "sold.moment.none");
        }
        return () -> Objects.requireNonNull(given.get())
                .truncatedTo(ChronoUnit.MINUTES)
                .atZone(edition.timeZone())
                .toInstant();
    }

    /// How many rows for steps the form has: those that are filled in, and a few.
    static int rows(Form.State form) {
        int last = -1;
        for (int i = 0; i < MAX_STEPS; i++) {
            String step = "steps." + i;
            if (Stream.of(".from", ".price", ".percent")
                    .anyMatch(field -> !form.value(step + field).isEmpty())) {
                last = i;
            }
        }
        return Math.min(MAX_STEPS, last + 3);
    }

    static final class OfType extends ShopForm<TicketType> {
        private final Map<String, List<Option>> options;

        OfType(Edition edition, TicketShop shop, Words words) {
            super(edition, shop, words);
            this.options = Map.of(
                    "quotas", quotaOptions(),
                    "days",
                            edition.days().stream()
                                    .map(day ->
                                            new Option(day.date().toString(), Dates.day(day.date(), words.language())))
                                    .toList(),
                    "attendance", constants("attendance", Attendance.values()),
                    "audience", constants("audience", Audience.Kind.values()),
                    "approval", List.of(new Option("yes", words.say("sold.yes"))));
        }

        private List<Option> constants(String name, Enum<?>... constants) {
            return Arrays.stream(constants)
                    .map(one -> {
                        String key = "sold.ticket-type." + name + "." + Db.written(one);
                        return new Option(
                                Db.written(one),
                                words.say(key),
                                words.knows(key + ".hint") ? words.say(key + ".hint") : null);
                    })
                    .toList();
        }

        @Override
        Part<TicketType> part() {
            return Part.TYPES;
        }

        @Override
        Map<String, List<Option>> options() {
            return options;
        }

        @Override
        Map<String, List<String>> begun() {
            Map<String, List<String>> begun = new LinkedHashMap<>();
            begun.put("vat", List.of("25"));
            begun.put("attendance", List.of("on-site"));
            begun.put("audience", List.of("public"));
            begun.put("min", List.of("1"));
            return begun;
        }

        @Override
        Map<String, List<String>> filled(TicketType type) {
            Map<String, List<String>> filled = new LinkedHashMap<>();
            texts(filled, "name", type.name());
            texts(filled, "description", type.description());
            filled.put("price", List.of(amount(type.price())));
            for (int i = 0; i < type.steps().size(); i++) {
                PriceStep step = type.steps().get(i);
                filled.put("steps." + i + ".from", List.of(local(step.begins())));
                filled.put("steps." + i + ".price", List.of(amount(step.price())));
            }
            filled.put("vat", List.of(String.valueOf(type.vatPercent())));
            filled.put("attendance", List.of(Db.written(type.attendance())));
            filled.put("opens", List.of(local(type.opens())));
            filled.put("closes", List.of(local(type.closes())));
            filled.put("quotas", type.quotas());
            filled.put("days", type.days().stream().map(LocalDate::toString).toList());
            filled.put("audience", List.of(Db.written(type.audience().kind())));
            filled.put("of", List.of(String.join("\n", type.audience().of())));
            filled.put("approval", List.of(type.approval() ? "yes" : ""));
            filled.put("min", List.of(String.valueOf(type.minAnOrder())));
            filled.put(
                    "max",
                    List.of(type.maxAnOrder() == TicketType.MAX_AN_ORDER ? "" : String.valueOf(type.maxAnOrder())));
            return filled;
        }

        @Override
        Function<@Nullable TicketType, TicketType> read(Form form, String key) {
            var name = form.text("name", edition.languages(), Fields.NAME);
            var description = form.optionalText("description", edition.languages(), Fields.SUMMARY);
            var price = form.money("price", CURRENCY);
            Supplier<List<PriceStep>> steps = steps(form);
            var vat = form.whole("vat", 0, 100);
            Map<String, Attendance> ways = new LinkedHashMap<>();
            Arrays.stream(Attendance.values()).forEach(one -> ways.put(Db.written(one), one));
            var attendance = form.choice("attendance", ways);
            Supplier<Instant> opens = moment(form, "opens", form.moment("opens"));
            Supplier<Instant> closes = moment(form, "closes", form.moment("closes"));
            if (form.state().error("opens") == null
                    && form.state().error("closes") == null
                    && !at(form, "opens").isBefore(at(form, "closes"))) {
                form.refuse("closes", "sold.closes.before");
            }
            var quotas = ticked(form, "quotas");
            var days = ticked(form, "days");
            var kind = form.choice("audience", Audience.Kind.class);
            List<String> of = audience(form);
            var approval = form.checked("approval");
            var min = form.whole("min", 1, TicketType.MAX_AN_ORDER);
            var max = form.optionalWhole("max", 1, TicketType.MAX_AN_ORDER);
            if (form.state().error("min") == null
                    && form.state().error("max") == null
                    && !form.state().value("max").isBlank()
                    && number(form, "min") > number(form, "max")) {
                form.refuse("max", "sold.max.less");
            }
            return old -> new TicketType(
                    key,
                    name.get(),
                    description.get(),
                    price.get(),
                    vat.get(),
                    quotas.get(),
                    opens.get(),
                    closes.get(),
                    days.get().stream().map(LocalDate::parse).toList(),
                    new Audience(kind.get(), of),
                    attendance.get(),
                    steps.get(),
                    approval.get(),
                    min.get(),
                    Objects.requireNonNullElse(max.get(), TicketType.MAX_AN_ORDER));
        }

        private static int number(Form form, String name) {
            return Integer.parseInt(form.state().value(name).replaceAll("\\D", ""));
        }

        private Supplier<List<PriceStep>> steps(Form form) {
            List<Supplier<PriceStep>> steps = new ArrayList<>();
            Map<Instant, String> begun = new LinkedHashMap<>();
            for (int number : form.numbers("steps", MAX_STEPS)) {
                String from = "steps." + number + ".from";
                String price = "steps." + number + ".price";
                if (form.state().value(from).isBlank()
                        && form.state().value(price).isBlank()) {
                    continue;
                }
                if (form.state().value(from).isBlank()) {
                    form.refuse(from, "sold.step.from.missing");
                }
                if (form.state().value(price).isBlank()) {
                    form.refuse(price, "sold.step.price.missing");
                }
                Supplier<Instant> begins = moment(form, from, form.moment(from));
                var amount = form.money(price, CURRENCY);
                if (form.state().error(from) == null && begun.put(at(form, from), from) != null) {
                    form.refuse(from, "sold.step.twice");
                }
                steps.add(() -> new PriceStep(begins.get(), amount.get()));
            }
            return () -> steps.stream()
                    .map(Supplier::get)
                    .sorted(java.util.Comparator.comparing(PriceStep::begins))
                    .toList();
        }

        /// Those that the audience is made of, where it is made of any.
        private static List<String> audience(Form form) {
            String kind = form.state().value("audience");
            if (!List.of("domain", "organisation", "role").contains(kind)) {
                return List.of();
            }
            List<String> of = Arrays.stream(form.state().value("of").split("[\\s,;]+"))
                    .filter(one -> !one.isEmpty())
                    .map(one -> kind.equals("organisation")
                            ? OrganisationNumber.normal(one)
                            : one.toLowerCase(Locale.ROOT).replaceFirst("^@", ""))
                    .distinct()
                    .toList();
            if (of.isEmpty()) {
                form.refuse("of", "sold.of.missing");
            } else if (of.size() > MAX_AUDIENCE) {
                form.refuse("of", "sold.of.many", MAX_AUDIENCE);
            }
            of.stream()
                    .filter(one -> !(kind.equals("organisation")
                            ? OrganisationNumber.isValid(one)
                            : one.matches(kind.equals("domain") ? DOMAIN : ROLE)))
                    .findFirst()
                    .ifPresent(wrong -> form.refuse("of", "sold.of." + kind, wrong));
            return of;
        }
    }

    static final class OfQuota extends ShopForm<Quota> {
        OfQuota(Edition edition, TicketShop shop, Words words) {
            super(edition, shop, words);
        }

        @Override
        Part<Quota> part() {
            return Part.QUOTAS;
        }

        @Override
        Map<String, List<Option>> options() {
            return Map.of();
        }

        @Override
        Map<String, List<String>> begun() {
            return Map.of();
        }

        @Override
        Map<String, List<String>> filled(Quota quota) {
            Map<String, List<String>> filled = new LinkedHashMap<>();
            texts(filled, "name", quota.name());
            return filled;
        }

        @Override
        Function<@Nullable Quota, Quota> read(Form form, String key) {
            var name = form.text("name", edition.languages(), Fields.NAME);
            // of a new one; later it is changed where the lines are seen that it serves
            var capacity = part().find(shop, key) == null ? form.whole("capacity", 0, 10_000_000) : null;
            return old ->
                    new Quota(key, name.get(), old != null ? old.capacity() : capacity == null ? 0 : capacity.get());
        }
    }

    static final class OfExtra extends ShopForm<Extra> {
        private final Map<String, List<Option>> options;

        OfExtra(Edition edition, TicketShop shop, Words words) {
            super(edition, shop, words);
            this.options = Map.of(
                    "quotas",
                    quotaOptions(),
                    "types",
                    named(shop.types().stream().map(one -> Map.entry(one.key(), one.name())), words.language()));
        }

        @Override
        Part<Extra> part() {
            return Part.EXTRAS;
        }

        @Override
        Map<String, List<Option>> options() {
            return options;
        }

        @Override
        Map<String, List<String>> begun() {
            return Map.of("vat", List.of("25"));
        }

        @Override
        Map<String, List<String>> filled(Extra extra) {
            Map<String, List<String>> filled = new LinkedHashMap<>();
            texts(filled, "name", extra.name());
            texts(filled, "description", extra.description());
            filled.put("price", List.of(amount(extra.price())));
            filled.put("vat", List.of(String.valueOf(extra.vatPercent())));
            filled.put("quotas", extra.quotas());
            filled.put("types", extra.types());
            return filled;
        }

        @Override
        Function<@Nullable Extra, Extra> read(Form form, String key) {
            var name = form.text("name", edition.languages(), Fields.NAME);
            var description = form.optionalText("description", edition.languages(), Fields.SUMMARY);
            var price = form.money("price", CURRENCY);
            var vat = form.whole("vat", 0, 100);
            var quotas = ticked(form, "quotas");
            var types = ticked(form, "types");
            return old ->
                    new Extra(key, name.get(), description.get(), price.get(), vat.get(), quotas.get(), types.get());
        }
    }

    static final class OfTerms extends ShopForm<Terms> {
        OfTerms(Edition edition, TicketShop shop, Words words) {
            super(edition, shop, words);
        }

        @Override
        Part<Terms> part() {
            return Part.TERMS;
        }

        @Override
        Map<String, List<Option>> options() {
            return Map.of("agency", List.of(new Option("yes", words.say("sold.yes"))));
        }

        @Override
        Map<String, List<String>> begun() {
            return filled(Terms.USUAL);
        }

        @Override
        Map<String, List<String>> filled(Terms terms) {
            Map<String, List<String>> filled = new LinkedHashMap<>();
            texts(filled, "cancellation", terms.cancellation());
            List<CancellationFees.Step> steps = terms.fees().steps();
            for (int i = 0; i < steps.size(); i++) {
                filled.put("steps." + i + ".from", List.of(local(steps.get(i).begins())));
                filled.put(
                        "steps." + i + ".percent",
                        List.of(String.valueOf(steps.get(i).percent())));
            }
            filled.put(
                    "names",
                    List.of(terms.namesBy() == null ? "" : terms.namesBy().toString()));
            filled.put("hold", List.of(String.valueOf(terms.holdMinutes())));
            filled.put("offer", List.of(String.valueOf(terms.offerHours())));
            filled.put("agency", List.of(terms.stateAgency() ? "yes" : ""));
            return filled;
        }

        @Override
        Function<@Nullable Terms, Terms> read(Form form, String key) {
            var cancellation = form.optionalText("cancellation", edition.languages(), Fields.SUMMARY);
            Supplier<CancellationFees> fees = fees(form);
            var names = form.optionalDate("names");
            var hold = form.whole("hold", 1, 1440);
            var offer = form.whole("offer", 1, 200);
            var agency = form.checked("agency");
            return old -> new Terms(agency.get(), hold.get(), offer.get(), names.get(), cancellation.get(), fees.get());
        }

        private Supplier<CancellationFees> fees(Form form) {
            List<Supplier<CancellationFees.Step>> steps = new ArrayList<>();
            Map<Instant, String> begun = new LinkedHashMap<>();
            for (int number : form.numbers("steps", MAX_STEPS)) {
                String from = "steps." + number + ".from";
                String percent = "steps." + number + ".percent";
                if (form.state().value(from).isBlank()
                        && form.state().value(percent).isBlank()) {
                    continue;
                }
                if (form.state().value(from).isBlank()) {
                    form.refuse(from, "sold.fee.from.missing");
                }
                Supplier<Instant> begins = moment(form, from, form.moment(from));
                var share = form.whole(percent, 0, 100);
                if (form.state().error(from) == null && begun.put(at(form, from), from) != null) {
                    form.refuse(from, "sold.fee.twice");
                }
                steps.add(() -> new CancellationFees.Step(begins.get(), share.get()));
            }
            return () -> new CancellationFees(steps.stream()
                    .map(Supplier::get)
                    .sorted(java.util.Comparator.comparing(CancellationFees.Step::begins))
                    .toList());
        }
    }
}
