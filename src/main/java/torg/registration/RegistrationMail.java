package torg.registration;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.mail.Audiences;
import torg.mail.LetterKind;
import torg.mail.LetterKind.Placeholder;
import torg.mail.Letters;
import torg.mail.Outbox;
import torg.mail.Outbox.Staged;
import torg.registration.Orders.PersonRow;
import torg.registration.Orders.Prepared;
import torg.registration.Orders.TicketRow;
import torg.registration.PersonalLinks.Purpose;
import torg.registration.Ticket.PersonId;
import torg.registration.Ticket.State;
import torg.registration.Ticket.TicketId;
import torg.store.Db;
import torg.store.Id;
import torg.store.LocalIds;
import torg.store.Settings;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Money;
import torg.text.Text;
import torg.text.Words;

/// What is written to participants, to those who order for others, and to those who wait; one by one, and to all at
/// once. A letter names the person that it is for: what is somebody else's by then is not sent.
@Component
class RegistrationMail implements Letters, Audiences {
    private static final String REGISTRATION = "registration";
    private static final String PENDING = "pending";
    private static final String LINKS = "links";
    private static final String AGAIN = "again";
    private static final String AGAIN_WAITING = "again-waiting";
    private static final String REMINDER = "reminder";
    private static final String ORDER = "order";
    private static final String NAMES = "names";
    private static final String NAMES_GONE = "names-gone";
    private static final String PASSED_ON = "passed-on";
    private static final String WAITING = "waiting";
    private static final String OFFER = "offer";
    private static final String GUEST = "guest";
    private static final String CANCELLED = "cancelled";

    private static final String TICKET = "ticket";
    private static final String EVERYBODY = "all";

    private final Db db;
    private final Outbox outbox;
    private final Editions editions;
    private final PersonalLinks links;
    private final OrderLinks orderLinks;
    private final Settings settings;

    RegistrationMail(
            Db db,
            Outbox outbox,
            @Lazy Editions editions,
            PersonalLinks links,
            OrderLinks orderLinks,
            Settings settings) {
        this.db = db;
        this.outbox = outbox;
        this.editions = editions;
        this.links = links;
        this.orderLinks = orderLinks;
        this.settings = settings;
    }

    private static Staged staged(
            UUID edition, String kind, String email, String name, Language language, Map<String, String> reference) {
        return new Staged(UUID.randomUUID(), edition, kind, email, name, language, reference, false);
    }

    private static Map<String, String> about(UUID ticket, UUID person) {
        return Map.of(TICKET, ticket.toString(), RECIPIENT, person.toString());
    }

    /// The ticket, or that it waits for an organiser, to whoever has it.
    static Staged confirmation(TicketRow ticket, PersonRow person) {
        return staged(
                ticket.edition(),
                ticket.state().equals(PENDING) ? PENDING : REGISTRATION,
                person.email(),
                person.name(),
                new Language(person.language()),
                about(ticket.id(), person.id()));
    }

    /// The order, to whoever has just placed it.
    static Staged confirmation(Prepared order) {
        return staged(
                order.row().edition(),
                ORDER,
                order.order().orderer().email(),
                order.order().orderer().name(),
                order.order().orderer().language(),
                Map.of(ORDER, order.id().toString()));
    }

    /// That somebody has a place already, to whoever has it: a second one was not made.
    static Staged again(Orders.Holder holder, Language language) {
        return staged(
                holder.edition().value(),
                AGAIN,
                holder.email(),
                holder.name(),
                language,
                about(holder.ticket(), holder.person()));
    }

    void stage(List<Staged> letters) {
        if (!letters.isEmpty()) {
            outbox.stageAll(letters);
        }
    }

    void confirm(EditionId edition, TicketId id) {
        stage(db
                .sql(Registrations.OWN_TICKET + "where ticket.edition_id = :edition and ticket.id = :id")
                .set("edition", edition)
                .set("id", id)
                .list(Registrations::ticket)
                .stream()
                .filter(ticket -> ticket.state() == State.VALID || ticket.state() == State.PENDING)
                .flatMap(ticket ->
                        to(edition, ticket, ticket.state() == State.PENDING ? PENDING : REGISTRATION).stream())
                .toList());
    }

    /// The links once more, to the address that is known: for somebody who wants to change something or lost them.
    void links(Edition edition, Ticket ticket) {
        to(edition.id(), ticket, LINKS).ifPresent(outbox::stage);
    }

    /// To whoever had a ticket that is somebody else's now.
    void passedOn(Edition edition, Ticket ticket) {
        to(edition.id(), ticket, PASSED_ON).ifPresent(outbox::stage);
    }

    /// To whoever had the ticket, and to whoever ordered it for them.
    void cancelled(EditionId edition, TicketId ticket) {
        stage(db.sql("""
                select distinct person.id, person.name, person.email, person.language
                from ticket
                join ticket_order on ticket_order.edition_id = ticket.edition_id and ticket_order.id = ticket.order_id
                join person on person.id in (ticket.person_id, ticket_order.orderer_id)
                where ticket.edition_id = :edition and ticket.id = :ticket and ticket_order.state = 'placed'
                    and ticket.person_id is not null and person.email is not null
                """)
                .set("edition", edition)
                .set("ticket", ticket)
                .list(row -> staged(
                        edition.value(),
                        CANCELLED,
                        row.string("email"),
                        row.string("name"),
                        new Language(row.string("language")),
                        about(ticket.value(), row.uuid("id")))));
    }

    private static Optional<Staged> to(EditionId edition, Ticket ticket, String kind) {
        return Optional.ofNullable(ticket.person())
                .map(person -> staged(
                        edition.value(),
                        kind,
                        ticket.email(),
                        ticket.name(),
                        ticket.language(),
                        about(ticket.id().value(), person.value())));
    }

    /// The order, to whoever placed it for others.
    void confirmOrder(EditionId edition, UUID order) {
        order(edition, order, ORDER);
    }

    /// To whoever ordered places without names: that names are missing, or that the places have gone to others.
    void names(EditionId edition, UUID order, boolean gone) {
        order(edition, order, gone ? NAMES_GONE : NAMES);
    }

    private void order(EditionId edition, UUID order, String kind) {
        stage(db.sql("""
                select person.id, person.name, person.email, person.language
                from ticket_order
                join person on person.id = ticket_order.orderer_id
                where ticket_order.edition_id = :edition and ticket_order.id = :order
                """)
                .set("edition", edition)
                .set("order", order)
                .list(row -> staged(
                        edition.value(),
                        kind,
                        row.string("email"),
                        row.string("name"),
                        new Language(row.string("language")),
                        Map.of(ORDER, order.toString()))));
    }

    /// To whoever has joined a waiting list.
    void waits(EditionId edition, PersonId person) {
        stage(toPerson(
                edition, person, WAITING, Map.of(RECIPIENT, person.value().toString())));
    }

    /// To somebody in a line who tried to join it once more.
    void waitsAlready(EditionId edition, PersonId person) {
        stage(toPerson(
                edition, person, AGAIN_WAITING, Map.of(RECIPIENT, person.value().toString())));
    }

    /// A place has come free for somebody who waited.
    void offer(EditionId edition, PersonId person, UUID offer) {
        stage(toPerson(edition, person, OFFER, Map.of(RECIPIENT, person.value().toString(), OFFER, offer.toString())));
    }

    /// A place without cost is there for somebody who has not registered yet.
    void guest(EditionId edition, UUID code, Guests.Guest guest) {
        stage(List.of(staged(
                edition.value(),
                GUEST,
                guest.email(),
                guest.name(),
                guest.language(),
                Map.of(GUEST, code.toString()))));
    }

    private List<Staged> toPerson(EditionId edition, PersonId id, String kind, Map<String, String> reference) {
        return db.sql("select name, email, language from person where id = :id")
                .set("id", id)
                .list(row -> staged(
                        edition.value(),
                        kind,
                        row.string("email"),
                        row.string("name"),
                        new Language(row.string("language")),
                        reference));
    }

    @Override
    public List<LetterKind> kinds() {
        Placeholder link = Placeholder.address("link");
        Placeholder ticket = Placeholder.words("ticket");
        Placeholder order = Placeholder.words("order");
        Placeholder change = Placeholder.address("change");
        Placeholder programme = Placeholder.address("programme");
        Placeholder places = Placeholder.words("places");
        Placeholder thing = Placeholder.words("thing");
        return List.of(
                kind(REGISTRATION, ticket, order, link.mustBeThere(), change, programme),
                kind(PENDING, ticket, order, link.mustBeThere(), change, programme),
                kind(LINKS, ticket, order, link.mustBeThere(), change, programme),
                kind(AGAIN, ticket, order, link.mustBeThere(), change, programme),
                kind(REMINDER, ticket, order, link, change, programme),
                kind(ORDER, places, order, link.mustBeThere()),
                kind(NAMES, places, order, Placeholder.words("until"), link.mustBeThere()),
                kind(NAMES_GONE, places, order, Placeholder.words("until"), link),
                kind(PASSED_ON),
                kind(CANCELLED, Placeholder.words("who"), ticket, order, Placeholder.words("cost")),
                kind(GUEST, ticket, link.mustBeThere()),
                kind(WAITING, thing, Placeholder.words("hours"), link.mustBeThere()),
                kind(AGAIN_WAITING, thing, Placeholder.words("hours"), link.mustBeThere()),
                kind(OFFER, thing, places, Placeholder.words("until"), link.mustBeThere()));
    }

    private static LetterKind kind(String key, Placeholder... more) {
        List<Placeholder> placeholders = new ArrayList<>(
                List.of(Placeholder.words("name"), Placeholder.words("edition"), Placeholder.words("dates")));
        placeholders.addAll(List.of(more));
        return new LetterKind(key, RegistrationMail.class, true, List.copyOf(placeholders));
    }

    @Override
    public Map<UUID, Filling> fill(List<Staged> staged) {
        Map<UUID, Filling> fillings = new HashMap<>();
        staged.stream()
                .filter(letter -> letter.edition() != null)
                .collect(Collectors.groupingBy(letter -> new EditionId(letter.edition())))
                .forEach((id, letters) -> {
                    Edition edition = editions.known(id);
                    fillTickets(
                            edition,
                            of(letters, List.of(REGISTRATION, PENDING, LINKS, AGAIN, REMINDER)::contains),
                            fillings);
                    fillOrders(edition, of(letters, List.of(ORDER, NAMES, NAMES_GONE)::contains), fillings);
                    fillWaiting(edition, of(letters, List.of(WAITING, AGAIN_WAITING)::contains), fillings);
                    fillOffers(edition, of(letters, OFFER::equals), fillings);
                    fillCancelled(edition, of(letters, CANCELLED::equals), fillings);
                    fillGuests(edition, of(letters, GUEST::equals), fillings);
                    of(letters, PASSED_ON::equals)
                            .forEach(letter -> fillings.put(
                                    letter.id(),
                                    filling(edition, letter, letter.recipientName(), Map.of(), List.of())));
                });
        return fillings;
    }

    private static List<Staged> of(List<Staged> letters, Predicate<String> kind) {
        return letters.stream().filter(letter -> kind.test(letter.kind())).toList();
    }

    private static List<UUID> ids(List<Staged> letters, String name) {
        return letters.stream().map(letter -> letter.about(name)).distinct().toList();
    }

    private static PersonId person(Staged letter) {
        return new PersonId(letter.about(RECIPIENT));
    }

    private Filling filling(
            Edition edition, Staged letter, String name, Map<String, String> more, List<Attachment> attachments) {
        String title = edition.name().in(letter.language()).value();
        Map<String, String> values = new HashMap<>(more);
        values.put("name", name);
        values.put("edition", title);
        values.put("dates", Dates.span(edition.firstDay(), edition.lastDay(), letter.language()));
        return new Filling(settings.isDemo() ? "Torg demo" : title, values, attachments);
    }

    private String address(Edition edition, Language language, String path) {
        return settings.baseUrl() + edition.address(language, path);
    }

    private record Place(PersonId person, String name, String secret, Text type, long order, State state) {}

    private void fillTickets(Edition edition, List<Staged> letters, Map<UUID, Filling> fillings) {
        if (letters.isEmpty()) {
            return;
        }
        List<UUID> persons = ids(letters, RECIPIENT);
        Map<PersonId, Place> places = new HashMap<>();
        db.sql("""
                select ticket.person_id, ticket.secret, ticket.state, person.name, type.name as type_name,
                    ticket_order.number
                from ticket
                join person on person.id = ticket.person_id
                join ticket_type type on type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
                join ticket_order on ticket_order.edition_id = ticket.edition_id and ticket_order.id = ticket.order_id
                where ticket.edition_id = :edition and ticket.person_id = any(:persons)
                order by ticket.created_at
                """)
                .set("edition", edition.id())
                .set("persons", persons)
                .list(row -> places.put(
                        row.id("person_id", PersonId::new),
                        new Place(
                                row.id("person_id", PersonId::new),
                                row.string("name"),
                                row.string("secret"),
                                row.text("type_name"),
                                row.number("number"),
                                row.choice("state", State.class))));
        Map<PersonId, Map<Purpose, String>> current =
                links.current(edition.id(), persons.stream().map(PersonId::new).toList());
        Map<Language, Attachment> calendars = new HashMap<>();
        for (Staged letter : letters) {
            Place place = places.get(person(letter));
            Map<Purpose, String> tokens = current.get(person(letter));
            if (place != null && tokens != null && suits(letter.kind(), place.state)) {
                fillings.put(
                        letter.id(),
                        ticket(
                                edition,
                                letter,
                                place,
                                tokens,
                                calendars.computeIfAbsent(letter.language(), language -> calendar(edition, language))));
            }
        }
    }

    /// Who cancelled meanwhile is only sent the links, having asked for them.
    private static boolean suits(String kind, State state) {
        return switch (state) {
            case VALID -> true;
            case PENDING -> kind.equals(PENDING) || kind.equals(LINKS) || kind.equals(AGAIN);
            case HELD, CANCELLED -> kind.equals(LINKS);
        };
    }

    private static Attachment calendar(Edition edition, Language language) {
        return new Attachment(edition.slug() + ".ics", "text/calendar", Calendar.of(edition, language));
    }

    private Filling ticket(
            Edition edition, Staged letter, Place place, Map<Purpose, String> tokens, Attachment calendar) {
        Language language = letter.language();
        boolean enters = letter.kind().equals(REGISTRATION) || letter.kind().equals(REMINDER);
        return filling(
                edition,
                letter,
                place.name,
                Map.of(
                        "ticket", place.type.in(language).value(),
                        "order", String.valueOf(place.order),
                        "link", address(edition, language, "/my/" + tokens.get(Purpose.VIEW)),
                        "change", address(edition, language, "/my/" + tokens.get(Purpose.CHANGE)),
                        "programme", address(edition, language, "/programme")),
                enters
                        ? List.of(
                                new Attachment(
                                        words(language).say("letter.file") + ".png",
                                        "image/png",
                                        QrCode.png(place.secret)),
                                calendar)
                        : List.of());
    }

    private static Words words(Language language) {
        return Words.of(RegistrationMail.class, language);
    }

    /// Where all names have followed meanwhile, nobody is reminded.
    private void fillOrders(Edition edition, List<Staged> letters, Map<UUID, Filling> fillings) {
        record Ordered(String name, long number, @Nullable LocalDate namesBy, int places) {}
        for (Staged letter : letters) {
            UUID order = letter.about(ORDER);
            db.sql("""
                    select ticket_order.number, ticket_order.names_by, person.name,
                        (select count(*)::int from ticket
                            where ticket.edition_id = :edition and ticket.order_id = :order
                                and (:kind = 'order' or ticket.person_id is null
                                    and (ticket.state = 'cancelled') = (:kind = 'names-gone'))) as tickets
                    from ticket_order
                    join person on person.id = ticket_order.orderer_id
                    where ticket_order.edition_id = :edition and ticket_order.id = :order
                    """)
                    .set("edition", edition.id())
                    .set("order", order)
                    .set("kind", letter.kind())
                    .optional(row -> new Ordered(
                            row.string("name"),
                            row.number("number"),
                            row.dateOrNull("names_by"),
                            row.integer("tickets")))
                    .filter(found -> found.places > 0)
                    .ifPresent(found -> orderLinks.current(edition.id(), order).ifPresent(token -> {
                        Map<String, String> values = new HashMap<>();
                        values.put("name", found.name);
                        values.put("order", String.valueOf(found.number));
                        values.put("places", words(letter.language()).say("letter.places", found.places));
                        values.put("until", found.namesBy == null ? "" : Dates.day(found.namesBy, letter.language()));
                        values.put("link", address(edition, letter.language(), "/order/" + token));
                        fillings.put(letter.id(), filling(edition, letter, letter.recipientName(), values, List.of()));
                    }));
        }
    }

    private static final String THING = """
            join person on person.id = waiting.person_id
            left join ticket_type type on type.edition_id = waiting.edition_id and type.id = waiting.thing_id
            left join extra on extra.edition_id = waiting.edition_id and extra.id = waiting.thing_id
            left join offering on offering.edition_id = waiting.edition_id and offering.id = waiting.thing_id
            """;

    private void fillWaiting(Edition edition, List<Staged> letters, Map<UUID, Filling> fillings) {
        for (Staged letter : letters) {
            db.sql("""
                    select person.name, coalesce(type.name, extra.name, offering.title) as thing,
                        coalesce((select offer_hours from order_terms where edition_id = :edition), :usual) as hours
                    from waiting
                    """ + THING + """
                    where waiting.edition_id = :edition and waiting.person_id = :person and waiting.state = 'waiting'
                    order by waiting.joined_at desc
                    limit 1
                    """)
                    .set("edition", edition.id())
                    .set("person", person(letter))
                    .set("usual", TicketShop.Terms.USUAL.offerHours())
                    .optional(row -> Map.of(
                            "name", row.string("name"),
                            "thing", row.text("thing").in(letter.language()).value(),
                            "hours", String.valueOf(row.integer("hours")),
                            "link", changeLink(edition, letter)))
                    .ifPresent(values -> fillings.put(
                            letter.id(), filling(edition, letter, letter.recipientName(), values, List.of())));
        }
    }

    /// An offer that is answered or over is not sent.
    private void fillOffers(Edition edition, List<Staged> letters, Map<UUID, Filling> fillings) {
        for (Staged letter : letters) {
            db.sql("""
                    select person.name, coalesce(type.name, extra.name, offering.title) as thing, offer.places,
                        offer.answer_by
                    from waiting_offer offer
                    join waiting on waiting.edition_id = offer.edition_id and waiting.id = offer.waiting_id
                    """ + THING + """
                    where offer.edition_id = :edition and offer.id = :offer and offer.state = 'open'
                        and waiting.person_id = :person
                    """)
                    .set("edition", edition.id())
                    .set("offer", letter.about(OFFER))
                    .set("person", person(letter))
                    .optional(row -> Map.of(
                            "thing", row.text("thing").in(letter.language()).value(),
                            "places", words(letter.language()).say("letter.places", row.integer("places")),
                            "until",
                                    Dates.moment(
                                            row.instant("answer_by").atZone(edition.timeZone()), letter.language()),
                            "link", changeLink(edition, letter)))
                    .ifPresent(values -> fillings.put(
                            letter.id(), filling(edition, letter, letter.recipientName(), values, List.of())));
        }
    }

    /// A ticket that is valid again meanwhile is not written about.
    private void fillCancelled(Edition edition, List<Staged> letters, Map<UUID, Filling> fillings) {
        if (letters.isEmpty()) {
            return;
        }
        record Lost(PersonId person, String name, String shown, Text type, long order, int fee, Money owed) {}
        Map<UUID, Lost> lost = new HashMap<>();
        db.sql("""
                select ticket.id, ticket.person_id, person.name, coalesce(person.alias, person.name) as shown,
                    type.name as type_name, ticket_order.number, ticket.fee_percent, ticket.owed_minor
                        + coalesce((select sum(ticket_extra.owed_minor) from ticket_extra
                            where ticket_extra.edition_id = ticket.edition_id
                                and ticket_extra.ticket_id = ticket.id), 0)::bigint as owed
                from ticket
                join person on person.id = ticket.person_id
                join ticket_type type on type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
                join ticket_order on ticket_order.edition_id = ticket.edition_id and ticket_order.id = ticket.order_id
                where ticket.edition_id = :edition and ticket.id = any(:tickets) and ticket.state = 'cancelled'
                """)
                .set("edition", edition.id())
                .set("tickets", ids(letters, TICKET))
                .list(row -> lost.put(
                        row.uuid("id"),
                        new Lost(
                                row.id("person_id", PersonId::new),
                                row.string("name"),
                                row.string("shown"),
                                row.text("type_name"),
                                row.number("number"),
                                row.integer("fee_percent"),
                                Money.sek(row.number("owed")))));
        for (Staged letter : letters) {
            Lost one = lost.get(letter.about(TICKET));
            if (one != null) {
                boolean theirs = one.person.equals(person(letter));
                fillings.put(
                        letter.id(),
                        filling(
                                edition,
                                letter,
                                letter.recipientName(),
                                Map.of(
                                        "who",
                                        theirs ? one.name : one.shown,
                                        "ticket",
                                        one.type.in(letter.language()).value(),
                                        "order",
                                        String.valueOf(one.order),
                                        "cost",
                                        one.owed.isZero()
                                                ? words(letter.language()).say("letter.cancelled.free")
                                                : words(letter.language())
                                                        .say(
                                                                "letter.cancelled.cost",
                                                                one.fee,
                                                                one.owed.in(letter.language()))),
                                List.of()));
            }
        }
    }

    /// A place that was taken back or used is not written about.
    private void fillGuests(Edition edition, List<Staged> letters, Map<UUID, Filling> fillings) {
        if (letters.isEmpty()) {
            return;
        }
        Map<UUID, Staged> byCode = letters.stream()
                .collect(Collectors.toMap(letter -> letter.about(GUEST), letter -> letter, (one, again) -> again));
        db.sql("""
                select code.id, code.code, type.name
                from code
                join ticket_type type on type.edition_id = code.edition_id and type.key = code.ticket_types[1]
                where code.edition_id = :edition and code.id = any(:codes) and code.revoked_at is null
                    and code.used < code.max_uses
                """)
                .set("edition", edition.id())
                .set("codes", List.copyOf(byCode.keySet()))
                .list(row -> {
                    Staged letter = java.util.Objects.requireNonNull(byCode.get(row.uuid("id")));
                    String link = address(edition, letter.language(), "/register?code=" + row.string("code"));
                    return fillings.put(
                            letter.id(),
                            filling(
                                    edition,
                                    letter,
                                    letter.recipientName(),
                                    Map.of(
                                            "ticket",
                                            row.text("name")
                                                    .in(letter.language())
                                                    .value(),
                                            "link",
                                            link),
                                    List.of()));
                });
    }

    private String changeLink(Edition edition, Staged letter) {
        return address(
                edition, letter.language(), "/my/" + links.current(edition.id(), person(letter), Purpose.CHANGE));
    }

    @Override
    public String kind() {
        return REMINDER;
    }

    /// All participants, and those of each ticket type.
    @Override
    public List<Audience> of(Id edition) {
        List<Audience> audiences = new ArrayList<>();
        Text all = Text.EMPTY;
        for (Language language : Language.SPOKEN) {
            all = all.with(language, words(language).say("audience.all"));
        }
        audiences.add(new Audience(EVERYBODY, all));
        db.sql("select key, name from ticket_type where edition_id = :edition order by position")
                .set("edition", edition)
                .list(row -> audiences.add(new Audience("type-" + row.string("key"), row.text("name"))));
        return List.copyOf(audiences);
    }

    @Override
    public Optional<Audience> chosen(Id edition, String key) {
        Text name = Text.EMPTY;
        for (Language language : Language.SPOKEN) {
            name = name.with(language, words(language).say("audience.chosen"));
        }
        Audience chosen = new Audience(key, name);
        return db.sql("select 1 from chosen_ticket where edition_id = :edition and id = :chosen limit 1")
                .set("edition", edition)
                .set("chosen", chosenId(key))
                .optional(row -> chosen);
    }

    private static @Nullable UUID chosenId(String audience) {
        try {
            return audience.startsWith(CHOSEN) ? UUID.fromString(audience.substring(CHOSEN.length())) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public List<Reader> readers(Id edition, String chosen) {
        return db.sql("""
                select coalesce(person.name, '') as name, coalesce(person.organisation_name, '') as organisation,
                    bool_or(ticket.state = 'valid' and person.email is not null) as gets
                from chosen_ticket chosen
                join ticket on ticket.edition_id = chosen.edition_id and ticket.id = chosen.ticket_id
                left join shown_person person on person.id = ticket.person_id
                where chosen.edition_id = :edition and chosen.id = :chosen and person.protected is not true
                group by coalesce(person.id, ticket.id), person.name, person.organisation_name
                order by folded(coalesce(person.name, '')), coalesce(person.id, ticket.id)
                """)
                .set("edition", edition)
                .set("chosen", chosenId(chosen))
                .list(row -> new Reader(row.string("name"), row.string("organisation"), row.truth("gets")));
    }

    /// Those of each session: `session-CODE`.
    @Override
    public List<Audience> hosted(Id edition, Set<String> hosts) {
        return db.sql("""
                select code, title from offering
                where edition_id = :edition and host = any(:hosts)
                order by starts_at nulls last, code
                """)
                .set("edition", edition)
                .set("hosts", List.copyOf(hosts))
                .list(row -> new Audience("session-" + row.string("code"), row.text("title")));
    }

    @Override
    public Map<String, Long> sizes(Id edition, Set<String> hosts) {
        Map<String, Long> sizes = new HashMap<>();
        db.sql("""
                select 'session-' || offering.code as audience, count(distinct ticket.person_id) as size
                from offering
                join session_choice choice on choice.edition_id = offering.edition_id
                    and choice.offering_id = offering.id and choice.left_at is null
                join ticket on ticket.edition_id = choice.edition_id and ticket.id = choice.ticket_id
                join person on person.id = ticket.person_id
                where offering.edition_id = :edition and offering.host = any(:hosts) and ticket.state = 'valid'
                    and person.email is not null
                group by offering.code
                """)
                .set("edition", edition)
                .set("hosts", List.copyOf(hosts))
                .list(row -> sizes.put(row.string("audience"), row.number("size")));
        return sizes;
    }

    @Override
    public List<Recipient> page(Id edition, String audience, @Nullable UUID after, int limit) {
        return db.sql("""
                select distinct on (ticket.person_id) ticket.person_id, person.name, person.email, person.language
                from ticket
                join person on person.id = ticket.person_id
                where ticket.edition_id = :edition and ticket.state = 'valid' and person.email is not null
                    and (cast(:type as uuid) is null or ticket.ticket_type_id = :type)
                    and (cast(:chosen as uuid) is null or exists (select 1 from chosen_ticket chosen
                        where chosen.edition_id = ticket.edition_id and chosen.ticket_id = ticket.id
                            and chosen.id = :chosen))
                    and (cast(:session as text) is null or exists (select 1 from session_choice choice
                        join offering on offering.edition_id = choice.edition_id and offering.id = choice.offering_id
                        where choice.edition_id = ticket.edition_id and choice.ticket_id = ticket.id
                            and choice.left_at is null and offering.code = :session))
                    and (cast(:after as uuid) is null or ticket.person_id > :after)
                order by ticket.person_id
                limit :limit
                """)
                .set("edition", edition)
                .set(
                        "type",
                        audience.startsWith("type-")
                                ? LocalIds.of(edition, "ticket-type", audience.substring("type-".length()))
                                : null)
                .set(
                        "chosen",
                        audience.startsWith(CHOSEN) ? UUID.fromString(audience.substring(CHOSEN.length())) : null)
                .set("session", audience.startsWith("session-") ? audience.substring("session-".length()) : null)
                .set("after", after)
                .set("limit", limit)
                .list(row -> new Recipient(
                        row.uuid("person_id"),
                        row.string("email"),
                        row.string("name"),
                        new Language(row.string("language"))));
    }

    @Override
    public Map<String, Long> sizes(Id edition) {
        Map<String, Long> sizes = new HashMap<>();
        db.sql("""
                select coalesce('type-' || type.key, 'all') as audience, count(distinct ticket.person_id) as size
                from ticket
                join ticket_type type on type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
                join person on person.id = ticket.person_id
                where ticket.edition_id = :edition and ticket.state = 'valid' and person.email is not null
                group by rollup (type.key)
                union all
                select 'chosen-' || chosen.id, count(distinct ticket.person_id)
                from chosen_ticket chosen
                join ticket on ticket.edition_id = chosen.edition_id and ticket.id = chosen.ticket_id
                join person on person.id = ticket.person_id
                where chosen.edition_id = :edition and ticket.state = 'valid' and person.email is not null
                group by chosen.id
                """).set("edition", edition).list(row -> sizes.put(row.string("audience"), row.number("size")));
        return sizes;
    }

    @Override
    public Instant moment(Id edition, int daysBefore, LocalTime time) {
        Edition known = editions.known(new EditionId(edition.value()));
        return known.firstDay()
                .minusDays(daysBefore)
                .atTime(time)
                .atZone(known.timeZone())
                .toInstant();
    }
}
