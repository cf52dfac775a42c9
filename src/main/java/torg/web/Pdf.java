package torg.web;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/// A document: PDF/UA (ISO 14289-1), tagged, with its language and its font in it, from a template that is XHTML and
/// has its style within.
public final class Pdf {
    private static final HtmlInterceptor NO_FORMS = new HtmlInterceptor() {
        @Override
        public void onHtmlTagOpened(String name, Map<String, Object> attributes, TemplateOutput output) {}

        @Override
        public void onHtmlTagClosed(String name, TemplateOutput output) {}
    };

    private Pdf() {}

    public static byte[] of(View view) {
        StringOutput html = new StringOutput();
        view.render(new OwaspHtmlTemplateOutput(html), NO_FORMS);
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
        return Objects.requireNonNull(Pdf.class.getResourceAsStream("/fonts/atkinson-next-" + weight + ".ttf"), weight);
    }
}
