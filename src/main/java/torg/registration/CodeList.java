package torg.registration;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import torg.edition.Edition;
import torg.registration.Codes.NewCode;
import torg.registration.PeopleList.Problem;
import torg.registration.TicketShop.TicketType;
import torg.text.Words;

/// Codes as they stand in a list with the columns of the download, and what must be put right in it, cell by cell and
/// all at once.
///
/// @param revoked how many were taken back and are not made anew
record CodeList(List<NewCode> codes, List<Problem> problems, int revoked) {
    static final List<String> COLUMNS =
            List.of("code", "kind", "types", "percent-off", "uses", "valid-until", "note", "used", "revoked");
    static final int MAX_NOTE = 200;

    /// @param taken the cells of this list that are a code already
    static CodeList read(
            Sheet.Rows sheet, Edition edition, Map<String, TicketType> types, Set<String> taken, Words words) {
        List<NewCode> codes = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Map<String, Integer> columns = new HashMap<>();
        List<String> heading = sheet.rows().isEmpty() ? List.of() : sheet.rows().getFirst();
        for (int i = 0; i < heading.size(); i++) {
            String name = heading.get(i).strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty() && (!COLUMNS.contains(name) || columns.putIfAbsent(name, i) != null)) {
                problems.add(new Problem(
                        1, i + 1, words.say("codes.list.column", heading.get(i), String.join(", ", COLUMNS))));
            }
        }
        int revoked = 0;
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 1; i < sheet.rows().size() && columns.containsKey("kind"); i++) {
            Line line = new Line(i + 1, sheet.rows().get(i), columns, words, problems);
            if (line.isBlank()) {
                continue;
            }
            if (!line.cell("revoked").isEmpty()) {
                revoked++;
                continue;
            }
            NewCode code = line.code(edition, types);
            Integer before = code.code() == null ? null : seen.putIfAbsent(code.code(), i + 1);
            if (before != null) {
                line.refuse("code", "codes.list.twice", before);
            } else if (code.code() != null && taken.contains(code.code())) {
                line.refuse("code", "codes.list.taken", code.code());
            }
            codes.add(code);
        }
        problems.sort(Comparator.comparingInt(Problem::row).thenComparingInt(Problem::column));
        return new CodeList(codes, problems, revoked);
    }

    /// What a cell holds, without the apostrophe that kept spreadsheets from taking it for a formula.
    static String plain(String cell) {
        return cell.startsWith("'") && !DeskPages.cell(cell.substring(1)).equals(cell.substring(1))
                ? cell.substring(1)
                : cell;
    }

    private record Line(
            int number, List<String> cells, Map<String, Integer> columns, Words words, List<Problem> problems) {
        boolean isBlank() {
            return cells.stream().allMatch(String::isBlank);
        }

        String cell(String column) {
            Integer at = columns.get(column);
            return at == null || at >= cells.size() ? "" : plain(cells.get(at).strip());
        }

        void refuse(String column, String key, Object... arguments) {
            Integer at = columns.get(column);
            problems.add(new Problem(number, at == null ? 0 : at + 1, words.say(key, arguments)));
        }

        NewCode code(Edition edition, Map<String, TicketType> types) {
            String code = Codes.typed(cell("code"));
            if (!code.isEmpty() && !code.matches(Codes.SHAPE)) {
                refuse("code", "codes.code.wrong");
            }
            Optional<Code.Kind> kind = kind();
            List<TicketType> chosen = new ArrayList<>();
            for (String key : cell("types").split("[ |,]+")) {
                if (types.containsKey(key)) {
                    chosen.add(Objects.requireNonNull(types.get(key)));
                } else if (!key.isEmpty()) {
                    refuse("types", "codes.list.type", key, String.join(", ", types.keySet()));
                }
            }
            boolean reserved = kind.equals(Optional.of(Code.Kind.RESERVED));
            if (reserved && chosen.size() != 1) {
                refuse("types", "codes.types.one");
            }
            if (cell("note").length() > MAX_NOTE) {
                refuse("note", "codes.list.note", MAX_NOTE);
            }
            return new NewCode(
                    code.isEmpty() ? null : code,
                    kind.orElse(Code.Kind.DISCOUNT),
                    cell("note"),
                    chosen.stream().map(TicketType::key).toList(),
                    number("percent-off", 0, 0, 100),
                    number("uses", 1, 1, 100_000),
                    reserved && chosen.size() == 1 ? places(edition, chosen.getFirst()) : List.of(),
                    until(edition));
        }

        private Optional<Code.Kind> kind() {
            try {
                return Optional.of(Code.Kind.valueOf(cell("kind").toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                refuse("kind", "codes.list.kind");
                return Optional.empty();
            }
        }

        private int number(String column, int usual, int min, int max) {
            String value = cell(column);
            if (value.isEmpty()) {
                return usual;
            }
            if (value.matches("\\d{1,6}") && Integer.parseInt(value) >= min && Integer.parseInt(value) <= max) {
                return Integer.parseInt(value);
            }
            refuse(column, "form.whole", min, max);
            return usual;
        }

        private @Nullable Instant until(Edition edition) {
            String day = cell("valid-until");
            try {
                return day.isEmpty() ? null : endOf(edition, LocalDate.parse(day));
            } catch (DateTimeParseException e) {
                refuse("valid-until", "codes.list.date");
                return null;
            }
        }
    }

    private static List<UUID> places(Edition edition, TicketType type) {
        return Quotas.ids(edition.id(), type.quotas());
    }

    static Instant endOf(Edition edition, LocalDate day) {
        return day.plusDays(1).atStartOfDay(edition.timeZone()).toInstant();
    }
}
