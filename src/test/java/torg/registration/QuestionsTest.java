package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torg.TestServer;
import torg.access.Account;
import torg.access.Accounts;
import torg.access.Invitations;
import torg.edition.EditionFiles;
import torg.edition.EditionId;
import torg.edition.Role;
import torg.edition.Roles;
import torg.house.Browser;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Language;

/// Questions and needs as participants and the desk meet them: over HTTP, against a real database.
class QuestionsTest {
    private static final String CAST = "/" + TestServer.CAST;
    private static TestServer server;
    private static Browser browser;

    @TempDir
    Path folder;

    @BeforeAll
    static void saleIsOpen() {
        server = TestServer.fresh(Map.of());
        browser = new Browser();
        clock("2027-03-01T09:00:00Z");
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
    }

    private static void clock(String now) {
        server.bean(ConferenceClock.class).set(Instant.parse(now));
    }

    private static String register(String type, String name) {
        Matcher key = Pattern.compile("name=\"key\" value=\"([A-Za-z0-9]{24})\"")
                .matcher(server.get(CAST + "/register").body());
        assertThat(key.find()).isTrue();
        return server.post(
                        CAST + "/register",
                        Map.of(
                                "key",
                                key.group(1),
                                "type",
                                type,
                                "name",
                                name,
                                "email",
                                "someone@example.org",
                                "organisation",
                                "Exempelstads kommun"))
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replace("?new", "");
    }

    private static long count(String sql) {
        return server.bean(Db.class).sql(sql).one(row -> row.number("count"));
    }

    /// Pages of the desk as somebody with these roles gets them: status and text.
    private static List<Map.Entry<Integer, String>> desk(String email, List<Role> roles, String... paths) {
        Account account = server.bean(Accounts.class).known(email, email, Language.SV, false);
        roles.forEach(role ->
                server.bean(Roles.class).grant(By.system("test"), EditionId.of(TestServer.CAST), account, role));
        try (BrowserContext window = browser.window(1280, false, false)) {
            Page page = window.newPage();
            page.navigate(server.bean(Invitations.class).link(account, Duration.ofMinutes(5)));
            page.locator("main form button").click();
            return java.util.Arrays.stream(paths)
                    .map(path -> window.request().get(server.url(CAST + path)))
                    .map(answer -> Map.entry(answer.status(), answer.text()))
                    .toList();
        }
    }

    @Test
    void theFirstPageSaysHowManyQuestionsAreLeftUntilTheyAreAnswered() {
        String mine = register("offentlig", "Frida Fråga");
        assertThat(server.get(mine).body()).contains("En fråga kvar");
        HttpResponse<String> saved = server.post(
                mine + "/questions",
                Map.of("question.middag", "ja", "question.bord", "Bo", "question.antal", "3", "question.brev", "yes"));
        assertThat(saved.statusCode()).isEqualTo(303);
        assertThat(server.get(mine).body()).doesNotContain("kvar</h2>");
        assertThat(server.get(mine + "/questions").body()).contains("value=\"Bo\"", "value=\"3\"");
        assertThat(server.get(register("student", "Stina Student")).body()).doesNotContain("kvar</h2>");
    }

    @Test
    void aQuestionThatHangsOnAnAnswerIsNeededWithItAndForgottenWithoutIt() {
        String mine = register("offentlig", "Villkor Vera");
        HttpResponse<String> without = server.post(mine + "/questions", Map.of("question.middag", "ja"));
        assertThat(without.statusCode()).isEqualTo(422);
        assertThat(without.body()).contains("Svara på frågan ”Vem vill du sitta bredvid?”");
        server.post(mine + "/questions", Map.of("question.middag", "nej", "question.bord", "Smugglad gäst"));
        assertThat(count("select count(*) from answer where value = '\"Smugglad gäst\"'"))
                .isZero();
    }

    @Test
    void badAnswersComeBackWithTheirWords() {
        String mine = register("offentlig", "Fel Svar");
        HttpResponse<String> answer = server.post(
                mine + "/questions",
                Map.of("question.middag", "kanske", "question.antal", "många", "question.forsta", "i morgon"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("många", "i morgon", "role=\"alert\"");
        assertThat(server.post(mine.replaceAll("my/.*", "my/" + "a".repeat(32)) + "/questions", Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void theDeskCountsAndFilesWhatIsNotSensitiveAndFindsWhoHasNotAnswered() {
        String mine = register("offentlig", "Svea Svarar");
        server.post(mine + "/questions", Map.of("question.middag", "nej", "question.amnen", "ratt"));
        register("offentlig", "Tyra Tiger");
        var pages = desk(
                "organiser@example.org",
                List.of(Role.ORGANISER),
                "/desk/questions",
                "/desk/questions.csv",
                "/desk/participants?unanswered=yes",
                "/desk/audit");
        assertThat(pages.get(0).getValue()).contains("Juridik", "färre än 3");
        assertThat(pages.get(1).getValue()).contains("Svea Svarar", "Nej").doesNotContain("Juridik");
        assertThat(pages.get(2).getValue()).contains("Tyra Tiger").doesNotContain("Svea Svarar");
        assertThat(pages.get(3).getValue())
                .contains("svarade på frågor", "middag")
                .doesNotContain("ratt");
    }

    @Test
    void whoeverGetsTheTicketLaterAnswersAnew() {
        String mine = register("offentlig", "Gunnar Ger");
        server.post(mine + "/questions", Map.of("question.middag", "ja", "question.bord", "Hemlig vän"));
        Registrations registrations = server.bean(Registrations.class);
        EditionId edition = EditionId.of(TestServer.CAST);
        Ticket ticket = registrations
                .find(
                        edition,
                        server.bean(Db.class)
                                .sql(
                                        "select ticket.id from ticket join person on person.id = person_id where name = 'Gunnar Ger'")
                                .one(row -> row.id("id", Ticket.TicketId::new)))
                .orElseThrow();
        registrations.transfer(
                By.system("test"),
                server.bean(torg.edition.Editions.class).known(edition),
                ticket,
                new Registrations.Applicant("Tage Tar", "tage@example.org", "Sjöregionen", Language.SV),
                ticket.version());
        Ticket after = registrations.find(edition, ticket.id()).orElseThrow();
        assertThat(server.bean(Questions.class).answers(edition, after)).isEmpty();
        assertThat(server.post(mine + "/questions", Map.of("question.middag", "nej"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void needsAreSealedCountedWithoutNamesAndReadWithNamesByCareOnly() {
        for (String name : List.of("Alva Allergisk", "Bo Böna", "Cia Cashew")) {
            String mine = register("offentlig", name);
            assertThat(server.post(mine + "/needs", Map.of("allergy", "nuts", "dietary.words", "Lite salt"))
                            .statusCode())
                    .isEqualTo(303);
            assertThat(server.get(mine + "/needs").body()).contains("Lite salt", "Ta bort mina behov");
        }
        assertThat(count("select count(*) from need where encode(cipher, 'escape') like '%nuts%'"))
                .isZero();
        var organiser =
                desk("olga@example.org", List.of(Role.ORGANISER), "/desk/needs", "/desk/needs/names", "/desk/audit");
        assertThat(organiser.get(0).getValue()).contains("Nötter").doesNotContain("Alva", "Cashew");
        assertThat(organiser.get(1).getKey()).isEqualTo(403);
        assertThat(organiser.get(2).getValue()).contains("berättade om behov");
        var care = desk("care@example.org", List.of(Role.CARE), "/desk/needs/names", "/desk/needs", "/desk/protected");
        assertThat(care.get(0).getValue()).contains("Alva Allergisk", "Lite salt");
        assertThat(care.get(1).getKey()).isEqualTo(403);
        assertThat(care.get(2).getKey()).isEqualTo(403);
        assertThat(count("select count(*) from audit where action = 'read-needs'"))
                .isPositive();
    }

    @Test
    void aNeedThatStandsInAnothersRowDoesNotOpen() {
        server.post(register("offentlig", "Rad Ett") + "/needs", Map.of("dietary", "vegan"));
        String other = register("offentlig", "Rad Två");
        server.bean(Db.class).sql("""
                insert into need (edition_id, person_id, kind, cipher, key_id, made_at)
                select need.edition_id, other.id, kind, cipher, key_id, made_at
                from need join person one on one.id = need.person_id and one.name = 'Rad Ett'
                join person other on other.name = 'Rad Två'
                """).run();
        assertThat(server.get(other + "/needs").statusCode()).isEqualTo(500);
        server.bean(Db.class)
                .sql("delete from need using person where person.id = need.person_id and person.name like 'Rad %'")
                .run();
    }

    @Test
    void needsAreRemovedByThePersonAtAnyTime() {
        String mine = register("offentlig", "Ångrar Sig");
        server.post(mine + "/needs", Map.of("dietary", "vegan"));
        assertThat(server.post(mine + "/needs/removal", Map.of()).statusCode()).isEqualTo(303);
        assertThat(count("select count(*) from need join person on person.id = person_id where name = 'Ångrar Sig'"))
                .isZero();
    }

    @Test
    void whenTheTimeIsUpNeedsAndAnswersAreGoneAndTheDeskIsTold() {
        String mine = register("offentlig", "Tid Ute");
        server.post(mine + "/needs", Map.of("dietary", "vegan", "access", "hearing-loop"));
        server.post(
                mine + "/questions",
                Map.of("question.middag", "ja", "question.bord", "Bo", "question.antal", "1", "question.brev", "yes"));
        Retention retention = server.bean(Retention.class);
        String left = "select count(*) from answer join question on question.id = question_id where key = '%s'";
        try {
            clock("2027-06-08T21:00:00Z"); // the fourteenth day after the last, 23:00
            retention.run();
            assertThat(count("select count(*) from need")).isPositive();
            assertThat(count(left.formatted("bord"))).isZero();
            assertThat(count(left.formatted("middag"))).isPositive();
            clock("2027-06-08T22:00:00Z");
            retention.run();
            retention.run();
            assertThat(count("select count(*) from need")).isZero();
            assertThat(count(left.formatted("middag"))).isPositive();
            assertThat(count(left.formatted("brev"))).isPositive();
            assertThat(count("select count(*) from removal where thing = 'need/access'"))
                    .isEqualTo(1);
            assertThat(count("select count(*) from audit where action = 'purged'"))
                    .isEqualTo(2);
            var desk = desk("olof@example.org", List.of(Role.ORGANISER), "/desk/needs");
            assertThat(desk.get(0).getValue()).contains("Tillgänglighet, ", " borttagna", "svar på frågan bord");
            assertThat(server.get(mine).body()).doesNotContain("kvar</h2>"); // nothing is asked afterwards
        } finally {
            clock("2027-03-01T09:00:00Z");
        }
    }

    @Test
    void theListOfParticipantsHasThoseWhoChoseIt() {
        String mine = register("offentlig", "Lisa Listad");
        String other = register("offentlig", "Osynlig Olle");
        assertThat(server.get(other + "/people").body()).doesNotContain("Lisa Listad");
        server.post(mine + "/visibility", Map.of("onList", "yes", "noPhoto", "yes"));
        assertThat(server.get(other + "/people?q=lista").body())
                .contains("Lisa Listad", "Exempelstads kommun")
                .doesNotContain("someone@example.org", "Osynlig Olle");
        var desk = desk("oda@example.org", List.of(Role.ORGANISER), "/desk/participants?q=listad");
        assertThat(desk.get(0).getValue()).contains("Inget foto");
    }

    @Test
    void aFileThatAsksWronglyIsRefusedWithLineAndColumn() throws IOException {
        try (var walk = Files.walk(Path.of("src/test/resources/cast"))) {
            for (Path path : (Iterable<Path>) walk::iterator) {
                Path target = folder.resolve(
                        Path.of("src/test/resources/cast").relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
        Files.writeString(folder.resolve("questions.yaml"), """
                needs: {keep-days: -1}
                questions:
                - {key: a, kind: choice, label: A, purpose: B, class: secret, keep-days: 1}
                - {key: b, kind: text, label: B, purpose: B, class: personal, types: [finns-inte]}
                - {key: c, kind: text, label: C, class: personal, keep-days: 1, when: {question: d, answer: ja}}
                """);
        var outcome = server.bean(EditionFiles.class)
                .read(By.system("test"), folder, new EditionFiles.Mode(false, false, false));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        EditionFiles.Outcome.Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Object::toString)
                                .containsExactly(
                                        "questions.yaml:1:20: keep-days must be a whole number from 0 to 3650, not \"-1\"",
                                        "questions.yaml:3:18: kind needs at least two options",
                                        "questions.yaml:3:55: class is \"secret\"; allowed are personal, sensitive, internal",
                                        "questions.yaml:4:3: keep-days is missing: how many days after the last day the answers are kept",
                                        "questions.yaml:4:70: types names the ticket type \"finns-inte\", which is not there",
                                        "questions.yaml:5:3: purpose is missing in every language",
                                        "questions.yaml:5:82: question names \"d\", which is no question before this one"));
    }

    @Test
    void aConditionHoldsForOneOfSeveralAnswers() {
        var question = new Questionnaire.Question(
                "q",
                Questionnaire.Kind.TEXT,
                torg.text.Text.sv("Q"),
                torg.text.Text.EMPTY,
                List.of(),
                true,
                List.of(),
                null,
                new Questionnaire.Condition("d", "a"),
                torg.text.Text.sv("P"),
                Questionnaire.Sensitivity.PERSONAL,
                1);
        Map<String, Object> answers = new HashMap<>();
        assertThat(Questionnaire.applies(question, answers)).isFalse();
        answers.put("d", List.of("b", "a"));
        assertThat(Questionnaire.applies(question, answers)).isTrue();
        answers.put("d", "b");
        assertThat(Questionnaire.applies(question, answers)).isFalse();
    }
}
