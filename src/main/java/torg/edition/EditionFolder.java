package torg.edition;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import torg.text.Language;
import torg.text.Text;

/// The files of an edition in memory, with everything that is wrong in them. The format:
/// `docs/reference/edition-files.md`.
public final class EditionFolder {
    private static final long MAX_BYTES = 200L << 20;
    private static final int MAX_FILES = 20_000;
    private static final int MAX_ROWS = 5_000;

    private final Map<String, byte[]> files;
    private final Set<String> used = new HashSet<>();
    private final Set<Problem> problems = new TreeSet<>();
    private final Set<Problem> missing = new TreeSet<>();
    private boolean unreadable;
    private List<Language> languages = Language.SPOKEN;

    EditionFolder(Map<String, byte[]> files) {
        this.files = new TreeMap<>(files);
    }

    /// Reads the whole folder. Hidden files and `README.md` are passed over.
    static EditionFolder read(Path directory) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        long bytes = 0;
        try (Stream<Path> walk = Files.walk(directory, 4)) {
            for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
                String name = directory.relativize(file).toString().replace('\\', '/');
                if (name.startsWith(".") || name.contains("/.") || name.equals("README.md")) {
                    continue;
                }
                bytes += Files.size(file);
                if (bytes > MAX_BYTES || files.size() >= MAX_FILES) {
                    throw new IOException(directory + " has more than " + MAX_FILES + " files or " + (MAX_BYTES >> 20)
                            + " MB: is it an edition's folder?");
                }
                try {
                    files.put(name, Files.readAllBytes(file));
                } catch (AccessDeniedException e) {
                    throw new IOException("you may not read " + name, e);
                }
            }
        }
        return new EditionFolder(files);
    }

    public void problem(Problem problem) {
        problems.add(problem);
    }

    /// Something is named that is not there. Not said where a file could not be read, because it may be in that one.
    void missing(Problem problem) {
        missing.add(problem);
    }

    List<Problem> problems() {
        if (unreadable) {
            return List.copyOf(problems);
        }
        Set<Problem> all = new TreeSet<>(problems);
        all.addAll(missing);
        return List.copyOf(all);
    }

    List<Language> languages() {
        return languages;
    }

    Language mainLanguage() {
        return languages.getFirst();
    }

    void languages(List<Language> languages) {
        this.languages = languages;
    }

    public boolean has(String file) {
        return files.containsKey(file);
    }

    /// Files that nobody asked for: probably a misspelt name or a key that is not there.
    List<String> unused() {
        return files.keySet().stream().filter(file -> !used.contains(file)).toList();
    }

    List<String> images() {
        return files.keySet().stream()
                .filter(file -> file.startsWith("images/"))
                .toList();
    }

    public Optional<byte[]> bytes(String file) {
        used.add(file);
        return Optional.ofNullable(files.get(file));
    }

    /// A picture that another file names: a problem where it is not there or not a picture.
    public @Nullable String image(Fields fields, String column) {
        String name = fields.optional(column, Fields.NAME);
        if (name == null) {
            return null;
        }
        if (!name.matches("images/[A-Za-z0-9][A-Za-z0-9._-]*\\.(png|jpe?g|webp)")) {
            fields.problem(column, "must name a file such as images/hall.jpg (PNG, JPEG or WebP)");
            return null;
        }
        if (bytes(name).isEmpty()) {
            fields.problem(column, "names " + name + ", which is not there");
            return null;
        }
        return name;
    }

    private @Nullable String text(String file) {
        byte[] bytes = bytes(file).orElse(null);
        if (bytes == null) {
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.startsWith("\ufeff")) {
                text = text.substring(1);
            }
            return text.replace("\r\n", "\n");
        } catch (CharacterCodingException e) {
            problem(new Problem(file, 0, 0, "is not UTF-8 text"));
            return null;
        }
    }

    /// A long text from `name.sv.md`, `name.en.md`, …
    public Text markdown(String name) {
        Map<String, String> values = new HashMap<>();
        for (Language language : languages) {
            String file = name + "." + language + ".md";
            String text = text(file);
            if (text != null) {
                if (text.length() > Fields.BODY) {
                    problem(new Problem(file, 0, 0, "is longer than " + Fields.BODY + " characters"));
                }
                values.put(language.code(), text);
            }
        }
        return Text.of(values);
    }

    /// The names, without language and ending, of the files in this sub-folder: `pages/wifi.sv.md` is `wifi`.
    public List<String> names(String directory, String ending) {
        Set<String> names = new TreeSet<>();
        for (String file : files.keySet()) {
            if (file.startsWith(directory + "/") && file.endsWith(ending)) {
                String name = file.substring(directory.length() + 1, file.length() - ending.length());
                if (ending.equals(".md")) {
                    int dot = name.lastIndexOf('.');
                    name = dot < 0 ? name : name.substring(0, dot);
                }
                if (!name.contains("/") && !name.contains(".")) {
                    names.add(name);
                }
            }
        }
        return List.copyOf(names);
    }

    /// The top mapping of a YAML file, or empty where there is no such file or it cannot be read.
    public Optional<Fields> yaml(String file, Set<String> known) {
        String text = text(file);
        if (text == null) {
            return Optional.empty();
        }
        try {
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(0);
            options.setAllowDuplicateKeys(false);
            Node node = new Yaml(options).compose(new StringReader(text));
            if (node instanceof MappingNode && value(file, node) instanceof Fields.Mapping mapping) {
                Fields fields = new Fields(this, file, mapping);
                fields.only(known);
                return Optional.of(fields);
            }
            problem(new Problem(file, 1, 1, "must be a mapping of names and values"));
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            problem(new Problem(
                    file,
                    mark == null ? 0 : mark.getLine() + 1,
                    mark == null ? 0 : mark.getColumn() + 1,
                    "cannot be read as YAML: " + e.getProblem()));
        } catch (org.yaml.snakeyaml.error.YAMLException e) {
            problem(new Problem(file, 0, 0, "cannot be read as YAML: " + e.getMessage()));
        }
        return Optional.empty();
    }

    private Fields.@Nullable Value value(String file, Node node) {
        int line = node.getStartMark().getLine() + 1;
        int column = node.getStartMark().getColumn() + 1;
        return switch (node) {
            case ScalarNode scalar ->
                scalar.getTag().equals(Tag.NULL) ? null : new Fields.Scalar(scalar.getValue(), line, column);
            case SequenceNode sequence -> {
                List<Fields.Value> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    Fields.Value value = value(file, item);
                    if (value != null) {
                        items.add(value);
                    }
                }
                yield new Fields.Items(List.copyOf(items), line, column);
            }
            case MappingNode mapping -> {
                Map<String, Fields.Value> entries = new LinkedHashMap<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode key) {
                        Fields.Value value = value(file, tuple.getValueNode());
                        if (entries.containsKey(key.getValue())) {
                            problem(new Problem(
                                    file,
                                    key.getStartMark().getLine() + 1,
                                    key.getStartMark().getColumn() + 1,
                                    key.getValue() + " stands twice"));
                        } else if (value != null) {
                            entries.put(key.getValue(), value);
                        }
                    }
                }
                yield new Fields.Mapping(entries, line, column);
            }
            default -> null;
        };
    }

    /// The rows of a CSV file; none where there is no such file.
    public List<Fields> csv(String file, Set<String> known, Set<String> required) {
        String text = text(file);
        if (text == null) {
            return List.of();
        }
        Set<String> columns = new TreeSet<>(known);
        columns.addAll(required);
        List<Fields> rows = new ArrayList<>();
        long nextLine = 1;
        CSVFormat format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
        try (CSVParser parser = CSVParser.builder()
                .setReader(new StringReader(text))
                .setFormat(format)
                .get()) {
            List<String> header = List.of();
            for (CSVRecord record : parser) {
                nextLine = parser.getCurrentLineNumber() + 1;
                Place place = new Place(text, (int) record.getCharacterPosition());
                if (header.isEmpty()) {
                    header = record.toList().stream().map(String::strip).toList();
                    checkHeader(file, header, columns, required, place);
                    continue;
                }
                if (rows.size() >= MAX_ROWS) {
                    problem(new Problem(file, place.line(), 1, "has more than " + MAX_ROWS + " rows"));
                    break;
                }
                if (record.size() != header.size()) {
                    problem(new Problem(
                            file,
                            place.line(),
                            1,
                            "has " + record.size() + " cells in this row, but " + header.size() + " columns"));
                    continue;
                }
                Map<String, Fields.Value> entries = new LinkedHashMap<>();
                int rowLine = place.line();
                for (int index = 0; index < header.size(); index++) {
                    String cell = record.get(index);
                    if (!cell.isBlank()) {
                        entries.put(header.get(index), new Fields.Scalar(cell, place.line(), place.column()));
                    }
                    place.nextCell();
                }
                rows.add(new Fields(this, file, new Fields.Mapping(entries, rowLine, 1)));
            }
        } catch (IOException | UncheckedIOException e) {
            unreadable = true;
            problem(new Problem(
                    file, (int) nextLine, 1, "cannot be read as CSV from here on: the quotation marks do not match"));
        }
        return rows;
    }

    private void checkHeader(String file, List<String> header, Set<String> known, Set<String> required, Place place) {
        Set<String> seen = new HashSet<>();
        for (String column : header) {
            String plain = column.replaceFirst("_[a-z]{2,3}$", "_*");
            if (!known.contains(column) && !known.contains(plain)) {
                problem(new Problem(
                        file,
                        place.line(),
                        place.column(),
                        "column \"" + column + "\" is not known; known are " + String.join(", ", known)));
            }
            if (!seen.add(column)) {
                problem(new Problem(file, place.line(), place.column(), "column \"" + column + "\" stands twice"));
            }
            place.nextCell();
        }
        for (String column : required) {
            if (!seen.contains(column)) {
                problem(new Problem(file, 1, 1, "column \"" + column + "\" is missing"));
            }
        }
    }

    /// Says of every key that stands twice where the second one is.
    public Set<String> keys(List<Fields> rows) {
        Set<String> keys = new HashSet<>();
        for (Fields row : rows) {
            String key = row.key("key");
            if (!keys.add(key)) {
                row.problem("key", "\"" + key + "\" stands twice");
            }
        }
        return keys;
    }

    /// Walks over the cells of a CSV text to tell their line and column.
    private static final class Place {
        private final String text;
        private int offset;

        Place(String text, int offset) {
            this.text = text;
            this.offset = offset;
        }

        void nextCell() {
            boolean quoted = false;
            while (offset < text.length()) {
                char c = text.charAt(offset++);
                if (c == '"') {
                    quoted = !quoted;
                } else if (!quoted && (c == ',' || c == '\n')) {
                    return;
                }
            }
        }

        int line() {
            return 1
                    + (int) text.substring(0, Math.min(offset, text.length()))
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
        }

        int column() {
            return offset - text.lastIndexOf('\n', Math.max(0, offset - 1));
        }
    }

    /// Collects the files of an export. The same content gives the same bytes.
    public static final class Writer {
        private final EditionId edition;
        private final List<Language> languages;
        private final ZoneId zone;
        private final Map<String, byte[]> files = new TreeMap<>();

        Writer(Edition edition) {
            this.edition = edition.id();
            this.languages = edition.languages();
            this.zone = edition.timeZone();
        }

        /// A moment as it is written in files: local to the edition.
        public String local(Instant moment) {
            return Fields.LOCAL.format(moment.atZone(zone));
        }

        public EditionId edition() {
            return edition;
        }

        public List<Language> languages() {
            return languages;
        }

        Map<String, byte[]> files() {
            return files;
        }

        public void bytes(String file, byte[] bytes) {
            files.put(file, bytes);
        }

        public void markdown(String name, Text text) {
            text.values()
                    .forEach((code, value) ->
                            files.put(name + "." + code + ".md", (value + "\n").getBytes(StandardCharsets.UTF_8)));
        }

        /// Writes maps, lists, texts and plain values; entries that are null or empty are left out.
        public void yaml(String file, Map<String, ?> values) {
            DumperOptions options = new DumperOptions();
            options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
            options.setAllowUnicode(true);
            options.setWidth(10_000);
            options.setSplitLines(false);
            options.setIndent(2);
            options.setLineBreak(DumperOptions.LineBreak.UNIX);
            files.put(file, new Yaml(options).dump(plain(values)).getBytes(StandardCharsets.UTF_8));
        }

        private Object plain(Object value) {
            return switch (value) {
                case Map<?, ?> map -> {
                    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
                    map.forEach((name, inner) -> {
                        if (inner != null && !empty(inner)) {
                            kept.put(String.valueOf(name), plain(inner));
                        }
                    });
                    yield kept;
                }
                case List<?> list -> list.stream().map(this::plain).toList();
                case Text text -> {
                    Map<String, Object> inOrder = new LinkedHashMap<>();
                    for (Language language : languages) {
                        if (text.has(language)) {
                            inOrder.put(language.code(), text.exactly(language));
                        }
                    }
                    text.values().forEach(inOrder::putIfAbsent);
                    yield inOrder;
                }
                case Boolean truth -> truth;
                case Number number -> number;
                default -> value.toString();
            };
        }

        private static boolean empty(Object value) {
            return switch (value) {
                case Text text -> text.isEmpty();
                case List<?> list -> list.isEmpty();
                case Map<?, ?> map -> map.isEmpty();
                case String string -> string.isEmpty();
                case Boolean truth -> !truth;
                default -> false;
            };
        }

        /// One row an item. A [Text] becomes a column for each language of the edition.
        public void csv(String file, List<? extends Map<String, ?>> rows) {
            if (rows.isEmpty()) {
                return;
            }
            List<String> header = new ArrayList<>();
            rows.getFirst().forEach((name, value) -> {
                if (value instanceof Text) {
                    languages.forEach(language -> header.add(name + "_" + language));
                } else {
                    header.add(name);
                }
            });
            StringBuilder out = new StringBuilder();
            CSVFormat format =
                    CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
            try (CSVPrinter printer = new CSVPrinter(out, format)) {
                printer.printRecord(header);
                for (Map<String, ?> row : rows) {
                    List<String> cells = new ArrayList<>();
                    for (Object value : row.values()) {
                        switch (value) {
                            case Text text -> languages.forEach(language -> cells.add(text.exactly(language)));
                            case List<?> list ->
                                cells.add(String.join(
                                        ";", list.stream().map(String::valueOf).toList()));
                            case null -> cells.add("");
                            default -> cells.add(value.toString());
                        }
                    }
                    printer.printRecord(cells);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            files.put(file, out.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
