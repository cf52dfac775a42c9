package torg.registration;

import gg.jte.Content;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import torg.access.Throttle;
import torg.edition.Frames;
import torg.edition.FrontSection;
import torg.edition.MenuItem;
import torg.edition.Shown;
import torg.people.Organisations;
import torg.people.Organisations.Known;
import torg.people.ReferencePattern;
import torg.registration.ChoiceRules.Fault;
import torg.registration.Offering.OfferingId;
import torg.registration.Orders.Outcome;
import torg.registration.TicketShop.Audience;
import torg.registration.TicketShop.Extra;
import torg.registration.TicketShop.TicketType;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.Json;
import torg.store.Tokens;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Money;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Option;
import torg.web.Page;
import torg.web.Part;

/// Registering, the straight way: one form, then one's own page.
@Controller
class RegisterPages {
    private static final int SUGGESTIONS = 8;
    private static final int MAX_TYPED = 160;
    static final String KEY = "[A-Za-z0-9]{24}";

    private final TicketStream tickets;
    private final Orders orders;
    private final WaitingLists waiting;
    private final Codes codes;
    private final Offerings offerings;
    private final SessionChoices choices;
    private final PlacesLeft places;
    private final Throttle throttle;
    private final Organisations organisations;
    private final Frames frames;
    private final ConferenceClock clock;

    RegisterPages(
            TicketStream tickets,
            Orders orders,
            WaitingLists waiting,
            Codes codes,
            Offerings offerings,
            SessionChoices choices,
            PlacesLeft places,
            Throttle throttle,
            Organisations organisations,
            Frames frames,
            ConferenceClock clock) {
        this.tickets = tickets;
        this.orders = orders;
        this.waiting = waiting;
        this.codes = codes;
        this.offerings = offerings;
        this.choices = choices;
        this.places = places;
        this.throttle = throttle;
        this.organisations = organisations;
        this.frames = frames;
        this.clock = clock;
    }

    @GetMapping("/{edition}/register")
    Answer form(Shown shown, HttpServletRequest request, @RequestParam(defaultValue = "") String code) {
        Words words = shown.words(RegisterPages.class);
        Map<String, String> first = new LinkedHashMap<>();
        first.put("key", newKey());
        first.put("country", "SE");
        Optional<Code> found = code.isEmpty() ? Optional.empty() : code(shown, request, code);
        if (!code.isEmpty()) {
            first.put("code", code.substring(0, Math.min(code.length(), 40)));
        }
        List<TicketType> open = open(shown, found);
        if (open.size() == 1) {
            first.put("type", open.getFirst().key());
        }
        Form.State state = Form.filled(words, "register", first);
        if (!code.isEmpty() && found.isEmpty()) {
            state = state.refused("code", words.say("register.code.unknown"));
        }
        return Answer.page(view(shown, state, found, false));
    }

    static String newKey() {
        return Tokens.random("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789", 24);
    }

    @PostMapping("/{edition}/register")
    Answer register(Shown shown, HttpServletRequest request) {
        Words words = shown.words(RegisterPages.class);
        Map<String, String[]> sent = new LinkedHashMap<>(request.getParameterMap());
        String[] keys = sent.getOrDefault("key", new String[] {""});
        boolean keyed = keys.length == 1 && keys[0].matches(KEY);
        if (!keyed) {
            sent.put("key", new String[] {newKey()});
        }
        Form.State first = Form.read(words, "register", sent).state();
        String typed = first.value("code").strip();
        Optional<Code> code = typed.isEmpty() ? Optional.empty() : code(shown, request, typed);
        Map<String, TicketType> types = new LinkedHashMap<>();
        open(shown, code).forEach(type -> types.put(type.key(), type));
        boolean costs = costs(shown, types.get(first.value("type")), first, code);
        Optional<Known> known = costs ? organisations.named(first.value("organisation")) : Optional.empty();
        boolean applies = request.getParameter("apply") != null;
        if (costs && !applies) {
            BuyerForm.fill(sent, first, known);
        }
        Form form = Form.read(words, "register", sent);
        if (!typed.isEmpty() && code.isEmpty()) {
            form.refuse("code", "register.code.unknown");
        }
        if (applies) {
            return Answer.page(view(shown, form.state(), code, false));
        }
        if (types.isEmpty()) {
            return Answer.conflict(view(shown, form.state(), code, false));
        }
        if (hasClosed(shop(shown), form.state().value("type"), clock.instant())) {
            form.refuse("type", "register.closedMeanwhile");
        }
        var type = form.choice("type", types);
        var name = form.required("name", 120);
        var email = form.email("email");
        var organisation = form.required("organisation", 160);
        Supplier<Buyer> buyer = costs ? BuyerForm.single(form, known) : () -> Buyer.of(organisation.get(), "");
        var extras = form.choices("extras", extras(shown));
        ChosenSessions choosing = sessions(shown);
        Supplier<Set<OfferingId>> sessions = choosing.from(form);
        known.ifPresent(one -> checkReference(shown, words, form, one));
        String key = form.state().value("key");
        if (!keyed) {
            form.refuse("type", "register.sendAgain");
        }
        var wanted = form.then(() -> {
            return new NewOrder(
                    shown.edition(),
                    shop(shown).terms(),
                    key,
                    new NewOrder.Orderer(null, name.get(), email.get(), organisation.get(), shown.language()),
                    buyer.get(),
                    List.of(new NewOrder.NewTicket(
                            type.get(),
                            new NewOrder.Attendee(name.get(), email.get(), organisation.get(), shown.language(), true),
                            extras.get().stream()
                                    .filter(extra -> extra.goesWith(type.get()))
                                    .toList(),
                            seats(choosing, sessions.get()),
                            false,
                            false)),
                    code.orElse(null),
                    null,
                    null);
        });
        return switch (wanted) {
            case Form.Invalid<NewOrder>(Form.State state) -> Answer.invalid(view(shown, state, code, false));
            case Form.Valid<NewOrder>(NewOrder order)
            when !faults(shown, choosing, type.get(), sessions.get()).isEmpty() ->
                Answer.invalid(view(
                        shown,
                        choosing.refused(form.state(), faults(shown, choosing, type.get(), sessions.get())),
                        code,
                        false));
            case Form.Valid<NewOrder>(NewOrder order)
            when request.getParameter("wait") != null && orders.refused(order) == null ->
                answer(
                        shown,
                        form.state(),
                        code,
                        true,
                        order,
                        waiting.join(shown.edition(), new WaitingLists.ForTickets(order, true)));
            case Form.Valid<NewOrder>(NewOrder order) ->
                answer(shown, form.state(), code, false, order, orders.placeOnce(order));
        };
    }

    private Answer answer(
            Shown shown, Form.State typed, Optional<Code> code, boolean waits, NewOrder order, Outcome outcome) {
        Words words = shown.words(RegisterPages.class);
        Form.State state = keyed(typed, outcome);
        return switch (outcome) {
            case Outcome.Placed placed -> Answer.seeOther(shown.href(placed.path() + "?new"));
            case Outcome.Waits line -> Answer.seeOther(shown.href(line.path() + "?waits"));
            case Outcome.Full full -> full(shown, state, code, order, full);
            case Outcome refused ->
                Answer.conflict(view(shown, state.refused("type", refusal(words, refused)), code, waits));
        };
    }

    /// What was typed, with a new key where the old one has been used for something else.
    static Form.State keyed(Form.State typed, Outcome outcome) {
        return outcome instanceof Outcome.OtherWords ? typed.with("key", newKey()) : typed;
    }

    /// The ticket itself may be gone (there is a list to wait in), or only an extra.
    private Answer full(Shown shown, Form.State state, Optional<Code> code, NewOrder order, Outcome.Full full) {
        Words words = shown.words(RegisterPages.class);
        List<Fault> seats = sessions(shown).rules().choosing().offerings().stream()
                .filter(offering -> full.quotas().contains(offering.quota()))
                .<Fault>map(Fault.Full::new)
                .toList();
        if (!seats.isEmpty()) {
            return Answer.conflict(view(shown, sessions(shown).refused(state, seats), code, false));
        }
        boolean ticket = Quotas.ids(
                        shown.id(), order.tickets().getFirst().type().quotas())
                .stream()
                .anyMatch(full.quotas()::contains);
        return Answer.conflict(view(
                shown,
                ticket
                        ? state.refused("type", words.say("register.soldOut"))
                        : state.refused("extras", words.say("register.extraGone")),
                code,
                ticket));
    }

    private ChosenSessions sessions(Shown shown) {
        return new ChosenSessions(
                shown.edition(),
                shown.language(),
                new ChoiceRules(
                        offerings.shown(shown.id()), shown.edition().timeZone(), List.of(), Set.of(), clock.instant()));
    }

    /// What cannot be had together. What must be chosen may be chosen later.
    private List<Fault> faults(Shown shown, ChosenSessions choosing, TicketType type, Set<OfferingId> wanted) {
        return choices.faults(shown.edition(), choosing.rules().choosing(), type.days(), wanted).stream()
                .filter(fault -> !(fault instanceof Fault.TooFew || fault instanceof Fault.Missing))
                .toList();
    }

    private static List<NewOrder.Seat> seats(ChosenSessions choosing, Set<OfferingId> wanted) {
        return choosing.rules().choosing().offerings().stream()
                .filter(offering -> wanted.contains(offering.id()))
                .map(offering -> new NewOrder.Seat(offering.id().value(), offering.quota()))
                .toList();
    }

    /// The code that was typed, if it is one and still good. Guessing is slow.
    private Optional<Code> code(Shown shown, HttpServletRequest request, String typed) {
        return throttle.allows("code " + request.getRemoteAddr(), 100, Duration.ofMinutes(10))
                ? codes.find(shown.id(), typed).filter(code -> code.isValid(clock.instant()))
                : Optional.empty();
    }

    private Map<String, Extra> extras(Shown shown) {
        Map<String, Extra> extras = new LinkedHashMap<>();
        shop(shown).extras().forEach(extra -> extras.put(extra.key(), extra));
        return extras;
    }

    static String refusal(Words words, Outcome refused) {
        return switch (refused) {
            case Outcome.Full full -> words.say("register.soldOut");
            case Outcome.Closed closed -> words.say("register.closedMeanwhile");
            case Outcome.Number number -> words.say("register.number", number.min(), number.max());
            case Outcome.CodeSpent spent -> words.say("register.codeSpent");
            case Outcome.OtherWords other -> words.say("register.otherWords");
            case Outcome.Rush rush -> words.say("register.rush");
            case Outcome.Placed placed -> throw new IllegalArgumentException("not refused: " + placed);
            case Outcome.Waits waits -> throw new IllegalArgumentException("not refused: " + waits);
        };
    }

    /// Known organisations, for the type-ahead: those that an organiser or an edition file vouches for, never what
    /// participants typed.
    @GetMapping("/{edition}/register/organisations.json")
    Answer organisations(Shown shown, @RequestParam(defaultValue = "") String q) {
        record Suggestion(String name, @Nullable String number, String hint) {}
        Words words = shown.words(RegisterPages.class);
        List<Suggestion> suggestions = q.length() > MAX_TYPED
                ? List.of()
                : organisations.suggest(q, SUGGESTIONS).stream()
                        .map(known -> new Suggestion(
                                shown.said(known.name()).value(), known.number(), hint(shown, words, known)))
                        .toList();
        return Answer.send("application/json", Json.write(suggestions).getBytes(StandardCharsets.UTF_8));
    }

    private static String hint(Shown shown, Words words, Known known) {
        ReferencePattern pattern = known.referencePattern();
        String hint = shown.said(known.referenceHint()).value();
        return hint.isEmpty() && pattern != null ? words.say("register.reference.looks", pattern.value()) : hint;
    }

    /// A reference that the organisation's own invoice department would send back.
    private static void checkReference(Shown shown, Words words, Form form, Known known) {
        String reference = form.state().value("reference").strip();
        ReferencePattern pattern = known.referencePattern();
        if (pattern != null
                && !reference.isEmpty()
                && !form.state().value("kind").equals("private")
                && !pattern.matches(reference)) {
            form.refuse(
                    "reference",
                    "register.reference.pattern",
                    shown.said(known.name()).value(),
                    hint(shown, words, known));
        }
    }

    /// Whether this ticket, with what was ticked beside it, costs anything: only then somebody has to pay.
    private boolean costs(Shown shown, @Nullable TicketType type, Form.State typed, Optional<Code> code) {
        return type != null
                && (!price(type, code).isZero()
                        || shop(shown).extras().stream()
                                .anyMatch(extra -> typed.holds("extras", extra.key())
                                        && extra.goesWith(type)
                                        && !extra.price().isZero()));
    }

    /// Whether this was on sale before, as when somebody types for long.
    static boolean hasClosed(TicketShop shop, String type, Instant now) {
        return shop.type(type).filter(one -> !now.isBefore(one.closes())).isPresent();
    }

    /// What this visitor can take now: what everybody sees, and what a code opens.
    private List<TicketType> open(Shown shown, Optional<Code> code) {
        Instant now = clock.instant();
        return shop(shown).types().stream()
                .filter(type -> type.isOpen(now) && type.minAnOrder() == 1)
                .filter(type -> switch (type.audience().kind()) {
                    case PUBLIC, DOMAIN -> true;
                    case CODE, ROLE, ORGANISATION ->
                        code.filter(one -> one.kind() != Code.Kind.DISCOUNT && one.isFor(type))
                                .isPresent();
                })
                .toList();
    }

    private TicketShop shop(Shown shown) {
        return shown.content(tickets).orElse(TicketShop.NONE);
    }

    private torg.web.View view(Shown shown, Form.State form, Optional<Code> code, boolean mayWait) {
        Words words = shown.words(RegisterPages.class);
        Page page = frames.personal(shown, words.say("register.title"), "/register");
        Map<String, Integer> left = places.left(shown.id());
        TicketShop shop = shop(shown);
        List<TicketType> open = open(shown, code);
        List<Option> options = open.stream()
                .map(type -> new Option(type.key(), label(shown, words, type, code), hint(shown, words, type, left))
                        .marked(price(type, code).isZero() ? "free" : ""))
                .toList();
        List<Option> extras = shop.extras().stream()
                .filter(extra -> open.stream().anyMatch(extra::goesWith))
                .map(extra -> extra(shown, words, open, extra, left))
                .toList();
        return (out, forms) -> JteregisterGenerated.render(
                out,
                forms,
                page,
                words,
                form,
                options,
                extras,
                payers(words, shop, open, code),
                sessions(shown).days(),
                state(shown, words, code),
                mayWait);
    }

    /// A ticket type to choose, with its price and how scarce it is.
    static Option option(Shown shown, Words words, TicketType type, Money price, Map<String, Integer> left) {
        int places = PlacesLeft.of(type.quotas(), left);
        String hint = (shown.said(type.description()).value() + " " + scarce(words, places, "register.soldOut.short"))
                .strip();
        return new Option(
                type.key(),
                priced(words, shown, shown.said(type.name()).value(), price),
                hint.isEmpty() ? null : hint,
                places == 0);
    }

    /// Who may pay, where there is anything to pay. The state's agencies stand out only for a seller of their kind.
    private List<Option> payers(Words words, TicketShop shop, List<TicketType> open, Optional<Code> code) {
        boolean costs = open.stream().anyMatch(type -> !price(type, code).isZero())
                || shop.extras().stream().anyMatch(extra -> !extra.price().isZero());
        return Stream.of(Buyer.Kind.values())
                .filter(kind -> costs
                        && (kind != Buyer.Kind.STATE_AGENCY || shop.terms().stateAgency()))
                .map(kind -> new Option(
                        kind.name().toLowerCase(java.util.Locale.ROOT), words.say("buyer." + Db.written(kind))))
                .toList();
    }

    private String label(Shown shown, Words words, TicketType type, Optional<Code> code) {
        String name = shown.said(type.name()).value();
        return priced(words, shown, name, price(type, code));
    }

    private Money price(TicketType type, Optional<Code> code) {
        Money full = type.priceAt(clock.instant());
        return code.filter(one -> one.isFor(type)).map(one -> one.off(full)).orElse(full);
    }

    static String priced(Words words, Shown shown, String name, Money price) {
        return price.isZero()
                ? words.say("register.free", name)
                : words.say("register.priced", name, price.in(shown.language()));
    }

    private String hint(Shown shown, Words words, TicketType type, Map<String, Integer> left) {
        List<String> parts = new ArrayList<>();
        parts.add(shown.said(type.description()).value());
        Instant now = clock.instant();
        type.steps().stream()
                .filter(step -> step.begins().isAfter(now))
                .findFirst()
                .ifPresent(step -> parts.add(words.say(
                        "register.later",
                        step.price().in(shown.language()),
                        begins(step.begins().atZone(shown.edition().timeZone()), shown.language()))));
        if (type.audience().kind() == Audience.Kind.DOMAIN) {
            parts.add(words.say(
                    "register.domain", String.join(", ", type.audience().of())));
        }
        if (type.approval()) {
            parts.add(words.say("register.approval"));
        }
        parts.add(scarce(words, PlacesLeft.of(type.quotas(), left), "register.full"));
        return String.join(" ", parts).strip().replaceAll("  +", " ");
    }

    /// The day alone where something begins with it.
    private static String begins(ZonedDateTime begins, Language language) {
        return begins.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? Dates.day(begins.toLocalDate(), language)
                : Dates.moment(begins, language);
    }

    private static String scarce(Words words, int places, String full) {
        return places == 0 ? words.say(full) : places <= 20 ? words.say("register.left", places) : "";
    }

    private static Option extra(
            Shown shown, Words words, List<TicketType> open, Extra extra, Map<String, Integer> left) {
        int places = PlacesLeft.of(extra.quotas(), left);
        List<TicketType> with = open.stream().filter(extra::goesWith).toList();
        List<TicketType> without =
                open.stream().filter(type -> !with.contains(type)).toList();
        String only = without.isEmpty()
                ? ""
                : without.size() < with.size()
                        ? words.say("register.extraNotFor", names(shown, without))
                        : words.say("register.extraFor", names(shown, with));
        String hint = String.join(
                        " ",
                        shown.said(extra.description()).value(),
                        only,
                        scarce(words, places, "register.soldOut.short"))
                .strip()
                .replaceAll("  +", " ");
        return new Option(
                extra.key(),
                priced(words, shown, shown.said(extra.name()).value(), extra.price()),
                hint.isEmpty() ? null : hint,
                places == 0);
    }

    private static String names(Shown shown, List<TicketType> types) {
        return types.stream().map(type -> shown.said(type.name()).value()).collect(Collectors.joining(", "));
    }

    /// Why nobody can register now, or the empty string where they can.
    private String state(Shown shown, Words words, Optional<Code> code) {
        TicketShop shop = shop(shown);
        if (!open(shown, code).isEmpty()) {
            return "";
        }
        Instant now = clock.instant();
        return shop.types().stream()
                .map(TicketType::opens)
                .filter(now::isBefore)
                .min(Comparator.naturalOrder())
                .map(opens -> words.say(
                        "register.opens",
                        Dates.moment(opens.atZone(shown.edition().timeZone()), shown.language())))
                .orElse(words.say("register.closed"));
    }

    @Component
    @Order(5)
    static class Menu implements MenuItem {
        private final TicketStream tickets;

        Menu(TicketStream tickets) {
            this.tickets = tickets;
        }

        @Override
        public String path() {
            return "/register";
        }

        @Override
        public String label() {
            return "register.title";
        }

        @Override
        public boolean isShown(Shown shown) {
            return shown.content(tickets)
                    .filter(shop -> !shop.types().isEmpty())
                    .isPresent();
        }
    }

    /// What the front page says about registering.
    ///
    /// @param state  why nobody can register, or how many places are left; may be empty
    /// @param action what the link to the form says; empty where there is nothing to do
    record Call(String state, String action) {}

    private Call call(Shown shown, Words words) {
        String closed = state(shown, words, Optional.empty());
        if (!closed.isEmpty()) {
            return new Call(closed, "");
        }
        Map<String, Integer> left = places.left(shown.id());
        int most = open(shown, Optional.empty()).stream()
                .mapToInt(type -> PlacesLeft.of(type.quotas(), left))
                .max()
                .orElse(0);
        return most == 0
                ? new Call(words.say("front.full"), words.say("front.wait"))
                : new Call(scarce(words, most, ""), words.say("register.title"));
    }

    /// The call to register on the front page, at most [PlacesLeft#OLD] older than the count of places.
    @Component
    @Order(5)
    static class Front implements FrontSection {
        private final RegisterPages pages;

        Front(RegisterPages pages) {
            this.pages = pages;
        }

        @Override
        public Optional<Content> section(Shown shown, Page page) {
            Words words = shown.words(RegisterPages.class);
            Instant now = pages.clock.instant();
            for (TicketType type : pages.shop(shown).types()) {
                for (Instant change : List.of(type.opens(), type.closes())) {
                    if (now.isBefore(change)) {
                        shown.changesAt(change);
                    }
                }
            }
            Call call = pages.call(shown, words);
            if (!call.action.isEmpty()) {
                shown.changesAt(now.plus(PlacesLeft.OLD));
            }
            return Optional.of(new Part((out, forms) -> JtefrontGenerated.render(out, forms, page, call)));
        }
    }
}
