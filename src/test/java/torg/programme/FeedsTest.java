package torg.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.edition.EditionId;
import torg.edition.Releases;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.store.By;

class FeedsTest {
    private static final Path FRAB = Path.of("../shared/reference/data/frab");
    private static final String CAST = "/" + TestServer.CAST;

    @Test
    void appsGetAScheduleThatTheXsdAccepts() throws Exception {
        TestServer server = TestServer.shared();
        for (String language : List.of("", "/en")) {
            String xml = server.get(CAST + language + "/schedule.xml").body();
            assertThatCode(() -> xsd().validate(new StreamSource(new StringReader(xml))))
                    .doesNotThrowAnyException();
            assertThat(xml).contains(language.isEmpty() ? "Öppna data på riktigt" : "Cancelled: Only in English");
        }
        // it could have been refused
        assertThatCode(() -> xsd().validate(new StreamSource(new StringReader("<schedule/>"))))
                .hasMessageContaining("schedule");
    }

    @Test
    void appsGetAScheduleThatTheJsonSchemaAccepts() throws Exception {
        String json = TestServer.shared().get(CAST + "/schedule.json").body();
        assertThat(problems(json)).isEmpty();
        assertThat(problems(Files.readString(FRAB.resolve("invalid-example.json"))))
                .isNotEmpty();
        assertThat(json).contains("Öppna data på riktigt", "\"duration\":\"00:45\"");
    }

    @Test
    void aSessionInTwoSlotsAcrossMidnightAndTheDstNightIsTwoEvents() throws Exception {
        try (TestServer server = TestServer.fresh(Map.of())) {
            ProgrammeStream stream = server.bean(ProgrammeStream.class);
            EditionId edition = EditionId.of(TestServer.CAST);
            server.bean(Releases.class).publish(By.system("test"), edition, stream, id -> nights(stream.draft(id)), "");
            String xml = server.get(CAST + "/schedule.xml").body();
            assertThatCode(() -> xsd().validate(new StreamSource(new StringReader(xml))))
                    .doesNotThrowAnyException();
            assertThat(problems(server.get(CAST + "/schedule.json").body())).isEmpty();
            assertThat(Pattern.compile("<title>Öppning</title>").matcher(xml).results())
                    .hasSize(2);
            assertThat(xml)
                    .contains("<date>2027-05-25T23:30:00+02:00</date><start>23:30</start><duration>01:00</duration>")
                    .contains("<date>2027-10-31T02:30:00+02:00</date><start>02:30</start><duration>01:00</duration>")
                    .contains("A &amp; &lt;B&gt;")
                    .doesNotContain("\u0007");
        }
    }

    /// What the apps ask again with, and what a page of another site needs.
    @Test
    void aFeedIsAnsweredFromMemoryAndByNotModified() {
        TestServer server = TestServer.shared();
        for (String feed : List.of("/schedule.xml", "/schedule.json", "/schedule.ics")) {
            server.get(CAST + feed);
            HttpResponse<String> first = server.get(CAST + feed);
            assertThat(first.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("*");
            String etag = first.headers().firstValue("ETag").orElseThrow();
            String modified = first.headers().firstValue("Last-Modified").orElseThrow();
            assertThat(server.get(CAST + feed, "If-None-Match", etag).statusCode())
                    .isEqualTo(304);
            assertThat(server.get(CAST + feed, "If-Modified-Since", modified).statusCode())
                    .isEqualTo(304);
            assertThat(server.get(CAST + feed, "If-Modified-Since", "Thu, 01 Jan 2026 00:00:00 GMT")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.get(CAST + feed, "If-None-Match", "\"other\"", "If-Modified-Since", modified)
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(server.get(CAST + "/programme").headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    private static Programme nights(Programme draft) {
        List<Session> sessions = draft.sessions().stream()
                .map(session -> session.key().equals("oppning") ? nights(session) : session)
                .toList();
        return new Programme(draft.tracks(), draft.speakers(), sessions, draft.choosing());
    }

    private static Session nights(Session session) {
        return new Session(
                session.key(),
                session.code(),
                session.kind(),
                session.title(),
                torg.text.Text.sv("A & <B>\u0007"),
                session.language(),
                session.track(),
                session.host(),
                session.level(),
                session.access(),
                session.capacity(),
                session.status(),
                session.speakers(),
                session.moderators(),
                List.of(
                        new Slot(null, Instant.parse("2027-05-25T21:30:00Z"), Instant.parse("2027-05-25T22:30:00Z")),
                        new Slot(null, Instant.parse("2027-10-31T00:30:00Z"), Instant.parse("2027-10-31T01:30:00Z"))),
                null);
    }

    private static Validator xsd() throws Exception {
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(FRAB.resolve("schedule.xml.xsd").toFile())
                .newValidator();
    }

    private static Set<String> problems(String json) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_6)
                .getSchema(Files.readString(FRAB.resolve("schema.json")), InputFormat.JSON)
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .collect(java.util.stream.Collectors.toSet());
    }
}
