package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import torg.edition.Shown;
import torg.text.Money;
import torg.text.Text;
import torg.text.Words;

/// What somebody is told before they cancel.
///
/// @param text    the organiser's words
/// @param fees    a sentence for each span of time
/// @param percent of the price that is still paid by whoever cancels now
/// @param cost    what that comes to, without VAT; empty where it is nothing
record Cancelling(Text text, List<String> fees, int percent, String cost) {
    /// Before anything is ordered.
    static Cancelling of(Shown shown, Words words, TicketShop.Terms terms) {
        return of(shown, words, terms, terms.fees(), Registrations.Fee.NONE);
    }

    /// @param fees as they held when it was ordered
    /// @param now  what cancelling comes to now
    static Cancelling of(
            Shown shown, Words words, TicketShop.Terms terms, CancellationFees fees, Registrations.Fee now) {
        return new Cancelling(
                terms.cancellation(),
                fees.said(words, shown.language(), shown.edition().timeZone()),
                now.percent(),
                now.minor() == 0 ? "" : Money.sek(now.minor()).in(shown.language()));
    }

    /// What the page said that is still paid; nothing where it said nothing.
    static int told(HttpServletRequest request) {
        String percent = request.getParameter("percent");
        return percent != null && percent.matches("\\d{1,3}") ? Integer.parseInt(percent) : 0;
    }
}
