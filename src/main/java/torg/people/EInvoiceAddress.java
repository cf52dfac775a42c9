package torg.people;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/// Where an organisation receives electronic invoices in Peppol: a scheme (four digits, code list EAS) and an id in it,
/// written `0007:5560000000`. Of scheme `0007` (organisation number) and `0088` (GLN) the check digits are looked at.
public record EInvoiceAddress(String scheme, String id) {
    public EInvoiceAddress {
        if (!isValid(scheme + ":" + id)) {
            throw new IllegalArgumentException("not an e-invoice address: " + scheme + ":" + id);
        }
    }

    /// Why a text is none, with a sentence for files; pages have words of their own.
    public enum Fault {
        FORM("must be four digits, a colon and an id, such as 0007:5560000000"),
        PERSONAL("holds a personal identity number; such numbers are not kept here"),
        CHECK_DIGIT("holds a number with a wrong check digit");

        private final String sentence;

        Fault(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    /// The address as it is kept, whichever way the number in it was typed.
    public static String normal(String typed) {
        String address = typed.replaceAll("[\\s\\u00a0]", "");
        if (address.startsWith("0007:")) {
            return "0007:" + OrganisationNumber.normal(address.substring(5)).replace("-", "");
        }
        return address.startsWith("0088:") ? "0088:" + Gln.normal(address.substring(5)) : address;
    }

    public static boolean isValid(String address) {
        return fault(address) == null;
    }

    /// @param address as it is kept
    public static @Nullable Fault fault(String address) {
        if (!address.matches("[0-9]{4}:[A-Za-z0-9:._-]{1,50}")) {
            return Fault.FORM;
        }
        String id = address.substring(5);
        return switch (address.substring(0, 4)) {
            case "0007" ->
                switch (OrganisationNumber.fault(id.matches("[0-9]{10}") ? OrganisationNumber.normal(id) : id)) {
                    case null -> null;
                    case NOT_TEN_DIGITS -> Fault.FORM;
                    case PERSONAL -> Fault.PERSONAL;
                    case CHECK_DIGIT -> Fault.CHECK_DIGIT;
                };
            case "0088" ->
                switch (Gln.fault(id)) {
                    case null -> null;
                    case NOT_THIRTEEN_DIGITS -> Fault.FORM;
                    case CHECK_DIGIT -> Fault.CHECK_DIGIT;
                };
            default -> null;
        };
    }

    /// @param address one that is valid
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static EInvoiceAddress of(String address) {
        return new EInvoiceAddress(address.substring(0, 4), address.substring(5));
    }

    @Override
    @JsonValue
    public String toString() {
        return scheme + ":" + id;
    }
}
