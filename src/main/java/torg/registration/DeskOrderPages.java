package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import torg.edition.DeskItem;
import torg.edition.DeskLanguage;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.store.Db;
import torg.text.Language;
import torg.text.Money;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Page;
import torg.web.Pager;
import torg.web.Sort;

/// Orders at the desk: the list, one of them, and the numbered bases that the ledger invoices from.
@Controller
class DeskOrderPages {
    private final PlacedOrders orders;
    private final InvoiceBases bases;
    private final Frames frames;

    DeskOrderPages(PlacedOrders orders, InvoiceBases bases, Frames frames) {
        this.orders = orders;
        this.bases = bases;
        this.frames = frames;
    }

    @GetMapping("/{edition}/desk/orders")
    Answer list(
            Organiser organiser,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "-ordered") String sort,
            @RequestParam(defaultValue = "1") String page) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(DeskOrderPages.class, language);
        Page framed = frames.desk(organiser, language, words.say("orders.title"), "/desk/orders");
        String search = q.strip().substring(0, Math.min(q.strip().length(), 100));
        int number = page.matches("[1-9]\\d{0,5}") ? Integer.parseInt(page) : 1;
        String by = PlacedOrders.COLUMNS.containsKey(sort.replaceFirst("^-", "")) ? sort : "-ordered";
        PlacedOrders.Page listed = orders.list(organiser, search, by, number);
        String address = framed.href("/desk/orders")
                + (search.isEmpty() ? "" : "?q=" + URLEncoder.encode(search, StandardCharsets.UTF_8));
        int last = (int) Math.max(1, (listed.total() + PlacedOrders.SIZE - 1) / PlacedOrders.SIZE);
        String sorted = address + (address.contains("?") ? "&" : "?") + "sort=" + by;
        return Answer.page((out, forms) -> JtedeskOrdersGenerated.render(
                out,
                forms,
                framed,
                words,
                organiser.edition(),
                listed,
                search,
                new Sort(by, address),
                new Pager(number, last, sorted)));
    }

    @GetMapping("/{edition}/desk/orders.csv")
    Answer csv(Organiser organiser, HttpServletRequest request) {
        Words words = Words.of(DeskOrderPages.class, DeskLanguage.of(request, organiser.edition()));
        List<List<Object>> rows = new ArrayList<>();
        rows.add(List.of(
                words.say("participants.order"),
                words.say("orders.ordered"),
                words.say("orders.buyer"),
                words.say("order.by"),
                words.say("group.reference.label"),
                words.say("orders.tickets"),
                words.say("orders.nameless"),
                words.say("bill.net")));
        for (PlacedOrders.Listed order : orders.export(organiser)) {
            rows.add(List.of(
                    order.number(),
                    DeskPages.moment(organiser.edition(), order.createdAt()),
                    order.buyer(),
                    Objects.requireNonNullElse(order.orderer(), words.say("orders.veiled")),
                    order.reference(),
                    order.tickets(),
                    order.nameless(),
                    order.net().amount()));
        }
        return Answer.download(
                organiser.edition().slug() + "-orders.csv", "text/csv;charset=utf-8", csv(rows, words.language()));
    }

    @GetMapping("/{edition}/desk/orders/{id}")
    Answer one(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(DeskOrderPages.class, language);
        PlacedOrder order;
        try {
            order = orders.find(organiser.id(), UUID.fromString(id))
                    .filter(found -> found.state() == PlacedOrder.State.PLACED)
                    .map(found -> found.veiled(words.say("orders.veiled")))
                    .orElseThrow(() -> new NotFound("order " + id));
        } catch (IllegalArgumentException e) {
            throw new NotFound("order " + id);
        }
        Page framed = frames.desk(
                organiser, language, words.say("order.title", String.valueOf(order.number())), "/desk/orders/" + id);
        Page page = framed.below(new Link(framed.href("/desk/orders"), words.say("orders.title")));
        return Answer.page(
                (out, forms) -> JtedeskOrderGenerated.render(out, forms, page, words, organiser.edition(), order));
    }

    @GetMapping("/{edition}/desk/orders/basis")
    Answer bases(Organiser organiser, HttpServletRequest request) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = Words.of(DeskOrderPages.class, language);
        Page framed = frames.desk(organiser, language, words.say("basis.title"), "/desk/orders/basis");
        Notice notice = request.getParameter("made") != null
                ? Notice.done(words.say("basis.made"))
                : request.getParameter("nothing") != null ? Notice.information(words.say("basis.nothing")) : null;
        Page page = framed.below(new Link(framed.href("/desk/orders"), words.say("orders.title")))
                .notice(notice);
        List<InvoiceBases.Basis> made = bases.list(organiser.id());
        int waiting = bases.waiting(organiser.id());
        return Answer.page(
                (out, forms) -> JtebasesGenerated.render(out, forms, page, words, organiser.edition(), made, waiting));
    }

    @PostMapping("/{edition}/desk/orders/basis")
    Answer make(Organiser organiser, HttpServletRequest request) {
        OptionalInt number = bases.make(organiser);
        Language language = DeskLanguage.of(request, organiser.edition());
        return Answer.seeOther(organiser
                .edition()
                .address(language, "/desk/orders/basis" + (number.isPresent() ? "?made" : "?nothing")));
    }

    @GetMapping("/{edition}/desk/orders/basis.csv")
    Answer basisCsv(
            Organiser organiser, HttpServletRequest request, @RequestParam(required = false) @Nullable Integer number) {
        Words words = Words.of(DeskOrderPages.class, DeskLanguage.of(request, organiser.edition()));
        return Answer.download(
                organiser.edition().slug() + "-basis.csv",
                "text/csv;charset=utf-8",
                csv(basis(organiser, words, number, "basis.csv"), words.language()));
    }

    @GetMapping("/{edition}/desk/orders/basis.xlsx")
    Answer basisXlsx(
            Organiser organiser, HttpServletRequest request, @RequestParam(required = false) @Nullable Integer number) {
        Words words = Words.of(DeskOrderPages.class, DeskLanguage.of(request, organiser.edition()));
        return Answer.download(
                organiser.edition().slug() + "-basis.xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                xlsx(words.say("basis.title"), basis(organiser, words, number, "basis.xlsx")));
    }

    /// Headings, then a row a line. Texts are texts and numbers numbers; amounts carry the sign of the line.
    private List<List<Object>> basis(Organiser organiser, Words words, @Nullable Integer number, String file) {
        List<InvoiceBases.Line> lines =
                bases.export(organiser, number, file).orElseThrow(() -> new NotFound("invoice basis " + number));
        List<List<Object>> rows = new ArrayList<>();
        List<Object> headings = new ArrayList<>();
        for (String key : List.of(
                "participants.order",
                "orders.ordered",
                "group.number.label",
                "group.organisation.label",
                "group.gln.label",
                "group.eInvoice.label",
                "group.vatNumber.label",
                "group.country.label",
                "group.reference.label",
                "group.costCentre.label",
                "register.address.label",
                "order.by",
                "bill.what",
                "bill.who",
                "basis.quantity",
                "bill.price",
                "pdf.vat",
                "basis.rule",
                "basis.tax",
                "basis.sum")) {
            headings.add(words.say(key));
        }
        rows.add(headings);
        for (InvoiceBases.Line line : lines) {
            Buyer buyer = line.buyer();
            Bill.Line sold = line.sold();
            String orderer = Objects.requireNonNullElse(line.orderer(), words.say("orders.veiled"));
            rows.add(List.of(
                    line.order(),
                    line.ordered().atZone(organiser.edition().timeZone()).toLocalDate(),
                    Objects.requireNonNullElse(buyer.number(), ""),
                    buyer.name().isEmpty() ? orderer : buyer.name(),
                    Objects.requireNonNullElse(buyer.gln(), ""),
                    Objects.requireNonNullElse(buyer.eInvoice(), ""),
                    Objects.requireNonNullElse(buyer.vatNumber(), ""),
                    buyer.country(),
                    buyer.reference(),
                    buyer.costCentre(),
                    buyer.address(),
                    orderer,
                    (line.fee() ? words.say("bill.fee") + ": " : "")
                            + line.what().in(words.language()).value(),
                    line.who(),
                    line.quantity(),
                    line.price().amount(),
                    line.vat().percent(),
                    words.say("basis.rule." + Db.written(line.vat().rule())),
                    amount(sold.tax()),
                    amount(sold.sum())));
        }
        return rows;
    }

    private static BigDecimal amount(Money money) {
        return money.amount();
    }

    /// Semicolons, a byte-order mark and in Swedish a decimal comma, as spreadsheets expect.
    private static byte[] csv(List<List<Object>> rows, Language language) {
        StringBuilder out = new StringBuilder("\ufeff");
        try (CSVPrinter csv = new CSVPrinter(
                out, CSVFormat.DEFAULT.builder().setDelimiter(';').get())) {
            for (List<Object> row : rows) {
                csv.printRecord(row.stream()
                        .map(cell -> switch (cell) {
                            case String text -> DeskPages.cell(text);
                            case BigDecimal amount
                            when language.equals(Language.SV) ->
                                amount.toPlainString().replace('.', ',');
                            default -> cell.toString();
                        })
                        .toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] xlsx(String title, List<List<Object>> rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(out, "Torg", null)) {
            Worksheet sheet = workbook.newWorksheet(title);
            for (int r = 0; r < rows.size(); r++) {
                for (int c = 0; c < rows.get(r).size(); c++) {
                    switch (rows.get(r).get(c)) {
                        case String text -> sheet.value(r, c, text);
                        case Number number -> sheet.value(r, c, number);
                        case LocalDate date -> {
                            sheet.value(r, c, date);
                            sheet.style(r, c).format("yyyy-mm-dd").set();
                        }
                        default ->
                            throw new IllegalStateException(
                                    "no cell: " + rows.get(r).get(c));
                    }
                }
            }
            sheet.range(0, 0, 0, rows.getFirst().size() - 1).style().bold().set();
            sheet.freezePane(0, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Component
    @Order(22)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return "/desk/orders";
        }

        @Override
        public String label() {
            return "orders.title";
        }
    }
}
