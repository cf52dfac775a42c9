package torg.people;

import org.jspecify.annotations.Nullable;

/// A Global Location Number: thirteen digits, the last one a check digit (GS1 General Specifications, 7.9.1: weights 1
/// and 3, modulo 10). Public bodies receive invoices at it.
public final class Gln {
    private Gln() {}

    /// Why a number is none, with a sentence for files; pages have words of their own.
    public enum Fault {
        NOT_THIRTEEN_DIGITS("must be thirteen digits"),
        CHECK_DIGIT("has a wrong check digit");

        private final String sentence;

        Fault(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    /// The number as it is kept: without the spaces that it is often printed with.
    public static String normal(String typed) {
        return typed.replaceAll("[\\s\\u00a0-]", "");
    }

    public static boolean isValid(String gln) {
        return fault(gln) == null;
    }

    public static @Nullable Fault fault(String gln) {
        if (!gln.matches("[0-9]{13}")) {
            return Fault.NOT_THIRTEEN_DIGITS;
        }
        int sum = 0;
        for (int i = 0; i < gln.length(); i++) {
            sum += (gln.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
        }
        return sum % 10 == 0 ? null : Fault.CHECK_DIGIT;
    }
}
