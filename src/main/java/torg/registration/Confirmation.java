package torg.registration;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import torg.edition.Edition;
import torg.edition.Frames;
import torg.text.Language;
import torg.text.Words;

/// An order's confirmation as a document: PDF/UA (ISO 14289-1), tagged, with its language and its font in it. It is
/// made
/// when somebody asks for it, and is no invoice.
final class Confirmation {
    private static final HtmlInterceptor NO_FORMS = new HtmlInterceptor() {
        @Override
        public void onHtmlTagOpened(String name, Map<String, Object> attributes, TemplateOutput output) {}

        @Override
        public void onHtmlTagClosed(String name, TemplateOutput output) {}
    };

    private Confirmation() {}

    static byte[] pdf(Edition edition, Language language, PlacedOrder order) {
        Words words = Words.of(Confirmation.class, language);
        StringOutput html = new StringOutput();
        List<String> sellers = Frames.names(edition, edition.organisers(), language);
        JteconfirmationGenerated.render(
                new OwaspHtmlTemplateOutput(html),
                NO_FORMS,
                edition,
                language,
                words,
                order,
                order.createdAt().atZone(edition.timeZone()).toLocalDate(),
                String.join(", ", sellers));
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.usePdfUaAccessibility(true);
        builder.usePdfVersion(1.7f);
        builder.useFont(() -> font("regular"), "Atkinson", 400, PdfRendererBuilder.FontStyle.NORMAL, true);
        builder.useFont(() -> font("bold"), "Atkinson", 700, PdfRendererBuilder.FontStyle.NORMAL, true);
        builder.useUriResolver((base, uri) -> ""); // nothing is ever fetched for a document
        builder.withHtmlContent(html.toString(), null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        builder.toStream(out);
        try {
            builder.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static InputStream font(String weight) {
        return Objects.requireNonNull(
                Confirmation.class.getResourceAsStream("/fonts/atkinson-next-" + weight + ".ttf"), weight);
    }
}
