package torg.registration;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import torg.registration.TicketShop.Extra;
import torg.registration.TicketShop.TicketType;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;
import torg.web.Form;

/// People as they stand in a list that somebody pasted or uploaded, and what must be put right in it, row by row and
/// all
/// at once.
///
/// @param people   with the number of the row that each stands in
/// @param problems in the order of the rows
record PeopleList(List<Person> people, List<Problem> problems) {
    /// Somebody who is to get a ticket.
    record Person(
            int row,
            String name,
            String email,
            String organisation,
            TicketType type,
            List<Extra> extras,
            Language language) {
        /// By which the same person twice is known.
        String same() {
            return folded(email) + " " + folded(name);
        }
    }

    /// @param row    as a spreadsheet counts, from 1
    /// @param column likewise; 0 where it is about the whole row
    record Problem(int row, int column, String text) {}

    enum Column {
        NAME("namn", "name", "deltagare", "participant", "fornamn och efternamn", "full name"),
        FIRST_NAME("fornamn", "first name", "firstname", "given name", "tilltalsnamn"),
        LAST_NAME("efternamn", "last name", "lastname", "surname", "family name"),
        EMAIL("e-post", "epost", "e-postadress", "epostadress", "mail", "mejl", "e-mail", "email", "email address"),
        ORGANISATION(
                "organisation", "organization", "kommun", "myndighet", "foretag", "arbetsplats", "employer", "company"),
        TICKET("biljett", "biljettyp", "ticket", "ticket type"),
        EXTRAS("tillval", "extra", "extras", "add-on", "add-ons"),
        LANGUAGE("sprak", "language");

        private final Set<String> headings;

        Column(String... headings) {
            this.headings = Set.of(headings);
        }

        static @Nullable Column of(String heading) {
            String plain = folded(heading).replaceAll("[:*]", "").strip();
            for (Column column : values()) {
                if (column.headings.contains(plain)) {
                    return column;
                }
            }
            return null;
        }
    }

    static String folded(String value) {
        return Normalizer.normalize(value.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "");
    }

    /// Which column is what.
    ///
    /// @param heading whether the first row only names the columns
    /// @param known   whether headings or a person say so, and it is not guessed
    /// @param columns one for each column; null: it is not read
    record Columns(boolean heading, boolean known, List<@Nullable Column> columns) {
        /// By the headings; without them by what stands in the cells.
        static Columns of(Sheet.Rows sheet) {
            List<String> first =
                    sheet.rows().isEmpty() ? List.of() : sheet.rows().getFirst();
            boolean heading = first.stream().noneMatch(cell -> cell.contains("@"))
                    && sheet.rows().size() > 1
                    && (first.stream().anyMatch(cell -> Column.of(cell) != null)
                            || sheet.rows().get(1).stream().anyMatch(cell -> cell.contains("@")));
            List<@Nullable Column> columns = new ArrayList<>();
            for (int i = 0; i < sheet.width(); i++) {
                columns.add(heading && i < first.size() ? Column.of(first.get(i)) : null);
            }
            boolean known = columns.stream().anyMatch(Objects::nonNull);
            if (!known) {
                guess(sheet, heading ? 1 : 0, columns);
            }
            return new Columns(heading, known, columns);
        }

        private static void guess(Sheet.Rows sheet, int from, List<@Nullable Column> columns) {
            int email = -1;
            long most = 0;
            for (int i = 0; i < columns.size(); i++) {
                int column = i;
                long hits = sheet.rows().stream()
                        .skip(from)
                        .limit(20)
                        .filter(row -> column < row.size() && row.get(column).contains("@"))
                        .count();
                if (hits > most) {
                    most = hits;
                    email = i;
                }
            }
            if (email >= 0) {
                columns.set(email, Column.EMAIL);
                if (columns.size() > 1) {
                    columns.set(email == 0 ? 1 : 0, Column.NAME);
                }
            }
        }

        /// Whether nobody has to be asked: name and address are there, nothing twice, and there was nothing to guess
        /// but which of two is the address.
        boolean isClear() {
            List<Column> named = columns.stream()
                    .filter(Objects::nonNull)
                    .map(Columns::there)
                    .toList();
            boolean once = named.size() == Set.copyOf(named).size();
            return once && isEnough() && (known || columns.size() == 2);
        }

        boolean isEnough() {
            return columns.contains(Column.EMAIL)
                    && (columns.contains(Column.NAME)
                            || (columns.contains(Column.FIRST_NAME) && columns.contains(Column.LAST_NAME)));
        }

        private static Column there(@Nullable Column column) {
            return Objects.requireNonNull(column);
        }

        private String cell(List<String> row, Column column) {
            int i = columns.indexOf(column);
            return i >= 0 && i < row.size() ? row.get(i) : "";
        }
    }

    /// What holds for people of whom the list says nothing else.
    record Usual(TicketType type, String organisation, Language language) {}

    /// @param types  by key, what a row may name
    /// @param extras likewise
    static PeopleList read(
            Sheet.Rows sheet,
            Columns columns,
            Map<String, TicketType> types,
            Map<String, Extra> extras,
            Usual usual,
            Words words) {
        List<Person> people = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (int i = columns.heading ? 1 : 0; i < sheet.rows().size(); i++) {
            List<String> row = sheet.rows().get(i);
            if (row.stream().allMatch(String::isBlank)) {
                continue;
            }
            Map<String, String[]> cells = new HashMap<>();
            String name = columns.cell(row, Column.NAME);
            cells.put("people.0.name", new String[] {
                name.isBlank()
                        ? (columns.cell(row, Column.FIRST_NAME) + " " + columns.cell(row, Column.LAST_NAME)).strip()
                        : name
            });
            cells.put("people.0.email", new String[] {columns.cell(row, Column.EMAIL)});
            cells.put("people.0.organisation", new String[] {columns.cell(row, Column.ORGANISATION)});
            Form form = Form.read(words, "group", cells);
            var named = form.required("people.0.name", 120);
            var email = form.email("people.0.email");
            var organisation = form.optional("people.0.organisation", 160);
            String ticket = columns.cell(row, Column.TICKET);
            TicketType type = ticket.isBlank() ? usual.type : type(ticket, types);
            Language language = language(columns.cell(row, Column.LANGUAGE), usual.language);
            int number = i + 1;
            form.state()
                    .errors()
                    .forEach((field, text) -> problems.add(new Problem(number, column(columns, field), text)));
            if (type == null) {
                problems.add(new Problem(
                        number,
                        1 + columns.columns.indexOf(Column.TICKET),
                        words.say(
                                "group.list.ticket",
                                ticket,
                                names(types.values().stream().map(TicketType::name), words.language()))));
            }
            List<Extra> chosen = new ArrayList<>();
            for (String typed : columns.cell(row, Column.EXTRAS).split("[,;+]")) {
                Extra extra = typed.isBlank() ? null : extra(typed.strip(), extras);
                if (extra != null && !chosen.contains(extra) && (type == null || extra.goesWith(type))) {
                    chosen.add(extra);
                } else if (!typed.isBlank() && !chosen.contains(extra)) {
                    problems.add(new Problem(
                            number,
                            1 + columns.columns.indexOf(Column.EXTRAS),
                            extra == null || type == null
                                    ? words.say(
                                            "group.list.extra",
                                            typed.strip(),
                                            names(extras.values().stream().map(Extra::name), words.language()))
                                    : notWith(extra, type, words)));
                }
            }
            if (language == null) {
                problems.add(new Problem(
                        number, 1 + columns.columns.indexOf(Column.LANGUAGE), words.say("group.list.language")));
            }
            if (form.valid() && type != null && language != null) {
                String typed = organisation.get();
                Person person = new Person(
                        number,
                        named.get(),
                        email.get(),
                        typed == null ? usual.organisation : typed,
                        type,
                        chosen,
                        language);
                Integer before = seen.putIfAbsent(person.same(), number);
                if (before != null) {
                    problems.add(new Problem(number, 0, words.say("group.list.twice", before)));
                }
                people.add(person);
            }
        }
        return new PeopleList(people, problems);
    }

    private static int column(Columns columns, String field) {
        Column column = field.endsWith("email")
                ? Column.EMAIL
                : field.endsWith("organisation")
                        ? Column.ORGANISATION
                        : columns.columns.contains(Column.NAME) ? Column.NAME : Column.FIRST_NAME;
        return 1 + columns.columns.indexOf(column);
    }

    private static @Nullable TicketType type(String typed, Map<String, TicketType> types) {
        return types.values().stream()
                .filter(type -> type.key().equals(typed) || isNamed(type.name(), typed))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Extra extra(String typed, Map<String, Extra> extras) {
        return extras.values().stream()
                .filter(extra -> extra.key().equals(typed) || isNamed(extra.name(), typed))
                .findFirst()
                .orElse(null);
    }

    private static boolean isNamed(Text name, String typed) {
        return name.values().values().stream().anyMatch(one -> folded(one).equals(folded(typed)));
    }

    static String notWith(Extra extra, TicketType type, Words words) {
        return words.say(
                "group.extras.other",
                extra.name().in(words.language()).value(),
                type.name().in(words.language()).value());
    }

    private static String names(Stream<Text> names, Language language) {
        return names.map(name -> name.in(language).value()).collect(Collectors.joining(", "));
    }

    private static @Nullable Language language(String typed, Language usual) {
        return switch (folded(typed)) {
            case "" -> usual;
            case "sv", "svenska", "swedish" -> Language.SV;
            case "en", "engelska", "english" -> Language.EN;
            default -> null;
        };
    }

    /// The same people as a list that is read back as it is.
    static String text(List<Person> people, Words words) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                words.say("group.people.name.label"),
                words.say("group.people.email.label"),
                words.say("group.column.organisation"),
                words.say("group.column.ticket"),
                words.say("group.column.extras"),
                words.say("group.column.language")));
        people.forEach(person -> rows.add(List.of(
                person.name,
                person.email,
                person.organisation,
                person.type.key(),
                person.extras.stream().map(Extra::key).collect(Collectors.joining(",")),
                person.language.code())));
        return new Sheet.Rows(rows).text();
    }

    /// Columns as somebody says they are, from selects `column.0`, `column.1`, …; each meaning once.
    static Columns asked(Form form, int width, boolean heading) {
        Map<String, Column> options = new HashMap<>();
        for (Column column : EnumSet.allOf(Column.class)) {
            options.put(column.name().toLowerCase(Locale.ROOT), column);
        }
        List<@Nullable Column> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            String field = "column." + i + ".what";
            Column column = options.get(form.state().value(field));
            if (column != null && columns.contains(column)) {
                form.refuse(field, "group.column.twice", columns.indexOf(column) + 1);
            }
            columns.add(column);
        }
        return new Columns(heading, true, columns);
    }
}
