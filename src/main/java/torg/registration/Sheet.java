package torg.registration;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/// Rows of cells that somebody pasted or uploaded: text with tabs, semicolons or commas, or a workbook of Excel (Office
/// Open XML). What a file is, its content tells and never its name.
sealed interface Sheet {
    int MAX_BYTES = 2 * 1024 * 1024;
    int MAX_ROWS = 5_001; // with a row of headings
    int MAX_COLUMNS = 30;

    /// What a workbook may come to when it is unpacked: a small file can hold a very large one.
    int MAX_UNPACKED_BYTES = 48 * 1024 * 1024;

    record Rows(List<List<String>> rows) implements Sheet {
        int width() {
            return rows.stream().mapToInt(List::size).max().orElse(0);
        }

        /// As a spreadsheet puts it on the clipboard.
        String text() {
            return rows.stream()
                    .map(row -> row.stream().map(Sheet::quoted).collect(Collectors.joining("\t")))
                    .collect(Collectors.joining("\n"));
        }
    }

    record Refused(Reason reason) implements Sheet {}

    enum Reason {
        TOO_LARGE,
        TOO_MANY_ROWS,
        MACROS,
        /// Neither text nor a workbook.
        OTHER_FORMAT,
        UNREADABLE
    }

    static Sheet of(byte[] file) {
        if (file.length > MAX_BYTES) {
            return new Refused(Reason.TOO_LARGE);
        }
        if (file.length > 3 && file[0] == 'P' && file[1] == 'K' && file[2] < 9) {
            return workbook(file);
        }
        String text = decoded(file);
        return text.startsWith("%PDF") || text.indexOf('\0') >= 0 ? new Refused(Reason.OTHER_FORMAT) : of(text);
    }

    /// UTF-8, UTF-16 where a mark says so, else what old programs on Windows write.
    private static String decoded(byte[] file) {
        boolean wide = file.length > 1 && (file[0] & 0xff) + (file[1] & 0xff) == 0xff + 0xfe;
        String text;
        try {
            Charset charset = wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
            text = charset.newDecoder().decode(ByteBuffer.wrap(file)).toString();
        } catch (CharacterCodingException e) {
            text = new String(file, Charset.forName("windows-1252"));
        }
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    static Sheet of(String text) {
        if (text.length() > MAX_BYTES) {
            return new Refused(Reason.TOO_LARGE);
        }
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter(text))
                .setIgnoreEmptyLines(false)
                .setIgnoreSurroundingSpaces(true)
                .setTrim(true)
                .setLenientEof(true)
                .setTrailingData(true)
                .get();
        List<List<String>> rows = new ArrayList<>();
        try (CSVParser parser = format.parse(new StringReader(text))) {
            for (CSVRecord record : parser) {
                if (rows.size() == MAX_ROWS && record.stream().anyMatch(cell -> !cell.isBlank())) {
                    return new Refused(Reason.TOO_MANY_ROWS);
                }
                rows.add(record.stream().limit(MAX_COLUMNS).toList());
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            return new Refused(Reason.UNREADABLE);
        }
        return trimmed(rows);
    }

    /// Of tab, semicolon and comma the first that the first line has.
    private static char delimiter(String text) {
        String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        return first.indexOf('\t') >= 0 ? '\t' : first.indexOf(';') >= 0 ? ';' : ',';
    }

    private static String quoted(String cell) {
        String line = cell.replaceAll("\\s*[\\t\\r\\n]+\\s*", " ");
        return line.startsWith("\"") ? '"' + line.replace("\"", "\"\"") + '"' : line;
    }

    private static Sheet workbook(byte[] file) {
        try (ZipFile zip = ZipFile.builder().setByteArray(file).get()) {
            long left = MAX_UNPACKED_BYTES;
            boolean workbook = false;
            byte[] page = new byte[64 * 1024];
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                if (entry.getName().endsWith("vbaProject.bin")) {
                    return new Refused(Reason.MACROS);
                }
                workbook |= entry.getName().equals("xl/workbook.xml");
                try (InputStream in = zip.getInputStream(entry)) {
                    for (int read = in.read(page); read >= 0; read = in.read(page)) {
                        left -= read;
                        if (left < 0) {
                            return new Refused(Reason.TOO_LARGE);
                        }
                    }
                }
            }
            return workbook ? firstSheet(file) : new Refused(Reason.OTHER_FORMAT);
        } catch (IOException | RuntimeException e) {
            return new Refused(Reason.UNREADABLE); // whatever a broken or made-up file does to its readers
        }
    }

    private static Sheet firstSheet(byte[] file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(file));
                Stream<Row> sheet = workbook.getFirstSheet().openStream()) {
            for (Row row : (Iterable<Row>) sheet::iterator) {
                if (row.getRowNum() > MAX_ROWS) {
                    return new Refused(Reason.TOO_MANY_ROWS);
                }
                while (rows.size() < row.getRowNum() - 1) {
                    rows.add(List.of()); // rows without cells are left out of the file
                }
                List<String> cells = new ArrayList<>();
                for (int i = 0; i < Math.min(row.getCellCount(), MAX_COLUMNS); i++) {
                    cells.add(row.getCellText(i).strip());
                }
                rows.add(List.copyOf(cells));
            }
        }
        return trimmed(rows);
    }

    /// Without the empty rows at the end.
    private static Rows trimmed(List<List<String>> rows) {
        int last = rows.size();
        while (last > 0 && rows.get(last - 1).stream().allMatch(String::isBlank)) {
            last--;
        }
        return new Rows(List.copyOf(rows.subList(0, last)));
    }
}
