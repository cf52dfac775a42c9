package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import torg.registration.PeopleList.Column;
import torg.registration.PeopleList.Columns;
import torg.registration.PeopleList.Problem;
import torg.registration.TicketShop.Attendance;
import torg.registration.TicketShop.Audience;
import torg.registration.TicketShop.TicketType;
import torg.text.Language;
import torg.text.Money;
import torg.text.Text;
import torg.text.Words;

/// Lists as coordinators have them: from Excel, from a payroll system, from an old program on Windows.
class PeopleListTest {
    private static final TicketType TYPE = new TicketType(
            "offentlig",
            Text.sv("Offentlig sektor"),
            Text.EMPTY,
            Money.sek(199_500),
            25,
            List.of(),
            Instant.EPOCH,
            Instant.MAX,
            List.of(),
            Audience.PUBLIC,
            Attendance.ON_SITE,
            List.of(),
            false,
            1,
            500);

    private static Sheet.Rows rows(Sheet sheet) {
        assertThat(sheet).isInstanceOf(Sheet.Rows.class);
        return (Sheet.Rows) sheet;
    }

    private static PeopleList read(Sheet sheet) {
        Sheet.Rows rows = rows(sheet);
        return PeopleList.read(
                rows,
                Columns.of(rows),
                Map.of("offentlig", TYPE),
                Map.of(),
                new PeopleList.Usual(TYPE, "Sjöstad", Language.SV),
                Words.of(PeopleListTest.class, Language.SV));
    }

    private static List<String> names(PeopleList list) {
        return list.people().stream().map(PeopleList.Person::name).toList();
    }

    @Test
    void aListIsReadHoweverItIsSeparatedAndEncoded() throws IOException {
        String tabs = "Namn\tE-post\nÅsa Öberg\tasa@example.org\n";
        String semicolons = "Förnamn;Efternamn;E-postadress;Språk\nÅsa;Öberg;asa@example.org;engelska\n";
        String commas = "asa@example.org,\"Öberg, Åsa\"\n";
        assertThat(names(read(Sheet.of(tabs)))).containsExactly("Åsa Öberg");
        assertThat(names(read(Sheet.of(("\ufeff" + semicolons).getBytes(StandardCharsets.UTF_8)))))
                .containsExactly("Åsa Öberg");
        assertThat(names(read(Sheet.of(semicolons.getBytes(Charset.forName("windows-1252"))))))
                .containsExactly("Åsa Öberg");
        assertThat(read(Sheet.of(semicolons)).people().getFirst().language()).isEqualTo(Language.EN);
        assertThat(names(read(Sheet.of(commas)))).containsExactly("Öberg, Åsa");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(out, "Test", null)) {
            Worksheet sheet = workbook.newWorksheet("Blad1");
            sheet.value(0, 0, "Name");
            sheet.value(0, 1, "Email");
            sheet.value(2, 0, "Åsa Öberg");
            sheet.value(2, 1, "asa@example.org");
        }
        assertThat(read(Sheet.of(out.toByteArray())).people())
                .containsExactly(new PeopleList.Person(
                        3, "Åsa Öberg", "asa@example.org", "Sjöstad", TYPE, List.of(), Language.SV));
    }

    @Test
    void everyProblemIsToldAtOnceWithItsRowAndColumn() {
        PeopleList list = read(Sheet.of("""
                Namn;E-post;Biljett
                Åsa;asa@example.org;
                Bo;inte en adress;Guldbiljett
                ;cilla@example.org;Offentlig sektor
                åsa;ASA@example.org;
                """));
        assertThat(list.problems())
                .extracting(Problem::row, Problem::column)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(3, 2),
                        org.assertj.core.groups.Tuple.tuple(3, 3),
                        org.assertj.core.groups.Tuple.tuple(4, 1),
                        org.assertj.core.groups.Tuple.tuple(5, 0));
        assertThat(list.problems().getLast().text()).isEqualTo("Samma person står på rad 2");
    }

    @Test
    void somebodyIsAskedOnlyWhereTheColumnsAreNotClear() {
        assertThat(Columns.of(rows(Sheet.of("Namn;E-post\na;b@c.se"))).isClear())
                .isTrue();
        assertThat(Columns.of(rows(Sheet.of("Åsa Öberg;asa@example.org"))).isClear())
                .isTrue();
        assertThat(Columns.of(rows(Sheet.of("Vem;Var;Hur\nÅsa;Sjöstad;asa@example.org"))))
                .isEqualTo(new Columns(true, false, java.util.Arrays.asList(Column.NAME, null, Column.EMAIL)));
        assertThat(Columns.of(rows(Sheet.of("Åsa;Sjöstad;asa@example.org"))).isClear())
                .isFalse();
        assertThat(Columns.of(rows(Sheet.of("Vem;Var;Hur\nÅsa;Sjöstad;asa@example.org")))
                        .isClear())
                .isFalse();
        assertThat(Columns.of(rows(Sheet.of("Namn;E-post;E-post\na;b@c.se;d@e.se")))
                        .isClear())
                .isFalse();
    }

    @Test
    void whatIsNoListIsRefusedByItsContent() throws IOException {
        assertThat(Sheet.of("%PDF-1.7 …".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Sheet.Refused(Sheet.Reason.OTHER_FORMAT));
        assertThat(Sheet.of(new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, 0, 0, 0}))
                .isEqualTo(new Sheet.Refused(Sheet.Reason.OTHER_FORMAT));
        assertThat(Sheet.of(zip("word/document.xml", 10))).isEqualTo(new Sheet.Refused(Sheet.Reason.OTHER_FORMAT));
        assertThat(Sheet.of(zip("xl/vbaProject.bin", 10))).isEqualTo(new Sheet.Refused(Sheet.Reason.MACROS));
        assertThat(Sheet.of(zip("xl/workbook.xml", Sheet.MAX_UNPACKED_BYTES + 1)))
                .isEqualTo(new Sheet.Refused(Sheet.Reason.TOO_LARGE));
        assertThat(Sheet.of(zip("xl/workbook.xml", 10))).isEqualTo(new Sheet.Refused(Sheet.Reason.UNREADABLE));
        assertThat(Sheet.of(new byte[Sheet.MAX_BYTES + 1])).isEqualTo(new Sheet.Refused(Sheet.Reason.TOO_LARGE));
        assertThat(Sheet.of("a@b.se;A\n".repeat(Sheet.MAX_ROWS + 1)))
                .isEqualTo(new Sheet.Refused(Sheet.Reason.TOO_MANY_ROWS));
    }

    private static byte[] zip(String entry, int bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
            byte[] page = new byte[1 << 20];
            for (int left = bytes; left > 0; left -= page.length) {
                zip.write(page, 0, Math.min(left, page.length));
            }
        }
        return out.toByteArray();
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Words words = Words.of(PeopleListTest.class, Language.EN);
        List<PeopleList.Person> people = List.of(
                new PeopleList.Person(2, "\"Kalle\" Ek", "kalle@example.org", "A; B, C", TYPE, List.of(), Language.EN),
                new PeopleList.Person(3, "Åsa", "asa@example.org", "Sjöstad", TYPE, List.of(), Language.SV));
        assertThat(read(Sheet.of(PeopleList.text(people, words)))).isEqualTo(new PeopleList(people, List.of()));
    }
}
