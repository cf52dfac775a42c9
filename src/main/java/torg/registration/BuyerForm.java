package torg.registration;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import torg.people.EInvoiceAddress;
import torg.people.Gln;
import torg.people.OrganisationNumber;
import torg.people.Organisations.Known;
import torg.text.Language;
import torg.text.Words;
import torg.web.Form;
import torg.web.Option;

/// The fields that say who pays, wherever they are asked for. Their words are those of the topic `group`.
final class BuyerForm {
    private BuyerForm() {}

    /// @return to be asked inside [Form#then]
    static Supplier<Buyer> read(Form form) {
        return read(form, true);
    }

    /// Of somebody who registers alone: an organisation, or she herself at her address.
    ///
    /// @param known by the name that she typed
    /// @return to be asked inside [Form#then]
    static Supplier<Buyer> single(Form form, Optional<Known> known) {
        if (form.state().value("kind").equals("private")) {
            var name = form.required("name", 120);
            var address = form.prose("address", 400);
            return () -> Buyer.person(name.get(), address.get());
        }
        return read(form, known.isEmpty() && !form.state().value("kind").isEmpty());
    }

    /// Puts in what need not be typed: what is known of the organisation, and what sort it is by its number.
    static void fill(Map<String, String[]> sent, Form.State typed, Optional<Known> known) {
        Map<String, String> filled = new HashMap<>();
        String number = OrganisationNumber.normal(typed.value("number"));
        String own = known.map(Known::number).orElse(number);
        filled.put("country", known.map(Known::country).orElse("SE"));
        if (known.isPresent() || OrganisationNumber.isValid(number)) {
            filled.put("kind", kind(Objects.requireNonNullElse(own, "")));
        }
        if (known.isPresent() && !typed.value("kind").equals("private") && (number.isBlank() || number.equals(own))) {
            filled.put("number", orEmpty(own));
            filled.put("gln", orEmpty(known.get().gln()));
            var eInvoice = known.get().eInvoice();
            filled.put("eInvoice", eInvoice == null ? "" : eInvoice.toString());
        }
        filled.forEach((field, value) -> {
            if (typed.value(field).isBlank()) {
                sent.put(field, new String[] {value});
            }
        });
    }

    /// By its first digits: 202100 are the state's agencies, 5 are companies.
    private static String kind(String number) {
        return number.startsWith("202100") ? "state_agency" : number.startsWith("5") ? "company" : "public";
    }

    private static Supplier<Buyer> read(Form form, boolean needsNumber) {
        var kind = form.choice("kind", Buyer.Kind.class);
        var name = form.required("organisation", 160);
        var country = form.choice("country", countries());
        boolean swedish = form.state().value("country").equals("SE");
        boolean person = form.state().value("kind").equals("private");
        var number = swedish && !person && needsNumber ? form.required("number", 20) : form.optional("number", 20);
        String typed = OrganisationNumber.normal(form.state().value("number"));
        var fault = typed.isBlank() || !swedish ? null : OrganisationNumber.fault(typed);
        if (fault != null) {
            form.refuse(
                    "number",
                    switch (fault) {
                        case NOT_TEN_DIGITS -> "group.number.digits";
                        case PERSONAL -> "group.number.personal";
                        case CHECK_DIGIT -> "group.number.check";
                    });
        }
        String gln = Gln.normal(form.state().value("gln"));
        if (!gln.isBlank() && Gln.fault(gln) != null) {
            form.refuse("gln", "group.gln.wrong");
        }
        String eInvoice = EInvoiceAddress.normal(form.state().value("eInvoice"));
        if (!eInvoice.isBlank() && EInvoiceAddress.fault(eInvoice) != null) {
            form.refuse("eInvoice", "group.eInvoice.wrong");
        }
        String vatNumber =
                form.state().value("vatNumber").replaceAll("[\\s.-]", "").toUpperCase(Locale.ROOT);
        if (!vatNumber.isBlank() && !vatNumber.matches("[A-Z]{2}[A-Z0-9]{2,12}")) {
            form.refuse("vatNumber", "group.vatNumber.wrong");
        }
        var address = person ? form.prose("address", 400) : null;
        var reference = form.optional("reference", 60);
        var costCentre = form.optional("costCentre", 60);
        return () -> new Buyer(
                kind.get(),
                name.get(),
                number.get() == null ? null : swedish ? typed : number.get(),
                orNull(gln),
                orNull(eInvoice),
                country.get(),
                orNull(vatNumber),
                orEmpty(reference.get()),
                orEmpty(costCentre.get()),
                address == null ? "" : address.get());
    }

    private static @Nullable String orNull(String value) {
        return value.isBlank() ? null : value;
    }

    private static String orEmpty(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    static Map<String, String> filled(Buyer buyer) {
        Map<String, String> filled = new HashMap<>();
        filled.put("kind", buyer.kind().name().toLowerCase(Locale.ROOT));
        filled.put("organisation", buyer.name());
        filled.put("number", orEmpty(buyer.number()));
        filled.put("gln", orEmpty(buyer.gln()));
        filled.put("eInvoice", orEmpty(buyer.eInvoice()));
        filled.put("country", buyer.country());
        filled.put("vatNumber", orEmpty(buyer.vatNumber()));
        filled.put("reference", buyer.reference());
        filled.put("costCentre", buyer.costCentre());
        filled.put("address", buyer.address());
        return filled;
    }

    /// The facts that stand for themselves and are there, by their fields.
    static Map<String, String> written(Buyer buyer) {
        Map<String, String> filled = filled(buyer);
        Map<String, String> written = new LinkedHashMap<>();
        Stream.of("number", "address", "reference", "costCentre", "gln", "eInvoice", "vatNumber")
                .filter(field -> !filled.getOrDefault(field, "").isEmpty())
                .forEach(field -> written.put(field, filled.getOrDefault(field, "")));
        return written;
    }

    static List<Option> kinds(Words words) {
        return Stream.of(Buyer.Kind.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .map(kind -> new Option(kind, words.say("group.kind." + kind)))
                .toList();
    }

    private static Map<String, String> countries() {
        Map<String, String> countries = new HashMap<>();
        for (String country : Locale.getISOCountries()) {
            countries.put(country, country);
        }
        return countries;
    }

    /// Sweden first.
    static List<Option> countries(Language language) {
        var order = java.text.Collator.getInstance(language.locale());
        return Stream.of(Locale.getISOCountries())
                .map(country -> new Option(country, Locale.of("", country).getDisplayCountry(language.locale())))
                .sorted((one, other) -> one.value().equals("SE")
                        ? -1
                        : other.value().equals("SE") ? 1 : order.compare(one.label(), other.label()))
                .toList();
    }
}
