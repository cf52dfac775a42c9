package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import torg.access.Throttle;
import torg.edition.EditionId;
import torg.edition.Frames;
import torg.edition.Shown;
import torg.registration.NewOrder.Attendee;
import torg.registration.NewOrder.NewTicket;
import torg.registration.NewOrder.Orderer;
import torg.registration.Orders.Outcome;
import torg.registration.PeopleList.Columns;
import torg.registration.PeopleList.Person;
import torg.registration.PeopleList.Problem;
import torg.registration.TicketShop.Audience;
import torg.registration.TicketShop.Extra;
import torg.registration.TicketShop.TicketType;
import torg.registration.WaitingLists.ForTickets;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Dates;
import torg.text.Money;
import torg.text.Text;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Option;
import torg.web.Page;

/// A coordinator registers several people: fill in or paste, look at what it comes to, order. Everything that was typed
/// travels with the form until then; nothing is kept and nobody's place is touched before the last button.
@Controller
class GroupPages {
    private static final int MAX_PEOPLE = TicketType.MAX_AN_ORDER;
    private static final int ROWS = 3;
    private static final int MORE_ROWS = 5;
    private static final int MAX_ROWS = 50;
    private static final int PROBLEMS = 50;
    private static final int MAX_CODE = 60;
    /// What the check page carries besides the buyer and the list.
    private static final List<String> TRAVELS =
            List.of("key", "from", "name", "email", "attends", "extras", "type", "nameless", "code");

    private static final Set<String> STEPS = Set.of("order", "hold", "wait", "wait-together");

    private final TicketStream tickets;
    private final Orders orders;
    private final PlacedOrders placed;
    private final OrderLinks links;
    private final WaitingLists waiting;
    private final Codes codes;
    private final Frames frames;
    private final ConferenceClock clock;
    private final Throttle throttle;

    GroupPages(
            TicketStream tickets,
            Orders orders,
            PlacedOrders placed,
            OrderLinks links,
            WaitingLists waiting,
            Codes codes,
            Frames frames,
            ConferenceClock clock,
            Throttle throttle) {
        this.tickets = tickets;
        this.orders = orders;
        this.placed = placed;
        this.links = links;
        this.waiting = waiting;
        this.codes = codes;
        this.frames = frames;
        this.clock = clock;
        this.throttle = throttle;
    }

    @GetMapping("/{edition}/register/group")
    Answer form(Shown shown, HttpServletRequest request, @RequestParam(defaultValue = "") String code) {
        String typed = code.substring(0, Math.min(code.length(), MAX_CODE));
        return Answer.page(blank(shown, Map.of("country", "SE", "code", typed), code(shown, request, typed.strip())));
    }

    /// Once more, for the same buyer.
    @GetMapping("/{edition}/order/{token}/more")
    Answer more(Shown shown, @PathVariable String token) {
        PlacedOrder order = links.open(shown.id(), token)
                .flatMap(id -> placed.find(shown.id(), id))
                .orElseThrow(() -> new NotFound("an order"));
        Map<String, String> known = new HashMap<>(BuyerForm.filled(order.buyer()));
        known.put("name", order.name());
        known.put("email", order.email());
        known.put("from", token);
        return Answer.page(blank(shown, known, Optional.empty()));
    }

    private torg.web.View blank(Shown shown, Map<String, String> known, Optional<Code> code) {
        Map<String, String> first = new HashMap<>(known);
        first.put("key", RegisterPages.newKey());
        Map<String, TicketType> types = open(shown, code);
        if (types.size() == 1) {
            first.put("type", types.keySet().iterator().next());
        }
        Form.State state = Form.filled(shown.words(GroupPages.class), "group", first);
        return view(
                shown,
                code.isEmpty() && !state.value("code").isBlank()
                        ? state.refused("code", state.words().say("register.code.unknown"))
                        : state,
                Listed.NONE,
                code);
    }

    /// What the form says of the list: problems, and columns that somebody has to name.
    ///
    /// @param columns for each column what stands in its first rows
    private record Listed(List<Problem> problems, List<List<String>> columns) {
        static final Listed NONE = new Listed(List.of(), List.of());
    }

    /// An order on its way.
    ///
    /// @param extras   for whoever orders
    /// @param people   with a name, without whoever orders
    /// @param nameless places whose names follow
    private record Group(
            Orderer orderer,
            Buyer buyer,
            boolean attends,
            TicketType type,
            List<Extra> extras,
            List<Person> people,
            int nameless,
            List<String> again,
            @Nullable Code code) {
        Money price(TicketType type, Instant now) {
            return code != null && code.isFor(type) ? code.off(type.priceAt(now)) : type.priceAt(now);
        }
    }

    @PostMapping("/{edition}/register/group")
    Answer post(Shown shown, HttpServletRequest request, @RequestParam(required = false) @Nullable MultipartFile file)
            throws IOException {
        Words words = shown.words(GroupPages.class);
        Map<String, String[]> typed = new HashMap<>(request.getParameterMap());
        Sheet sheet = file == null || file.isEmpty() ? Sheet.of(first(typed, "list")) : Sheet.of(file.getBytes());
        if (file != null && !file.isEmpty() && sheet instanceof Sheet.Rows rows) {
            typed.put("list", new String[] {rows.text()}); // a browser does not send a file twice
        }
        if (sheet instanceof Sheet.Rows rows && !typed.containsKey("columns")) {
            Columns guessed = Columns.of(rows);
            for (int i = 0; i < rows.width(); i++) {
                PeopleList.Column column = guessed.columns().get(i);
                typed.put(
                        "column." + i + ".what",
                        new String[] {column == null ? "" : column.name().toLowerCase(Locale.ROOT)});
            }
        }
        Form form = Form.read(words, "group", typed);
        if (!form.state().value("key").matches(RegisterPages.KEY)) {
            throw new NotFound("a registration form without key");
        }
        String typedCode = form.state().value("code").strip();
        Optional<Code> code = code(shown, request, typedCode);
        if (!typedCode.isEmpty() && code.isEmpty()) {
            form.refuse("code", "register.code.unknown");
        }
        Map<String, TicketType> types = open(shown, code);
        if (types.isEmpty()) {
            return Answer.conflict(view(shown, form.state(), Listed.NONE, code));
        }
        return switch (form.state().value("do")) {
            case "rows" -> Answer.page(view(shown, form.state(), Listed.NONE, code));
            case "code" -> {
                var view = view(shown, form.state(), Listed.NONE, code);
                yield form.valid() ? Answer.page(view) : Answer.invalid(view);
            }
            case "change" -> Answer.page(view(shown, inRows(shown, form.state(), sheet, types), Listed.NONE, code));
            default -> check(shown, request, form, sheet, types, code);
        };
    }

    /// The code that was typed, if it is one and still good. Guessing is slow.
    private Optional<Code> code(Shown shown, HttpServletRequest request, String typed) {
        return !typed.isEmpty() && throttle.allows("code " + request.getRemoteAddr(), 100, Duration.ofMinutes(10))
                ? codes.find(shown.id(), typed).filter(code -> code.isValid(clock.instant()))
                : Optional.empty();
    }

    private static String first(Map<String, String[]> typed, String name) {
        String[] values = typed.getOrDefault(name, new String[0]);
        return values.length == 0 ? "" : values[0];
    }

    /// The list that the check page carries, as rows of the form where there are few.
    private Form.State inRows(Shown shown, Form.State state, Sheet sheet, Map<String, TicketType> types) {
        if (!(sheet instanceof Sheet.Rows rows) || rows.rows().size() > MAX_ROWS) {
            return state;
        }
        Words words = state.words();
        Map<String, String[]> values = new HashMap<>();
        for (String name : TRAVELS) {
            values.put(name, state.values(name).toArray(String[]::new));
        }
        BuyerForm.filled(Buyer.of("", "")).keySet().forEach(name -> values.put(name, new String[] {state.value(name)}));
        TicketType any = types.values().iterator().next();
        PeopleList list = PeopleList.read(
                rows, Columns.of(rows), types, extras(shown), new PeopleList.Usual(any, "", words.language()), words);
        for (int i = 0; i < list.people().size(); i++) {
            Person person = list.people().get(i);
            values.put("people." + i + ".name", new String[] {person.name()});
            values.put("people." + i + ".email", new String[] {person.email()});
            values.put("people." + i + ".organisation", new String[] {person.organisation()});
            values.put("people." + i + ".type", new String[] {person.type().key()});
            values.put(
                    "people." + i + ".extras",
                    person.extras().stream().map(Extra::key).toArray(String[]::new));
        }
        return Form.read(words, "group", values).state();
    }

    private Answer check(
            Shown shown,
            HttpServletRequest request,
            Form form,
            Sheet sheet,
            Map<String, TicketType> types,
            Optional<Code> code) {
        Words words = shown.words(GroupPages.class);
        List<Problem> problems = new ArrayList<>();
        List<List<String>> asked = new ArrayList<>();
        Supplier<Group> read = read(shown, form, sheet, types, code, problems, asked);
        return switch (form.then(read)) {
            case Form.Invalid<Group>(Form.State state) ->
                Answer.invalid(view(shown, state, new Listed(problems, asked), code));
            case Form.Valid<Group>(Group group) -> {
                Bill bill = bill(shown, group);
                String step = form.state().value("do");
                if (!STEPS.contains(step)) {
                    yield Answer.page(checked(shown, form.state(), group, bill, null));
                }
                if (!form.state()
                        .value("total")
                        .equals(String.valueOf(bill.total().minorUnits()))) {
                    yield Answer.conflict(
                            checked(shown, form.state(), group, bill, Notice.careful(words.say("group.priceChanged"))));
                }
                if (!group.again.isEmpty() && form.state().value("again").isEmpty()) {
                    yield Answer.invalid(checked(
                            shown, form.state().refused("again", words.say("group.again.missing")), group, bill, null));
                }
                boolean hold = step.equals("hold");
                if (!hold && group.nameless > 0 && namesBy(shown) == null) {
                    yield Answer.conflict(checked(shown, form.state(), group, bill, null));
                }
                if (hold && !throttle.allows("hold " + request.getRemoteAddr(), 20, Duration.ofHours(1))) {
                    yield Answer.conflict(
                            checked(shown, form.state(), group, bill, Notice.careful(words.say("group.holdOften"))));
                }
                NewOrder order = order(shown, group, form.state().value("key"), hold);
                if (step.startsWith("wait") && mayWait(order)) {
                    yield switch (waiting.join(shown.edition(), new ForTickets(order, step.equals("wait-together")))) {
                        case Outcome.Waits(String path) -> Answer.seeOther(shown.href(path + "?waits"));
                        case Outcome refused ->
                            Answer.conflict(checked(
                                    shown,
                                    RegisterPages.keyed(form.state(), refused),
                                    group,
                                    bill,
                                    Notice.careful(refusal(words, refused, order))));
                    };
                }
                Outcome outcome = orders.place(order);
                yield outcome instanceof Outcome.Placed done
                        ? Answer.seeOther(shown.href(done.path() + (hold ? "?kept" : "?new")))
                        : Answer.conflict(checked(
                                shown,
                                RegisterPages.keyed(form.state(), outcome),
                                group,
                                bill,
                                Notice.careful(refusal(words, outcome, order)),
                                outcome instanceof Outcome.Full && mayWait(order)));
            }
        };
    }

    /// A line is for places of one type with a name each.
    private boolean mayWait(NewOrder order) {
        return order.tickets().stream().allMatch(ticket -> ticket.attendee() != null)
                && order.tickets().stream().map(NewTicket::type).distinct().count() == 1
                && orders.refused(order) == null;
    }

    /// What is full is named, so that it can be taken away or waited for.
    private static String refusal(Words words, Outcome outcome, NewOrder order) {
        if (!(outcome instanceof Outcome.Full full)) {
            return RegisterPages.refusal(words, outcome);
        }
        EditionId edition = order.edition().id();
        Set<Text> names = new LinkedHashSet<>();
        for (NewTicket ticket : order.tickets()) {
            if (Quotas.ids(edition, ticket.type().quotas()).stream().anyMatch(full.quotas()::contains)) {
                names.add(ticket.type().name());
            }
            ticket.extras().stream()
                    .filter(extra ->
                            Quotas.ids(edition, extra.quotas()).stream().anyMatch(full.quotas()::contains))
                    .forEach(extra -> names.add(extra.name()));
        }
        return words.say(
                "group.full",
                names.stream().map(name -> name.in(words.language()).value()).collect(Collectors.joining(", ")));
    }

    private Supplier<Group> read(
            Shown shown,
            Form form,
            Sheet sheet,
            Map<String, TicketType> types,
            Optional<Code> code,
            List<Problem> problems,
            List<List<String>> asked) {
        Words words = form.state().words();
        var name = form.required("name", 120);
        var email = form.email("email");
        Supplier<Buyer> buyer = BuyerForm.read(form);
        var attends = form.checked("attends");
        if (RegisterPages.hasClosed(shop(shown), form.state().value("type"), clock.instant())) {
            form.refuse("type", "register.closedMeanwhile");
        }
        var type = form.choice("type", types);
        var extras = extras(shown, form, "extras", types.get(form.state().value("type")));
        List<Supplier<Person>> typed = typedRows(shown, form, types, type);
        TicketType usual = Optional.ofNullable(types.get(form.state().value("type")))
                .orElse(types.values().iterator().next());
        List<Person> listed = listed(shown, form, sheet, types, usual, problems, asked);
        var nameless = form.optionalWhole("nameless", 0, MAX_PEOPLE);
        int without = form.valid() ? Objects.requireNonNullElse(nameless.get(), 0) : 0;
        int all = typed.size() + listed.size() + without + (attends(form) ? 1 : 0);
        if (all == 0 && form.valid()) {
            form.refuse("people.0.name", "group.nobody");
        }
        if (form.valid()) {
            counts(form, typed.stream().map(Supplier::get).toList(), listed, without, usual, code);
        }
        return () -> {
            List<Person> people =
                    new ArrayList<>(typed.stream().map(Supplier::get).toList());
            people.addAll(listed);
            String own = buyer.get().name();
            return new Group(
                    new Orderer(null, name.get(), email.get(), own, words.language()),
                    buyer.get(),
                    attends.get(),
                    type.get(),
                    extras.get(),
                    people,
                    without,
                    again(shown, form.state().value("from"), people),
                    code.orElse(null));
        };
    }

    private static boolean attends(Form form) {
        return !form.state().value("attends").isEmpty();
    }

    /// By which the same person twice is known, as [Person#same].
    private static String same(Form form, String row) {
        return PeopleList.folded(form.state().value(row + "email")) + " "
                + PeopleList.folded(form.state().value(row + "name"));
    }

    /// What somebody has besides the ticket; refused where it does not go with it.
    private Supplier<List<Extra>> extras(Shown shown, Form form, String field, @Nullable TicketType type) {
        Map<String, Extra> all = extras(shown);
        if (type != null) {
            form.state().values(field).stream()
                    .map(all::get)
                    .filter(extra -> extra != null && !extra.goesWith(type))
                    .findFirst()
                    .ifPresent(extra -> form.refuse(
                            field,
                            "group.extras.other",
                            shown.said(extra.name()).value(),
                            shown.said(type.name()).value()));
        }
        return form.choices(field, all);
    }

    private Map<String, Extra> extras(Shown shown) {
        Map<String, Extra> extras = new LinkedHashMap<>();
        shop(shown).extras().forEach(extra -> extras.put(extra.key(), extra));
        return extras;
    }

    private List<Supplier<Person>> typedRows(
            Shown shown, Form form, Map<String, TicketType> types, Supplier<TicketType> usual) {
        List<Supplier<Person>> people = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (int i : form.numbers("people", MAX_ROWS)) {
            String row = "people." + i;
            if (form.state().value(row + ".name").isBlank()
                    && form.state().value(row + ".email").isBlank()) {
                continue;
            }
            var name = form.required(row + ".name", 120);
            var email = form.email(row + ".email");
            var organisation = form.optional(row + ".organisation", 160);
            var type = form.optionalChoice(row + ".type", types);
            var extras = extras(
                    shown,
                    form,
                    row + ".extras",
                    types.getOrDefault(
                            form.state().value(row + ".type"),
                            types.get(form.state().value("type"))));
            String own = form.state().value("organisation").strip();
            if (attends(form) && same(form, "").equals(same(form, row + "."))) {
                form.refuse(row + ".email", "group.people.you");
            }
            Integer before = seen.putIfAbsent(
                    form.state().value(row + ".email").strip().toLowerCase(Locale.ROOT)
                            + " "
                            + PeopleList.folded(form.state().value(row + ".name")),
                    i + 1);
            if (before != null) {
                form.refuse(row + ".email", "group.people.twice", before);
            }
            people.add(() -> new Person(
                    0,
                    name.get(),
                    email.get(),
                    Objects.requireNonNullElse(organisation.get(), own),
                    Objects.requireNonNullElseGet(type.get(), usual),
                    extras.get(),
                    shown.language()));
        }
        return people;
    }

    /// @param problems receives what is to be put right in the list
    /// @param asked    receives the beginnings of the columns where somebody has to say what they are
    private List<Person> listed(
            Shown shown,
            Form form,
            Sheet sheet,
            Map<String, TicketType> types,
            TicketType usual,
            List<Problem> problems,
            List<List<String>> asked) {
        switch (sheet) {
            case Sheet.Refused(Sheet.Reason reason) -> {
                form.refuse("list", "group.list." + Db.written(reason));
                return List.of();
            }
            case Sheet.Rows rows -> {
                if (rows.rows().isEmpty()) {
                    return List.of();
                }
                Columns columns = Columns.of(rows);
                boolean named = form.state().holds("columns", "yes");
                if (named) {
                    columns = PeopleList.asked(form, rows.width(), columns.heading());
                }
                if (named || !columns.isClear()) {
                    for (int i = 0; i < rows.width(); i++) {
                        int column = i;
                        asked.add(rows.rows().stream()
                                .limit(3)
                                .map(row -> column < row.size() ? row.get(column) : "")
                                .toList());
                    }
                }
                if (named ? !columns.isEnough() : !columns.isClear()) {
                    form.refuse("column.0.what", "group.column.ask");
                    return List.of();
                }
                int people = rows.rows().size() - (columns.heading() ? 1 : 0);
                if (people > MAX_PEOPLE) {
                    form.refuse("list", "group.list.tooMany", people, MAX_PEOPLE);
                    return List.of();
                }
                PeopleList list = PeopleList.read(
                        rows,
                        columns,
                        types,
                        extras(shown),
                        new PeopleList.Usual(
                                usual, form.state().value("organisation").strip(), shown.language()),
                        form.state().words());
                problems.addAll(list.problems());
                if (!problems.isEmpty()) {
                    form.refuse("list", "group.list.wrong", problems.size());
                }
                return list.people();
            }
        }
    }

    /// Where there are more, or fewer, tickets of a type than one order may have, or more than the code is good for;
    /// and
    /// the same person in row and list.
    private static void counts(
            Form form, List<Person> typed, List<Person> listed, int nameless, TicketType usual, Optional<Code> code) {
        String field = !listed.isEmpty() ? "list" : nameless > 0 ? "nameless" : "people.0.name";
        Map<TicketType, Integer> counts = new LinkedHashMap<>();
        typed.forEach(person -> counts.merge(person.type(), 1, Integer::sum));
        listed.forEach(person -> counts.merge(person.type(), 1, Integer::sum));
        counts.merge(usual, nameless + (attends(form) ? 1 : 0), Integer::sum);
        counts.forEach((type, count) -> {
            String name = type.name().in(form.state().words().language()).value();
            if (count > type.maxAnOrder()) {
                form.refuse(field, "group.tooMany", count, name, type.maxAnOrder());
            } else if (count > 0 && count < type.minAnOrder()) {
                form.refuse(field, "group.tooFew", count, name, type.minAnOrder());
            }
        });
        code.ifPresent(one -> {
            int wanted = counts.entrySet().stream()
                    .filter(count -> one.isFor(count.getKey()))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
            int left = one.maxUses() - one.used();
            if (wanted == 0) {
                form.refuse("code", "group.code.other");
            } else if (wanted > left) {
                form.refuse("code", "group.code.few", left, wanted);
            }
        });
        int all = counts.values().stream().mapToInt(count -> count).sum();
        if (all > MAX_PEOPLE) {
            form.refuse(field, "group.list.tooMany", all, MAX_PEOPLE);
        }
        List<String> rows = typed.stream().map(Person::same).toList();
        for (Person person : listed) {
            if (attends(form) && same(form, "").equals(person.same())) {
                form.refuse("list", "group.list.you", person.row());
            }
            if (rows.contains(person.same())) {
                form.refuse("list", "group.list.typed", person.row(), person.name());
            }
        }
    }

    /// Who of them has a place in the order that the form was begun from. Of anybody else's orders nothing is said.
    private List<String> again(Shown shown, String from, List<Person> people) {
        return from.isEmpty()
                ? List.of()
                : links.open(shown.id(), from)
                        .flatMap(order -> placed.find(shown.id(), order))
                        .map(order -> PlacedOrders.again(order, people))
                        .orElse(List.of());
    }

    /// As it is going to be in the order.
    private Bill bill(Shown shown, Group group) {
        boolean agency = shop(shown).terms().stateAgency();
        List<Bill.Line> lines = new ArrayList<>();
        for (NewTicket ticket : wanted(group)) {
            TicketType type = ticket.type();
            String who = ticket.attendee() == null ? "" : ticket.attendee().name();
            lines.add(new Bill.Line(
                    who,
                    type.name(),
                    group.price(type, clock.instant()),
                    Vat.of(agency, group.buyer, type.attendance(), type.vatPercent()),
                    false));
            ticket.extras()
                    .forEach(extra -> lines.add(new Bill.Line(
                            who,
                            extra.name(),
                            extra.price(),
                            Vat.of(agency, group.buyer, type.attendance(), extra.vatPercent()),
                            false)));
        }
        return new Bill(lines);
    }

    private static List<NewTicket> wanted(Group group) {
        List<NewTicket> wanted = new ArrayList<>();
        if (group.attends) {
            Orderer orderer = group.orderer;
            wanted.add(NewTicket.of(
                            group.type,
                            new Attendee(orderer.name(), orderer.email(), group.buyer.name(), orderer.language(), true))
                    .with(group.extras));
        }
        group.people.forEach(person -> wanted.add(NewTicket.of(
                        person.type(),
                        new Attendee(person.name(), person.email(), person.organisation(), person.language(), false))
                .with(person.extras())));
        for (int i = 0; i < group.nameless; i++) {
            wanted.add(NewTicket.of(group.type, null));
        }
        return wanted;
    }

    private NewOrder order(Shown shown, Group group, String key, boolean hold) {
        TicketShop.Terms terms = shop(shown).terms();
        return new NewOrder(
                shown.edition(),
                terms,
                key,
                group.orderer,
                group.buyer,
                wanted(group),
                group.code,
                group.nameless > 0 ? namesBy(shown) : null,
                hold ? clock.instant().plus(terms.holdMinutes(), ChronoUnit.MINUTES) : null);
    }

    /// What everybody may take now, and what a code opens.
    private Map<String, TicketType> open(Shown shown, Optional<Code> code) {
        Instant now = clock.instant();
        Map<String, TicketType> types = new LinkedHashMap<>();
        shop(shown).types().stream()
                .filter(type -> type.isOpen(now))
                .filter(type -> type.audience().equals(Audience.PUBLIC)
                        || code.filter(one -> one.kind() != Code.Kind.DISCOUNT && one.isFor(type))
                                .isPresent())
                .forEach(type -> types.put(type.key(), type));
        return types;
    }

    private TicketShop shop(Shown shown) {
        return shown.content(tickets).orElse(TicketShop.NONE);
    }

    private torg.web.View view(Shown shown, Form.State form, Listed listed, Optional<Code> code) {
        Words words = shown.words(GroupPages.class);
        Page page = page(shown, words.say("group.title"));
        List<Option> types = open(shown, code).values().stream()
                .map(type -> {
                    Money full = type.priceAt(clock.instant());
                    Money price = code.filter(one -> one.isFor(type))
                            .map(one -> one.off(full))
                            .orElse(full);
                    return new Option(
                            type.key(),
                            RegisterPages.priced(
                                    words, shown, shown.said(type.name()).value(), price));
                })
                .toList();
        List<Option> extras = shop(shown).extras().stream()
                .map(extra -> new Option(
                        extra.key(),
                        RegisterPages.priced(
                                words, shown, shown.said(extra.name()).value(), extra.price())))
                .toList();
        int rows = rows(form);
        List<Option> columns = Stream.of(PeopleList.Column.values())
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .map(column -> new Option(column, words.say("group.column." + column)))
                .toList();
        List<Problem> problems = listed.problems.stream().limit(PROBLEMS).toList();
        int more = listed.problems.size() - problems.size();
        String names = names(shown, words);
        return (out, forms) -> JtegroupGenerated.render(
                out, forms, page, words, form, types, extras, rows, columns, listed.columns, problems, more, names);
    }

    /// Whether something holds for this person that does not hold for all.
    static boolean differs(Form.State form, String row) {
        return Stream.of(".organisation", ".type", ".extras")
                .anyMatch(field -> !form.value(row + field).isEmpty() || form.error(row + field) != null);
    }

    private static int rows(Form.State form) {
        int shown = form.value("rows").matches("\\d{1,2}") ? Integer.parseInt(form.value("rows")) : ROWS;
        int rows = form.value("do").equals("rows") ? shown + MORE_ROWS : shown;
        while (rows < MAX_ROWS && !form.value("people." + rows + ".name").isEmpty()) {
            rows++;
        }
        return Math.min(Math.max(rows, 1), MAX_ROWS);
    }

    /// What is going to be ordered, with everything that was typed in hidden fields.
    private torg.web.View checked(Shown shown, Form.State form, Group group, Bill bill, @Nullable Notice notice) {
        return checked(shown, form, group, bill, notice, false);
    }

    private torg.web.View checked(
            Shown shown, Form.State form, Group group, Bill bill, @Nullable Notice notice, boolean mayWait) {
        Words words = shown.words(GroupPages.class);
        Page page = page(shown, words.say("group.check")).notice(notice);
        Map<String, String> hidden = new LinkedHashMap<>();
        for (String name : TRAVELS) {
            hidden.put(name, form.value(name));
        }
        hidden.remove("extras"); // the only one of which there can be several
        hidden.putAll(BuyerForm.filled(group.buyer));
        hidden.put("list", group.people.isEmpty() ? "" : PeopleList.text(group.people, words));
        hidden.put("total", String.valueOf(bill.total().minorUnits()));
        TicketShop.Terms terms = shop(shown).terms();
        boolean order = group.nameless == 0 || namesBy(shown) != null;
        String names = group.nameless == 0 ? "" : names(shown, words);
        return (out, forms) -> JtegroupCheckGenerated.render(
                out,
                forms,
                page,
                words,
                form,
                wanted(group).size(),
                hidden,
                form.values("extras"),
                group.orderer,
                group.buyer,
                bill,
                names,
                group.again,
                Cancelling.of(shown, words, terms),
                terms.holdMinutes(),
                order,
                !names.isEmpty(),
                mayWait);
    }

    private @Nullable LocalDate namesBy(Shown shown) {
        return shop(shown)
                .terms()
                .namesByFrom(clock.instant().atZone(shown.edition().timeZone()).toLocalDate());
    }

    private String names(Shown shown, Words words) {
        LocalDate namesBy = namesBy(shown);
        return namesBy == null
                ? words.say("group.nameless.hold", shop(shown).terms().holdMinutes())
                : words.say("group.nameless.by", Dates.day(namesBy, shown.language()));
    }

    private Page page(Shown shown, String title) {
        Page page = frames.personal(shown, title, "/register/group");
        return page.below(
                new Link(page.href("/register"), shown.words(GroupPages.class).say("register.title")));
    }
}
