package torg.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.edition.Edition;
import torg.edition.EditionFiles;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.edition.Releases;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.programme.ScheduleImport.Plan;
import torg.programme.ScheduleImport.Remark;
import torg.store.By;

class ScheduleImportTest {
    private static final Path FRAB = Path.of("../shared/reference/data/frab");
    private static final String CAST = "/" + TestServer.CAST;
    private static final EditionId EDITION = EditionId.of(TestServer.CAST);

    @Test
    void ourOwnExportChangesNothing() {
        TestServer server = TestServer.shared();
        for (String format : List.of("/schedule.xml", "/schedule.json", "/en/schedule.xml")) {
            Plan plan = plan(server, draft(server), server.get(CAST + format).body());
            assertThat(plan.remarks()).as(format).isEmpty();
            if (!format.startsWith("/en")) {
                assertThat(plan.added()).as(format).isEmpty();
                assertThat(plan.changed()).as(format).isEmpty();
                // what has no time is not in the format
                assertThat(plan.left()).containsExactly("session/utan-tid");
            }
        }
    }

    @Test
    void ourOwnExportInAnEmptyEditionGivesTheSameFeed() throws Exception {
        for (String format : List.of("xml", "json")) {
            try (TestServer server = TestServer.fresh(Map.of())) {
                CalendarsTest.publish(server, session -> session.key().equals("lunch") ? twice(session) : session);
                String before = server.get(CAST + "/schedule." + format).body();
                Programme imported = plan(server, Programme.NONE, before).programme();
                publish(server, imported);
                assertThat(withoutVersion(
                                server.get(CAST + "/schedule." + format).body()))
                        .isEqualTo(withoutVersion(before));

                // and stored, and read again, it is the same
                ProgrammeStream stream = server.bean(ProgrammeStream.class);
                stream.replace(EDITION, Programme.NONE, true);
                stream.replace(EDITION, imported, true);
                assertThat(plan(server, stream.draft(EDITION), before).isNothing())
                        .isTrue();
                publish(server, stream.draft(EDITION));
                assertThat(withoutVersion(
                                server.get(CAST + "/schedule." + format).body()))
                        .isEqualTo(withoutVersion(before));
            }
        }
    }

    @Test
    void othersFilesAreReadAsFarAsTheyMakeSense() throws Exception {
        TestServer server = TestServer.shared();
        Edition edition = server.bean(Editions.class).draft(TestServer.CAST).orElseThrow();
        Edition there = on(edition, "2020-12-14", "2020-12-15", "2020-12-16");
        Plan democon = ScheduleImport.plan(
                there, Programme.NONE, read(Files.readString(FRAB.resolve("pretalx-democon.json"))));
        assertThat(democon.programme().sessions()).hasSizeGreaterThan(20);
        assertThat(democon.added()).contains("room/gray-room", "room/tan-room");
        assertThat(democon.remarks()).noneMatch(Remark::leftOut);
        Session first = democon.programme().sessions().stream()
                .filter(session -> session.title().toString().contains("Focused 5thgeneration hardware"))
                .findFirst()
                .orElseThrow();
        assertThat(first.slots().getFirst().starts()).isEqualTo(Instant.parse("2020-12-14T08:00:00Z"));
        assertThat(first.slots().getFirst().guid()).hasToString("8079583e-8321-506c-95af-fd2903a5f075");
        assertThat(ScheduleImport.plan(
                                democon.edition(),
                                democon.programme(),
                                read(Files.readString(FRAB.resolve("pretalx-democon.json"))))
                        .isNothing())
                .isTrue();

        Plan winter = ScheduleImport.plan(
                on(edition, "2022-12-28", "2022-12-29", "2022-12-30"),
                Programme.NONE,
                read(Files.readString(FRAB.resolve("invalid-example.json"))));
        assertThat(winter.programme().sessions()).isNotEmpty();

        Plan example = ScheduleImport.plan(
                on(edition, "2027-05-12"),
                Programme.NONE,
                read(Files.readString(FRAB.resolve("schedule-example-sv.xml"))));
        assertThat(example.added())
                .containsExactly("session/invigning", "track/oppna-data", "speaker/asa-oberg", "room/kongresshallen");
        assertThat(example.remarks()).isEmpty();
    }

    @Test
    void whatIsWrongIsRepairedOrLeftOutAndToldWithItsPlace() {
        TestServer server = TestServer.shared();
        String event = "<event id='1' guid='%s'><title>%s</title><date>%s</date><start>%s</start>"
                + "<duration>%s</duration><track>Spår X</track><do_not_stream>true</do_not_stream>"
                + "<links><link href='http://x'>y</link></links></event>\n";
        String xml = "<schedule><conference><title>X</title><color>#0a0b0c</color>"
                + "<track name='Spår X' color='blå'>Spår X</track></conference>\n"
                + "<day index='1' date='2027-05-25'><room name='Kammaren'>\n"
                + event.formatted(guid(1), "Rätt", "2027-05-25T15:00:00+02:00", "15:00", "00:30")
                + event.formatted(guid(2), "Fel tidszon", "2027-05-25T16:00:00+01:00", "16:00", "00:30")
                + event.formatted(guid(3), "Krock", "2027-05-25T15:15:00+02:00", "15:15", "00:30")
                + event.formatted(guid(1), "Samma guid", "2027-05-25T17:00:00+02:00", "17:00", "00:30")
                + event.formatted("", "Utan guid", "2027-05-25T18:00:00+02:00", "18:00", "0:30")
                + event.formatted(guid(6), "", "2027-05-25T19:00:00+02:00", "19:00", "00:30")
                + event.formatted(guid(7), "Annan dag", "2027-06-25T19:00:00+02:00", "19:00", "00:30")
                + event.formatted(guid(8), "Över midnatt", "2027-05-25T23:30:00+02:00", "23:30", "01:00")
                + event.formatted(guid(9), "Utan slut", "2027-05-25T20:00:00+02:00", "20:00", "")
                + "</room></day></schedule>";
        Plan plan = plan(server, draft(server), xml);
        assertThat(plan.remarks().stream()
                        .map(remark -> (remark.leftOut() ? "- " : "")
                                + remark.place().line() + " " + remark.what() + " " + remark.key())
                        .toList())
                .containsExactlyInAnyOrder(
                        "0 Spår X colour",
                        "4 Fel tidszon offset",
                        "0 Krock roomTaken",
                        "6 Samma guid sameGuid",
                        "7 Utan guid noGuid",
                        "- 8  noTitle",
                        "- 9 Annan dag noDay",
                        "11 Utan slut noEnd");
        assertThat(slot(plan, "Fel tidszon").starts()).isEqualTo(Instant.parse("2027-05-25T14:00:00Z"));
        assertThat(slot(plan, "Över midnatt").ends()).isEqualTo(Instant.parse("2027-05-25T22:30:00Z"));
        assertThat(slot(plan, "Krock").room()).isNull();
        assertThat(plan.left()).hasSize(7);
        assertThat(plan(server, plan.programme(), xml).isNothing()).isTrue();
    }

    @Test
    void aSpreadsheetIsAProgrammeToo() {
        TestServer server = TestServer.shared();
        String csv = """
                title;date;start;duration;room;track;persons;code
                Kvällssamling;2027-05-25;18.30;90;Stora salen;Öppna data;Åsa Berg, Nya Namnet;
                "Med; tecken";2027-05-25 20:00;;1:15;Bakrummet;;;ABC123
                """;
        Plan plan = plan(server, draft(server), csv);
        assertThat(plan.added())
                .containsExactly("session/kvallssamling", "session/med-tecken", "speaker/nya-namnet", "room/bakrummet");
        assertThat(slot(plan, "Kvällssamling"))
                .extracting(Slot::starts, Slot::ends, Slot::room)
                .containsExactly(
                        Instant.parse("2027-05-25T16:30:00Z"), Instant.parse("2027-05-25T18:00:00Z"), "stora-salen");
        assertThat(plan.programme().session("ABC123")).isPresent();
        assertThat(ScheduleImport.plan(plan.edition(), plan.programme(), read(csv))
                        .isNothing())
                .isTrue();
        byte[] western = csv.getBytes(java.nio.charset.Charset.forName("windows-1252"));
        assertThat(ScheduleFile.of(western)).isEqualTo(ScheduleFile.of(csv.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatCannotBeReadSaysWhere() {
        assertThat(ScheduleFile.of("<schedule>\n<day></schedule>".getBytes(StandardCharsets.UTF_8))
                        .unreadable())
                .extracting(
                        ScheduleFile.Unreadable::reason,
                        unreadable -> unreadable.place().line())
                .containsExactly("syntax", 2);
        assertThat(ScheduleFile.of("{\n\"schedule\": {]}".getBytes(StandardCharsets.UTF_8))
                        .unreadable())
                .extracting(
                        ScheduleFile.Unreadable::reason,
                        unreadable -> unreadable.place().line())
                .containsExactly("syntax", 2);
        for (String nothing : List.of("", "hej", "<svg/>", "{}", "title\n")) {
            assertThat(ScheduleFile.of(nothing.getBytes(StandardCharsets.UTF_8)).file())
                    .as(nothing)
                    .isNull();
        }
        // a file of another machine is not opened
        assertThat(ScheduleFile.of(("<!DOCTYPE schedule [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
                                + "<schedule><day><room><event><title>&x;</title></event></room></day></schedule>")
                        .getBytes(StandardCharsets.UTF_8)))
                .matches(read -> read.file() == null
                        || read.file().events().getFirst().get("title").isEmpty());
    }

    /// What came with a name keeps it when the edition is written as files and read again.
    @Test
    void anEditionWrittenAsFilesKeepsWhatWasImported() throws Exception {
        try (TestServer server = TestServer.fresh(Map.of())) {
            ProgrammeStream stream = server.bean(ProgrammeStream.class);
            String csv =
                    "title;date;start;duration;code;guid\nKvällssamling;2027-05-25;18:30;90;ABC123;" + guid(5) + "\n";
            stream.replace(EDITION, plan(server, draft(server), csv).programme(), false);
            Programme before = draft(server);
            Path folder = Files.createTempDirectory("torg-files");
            EditionFiles files = server.bean(EditionFiles.class);
            files.write(TestServer.CAST, folder);
            stream.replace(EDITION, Programme.NONE, true);
            files.read(By.system("test"), folder, new EditionFiles.Mode(false, true, false));
            assertThat(draft(server)).isEqualTo(before);
            assertThat(before.session("ABC123").orElseThrow().slots().getFirst().guid())
                    .hasToString(guid(5));
        }
    }

    private static Session twice(Session session) {
        Slot slot = session.slots().getFirst();
        return session.at(List.of(
                slot,
                new Slot(null, slot.starts().plusSeconds(18_000), slot.ends().plusSeconds(18_000))));
    }

    private static String guid(int number) {
        return "00000000-0000-4000-8000-00000000000" + number;
    }

    private static Slot slot(Plan plan, String title) {
        return plan.programme().sessions().stream()
                .filter(session -> session.title().values().containsValue(title))
                .flatMap(session -> session.slots().stream())
                .findFirst()
                .orElseThrow();
    }

    private static Edition on(Edition edition, String... days) {
        return new Edition(
                edition.slug(),
                edition.conference(),
                edition.name(),
                edition.theme(),
                edition.summary(),
                edition.languages(),
                edition.timeZone(),
                edition.brand(),
                edition.hashtag(),
                edition.example(),
                edition.venue(),
                Stream.of(days)
                        .map(day ->
                                new Edition.Day(LocalDate.parse(day), Edition.DayKind.CONFERENCE, torg.text.Text.EMPTY))
                        .toList(),
                edition.organisations(),
                edition.organisers(),
                edition.partners(),
                edition.hosts(),
                List.of(),
                edition.contacts(),
                edition.privacy(),
                edition.pages());
    }

    private static String withoutVersion(String feed) {
        return feed.replaceAll("<version>[^<]*</version>|\"version\":\"[^\"]*\"", "");
    }

    private static void publish(TestServer server, Programme programme) {
        server.bean(Releases.class)
                .publish(By.system("test"), EDITION, server.bean(ProgrammeStream.class), id -> programme, "");
    }

    private static Programme draft(TestServer server) {
        return server.bean(ProgrammeStream.class).draft(EDITION);
    }

    private static Plan plan(TestServer server, Programme draft, String written) {
        return ScheduleImport.plan(
                server.bean(Editions.class).draft(TestServer.CAST).orElseThrow(), draft, read(written));
    }

    private static ScheduleFile read(String written) {
        ScheduleFile file =
                ScheduleFile.of(written.getBytes(StandardCharsets.UTF_8)).file();
        if (file == null) {
            throw new AssertionError("unreadable: " + ScheduleFile.of(written.getBytes(StandardCharsets.UTF_8)));
        }
        return file;
    }
}
