package torg.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.edition.EditionFiles;
import torg.store.By;

class PrivacyTest {
    @Test
    void theNoticeListsWhatIsAskedFor() {
        assertThat(TestServer.shared().get("/torgdagen-2027/privacy").body())
                .contains("Exempelstads kommun", "Namn, e-postadress", "Medverkande: namn", "180 dagar");
    }

    @Test
    void theNoticeOfTheRealEditionClaimsNothingAboutRealBodies() throws IOException {
        try (TestServer server = TestServer.fresh(Map.of())) {
            server.bean(EditionFiles.class)
                    .read(
                            By.system("test"),
                            Path.of("examples/offentliga-rummet-2018"),
                            new EditionFiles.Mode(false, false, true));
            String notice =
                    server.get("/offentliga-rummet-2018/privacy").body().replaceAll("(?s).*<main|</main>.*", "");
            assertThat(notice)
                    .contains("Det här är ett exempel", "sätter inga kakor")
                    .doesNotContain("personuppgiftsansvarig", "Vinnova", "365", "e-postadress", "artikel");
        }
    }
}
