package torg.people;

import org.jspecify.annotations.Nullable;

/// A Swedish organisation number, `NNNNNN-NNNN` (law 1974:174): ten digits, the last one a check digit by Luhn; the
/// third
/// and fourth digit together at least 20, which tells it from a personal identity number.
public final class OrganisationNumber {
    private OrganisationNumber() {}

    /// Why a number is none, with a sentence for files; pages have words of their own.
    public enum Fault {
        NOT_TEN_DIGITS("must be ten digits, NNNNNN-NNNN"),
        PERSONAL("looks like a personal identity number; such numbers are not kept here"),
        CHECK_DIGIT("has a wrong check digit");

        private final String sentence;

        Fault(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    /// The number as it is kept. People type it as `5560000000`, as `16556000-0000` with the prefix for organisations,
    /// and as the VAT number `SE556000000001`; what is no such thing comes back as it is.
    public static String normal(String typed) {
        String digits = typed.replaceAll("[\\s\\u00a0\\u2010-\\u2013+-]", "");
        if (digits.matches("(?i)SE\\d{10}01")) {
            digits = digits.substring(2, 12);
        } else if (digits.matches("(16|18|19|20)\\d{10}")) {
            digits = digits.substring(2); // the last three: a personal identity number with its century
        }
        return digits.matches("\\d{10}") ? digits.substring(0, 6) + "-" + digits.substring(6) : typed.strip();
    }

    public static boolean isValid(String number) {
        return fault(number) == null;
    }

    /// @param number as it is kept
    public static @Nullable Fault fault(String number) {
        if (!number.matches("[0-9]{6}-[0-9]{4}")) {
            return Fault.NOT_TEN_DIGITS;
        }
        if (Integer.parseInt(number.substring(2, 4)) < 20) {
            return Fault.PERSONAL;
        }
        return luhn(number) ? null : Fault.CHECK_DIGIT;
    }

    private static boolean luhn(String number) {
        int sum = 0;
        String digits = number.replace("-", "");
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            int weighted = i % 2 == 0 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
