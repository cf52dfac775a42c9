package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.edition.DeskItem;
import torg.edition.DeskLanguage;
import torg.edition.Edition;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.edition.Release;
import torg.edition.Releases;
import torg.registration.Participants.QuotaState;
import torg.registration.TicketDrafts.Count;
import torg.registration.TicketDrafts.Needed;
import torg.registration.TicketDrafts.Saved;
import torg.registration.TicketDrafts.StillNeeded;
import torg.registration.TicketShop.Extra;
import torg.registration.TicketShop.TicketType;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Page;
import torg.web.View;

/// What is sold, at the desk: ticket types with their prices, quotas and extras.
@Controller
class TicketPages {
    private static final String PATH = "/desk/tickets";
    private static final String KEY = "[a-z0-9][a-z0-9-]{0,59}";

    private final TicketDrafts drafts;
    private final TicketStream tickets;
    private final Releases releases;
    private final Participants participants;
    private final Frames frames;
    private final ConferenceClock clock;

    TicketPages(
            TicketDrafts drafts,
            TicketStream tickets,
            Releases releases,
            Participants participants,
            Frames frames,
            ConferenceClock clock) {
        this.drafts = drafts;
        this.tickets = tickets;
        this.releases = releases;
        this.participants = participants;
        this.frames = frames;
        this.clock = clock;
    }

    /// What all these pages need.
    private record Desk(Organiser organiser, Language language, Words words, HttpServletRequest request) {
        static Desk of(Organiser organiser, HttpServletRequest request) {
            Language language = DeskLanguage.of(request, organiser.edition());
            return new Desk(organiser, language, Words.of(TicketPages.class, language), request);
        }

        Edition edition() {
            return organiser.edition();
        }

        String href(String path) {
            return edition().address(language, path);
        }

        String said(Text text) {
            return text.in(language).value();
        }
    }

    private Page page(Desk desk, String title, String path) {
        Page page = frames.desk(desk.organiser, desk.language, title, path);
        if (!path.equals(PATH)) {
            return page.below(new Link(page.href(PATH), desk.words.say("sold.title")));
        }
        for (String said : List.of("saved", "removed", "stopped")) {
            if (desk.request.getParameter(said) != null) {
                return page.notice(Notice.done(desk.words.say("sold." + said)));
            }
        }
        return page;
    }

    private TicketShop published(Organiser organiser) {
        return releases.newest(organiser.id(), tickets).map(Release::content).orElse(TicketShop.NONE);
    }

    /// How the sale of a type stands.
    enum Sale {
        UNPUBLISHED("plain"),
        SOON("information"),
        ON("done"),
        FULL("careful"),
        CLOSED("plain");

        private final String tone;

        Sale(String tone) {
            this.tone = tone;
        }

        String tone() {
            return tone;
        }
    }

    /// A line of the list.
    ///
    /// @param note    when its sale begins or ends, in words
    /// @param price   what it costs now
    /// @param later   what it costs next and when, in words, or empty
    /// @param left    null: without limit
    /// @param changed whether the draft says something else than what is published
    record Type(
            String key,
            Text.Said name,
            Sale sale,
            String note,
            String price,
            String later,
            Count count,
            @Nullable Integer left,
            boolean changed) {}

    /// @param uses what takes places of it, in words
    record Quota(QuotaState state, List<String> uses) {}

    /// @param types that it goes with, in words
    record Sold(
            Extra extra,
            String price,
            Count count,
            @Nullable Integer left,
            String types,
            boolean changed) {}

    @GetMapping("/{edition}/desk/tickets")
    Answer list(Organiser organiser, HttpServletRequest request) {
        Desk desk = Desk.of(organiser, request);
        Page page = page(desk, desk.words.say("sold.title"), PATH);
        TicketShop draft = tickets.draft(organiser.id());
        TicketShop published = published(organiser);
        Map<String, Count> counts = drafts.counts(organiser.id());
        List<QuotaState> states = participants.quotas(organiser.id());
        Map<String, Integer> left = new LinkedHashMap<>();
        states.forEach(state -> left.put(state.key(), Math.max(0, state.capacity() - state.taken())));
        List<Type> types = draft.types().stream()
                .map(type -> line(
                        desk,
                        type,
                        published.type(type.key()).orElse(null),
                        counts.getOrDefault("ticket-type/" + type.key(), Count.NONE),
                        left(type.quotas(), left)))
                .toList();
        List<Quota> quotas = states.stream()
                .map(state -> new Quota(state, uses(desk, draft, state.key())))
                .toList();
        List<Sold> extras = draft.extras().stream()
                .map(extra -> new Sold(
                        extra,
                        extra.price().in(desk.language),
                        counts.getOrDefault("extra/" + extra.key(), Count.NONE),
                        left(extra.quotas(), left),
                        String.join(
                                ", ",
                                draft.types().stream()
                                        .filter(type -> !extra.types().isEmpty() && extra.goesWith(type))
                                        .map(type -> desk.said(type.name()))
                                        .toList()),
                        !Optional.of(extra).equals(published.extra(extra.key()))))
                .toList();
        boolean waits = !draft.types().equals(published.types())
                || !draft.extras().equals(published.extras())
                || !draft.terms().equals(published.terms());
        return Answer.page((out, forms) ->
                JteticketsForSaleGenerated.render(out, forms, page, desk.words, types, quotas, extras, waits));
    }

    private static @Nullable Integer left(List<String> quotas, Map<String, Integer> left) {
        return quotas.isEmpty() ? null : (Integer) PlacesLeft.of(quotas, left);
    }

    private Type line(Desk desk, TicketType type, @Nullable TicketType published, Count count, @Nullable Integer left) {
        Instant now = clock.instant();
        TicketType sold = published == null ? type : published;
        Sale sale = published == null
                ? Sale.UNPUBLISHED
                : now.isBefore(sold.opens())
                        ? Sale.SOON
                        : !sold.isOpen(now) ? Sale.CLOSED : left != null && left == 0 ? Sale.FULL : Sale.ON;
        String note = switch (sale) {
            case UNPUBLISHED, SOON -> desk.words.say("sold.opens", DeskPages.moment(desk.edition(), sold.opens()));
            case ON, FULL -> desk.words.say("sold.closes", DeskPages.moment(desk.edition(), sold.closes()));
            case CLOSED -> desk.words.say("sold.closed", DeskPages.moment(desk.edition(), sold.closes()));
        };
        String later = sold.steps().stream()
                .filter(step -> step.begins().isAfter(now) && step.begins().isBefore(sold.closes()))
                .findFirst()
                .map(step -> desk.words.say(
                        "sold.later",
                        step.price().in(desk.language),
                        DeskPages.moment(desk.edition(), step.begins()).replaceFirst(" 00:00$", "")))
                .orElse("");
        return new Type(
                type.key(),
                type.name().in(desk.language),
                sale,
                note,
                sold.priceAt(now).in(desk.language),
                later,
                count,
                left,
                published != null && !published.equals(type));
    }

    private static List<String> uses(Desk desk, TicketShop shop, String quota) {
        List<String> uses = new ArrayList<>();
        shop.types().stream().filter(type -> type.quotas().contains(quota)).forEach(type -> {
            List<String> days = type.days().stream()
                    .map(day -> Dates.dayOfYear(day, desk.language))
                    .toList();
            uses.add(
                    days.isEmpty()
                            ? desk.said(type.name())
                            : desk.words.say("sold.use", desk.said(type.name()), String.join(", ", days)));
        });
        shop.extras().stream()
                .filter(extra -> extra.quotas().contains(quota))
                .forEach(extra -> uses.add(desk.words.say("sold.use.extra", desk.said(extra.name()))));
        return uses;
    }

    private ShopForm<?> sheet(Desk desk, String things) {
        TicketShop shop = tickets.draft(desk.organiser.id());
        return switch (things) {
            case "types" -> new ShopForm.OfType(desk.edition(), shop, desk.words);
            case "quotas" -> new ShopForm.OfQuota(desk.edition(), shop, desk.words);
            case "extras" -> new ShopForm.OfExtra(desk.edition(), shop, desk.words);
            case "terms" -> new ShopForm.OfTerms(desk.edition(), shop, desk.words);
            default -> throw new NotFound(things);
        };
    }

    @GetMapping("/{edition}/desk/tickets/{things}/{key}")
    Answer edit(
            Organiser organiser, HttpServletRequest request, @PathVariable String things, @PathVariable String key) {
        Desk desk = Desk.of(organiser, request);
        return edit(desk, sheet(desk, things), new Place(things, key));
    }

    /// Which page this is.
    private record Place(String things, String key) {
        Place {
            if (things.equals("terms") && !key.equals("all")) {
                throw new NotFound(key); // there is one of them
            }
        }

        boolean added() {
            return key.equals("new");
        }

        String path() {
            return PATH + "/" + things + "/" + key;
        }
    }

    private <T> Answer edit(Desk desk, ShopForm<T> sheet, Place place) {
        T thing = sheet.part().find(sheet.shop, place.key);
        if (thing == null && !place.added()) {
            throw new NotFound(place.path());
        }
        Form.State form = sheet.state(thing == null ? sheet.begun() : sheet.filled(thing), TicketDrafts.version(thing));
        return Answer.page(view(desk, sheet, place, form, null, Map.of()));
    }

    /// @param differing what somebody else has saved meanwhile where it differs
    private <T> View view(
            Desk desk,
            ShopForm<T> sheet,
            Place place,
            Form.State form,
            @Nullable Notice notice,
            Map<String, String> differing) {
        T thing = sheet.part().find(sheet.shop, place.key);
        String title = thing == null
                ? desk.words.say("sold." + sheet.part().kind() + ".new")
                : desk.said(sheet.part().name().apply(thing));
        Page page = page(desk, title, place.path()).notice(notice);
        Optional<Needed> needed =
                thing == null ? Optional.empty() : drafts.needed(desk.organiser.id(), sheet.part(), place.key);
        TicketType type = thing instanceof TicketType one ? one : null;
        TicketType sold = published(desk.organiser).type(place.key).orElse(null);
        Shown shown = new Shown(
                place.things,
                desk.href(place.path()),
                place.added(),
                thing != null && !place.things.equals("terms"),
                needed.map(why -> desk.words.say("sold.needed." + Db.written(why)))
                        .orElse(""),
                type != null && sold != null && sold.isOpen(clock.instant()),
                thing instanceof TicketShop.Quota quota
                        ? participants.quotas(desk.organiser.id()).stream()
                                .filter(state -> state.key().equals(quota.key()))
                                .findFirst()
                                .orElse(null)
                        : null,
                thing instanceof TicketShop.Quota ? uses(desk, sheet.shop, place.key) : List.of(),
                type == null
                        ? List.of()
                        : sheet.shop.extras().stream()
                                .filter(extra -> extra.goesWith(type))
                                .map(extra ->
                                        new Link(desk.href(PATH + "/extras/" + extra.key()), desk.said(extra.name())))
                                .toList(),
                ShopForm.rows(form));
        return (out, forms) -> JteticketForSaleGenerated.render(
                out,
                forms,
                page,
                desk.words,
                form,
                shown,
                sheet.options(),
                desk.edition().languages(),
                differing);
    }

    /// What one of these pages shows besides its form.
    ///
    /// @param needed why it cannot be removed, or empty
    /// @param uses   of a quota: what takes places of it
    /// @param extras of a ticket type: what goes with it
    record Shown(
            String things,
            String address,
            boolean added,
            boolean saved,
            String needed,
            boolean onSale,
            @Nullable QuotaState quota,
            List<String> uses,
            List<Link> extras,
            int steps) {}

    @PostMapping("/{edition}/desk/tickets/{things}/{key}")
    Answer save(
            Organiser organiser, HttpServletRequest request, @PathVariable String things, @PathVariable String key) {
        Desk desk = Desk.of(organiser, request);
        return save(desk, sheet(desk, things), new Place(things, key));
    }

    private <T> Answer save(Desk desk, ShopForm<T> sheet, Place place) {
        Form form = Form.read(desk.words, sheet.topic(), desk.request.getParameterMap());
        if (!place.added() && !place.key.matches(KEY)) {
            throw new NotFound(place.path());
        }
        String key = place.added() ? newKey(form, sheet) : place.key;
        String seen = form.state().value("version");
        var change = sheet.read(form, key);
        return switch (form.then(() -> drafts.save(desk.organiser, sheet.part(), key, seen, change))) {
            case Form.Invalid<Saved<T>>(Form.State state) ->
                Answer.invalid(view(desk, sheet, place, state, null, Map.of()));
            case Form.Valid<Saved<T>>(Saved<T> saved) ->
                switch (saved) {
                    case Saved.Done<T> done -> Answer.seeOther(desk.href(PATH + "?saved"));
                    case Saved.TooMany<T> many ->
                        Answer.invalid(view(
                                desk,
                                sheet,
                                place,
                                form.refuse("name." + desk.edition().mainLanguage(), "sold.tooMany", TicketDrafts.MOST)
                                        .state(),
                                null,
                                Map.of()));
                    case Saved.Meanwhile<T>(T now)
                    when place.added() ->
                        Answer.invalid(view(
                                desk,
                                sheet,
                                place,
                                form.refuse("key", "sold.key.taken").state(),
                                null,
                                Map.of()));
                    case Saved.Meanwhile<T>(T now) -> Answer.conflict(meanwhile(desk, place, form.state(), now));
                };
        };
    }

    /// What was typed, to be saved after all, beside what somebody else has saved.
    private <T> View meanwhile(Desk desk, Place place, Form.State typed, @Nullable T now) {
        @SuppressWarnings("unchecked") // of the same kind, as the draft is now
        ShopForm<T> sheet = (ShopForm<T>) sheet(desk, place.things);
        Map<String, List<String>> values = new LinkedHashMap<>();
        desk.request.getParameterMap().keySet().forEach(name -> values.put(name, typed.values(name)));
        return view(
                desk,
                sheet,
                place,
                sheet.state(values, TicketDrafts.version(now)),
                Notice.careful(desk.words.say(now == null ? "sold.meanwhile.removed" : "sold.meanwhile")),
                now == null ? Map.of() : sheet.differing(now, typed));
    }

    /// The key of something new: as typed, or made of its name.
    private static <T> String newKey(Form form, ShopForm<T> sheet) {
        String typed = form.state().value("key").strip();
        if (!typed.isEmpty()) {
            if (!typed.matches(KEY) || typed.equals("new")) {
                form.refuse("key", "sold.key.wrong");
            } else if (sheet.part().find(sheet.shop, typed) != null) {
                form.refuse("key", "sold.key.taken");
            }
            return typed;
        }
        String name = form.state().value("name." + sheet.edition.mainLanguage());
        String stem = Normalizer.normalize(name, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        String key = stem.isEmpty() ? sheet.part().kind() : stem.substring(0, Math.min(stem.length(), 50));
        String free = key;
        for (int i = 2; free.equals("new") || sheet.part().find(sheet.shop, free) != null; i++) {
            free = key + "-" + i;
        }
        return free;
    }

    @PostMapping("/{edition}/desk/tickets/types/{key}/stop")
    Answer stop(Organiser organiser, HttpServletRequest request, @PathVariable String key) {
        Desk desk = Desk.of(organiser, request);
        if (!drafts.stop(organiser, key)) {
            return refused(desk, sheet(desk, "types"), new Place("types", key), "sold.stop.notOnSale");
        }
        return Answer.seeOther(desk.href(PATH + "?stopped"));
    }

    @PostMapping("/{edition}/desk/tickets/{things}/{key}/removal")
    Answer remove(
            Organiser organiser, HttpServletRequest request, @PathVariable String things, @PathVariable String key) {
        Desk desk = Desk.of(organiser, request);
        ShopForm<?> sheet = sheet(desk, things);
        Place place = new Place(things, key);
        try {
            String version = Objects.requireNonNullElse(request.getParameter("version"), "");
            return drafts.remove(organiser, sheet.part(), key, version)
                    ? Answer.seeOther(desk.href(PATH + "?removed"))
                    : refused(desk, sheet, place, "sold.removal.meanwhile");
        } catch (StillNeeded e) {
            return refused(desk, sheet, place, "sold.needed." + Db.written(e.why()));
        }
    }

    /// Nothing was done; the page as it is now, and why.
    private <T> Answer refused(Desk desk, ShopForm<T> sheet, Place place, String why) {
        T thing = sheet.part().find(sheet.shop, place.key);
        if (thing == null) {
            throw new NotFound(place.path());
        }
        Form.State form = sheet.state(sheet.filled(thing), TicketDrafts.version(thing));
        return Answer.conflict(view(desk, sheet, place, form, Notice.careful(desk.words.say(why)), Map.of()));
    }

    @Component
    @Order(25)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return PATH;
        }

        @Override
        public String label() {
            return "sold.title";
        }
    }
}
