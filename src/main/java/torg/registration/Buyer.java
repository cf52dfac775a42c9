package torg.registration;

import org.jspecify.annotations.Nullable;

/// Who pays for an order, and what their invoice department needs.
///
/// @param number    organisation number, `NNNNNN-NNNN`
/// @param gln       13 digits (GS1 Global Location Number)
/// @param eInvoice  where invoices are received: scheme and id, such as `0007:5560000000` (Peppol)
/// @param country   ISO 3166-1, two letters
/// @param vatNumber with the country before it, of buyers abroad
/// @param reference what must stand on the invoice
public record Buyer(
        Kind kind,
        String name,
        @Nullable String number,
        @Nullable String gln,
        @Nullable String eInvoice,
        String country,
        @Nullable String vatNumber,
        String reference,
        String costCentre) {

    public enum Kind {
        /// A municipality, a region, a university, …
        PUBLIC,
        STATE_AGENCY,
        COMPANY,
        PRIVATE
    }

    public static Buyer of(String name, String reference) {
        return new Buyer(Kind.PUBLIC, name, null, null, null, "SE", null, reference, "");
    }

    Buyer as(Kind other) {
        return new Buyer(other, name, number, gln, eInvoice, country, vatNumber, reference, costCentre);
    }
}
