package torg.text;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;

/// An amount in minor units (öre) and its currency (ISO 4217). Never a floating-point number.
public record Money(long minorUnits, String currency) {
    public static Money sek(long minorUnits) {
        return new Money(minorUnits, "SEK");
    }

    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(currency + " and " + other.currency + " do not add up");
        }
        return new Money(Math.addExact(minorUnits, other.minorUnits), currency);
    }

    public boolean isZero() {
        return minorUnits == 0;
    }

    public BigDecimal amount() {
        return BigDecimal.valueOf(minorUnits, Currency.getInstance(currency).getDefaultFractionDigits());
    }

    /// "1 500 kr" and "SEK 1,500"; öre only where there are any. For screens, not for files.
    public String in(Language language) {
        NumberFormat format = NumberFormat.getCurrencyInstance(language.locale());
        format.setCurrency(Currency.getInstance(currency));
        boolean whole = amount().stripTrailingZeros().scale() <= 0;
        if (whole) {
            format.setMaximumFractionDigits(0);
        }
        return format.format(amount()).replaceAll("(?<=^[A-Z]{3})\\s?(?=\\d)", "\u00a0");
    }
}
