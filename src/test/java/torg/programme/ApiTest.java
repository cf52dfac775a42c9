package torg.programme;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import torg.TestServer;
import torg.store.ConferenceClock;
import torg.store.Json;

class ApiTest {
    private static final String BASE = "/api/v1/editions/" + TestServer.CAST;
    private static final List<String> LISTS = List.of("sessions", "speakers", "tracks", "rooms");

    @Test
    void theDescriptionIsOpenApiAndItsExamplesAreTrue() {
        JsonNode api = description();
        assertThat(new OpenAPIV3Parser().readContents(Json.write(api)).getMessages())
                .isEmpty();
        // it could have been refused
        assertThat(new OpenAPIV3Parser()
                        .readContents("{\"openapi\":\"3.1.0\",\"paths\":{\"/x\":{\"get\":{}}}}")
                        .getMessages())
                .isNotEmpty();
        api.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .get("get")
                        .get("responses")
                        .forEach(answer -> (answer.has("content") ? answer : at(api, answer.get("$ref")))
                                .get("content")
                                .forEach(content -> assertThat(
                                                problems(api, content, Json.write(content.get("example"))))
                                        .as(path.getKey())
                                        .isEmpty())));
    }

    @Test
    void everyAnswerIsAsDescribed() {
        TestServer server = TestServer.shared();
        JsonNode api = description();
        api.get("paths").properties().forEach(path -> {
            HttpResponse<String> answer = server.get(path.getKey().replace("{edition}", TestServer.CAST));
            assertThat(answer.statusCode()).as(path.getKey()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("*");
            assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
            JsonNode content = path.getValue()
                    .get("get")
                    .get("responses")
                    .get("200")
                    .get("content")
                    .get("application/json");
            assertThat(problems(api, content, answer.body())).as(path.getKey()).isEmpty();
            String etag = answer.headers().firstValue("ETag").orElseThrow();
            if (LISTS.stream().anyMatch(list -> path.getKey().endsWith(list))) {
                assertThat(server.get(path.getKey().replace("{edition}", TestServer.CAST), "If-None-Match", etag)
                                .statusCode())
                        .isEqualTo(304);
                assertThat(Json.mapper().readTree(answer.body()).get("items")).isNotEmpty();
            }
        });
    }

    @Test
    void pagesFollowEachOtherAndWhatIsWrongIsAProblem() {
        TestServer server = TestServer.shared();
        JsonNode first =
                Json.mapper().readTree(server.get(BASE + "/sessions?limit=3").body());
        assertThat(first.get("total").asInt()).isEqualTo(7);
        assertThat(first.get("items")).hasSize(3);
        JsonNode second = Json.mapper()
                .readTree(server.get(first.get("next").asString().replace(server.url(""), ""))
                        .body());
        assertThat(second.get("items").get(0).get("key").asString()).isEqualTo("kartverkstad");
        JsonNode api = description();
        for (Map.Entry<String, Integer> wrong : Map.of(
                        BASE + "/sessions?limit=501",
                        400,
                        BASE + "/sessions?page=x",
                        400,
                        BASE + "/nothing",
                        404,
                        "/api/v1/editions/nothing/sessions",
                        404)
                .entrySet()) {
            HttpResponse<String> answer = server.get(wrong.getKey());
            assertThat(answer.statusCode()).as(wrong.getKey()).isEqualTo(wrong.getValue());
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
            assertThat(problems(
                            api,
                            api.get("components")
                                    .get("responses")
                                    .get("NotFound")
                                    .get("content")
                                    .get("application/problem+json"),
                            answer.body()))
                    .isEmpty();
        }
    }

    @Test
    void aSignAtTheDoorKnowsWhatIsOnAndWhatComesNext() {
        try (TestServer server = TestServer.fresh(Map.of())) {
            server.bean(ConferenceClock.class).set(Instant.parse("2027-05-25T08:10:00Z"));
            JsonNode room = status(server, "kammaren");
            assertThat(room.get("now").get("session").asString()).isEqualTo("oppna-data");
            // the one at eleven is cancelled
            assertThat(room.get("next").get("session").asString()).isEqualTo("arkivverkstad");
            assertThat(room.get("next").get("localStartsAt").asString()).isEqualTo("2027-05-25T13:15:00");
        }
    }

    private static JsonNode status(TestServer server, String key) {
        for (JsonNode room :
                Json.mapper().readTree(server.get(BASE + "/room-status").body()).get("items")) {
            if (room.get("room").asString().equals(key)) {
                return room;
            }
        }
        throw new AssertionError("no room " + key);
    }

    private static JsonNode description() {
        return Json.mapper()
                .readTree(TestServer.shared().get("/api/v1/openapi.json").body());
    }

    private static JsonNode at(JsonNode api, JsonNode reference) {
        return api.at(reference.asString().substring(1));
    }

    /// OpenAPI 3.1 has the schemas of JSON Schema 2020-12.
    private static List<String> problems(JsonNode api, JsonNode content, String json) {
        String schema = Json.write(Map.of(
                "$schema", "https://json-schema.org/draft/2020-12/schema",
                "$ref", content.get("schema").get("$ref").asString(),
                "components", api.get("components")));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema, InputFormat.JSON)
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }
}
