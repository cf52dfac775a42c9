package torg.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.store.ConferenceClock;

class ViewsTest {
    private static final String PROGRAMME = "/" + TestServer.CAST + "/programme";
    private final TestServer server = TestServer.shared();

    @AfterEach
    void theClockIsTheCastsAgain() {
        server.bean(ConferenceClock.class).set(Instant.parse("2027-05-20T09:00:00Z"));
    }

    @Test
    void aFilterLeavesWhatHasTheFactAndRoomsCount() {
        assertThat(server.get(PROGRAMME).body()).contains("Lunch", "Öppning", "Kartverkstad");
        assertThat(server.get(PROGRAMME + "?access=captions").body())
                .contains("Öppning", "En programpunkt passar")
                .doesNotContain("Kartverkstad");
        assertThat(server.get(PROGRAMME + "?access=hearing-loop").body())
                .as("the great hall has a loop")
                .contains("Öppning", "Kartverkstad")
                .doesNotContain("Öppna data på riktigt");
        assertThat(server.get(PROGRAMME + "?form=workshop&language=sv").body())
                .contains("Kartverkstad")
                .doesNotContain("Öppning");
        assertThat(server.get(PROGRAMME + "/rooms?form=workshop").body())
                .contains("Kartverkstad", "/programme/tracks?form=workshop")
                .doesNotContain("Öppning");
        assertThat(server.get(PROGRAMME + "?level=nonsense").body()).contains("Öppning");
    }

    @Test
    void whoHasASearchAlreadyGetsNothingTwice() {
        var first = server.get(PROGRAMME + "?q=karta&form=workshop");
        assertThat(first.headers().firstValue("Set-Cookie")).isEmpty();
        var second = server.get(
                PROGRAMME + "?q=karta&form=workshop",
                "If-None-Match",
                first.headers().firstValue("ETag").orElseThrow());
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void nowSaysWhatIsOnAndWhatComesNext() {
        at("2027-05-20T09:00:00Z");
        assertThat(now()).contains("Härnäst: tisdag 25 maj", "Öppning").doesNotContain("Pågår nu");
        at("2027-05-25T07:10:00Z");
        assertThat(now())
                .contains("Klockan är 09:10", "Pågår nu", "Öppning", "Härnäst, från 10:00", "Öppna data på riktigt")
                .doesNotContain("Kartverkstad");
        at("2027-05-25T09:10:00Z");
        assertThat(now()).contains("Only in English", "Inställt", "Lunch");
        at("2027-05-26T07:00:00Z");
        assertThat(now()).contains("Programmet är slut");
    }

    @Test
    void aScreenSaysWhatIsOnWhatIsCancelledAndWhatMovedAway() {
        at("2027-05-25T09:10:00Z");
        assertThat(server.get(PROGRAMME + "/screen").body())
                .contains(
                        "Torgdagen 2027",
                        "Only in English",
                        "Inställt",
                        "till 11:45",
                        "Härnäst",
                        "Lunch",
                        "http-equiv=\"refresh\"")
                .doesNotContain("Kartverkstad");
        assertThat(server.get(PROGRAMME + "/screen/stora-salen").body())
                .contains("Stora salen", "Ingenting just nu", "Lunch")
                .doesNotContain("Only in English");
        assertThat(server.get("/" + TestServer.CAST + "/en/programme/screen/kammaren")
                        .body())
                .contains("The Chamber", "until 11:45", "Cancelled");
        assertThat(server.get(PROGRAMME + "/screen/nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void aSessionThatMovedIsToldAtTheRoomThatItLeft() {
        try (TestServer fresh = TestServer.fresh(Map.of())) {
            fresh.bean(ConferenceClock.class).set(Instant.parse("2027-05-25T07:30:00Z"));
            CalendarsTest.publish(
                    fresh,
                    session -> session.key().equals("oppna-data")
                            ? CalendarsTest.with(
                                    session,
                                    session.title(),
                                    List.of(new Programme.Slot(
                                            "stora-salen",
                                            session.slots().getFirst().starts(),
                                            session.slots().getFirst().ends())))
                            : session);
            assertThat(fresh.get(PROGRAMME + "/screen/kammaren").body())
                    .contains("Flyttat härifrån", "Öppna data på riktigt", "Nytt rum: Stora salen");
            assertThat(fresh.get(PROGRAMME + "/screen/stora-salen").body())
                    .contains("Nytt rum: Stora salen. Förut: Kammaren.")
                    .doesNotContain("Flyttat härifrån");
        }
    }

    @Test
    void aSessionSaysWhichOthersAreLikeItAndWhy() {
        String body = server.get("/" + TestServer.CAST + "/sessions/" + code("Öppna data på riktigt"))
                .body();
        String alike = body.substring(body.indexOf("Liknande programpunkter"));
        assertThat(alike).contains("Kartverkstad", "Även med Åsa Berg. Samma spår: Öppna data.", "Även med Tom Vale.");
        assertThat(alike.indexOf("Kartverkstad")).as("the nearest first").isLessThan(alike.indexOf("Arkivverkstad"));
        assertThat(alike)
                .as("what is cancelled, or a break, is nobody's neighbour")
                .doesNotContain("Lunch", "English");
    }

    private String code(String title) {
        return server.get(PROGRAMME).body().replaceAll("(?s).*/sessions/([0-9A-Z]{6})\">\\s*" + title + ".*", "$1");
    }

    private void at(String time) {
        server.bean(ConferenceClock.class).set(Instant.parse(time));
        server.bean(torg.web.PublishedPages.class).forgetAll();
    }

    private String now() {
        return server.get(PROGRAMME + "/now").body();
    }
}
