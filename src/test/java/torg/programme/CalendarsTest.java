package torg.programme;

import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VTimeZone;
import net.fortuna.ical4j.validate.ValidationResult;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.edition.EditionId;
import torg.edition.Releases;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.programme.Programme.Status;
import torg.store.By;
import torg.text.Text;

class CalendarsTest {
    private static final String CAST = "/" + TestServer.CAST;
    private static final EditionId EDITION = EditionId.of(TestServer.CAST);

    @Test
    void twoLibrariesReadEveryCalendarAndFindNothingWrong() throws Exception {
        TestServer server = TestServer.shared();
        String code = code(server, "oppna-data");
        for (String path : List.of(
                "/schedule.ics",
                "/en/schedule.ics",
                "/programme/tracks/data.ics",
                "/programme/rooms/kammaren.ics",
                "/speakers/asa-berg.ics",
                "/en/sessions/" + code + ".ics")) {
            HttpResponse<String> answer = server.get(CAST + path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/calendar;charset=utf-8");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("*");
            assertThat(problems(answer.body())).as(path).isEmpty();
            assertThat(answer.body().lines()).allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 75);
        }
        // it could have been refused
        assertThat(problems(Files.readString(Path.of("../shared/reference/data/ical/bad.ics"))))
                .hasSizeGreaterThan(3);
        for (String path : List.of("/programme/tracks/no.ics", "/speakers/no.ics", "/sessions/NOBODY.ics")) {
            assertThat(server.get(CAST + path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void aCalendarHoldsWhatItsNameSays() {
        TestServer server = TestServer.shared();
        assertThat(titles(server, "/schedule.ics"))
                .containsExactly(
                        "Öppning",
                        "Öppna data på riktigt",
                        "Only in English",
                        "Lunch",
                        "Arkivverkstad",
                        "Kartverkstad");
        assertThat(titles(server, "/programme/rooms/stora-salen.ics")).containsExactly("Öppning", "Kartverkstad");
        assertThat(titles(server, "/programme/tracks/data.ics"))
                .containsExactly("Öppna data på riktigt", "Only in English", "Kartverkstad");
        assertThat(titles(server, "/speakers/tom-vale.ics"))
                .containsExactly("Öppna data på riktigt", "Only in English", "Arkivverkstad");
        assertThat(server.get(CAST + "/schedule.ics").body())
                .contains(
                        "DTSTART;TZID=Europe/Stockholm:20270525T090000",
                        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
                        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
                        "REFRESH-INTERVAL;VALUE=DURATION:PT1H")
                .doesNotContain("METHOD:");
    }

    @Test
    void whatChangesKeepsItsUidAndCountsUpAndWhatVanishesIsCancelled() throws Exception {
        try (TestServer server = TestServer.fresh(Map.of())) {
            VEvent before = event(server, "/schedule.ics", "Öppna data på riktigt");
            assertThat(before.getSequence().getValue()).isZero();
            String code = code(server, "oppna-data");

            publish(server, session -> session.key().equals("oppna-data") ? moved(session) : session);
            VEvent moved = event(server, "/schedule.ics", "Öppna data på riktigt");
            assertThat(moved.getUid()).isEqualTo(before.getUid());
            assertThat(moved.getSequence().getValue()).isEqualTo(1);
            assertThat(moved.getDateTimeStamp().getValue())
                    .isAfterOrEqualTo(before.getDateTimeStamp().getValue());
            assertThat(event(server, "/schedule.ics", "Öppning").getSequence().getValue())
                    .isZero();

            // the same once more is no release, and another's change is none of this session
            String version = server.get(CAST + "/schedule.json").body();
            publish(server, session -> session.key().equals("oppna-data") ? moved(session) : session);
            assertThat(server.get(CAST + "/schedule.json").body()).isEqualTo(version);

            publish(server, session -> session, "oppna-data");
            for (String path : List.of(
                    "/schedule.ics",
                    "/programme/tracks/data.ics",
                    "/programme/rooms/kammaren.ics",
                    "/speakers/tom-vale.ics",
                    "/sessions/" + code + ".ics")) {
                VEvent gone = event(server, path, "Öppna data på riktigt");
                assertThat(gone.getUid()).isEqualTo(before.getUid());
                assertThat(gone.getSequence().getValue()).isEqualTo(2);
                assertThat(gone.getStatus().isCancelled()).isTrue();
                assertThat(problems(server.get(CAST + path).body())).isEmpty();
            }
            assertThat(server.get(CAST + "/sessions/" + code).statusCode()).isEqualTo(404);

            publish(server, session -> session);
            VEvent back = event(server, "/schedule.ics", "Öppna data på riktigt");
            assertThat(back.getSequence().getValue()).isEqualTo(3);
            assertThat(back.getStatus().isConfirmed()).isTrue();
        }
    }

    /// In the night when the clock goes back, half past two happens twice.
    @Test
    void controlCharactersAndTheNightOfTheClockDoNoHarm() throws Exception {
        try (TestServer server = TestServer.fresh(Map.of())) {
            publish(
                    server,
                    session -> session.key().equals("oppning")
                            ? with(
                                    session,
                                    Text.sv("Bjäl\u0007la; komma, omvänt \\ snedstreck " + "åäö ".repeat(60)),
                                    List.of(
                                            new Slot(
                                                    null,
                                                    Instant.parse("2027-05-25T21:30:00Z"),
                                                    Instant.parse("2027-05-25T22:30:00Z")),
                                            new Slot(
                                                    null,
                                                    Instant.parse("2027-10-30T22:30:00Z"),
                                                    Instant.parse("2027-10-31T01:30:00Z"))))
                            : session);
            String calendar = server.get(CAST + "/schedule.ics").body();
            assertThat(problems(calendar)).isEmpty();
            List<VEvent> both = Biweekly.parse(calendar).first().getEvents().stream()
                    .filter(event -> event.getSummary().getValue().startsWith("Bjälla; komma, omvänt \\ snedstreck"))
                    .toList();
            assertThat(both)
                    .extracting(event -> event.getDateEnd().getValue().toInstant())
                    .containsExactly(Instant.parse("2027-05-25T22:30:00Z"), Instant.parse("2027-10-31T01:30:00Z"));
            assertThat(both).extracting(event -> event.getUid().getValue()).doesNotHaveDuplicates();
        }
    }

    static Session moved(Session session) {
        Slot slot = session.slots().getFirst();
        return with(
                session,
                session.title(),
                List.of(new Slot(
                        slot.room(),
                        slot.starts().minusSeconds(300),
                        slot.ends().minusSeconds(300))));
    }

    static Session with(Session session, Text title, List<Slot> slots) {
        return new Session(
                session.key(),
                session.code(),
                session.kind(),
                title,
                session.summary(),
                session.language(),
                session.track(),
                session.host(),
                session.level(),
                session.access(),
                session.capacity(),
                Status.PLANNED,
                session.speakers(),
                session.moderators(),
                slots,
                session.seats());
    }

    /// The draft with each session as `change` makes it, and without those that are named.
    static void publish(TestServer server, UnaryOperator<Session> change, String... without) {
        ProgrammeStream stream = server.bean(ProgrammeStream.class);
        server.bean(Releases.class)
                .publish(
                        By.system("test"),
                        EDITION,
                        stream,
                        id -> {
                            Programme draft = stream.draft(id);
                            return new Programme(
                                    draft.tracks(),
                                    draft.speakers(),
                                    draft.sessions().stream()
                                            .filter(session -> !List.of(without).contains(session.key()))
                                            .map(change)
                                            .toList(),
                                    draft.choosing());
                        },
                        "");
    }

    private static String code(TestServer server, String key) {
        return server.bean(ProgrammeStream.class).draft(EDITION).sessions().stream()
                .filter(session -> session.key().equals(key))
                .findFirst()
                .orElseThrow()
                .code();
    }

    private static List<String> titles(TestServer server, String path) {
        ICalendar calendar = Biweekly.parse(server.get(CAST + path).body()).first();
        return calendar.getEvents().stream()
                .map(event -> event.getSummary().getValue())
                .toList();
    }

    private static VEvent event(TestServer server, String path, String title) {
        return Biweekly.parse(server.get(CAST + path).body()).first().getEvents().stream()
                .filter(event -> event.getSummary().getValue().equals(title))
                .findFirst()
                .orElseThrow();
    }

    /// What biweekly and ical4j say against it.
    static List<String> problems(String calendar) throws Exception {
        List<String> problems = new java.util.ArrayList<>();
        ICalendar first = Biweekly.parse(calendar).first();
        first.validate(ICalVersion.V2_0).forEach(found -> problems.add("biweekly: " + found));
        Calendar second = new CalendarBuilder().build(new StringReader(calendar));
        ValidationResult result = second.validate(true);
        result.getEntries().forEach(entry -> problems.add("ical4j: " + entry));
        if (second.<VTimeZone>getComponents("VTIMEZONE").size() != 1) {
            problems.add("no time zone");
        }
        return problems;
    }
}
