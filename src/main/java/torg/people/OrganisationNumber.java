package torg.people;

/// A Swedish organisation number, `NNNNNN-NNNN` (law 1974:174): ten digits, the last one a check digit by Luhn; the
/// third
/// and fourth digit together at least 20, which tells it from a personal identity number.
public final class OrganisationNumber {
    private OrganisationNumber() {}

    public static boolean isValid(String number) {
        return number.matches("\\d{6}-\\d{4}") && isOrganisation(number) && luhn(number);
    }

    /// Why a number is not valid, for the person who typed it.
    public static String fault(String number) {
        if (!number.matches("\\d{6}-\\d{4}")) {
            return "must be ten digits, NNNNNN-NNNN";
        }
        if (!isOrganisation(number)) {
            return "looks like a personal identity number; such numbers are not kept here";
        }
        return "has a wrong check digit";
    }

    private static boolean isOrganisation(String number) {
        return Integer.parseInt(number.substring(2, 4)) >= 20;
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
