package torg.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;
import torg.TestServer;

class PaperTest {
    private static final String CAST = "/" + TestServer.CAST;
    private final TestServer server = TestServer.shared();

    @Test
    void thePrintedProgrammeHasEverySessionWithItsAbstract() {
        for (String path : List.of("/programme/print", "/programme/print/large")) {
            assertThat(server.get(CAST + path).body())
                    .contains("Öppna data på riktigt", "Inställt", "Åsa Berg, Tom Vale", "Lunch", "&lt;script&gt;");
        }
        assertThat(server.get(CAST + "/en/programme/print").body()).contains("Map workshop", "in Swedish");
    }

    @Test
    void theBookletIsATaggedDocumentThatMeetsPdfUaAndIsMadeOnce() throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String path : List.of("/programme.pdf", "/en/programme.pdf", "/programme-large.pdf")) {
            byte[] pdf = bytes(path);
            try (PDFAParser parser = Foundries.defaultInstance()
                            .createParser(new ByteArrayInputStream(pdf), PDFAFlavour.PDFUA_1);
                    var validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFUA_1, false)) {
                ValidationResult result = validator.validate(parser);
                assertThat(result.getTestAssertions()).isEmpty();
                assertThat(result.isCompliant()).isTrue();
            }
            try (var document = Loader.loadPDF(pdf)) {
                boolean english = path.startsWith("/en");
                assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo(english ? "en" : "sv");
                assertThat(new PDFTextStripper().getText(document))
                        .contains(english ? "Map workshop" : "Kartverkstad", "Tom Vale", "09:00–09:45");
            }
            assertThat(bytes(path)).isEqualTo(pdf);
        }
    }

    private byte[] bytes(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(URI.create(server.url(CAST + path))).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/pdf");
            return answer.body();
        }
    }
}
