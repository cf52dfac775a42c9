package torg.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import torg.TestServer;
import torg.store.Json;

/// What search engines are told uses the words of schema.org as its vocabulary defines them.
class StructuredProgrammeTest {
    private static final Path SCHEMA_ORG = Path.of("../shared/reference/data/schemaorg");
    private static final String CAST = "/" + TestServer.CAST;

    @Test
    void everyPropertyBelongsToItsType() throws Exception {
        Vocabulary vocabulary = new Vocabulary();
        TestServer server = TestServer.shared();
        Matcher session = Pattern.compile("/sessions/[0-9A-Z]{6}")
                .matcher(server.get(CAST + "/programme").body());
        assertThat(session.find()).isTrue();
        for (String path : List.of("/programme", "/en/programme", session.group(), "")) {
            assertThat(vocabulary.problems(structured(server.get(CAST + path).body())))
                    .as(path)
                    .isEmpty();
        }
        assertThat(vocabulary.problems(Json.mapper().readTree(Files.readString(SCHEMA_ORG.resolve("event.jsonld")))))
                .isEmpty();
        assertThat(vocabulary.problems(
                        Json.mapper().readTree(Files.readString(SCHEMA_ORG.resolve("event-bad.jsonld")))))
                .isNotEmpty();
    }

    @Test
    void theProgrammeTellsOfItsSessionsWithTimesAndRooms() {
        JsonNode event = structured(TestServer.shared().get(CAST + "/programme").body());
        assertThat(event.get("@type").asString()).isEqualTo("BusinessEvent");
        JsonNode first = event.get("subEvent").get(0);
        assertThat(first.get("name").asString()).isEqualTo("Öppning");
        assertThat(first.get("startDate").asString()).isEqualTo("2027-05-25T09:00+02:00");
        assertThat(first.get("location").get("name").asString()).isEqualTo("Stora salen");
        List<String> states = new ArrayList<>();
        event.get("subEvent").forEach(sub -> states.add(sub.get("eventStatus").asString()));
        assertThat(states).contains("https://schema.org/EventCancelled");
    }

    @Test
    void pagesOfferTheirCalendarAsSubscriptionAndAsFile() {
        TestServer server = TestServer.shared();
        String host = server.url("").replace("http://", "");
        assertThat(server.get(CAST + "/programme").body())
                .contains(
                        "webcal://" + host + CAST + "/schedule.ics",
                        "<link rel=\"alternate\" type=\"text/calendar\" href=\"" + CAST + "/schedule.ics\"",
                        "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"" + CAST + "/releases.atom\"");
        assertThat(server.get(CAST + "/en/programme/rooms").body())
                .contains("webcal://" + host + CAST + "/en/programme/rooms/kammaren.ics");
        assertThat(server.get(CAST + "/speakers/asa-berg").body())
                .contains("webcal://" + host + CAST + "/speakers/asa-berg.ics");
    }

    private static JsonNode structured(String page) {
        Matcher block = Pattern.compile("<script type=\"application/ld\\+json\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertThat(block.find()).isTrue();
        return Json.mapper().readTree(block.group(1));
    }

    private static final class Vocabulary {
        private final Map<String, Set<String>> parents = new HashMap<>();
        private final Map<String, Set<String>> domains = new HashMap<>();

        Vocabulary() throws Exception {
            JsonNode graph = Json.mapper()
                    .readTree(Files.readString(SCHEMA_ORG.resolve("schemaorg-30.0-all-https.jsonld")))
                    .get("@graph");
            graph.forEach(one -> {
                String name = one.get("@id").asString().replace("schema:", "");
                parents.put(name, ids(one.get("rdfs:subClassOf")));
                domains.put(name, ids(one.get("schema:domainIncludes")));
            });
        }

        private static Set<String> ids(JsonNode node) {
            Set<String> ids = new HashSet<>();
            if (node != null) {
                (node.isArray() ? node : List.of(node))
                        .forEach(one -> ids.add(one.get("@id").asString().replace("schema:", "")));
            }
            return ids;
        }

        private boolean is(String type, Set<String> wanted) {
            return wanted.contains(type)
                    || parents.getOrDefault(type, Set.of()).stream().anyMatch(parent -> is(parent, wanted));
        }

        List<String> problems(JsonNode node) {
            List<String> problems = new ArrayList<>();
            if (node.isArray()) {
                node.forEach(one -> problems.addAll(problems(one)));
            } else if (node.isObject()) {
                String type = node.get("@type").asString();
                node.properties().forEach(field -> {
                    if (!field.getKey().startsWith("@")) {
                        if (!is(type, domains.getOrDefault(field.getKey(), Set.of()))) {
                            problems.add(type + " has no " + field.getKey());
                        }
                        problems.addAll(problems(field.getValue()));
                    }
                });
            }
            return problems;
        }
    }
}
