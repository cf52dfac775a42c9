package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
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
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Option;
import torg.web.Page;

/// Codes at the desk: made one by one, many at a time, or from a list.
@Controller
class CodePages {
    private static final int MAX_AT_ONCE = 2_000;

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
                Form.filled(words, "codes", Map.of("kind", "discount", "number", "1", "uses", "1", "off", "0"))));
    }

    private static Words words(Organiser organiser, HttpServletRequest request) {
        return Words.of(CodePages.class, DeskLanguage.of(request, organiser.edition()));
    }

    private torg.web.View view(Organiser organiser, HttpServletRequest request, Form.State form) {
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
                out, forms, framed, words, organiser.edition(), found, search, form, types, kinds);
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
        if (!typed.isEmpty() && !typed.matches(Codes.SHAPE)) {
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
            case Form.Invalid<List<NewCode>>(Form.State state) -> Answer.invalid(view(organiser, request, state));
            case Form.Valid<List<NewCode>>(List<NewCode> all) ->
                made(organiser, request, all, state -> view(organiser, request, state), form.state(), "code", "uses");
        };
    }

    private static List<UUID> places(Organiser organiser, Code.Kind kind, List<TicketType> types) {
        return kind == Code.Kind.RESERVED
                ? Quotas.ids(organiser.id(), types.getFirst().quotas())
                : List.of();
    }

    private static @Nullable Instant endOf(Organiser organiser, @Nullable LocalDate day) {
        return day == null ? null : CodeList.endOf(organiser.edition(), day);
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

    private static final CodeList NOTHING = new CodeList(List.of(), List.of(), 0);

    @GetMapping("/{edition}/desk/codes/list")
    Answer fromList(Organiser organiser, HttpServletRequest request) {
        return Answer.page(listView(organiser, request, Form.blank(words(organiser, request), "codes"), NOTHING));
    }

    /// A list with the columns of the download: first what would be made of it, then all of it or nothing.
    @PostMapping("/{edition}/desk/codes/list")
    Answer fromList(
            Organiser organiser,
            HttpServletRequest request,
            @RequestParam(required = false) @Nullable MultipartFile file)
            throws IOException {
        Words words = words(organiser, request);
        Map<String, String[]> typed = new LinkedHashMap<>(request.getParameterMap());
        boolean uploaded = file != null && !file.isEmpty();
        Sheet sheet = file != null && uploaded
                ? Sheet.of(file.getBytes())
                : Sheet.of(Objects.requireNonNullElse(request.getParameter("list"), ""));
        if (uploaded && sheet instanceof Sheet.Rows rows) {
            typed.put("list", new String[] {rows.text()}); // a browser does not send a file twice
        }
        Form form = Form.read(words, "codes", typed);
        CodeList list = switch (sheet) {
            case Sheet.Refused(Sheet.Reason reason) -> {
                form.refuse(
                        uploaded ? "file" : "list",
                        reason == Sheet.Reason.TOO_MANY_ROWS ? "codes.list.long" : "group.list." + Db.written(reason),
                        MAX_AT_ONCE);
                yield NOTHING;
            }
            case Sheet.Rows rows -> {
                List<String> cells = rows.rows().stream()
                        .flatMap(List::stream)
                        .map(cell -> Codes.typed(CodeList.plain(cell)))
                        .toList();
                yield CodeList.read(
                        rows, organiser.edition(), types(organiser), codes.taken(organiser.id(), cells), words);
            }
        };
        if (!list.problems().isEmpty()) {
            form.refuse("list", "codes.list.wrong", list.problems().size());
        } else if (list.codes().size() > MAX_AT_ONCE) {
            form.refuse("list", "codes.list.long", MAX_AT_ONCE);
        } else if (list.codes().isEmpty()) {
            form.refuse("list", list.revoked() > 0 ? "codes.list.onlyRevoked" : "codes.list.missing");
        }
        if (!form.valid()) {
            return Answer.invalid(listView(organiser, request, form.state(), list));
        }
        if (!"make".equals(request.getParameter("do"))) {
            return codes.wouldMake(organiser.by(), organiser.id(), list.codes()) instanceof Made.Full
                    ? Answer.conflict(
                            listView(organiser, request, form.state().refused("list", words.say("codes.full")), list))
                    : Answer.page(listView(organiser, request, form.state(), list));
        }
        return made(
                organiser,
                request,
                list.codes(),
                state -> listView(organiser, request, state, list),
                form.state(),
                "list",
                "list");
    }

    /// The form with what must be put right, or what the list comes to where nothing must.
    private torg.web.View listView(Organiser organiser, HttpServletRequest request, Form.State form, CodeList list) {
        Words words = words(organiser, request);
        Page framed = frames.desk(
                organiser, DeskLanguage.of(request, organiser.edition()), words.say("codes.many"), "/desk/codes/list");
        Page page = framed.below(new Link(framed.href("/desk/codes"), words.say("codes.title")));
        return (out, forms) -> JtecodeListGenerated.render(
                out,
                forms,
                page,
                words,
                organiser.edition(),
                form,
                list.problems(),
                form.errors().isEmpty() ? list.codes() : List.of(),
                list.revoked());
    }

    @GetMapping("/{edition}/desk/codes.csv")
    Answer csv(Organiser organiser) {
        StringWriter out = new StringWriter();
        out.write('\ufeff');
        try (CSVPrinter csv = new CSVPrinter(
                out, CSVFormat.DEFAULT.builder().setDelimiter(';').get())) {
            csv.printRecord(CodeList.COLUMNS);
            for (Code code : codes.list(organiser.id(), "")) {
                csv.printRecord(List.of(
                        DeskPages.cell(code.code()),
                        Db.written(code.kind()),
                        String.join(" ", code.types()),
                        String.valueOf(code.percentOff()),
                        String.valueOf(code.maxUses()),
                        code.validUntil() == null
                                ? ""
                                : code.validUntil()
                                        .minusNanos(1) // the last day that it holds
                                        .atZone(organiser.edition().timeZone())
                                        .toLocalDate()
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
        return organiser.edition().address(language, path);
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
