package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.edition.DeskItem;
import torg.edition.DeskLanguage;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.registration.Code.CodeId;
import torg.registration.Codes.Made;
import torg.registration.Codes.NewCode;
import torg.registration.TicketShop.TicketType;
import torg.store.Db;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Option;
import torg.web.Page;

/// Codes at the desk: made one by one, many at a time, or from a list.
@Controller
class CodePages {
    private static final int MAX_AT_ONCE = 2_000;
    private static final List<String> COLUMNS =
            List.of("code", "kind", "types", "percent-off", "uses", "valid-until", "note");

    private final Codes codes;
    private final TicketStream tickets;
    private final Frames frames;

    CodePages(Codes codes, TicketStream tickets, Frames frames) {
        this.codes = codes;
        this.tickets = tickets;
        this.frames = frames;
    }

    @GetMapping("/{edition}/desk/codes")
    Answer list(Organiser organiser, HttpServletRequest request) {
        Words words = words(organiser, request);
        return Answer.page(view(
                organiser,
                request,
                Form.filled(words, "codes", Map.of("kind", "discount", "number", "1", "uses", "1", "off", "0")),
                Form.blank(words, "codes")));
    }

    private static Words words(Organiser organiser, HttpServletRequest request) {
        return Words.of(CodePages.class, DeskLanguage.of(request, organiser.edition()));
    }

    private torg.web.View view(Organiser organiser, HttpServletRequest request, Form.State form, Form.State many) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = words(organiser, request);
        Page page = frames.desk(organiser, language, words.say("codes.title"), "/desk/codes");
        if (request.getParameter("made") != null) {
            page = page.notice(Notice.done(words.say("codes.made")));
        } else if (request.getParameter("invited") != null) {
            page = page.notice(Notice.done(words.say("guests.sent")));
        } else if (request.getParameter("revoked") != null) {
            page = page.notice(Notice.done(words.say("codes.revoked")));
        }
        Page framed = page;
        String search = Objects.requireNonNullElse(request.getParameter("q"), "");
        List<Code> found = codes.list(organiser.id(), search);
        List<Option> types = tickets.draft(organiser.id()).types().stream()
                .map(type -> new Option(type.key(), type.name().in(language).value()))
                .toList();
        List<Option> kinds = Arrays.stream(Code.Kind.values())
                .map(kind -> new Option(
                        Db.written(kind),
                        words.say("codes.kind." + Db.written(kind)),
                        words.say("codes.kind." + Db.written(kind) + ".hint")))
                .toList();
        return (out, forms) -> JtecodesGenerated.render(
                out, forms, framed, words, organiser.edition(), found, search, form, many, types, kinds);
    }

    @PostMapping("/{edition}/desk/codes")
    Answer make(Organiser organiser, HttpServletRequest request) {
        Words words = words(organiser, request);
        Form form = Form.read(words, "codes", request.getParameterMap());
        Map<String, TicketType> types = types(organiser);
        var kind = form.choice("kind", Code.Kind.class);
        var code = form.optional("code", 40);
        var chosen = form.choices("types", types);
        var off = form.whole("off", 0, 100);
        var uses = form.whole("uses", 1, 100_000);
        var number = form.whole("number", 1, MAX_AT_ONCE);
        var until = form.optionalDate("until");
        var note = form.optional("note", 200);
        String typed = Codes.typed(form.state().value("code"));
        if (!typed.isEmpty() && !typed.matches("[A-Z0-9-]{4,40}")) {
            form.refuse("code", "codes.code.wrong");
        }
        if (!typed.isEmpty() && !form.state().value("number").strip().equals("1")) {
            form.refuse("number", "codes.number.named");
        }
        if (form.state().value("kind").equals("reserved")
                && form.state().values("types").size() != 1) {
            form.refuse("types", "codes.types.one");
        }
        var wanted = form.then(() -> {
            NewCode one = new NewCode(
                    code.get(),
                    kind.get(),
                    Objects.requireNonNullElse(note.get(), ""),
                    chosen.get().stream().map(TicketType::key).toList(),
                    off.get(),
                    uses.get(),
                    places(organiser, kind.get(), chosen.get()),
                    endOf(organiser, until.get()));
            return Collections.nCopies(number.get(), one);
        });
        return switch (wanted) {
            case Form.Invalid<List<NewCode>>(Form.State state) ->
                Answer.invalid(view(organiser, request, state, Form.blank(words, "codes")));
            case Form.Valid<List<NewCode>>(List<NewCode> all) ->
                made(
                        organiser,
                        request,
                        all,
                        state -> view(organiser, request, state, Form.blank(words, "codes")),
                        form.state(),
                        "code",
                        "uses");
        };
    }

    private static List<UUID> places(Organiser organiser, Code.Kind kind, List<TicketType> types) {
        return kind == Code.Kind.RESERVED
                ? Quotas.ids(organiser.id(), types.getFirst().quotas())
                : List.of();
    }

    private static @Nullable Instant endOf(Organiser organiser, @Nullable LocalDate day) {
        return day == null
                ? null
                : day.plusDays(1).atStartOfDay(organiser.edition().timeZone()).toInstant();
    }

    private Map<String, TicketType> types(Organiser organiser) {
        Map<String, TicketType> types = new LinkedHashMap<>();
        tickets.draft(organiser.id()).types().forEach(type -> types.put(type.key(), type));
        return types;
    }

    private Answer made(
            Organiser organiser,
            HttpServletRequest request,
            List<NewCode> wanted,
            Function<Form.State, torg.web.View> again,
            Form.State state,
            String atCode,
            String atPlaces) {
        Words words = words(organiser, request);
        return switch (codes.make(organiser.by(), organiser.id(), wanted)) {
            case Made.All all -> Answer.seeOther(href(organiser, request, "/desk/codes?made"));
            case Made.Taken(String taken) ->
                Answer.conflict(again.apply(state.refused(atCode, words.say("codes.taken", taken))));
            case Made.Full full -> Answer.conflict(again.apply(state.refused(atPlaces, words.say("codes.full"))));
        };
    }

    /// A list with the columns of the download; all of it or nothing.
    @PostMapping("/{edition}/desk/codes/list")
    Answer makeFromList(Organiser organiser, HttpServletRequest request) {
        Words words = words(organiser, request);
        Form form = Form.read(words, "codes", request.getParameterMap());
        var list = form.prose("list", 200_000);
        List<NewCode> wanted = new ArrayList<>();
        if (form.valid()) {
            read(organiser, words, list.get(), wanted)
                    .ifPresent(problem -> form.refuse("list", "codes.list.wrong", problem));
            if (wanted.size() > MAX_AT_ONCE) {
                form.refuse("list", "codes.list.long", MAX_AT_ONCE);
            } else if (wanted.isEmpty()) {
                form.refuse("list", "codes.list.missing");
            }
        }
        Form.State blank =
                Form.filled(words, "codes", Map.of("kind", "discount", "number", "1", "uses", "1", "off", "0"));
        return form.valid()
                ? made(
                        organiser,
                        request,
                        wanted,
                        state -> view(organiser, request, blank, state),
                        form.state(),
                        "list",
                        "list")
                : Answer.invalid(view(organiser, request, blank, form.state()));
    }

    /// @return the problems as one text, with lines; empty where there are none
    private java.util.Optional<String> read(Organiser organiser, Words words, String list, List<NewCode> wanted) {
        List<String> problems = new ArrayList<>();
        Map<String, TicketType> types = types(organiser);
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(list.lines().findFirst().orElse("").contains(";") ? ';' : ',')
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreHeaderCase(true)
                .setTrim(true)
                .setIgnoreEmptyLines(true)
                .get();
        try (var rows = format.parse(new StringReader(list))) {
            for (String name : rows.getHeaderNames()) {
                if (!COLUMNS.contains(name.toLowerCase(Locale.ROOT))) {
                    problems.add(words.say("codes.list.column", name, String.join(", ", COLUMNS)));
                }
            }
            for (CSVRecord row : rows) {
                List<String> wrong = new ArrayList<>();
                wanted.add(code(organiser, words, row, types, wrong));
                wrong.forEach(one -> problems.add(words.say("codes.list.row", rows.getCurrentLineNumber(), one)));
            }
        } catch (IOException | java.io.UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return problems.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(String.join(" ", problems.subList(0, Math.min(20, problems.size()))));
    }

    private static NewCode code(
            Organiser organiser, Words words, CSVRecord row, Map<String, TicketType> types, List<String> wrong) {
        String code = Codes.typed(cell(row, "code"));
        if (!code.isEmpty() && !code.matches("[A-Z0-9-]{4,40}")) {
            wrong.add(words.say("codes.code.wrong"));
        }
        Code.Kind kind = Code.Kind.DISCOUNT;
        try {
            kind = Code.Kind.valueOf(cell(row, "kind").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            wrong.add(words.say("codes.list.kind"));
        }
        List<TicketType> chosen = new ArrayList<>();
        for (String key : cell(row, "types").split("[ |]+")) {
            if (types.containsKey(key)) {
                chosen.add(Objects.requireNonNull(types.get(key)));
            } else if (!key.isEmpty()) {
                wrong.add(words.say("codes.list.type", key));
            }
        }
        if (kind == Code.Kind.RESERVED && chosen.size() != 1) {
            wrong.add(words.say("codes.types.one"));
            kind = Code.Kind.ACCESS;
        }
        LocalDate until = null;
        try {
            until = cell(row, "valid-until").isEmpty() ? null : LocalDate.parse(cell(row, "valid-until"));
        } catch (DateTimeParseException e) {
            wrong.add(words.say("codes.list.date"));
        }
        return new NewCode(
                code.isEmpty() ? null : code,
                kind,
                cell(row, "note").substring(0, Math.min(200, cell(row, "note").length())),
                chosen.stream().map(TicketType::key).toList(),
                number(words, row, "percent-off", 0, 0, 100, wrong),
                number(words, row, "uses", 1, 1, 100_000, wrong),
                places(organiser, kind, chosen),
                endOf(organiser, until));
    }

    private static int number(
            Words words, CSVRecord row, String column, int usual, int min, int max, List<String> wrong) {
        String value = cell(row, column);
        if (value.isEmpty()) {
            return usual;
        }
        if (value.matches("\\d{1,6}") && Integer.parseInt(value) >= min && Integer.parseInt(value) <= max) {
            return Integer.parseInt(value);
        }
        wrong.add(column + " " + words.say("form.whole", min, max));
        return usual;
    }

    private static String cell(CSVRecord row, String column) {
        return row.isSet(column) ? row.get(column).strip() : "";
    }

    @GetMapping("/{edition}/desk/codes.csv")
    Answer csv(Organiser organiser) {
        StringWriter out = new StringWriter();
        out.write('\ufeff');
        try (CSVPrinter csv = new CSVPrinter(
                out, CSVFormat.DEFAULT.builder().setDelimiter(';').get())) {
            List<String> header = new ArrayList<>(COLUMNS);
            header.addAll(List.of("used", "revoked"));
            csv.printRecord(header);
            for (Code code : codes.list(organiser.id(), "")) {
                csv.printRecord(List.of(
                        code.code(),
                        Db.written(code.kind()),
                        String.join(" ", code.types()),
                        String.valueOf(code.percentOff()),
                        String.valueOf(code.maxUses()),
                        code.validUntil() == null
                                ? ""
                                : code.validUntil()
                                        .atZone(organiser.edition().timeZone())
                                        .toLocalDate()
                                        .minusDays(1)
                                        .toString(),
                        DeskPages.cell(code.note()),
                        String.valueOf(code.used()),
                        code.revokedAt() == null ? "" : "yes"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.download(
                organiser.edition().slug() + "-codes.csv",
                "text/csv;charset=utf-8",
                out.toString().getBytes(StandardCharsets.UTF_8));
    }

    @PostMapping("/{edition}/desk/codes/{id}/revocation")
    Answer revoke(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        try {
            codes.revoke(organiser.by(), organiser.id(), new CodeId(UUID.fromString(id)));
        } catch (IllegalArgumentException e) {
            throw new NotFound("code " + id);
        }
        return Answer.seeOther(href(organiser, request, "/desk/codes?revoked"));
    }

    private static String href(Organiser organiser, HttpServletRequest request, String path) {
        Language language = DeskLanguage.of(request, organiser.edition());
        return "/" + organiser.edition().slug()
                + (language.equals(organiser.edition().mainLanguage()) ? "" : "/" + language) + path;
    }

    @Component
    @Order(27)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return "/desk/codes";
        }

        @Override
        public String label() {
            return "codes.title";
        }
    }
}
