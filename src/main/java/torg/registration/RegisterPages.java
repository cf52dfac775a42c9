package torg.registration;

import gg.jte.Content;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import torg.edition.Frames;
import torg.edition.FrontSection;
import torg.edition.MenuItem;
import torg.edition.Shown;
import torg.registration.Orders.Outcome;
import torg.registration.TicketShop.Audience;
import torg.registration.TicketShop.TicketType;
import torg.store.ConferenceClock;
import torg.store.Json;
import torg.store.Tokens;
import torg.text.Dates;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.NotFound;
import torg.web.Option;
import torg.web.Page;
import torg.web.Part;

/// Registering, the straight way: one form, then one's own page.
@Controller
class RegisterPages {
    private static final int SUGGESTIONS = 8;
    private static final String KEY = "[A-Za-z0-9]{24}";

    private final TicketStream tickets;
    private final Orders orders;
    private final PlacesLeft places;
    private final Frames frames;
    private final ConferenceClock clock;

    RegisterPages(TicketStream tickets, Orders orders, PlacesLeft places, Frames frames, ConferenceClock clock) {
        this.tickets = tickets;
        this.orders = orders;
        this.places = places;
        this.frames = frames;
        this.clock = clock;
    }

    @GetMapping("/{edition}/register")
    Answer form(Shown shown) {
        Words words = shown.words(RegisterPages.class);
        Map<String, String> first = new LinkedHashMap<>();
        first.put("key", Tokens.random("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789", 24));
        List<TicketType> open = open(shown);
        if (open.size() == 1) {
            first.put("type", open.getFirst().key());
        }
        return Answer.page(view(shown, Form.filled(words, "register", first)));
    }

    @PostMapping("/{edition}/register")
    Answer register(Shown shown, HttpServletRequest request) {
        Words words = shown.words(RegisterPages.class);
        Form form = Form.read(words, "register", request.getParameterMap());
        Map<String, TicketType> types = new LinkedHashMap<>();
        open(shown).forEach(type -> types.put(type.key(), type));
        if (types.isEmpty()) {
            return Answer.conflict(view(shown, form.state()));
        }
        var type = form.choice("type", types);
        var name = form.required("name", 120);
        var email = form.email("email");
        var organisation = form.required("organisation", 160);
        var reference = form.optional("reference", 60);
        String key = form.state().value("key");
        if (!key.matches(KEY)) {
            throw new NotFound("a registration form without key");
        }
        var outcome = form.then(() -> orders.place(NewOrder.single(
                shown.edition(),
                shop(shown).terms(),
                key,
                type.get(),
                name.get(),
                email.get(),
                Buyer.of(organisation.get(), Objects.requireNonNullElse(reference.get(), "")),
                shown.language())));
        return switch (outcome) {
            case Form.Invalid<Outcome>(Form.State state) -> Answer.invalid(view(shown, state));
            case Form.Valid<Outcome>(Outcome.Placed placed) -> Answer.seeOther(shown.href(placed.path() + "?new"));
            case Form.Valid<Outcome>(Outcome refused) ->
                Answer.conflict(view(shown, form.state().refused("type", refusal(words, refused))));
        };
    }

    private static String refusal(Words words, Outcome refused) {
        return switch (refused) {
            case Outcome.Full full -> words.say("register.soldOut");
            case Outcome.Closed closed -> words.say("register.closedMeanwhile");
            case Outcome.Number number -> words.say("register.number", number.min(), number.max());
            case Outcome.CodeSpent spent -> words.say("register.codeSpent");
            case Outcome.Rush rush -> words.say("register.rush");
            case Outcome.Placed placed -> throw new IllegalArgumentException("not refused: " + placed);
        };
    }

    /// Names of organisations that the edition knows, for the type-ahead. Never those that participants typed.
    @GetMapping("/{edition}/register/organisations.json")
    Answer organisations(Shown shown, @RequestParam(defaultValue = "") String q) {
        String typed = folded(q.strip());
        List<String> names = typed.length() < 2
                ? List.of()
                : shown.edition().organisations().stream()
                        .map(organisation -> shown.said(organisation.name()).value())
                        .filter(name -> folded(name).contains(typed))
                        .sorted(Comparator.comparing(
                                        (String name) -> !folded(name).startsWith(typed))
                                .thenComparing(Comparator.naturalOrder()))
                        .limit(SUGGESTIONS)
                        .toList();
        return Answer.send("application/json", Json.write(names).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String folded(String value) {
        return java.text.Normalizer.normalize(value.toLowerCase(java.util.Locale.ROOT), java.text.Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "");
    }

    private List<TicketType> open(Shown shown) {
        Instant now = clock.instant();
        return shop(shown).types().stream()
                .filter(type -> type.isOpen(now) && type.audience().equals(Audience.PUBLIC) && type.minAnOrder() == 1)
                .toList();
    }

    private TicketShop shop(Shown shown) {
        return shown.content(tickets).orElse(TicketShop.NONE);
    }

    private torg.web.View view(Shown shown, Form.State form) {
        Words words = shown.words(RegisterPages.class);
        Page page = frames.personal(shown, words.say("register.title"), "/register");
        Map<String, Integer> left = places.left(shown.id(), shop(shown));
        List<Option> options = open(shown).stream()
                .map(type -> new Option(
                        type.key(),
                        label(shown, words, type),
                        hint(shown, words, type, left),
                        left.getOrDefault(type.key(), 0) == 0))
                .toList();
        boolean allGone = !options.isEmpty() && options.stream().allMatch(Option::gone);
        String state = allGone ? words.say("register.allGone") : state(shown, words);
        return (out, forms) -> JteregisterGenerated.render(out, forms, page, words, form, options, state);
    }

    private static String label(Shown shown, Words words, TicketType type) {
        String name = shown.said(type.name()).value();
        return type.price().isZero()
                ? words.say("register.free", name)
                : words.say("register.priced", name, type.price().in(shown.language()));
    }

    private static String hint(Shown shown, Words words, TicketType type, Map<String, Integer> left) {
        int places = left.getOrDefault(type.key(), 0);
        String about = shown.said(type.description()).value();
        String scarce = places == 0
                ? words.say("register.soldOut.short")
                : places <= 20 ? words.say("register.left", places) : "";
        return (about + " " + scarce).strip();
    }

    /// Why nobody can register now, or the empty string where they can.
    private String state(Shown shown, Words words) {
        TicketShop shop = shop(shown);
        if (!open(shown).isEmpty()) {
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

    /// The call to register on the front page.
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
            String state = pages.state(shown, words);
            return Optional.of(new Part((out, forms) -> JtefrontGenerated.render(out, forms, page, words, state)));
        }
    }
}
