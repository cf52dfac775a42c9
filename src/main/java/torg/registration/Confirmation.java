package torg.registration;

import java.util.List;
import torg.edition.Edition;
import torg.edition.Frames;
import torg.text.Language;
import torg.text.Words;
import torg.web.Pdf;

/// An order's confirmation as a document. It is made when somebody asks for it, and is no invoice.
final class Confirmation {
    private Confirmation() {}

    static byte[] pdf(Edition edition, Language language, PlacedOrder order) {
        Words words = Words.of(Confirmation.class, language);
        List<String> sellers = Frames.names(edition, edition.organisers(), language);
        return Pdf.of((out, forms) -> JteconfirmationGenerated.render(
                out,
                forms,
                edition,
                language,
                words,
                order,
                order.createdAt().atZone(edition.timeZone()).toLocalDate(),
                String.join(", ", sellers)));
    }
}
