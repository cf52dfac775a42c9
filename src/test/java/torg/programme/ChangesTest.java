package torg.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import torg.TestServer;

class ChangesTest {
    private static final String CAST = "/" + TestServer.CAST;
    private static final String ATOM = "http://www.w3.org/2005/Atom";

    @Test
    void everybodyReadsWhatEachReleaseChanged() throws Exception {
        try (TestServer server = TestServer.fresh(Map.of())) {
            assertThat(server.get(CAST + "/programme/changes").body())
                    .contains("Programmet publicerades med 7 programpunkter.");
            CalendarsTest.publish(
                    server,
                    session -> session.key().equals("oppna-data") ? CalendarsTest.moved(session) : session,
                    "kartverkstad");
            String page = server.get(CAST + "/programme/changes").body();
            assertThat(page)
                    .contains(
                            "Ny tid: tisdag 25 maj 09:55–10:40, Kammaren. Förut: tisdag 25 maj 10:00–10:45, Kammaren.",
                            "Borttagen</span> Kartverkstad")
                    .doesNotContain("Arkivverkstad");
            assertThat(server.get(CAST + "/en/programme/changes").body())
                    .contains("New time: Tuesday 25 May 09:55–10:40");
            assertThat(server.get(CAST + "/programme").body()).contains(CAST + "/programme/changes");

            Element feed = feed(server, "/releases.atom");
            assertThat(texts(feed, "title"))
                    .containsExactly("Ändringar i programmet – Torgdagen 2027", "Version 2", "Version 1");
            // the same again: ids stay, nothing is new
            CalendarsTest.publish(server, session -> session);
            Element later = feed(server, "/releases.atom");
            assertThat(texts(later, "id")).hasSize(4).containsAll(texts(feed, "id"));
        }
    }

    /// RFC 4287, sections 4.1.1 and 4.1.2, and what readers trip over: ids that are the same, times without zone.
    @Test
    void theFeedHasAllThatAtomAsksFor() throws Exception {
        TestServer server = TestServer.shared();
        for (String path : List.of("/releases.atom", "/en/releases.atom")) {
            assertThat(server.get(CAST + path).headers().firstValue("Content-Type"))
                    .contains("application/atom+xml;charset=utf-8");
            Element feed = feed(server, path);
            assertThat(feed.getNamespaceURI()).isEqualTo(ATOM);
            assertThat(Set.copyOf(texts(feed, "id"))).hasSize(texts(feed, "id").size());
            assertThat(texts(feed, "updated")).allMatch(time -> time.matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z"));
            assertThat(texts(feed, "name"))
                    .containsExactly(path.startsWith("/en") ? "Exampletown Municipality" : "Exempelstads kommun");
            NodeList links = feed.getElementsByTagNameNS(ATOM, "link");
            assertThat(IntStream.range(0, links.getLength())
                            .mapToObj(i -> ((Element) links.item(i)).getAttribute("href")))
                    .contains(server.url(CAST + path))
                    .allMatch(href ->
                            server.get(href.substring(server.url("").length()).replaceAll("#.*", ""))
                                            .statusCode()
                                    == 200);
        }
    }

    private static Element feed(TestServer server, String path) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(server.get(CAST + path).body().getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    private static List<String> texts(Element feed, String name) {
        NodeList found = feed.getElementsByTagNameNS(ATOM, name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getTextContent())
                .toList();
    }
}
