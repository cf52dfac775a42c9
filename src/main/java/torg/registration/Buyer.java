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
/// @param address   where a private person's invoice goes; empty for all others
public record Buyer(
        Kind kind,
        String name,
        @Nullable String number,
        @Nullable String gln,
        @Nullable String eInvoice,
        String country,
        @Nullable String vatNumber,
        String reference,
        String costCentre,
        String address) {
    /// What waits in line from before there were addresses lacks one.
    public Buyer {
        address = java.util.Objects.requireNonNullElse(address, "");
    }

    public Buyer(
            Kind kind,
            String name,
            @Nullable String number,
            @Nullable String gln,
            @Nullable String eInvoice,
            String country,
            @Nullable String vatNumber,
            String reference,
            String costCentre) {
        this(kind, name, number, gln, eInvoice, country, vatNumber, reference, costCentre, "");
    }

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

    /// For eyes that may not see who a protected person is: nothing of one who pays herself.
    Buyer veiled() {
        return kind == Kind.PRIVATE ? person("", "") : this;
    }

    /// A private person, of whom no more is kept than the invoice needs.
    static Buyer person(String name, String address) {
        return new Buyer(Kind.PRIVATE, name, null, null, null, "SE", null, "", "", address);
    }
}
