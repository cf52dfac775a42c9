package torg.registration;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.ledger.Audit;
import torg.registration.Code.CodeId;
import torg.registration.NewOrder.Attendee;
import torg.registration.NewOrder.NewTicket;
import torg.registration.NewOrder.Orderer;
import torg.registration.NewOrder.Seat;
import torg.registration.Orders.Outcome;
import torg.registration.PersonalLinks.Owner;
import torg.registration.PersonalLinks.Purpose;
import torg.registration.Ticket.PersonId;
import torg.registration.Ticket.TicketId;
import torg.registration.TicketShop.Extra;
import torg.registration.TicketShop.TicketType;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.LocalIds;
import torg.store.Row;
import torg.text.Language;
import torg.text.Text;

/// One list for each scarce thing. Who joins, how they stand, what they answer; [WaitingQueue] makes the offers.
@Component
public class WaitingLists {
    private final Db db;
    private final ConferenceClock clock;
    private final Quotas quotas;
    private final Orders orders;
    private final Offerings offerings;
    private final Codes codes;
    private final PersonalLinks links;
    private final RegistrationMail mail;
    private final Audit audit;

    WaitingLists(
            Db db,
            ConferenceClock clock,
            Quotas quotas,
            Orders orders,
            Offerings offerings,
            Codes codes,
            PersonalLinks links,
            RegistrationMail mail,
            Audit audit) {
        this.db = db;
        this.clock = clock;
        this.quotas = quotas;
        this.orders = orders;
        this.offerings = offerings;
        this.codes = codes;
        this.links = links;
        this.mail = mail;
        this.audit = audit;
    }

    /// Whoever waits for tickets, and what they will order when their turn comes.
    ///
    /// @param order    of one type, with a name for each place, in the order in which they are served
    /// @param together all at once or not at all; else as many as fit, and the rest later
    public record ForTickets(NewOrder order, boolean together) {
        TicketType type() {
            return order.tickets().getFirst().type();
        }

        /// The code that they bring, if it does anything for them. Places that were put aside need no line.
        @Nullable
        Code code() {
            Code code = order.code();
            return code == null || !code.isFor(type()) || code.kind() == Code.Kind.RESERVED ? null : code;
        }
    }

    /// One ticket with what goes beside it: extras by key, and sessions.
    record Wish(Attendee attendee, List<String> extras, List<Seat> seats) {
        static Wish of(NewTicket ticket) {
            return new Wish(
                    Objects.requireNonNull(ticket.attendee()),
                    ticket.extras().stream().map(Extra::key).toList(),
                    ticket.seats());
        }
    }

    /// What is kept of it until then.
    ///
    /// @param code whose uses are counted already, one for each wish
    record Wanted(
            String type,
            Buyer buyer,
            String organisation,
            List<Wish> wishes,
            @Nullable UUID code) {
        Wanted only(List<Wish> left) {
            return new Wanted(type, buyer, organisation, List.copyOf(left), code);
        }
    }

    /// @return [Outcome.Waits], or why not: the code was used up meanwhile, or the form was sent before
    public Outcome join(Edition edition, ForTickets wish) {
        NewOrder order = wish.order;
        String digest = orders.digest(order);
        return db.transaction(() -> {
            EditionId id = edition.id();
            quotas.lineUp(id);
            record Before(PersonId person, boolean same) {}
            Before before = db.sql("""
                    select person_id, coalesce(form_digest, :digest) = :digest as same from waiting
                    where edition_id = :edition and idempotency_key = :key
                    """)
                    .set("digest", digest)
                    .set("edition", id)
                    .set("key", order.key())
                    .optional(row -> new Before(row.id("person_id", PersonId::new), row.truth("same")))
                    .orElse(null);
            if (before != null) {
                return before.same
                        ? new Outcome.Waits("/my/" + links.current(id, before.person, Purpose.CHANGE))
                        : new Outcome.OtherWords();
            }
            int places = order.tickets().size();
            Code code = wish.code();
            boolean again = !order.isCoordinated() && isThere(id, wish);
            if (code != null && !again && !codes.hold(code.id(), places)) {
                return new Outcome.CodeSpent();
            }
            PersonId person = new PersonId(UUID.randomUUID());
            db.sql("""
                    insert into person (id, name, email, organisation_name, language)
                    values (:id, :name, :email, :organisation, :language)
                    """)
                    .set("id", person)
                    .set("name", order.orderer().name())
                    .set("email", order.orderer().email())
                    .set("organisation", order.orderer().organisation())
                    .set("language", order.orderer().language())
                    .run();
            links.make(List.of(new Owner(id, person)));
            List<UUID> wanted = Quotas.ids(id, wish.type().quotas());
            insert(
                    id,
                    order.key(),
                    digest,
                    Thing.TICKET_TYPE,
                    LocalIds.of(id, "ticket-type", wish.type().key()),
                    wanted,
                    person,
                    null,
                    new Wanted(
                            wish.type().key(),
                            order.buyer(),
                            order.orderer().organisation(),
                            order.tickets().stream().map(Wish::of).toList(),
                            code == null ? null : code.id().value()),
                    places,
                    wish.together);
            audit.record(
                    new By("person", person.value().toString(), order.orderer().name()),
                    id,
                    again ? "joined-again" : "joined-waiting-list",
                    new Audit.Subject(
                            "person", person.value().toString(), order.orderer().name()),
                    null,
                    Map.of("type", wish.type().key(), "places", places));
            if (again) {
                db.sql("""
                        update waiting set state = 'ended', ended_at = joined_at, shown = true
                        where edition_id = :edition and idempotency_key = :key
                        """).set("edition", id).set("key", order.key()).run();
            } else {
                mail.waits(id, person);
                quotas.serve(id, wanted);
            }
            return new Outcome.Waits("/my/" + links.first(id, person, Purpose.CHANGE));
        });
    }

    /// Whether this person waits for the same already, or has a place of the same quotas. The letter says so, to the
    /// address that is known; the page does not.
    private boolean isThere(EditionId edition, ForTickets wish) {
        Orderer orderer = wish.order.orderer();
        String who = Orders.same(orderer.name(), orderer.email());
        Optional<Orders.Holder> holder = orders.holders(List.of(orderer.email())).stream()
                .filter(one -> one.edition().equals(edition) && one.who().equals(who))
                .filter(one ->
                        Quotas.ids(edition, wish.type().quotas()).stream().anyMatch(one.quotas()::contains))
                .findFirst();
        holder.ifPresent(one -> mail.stage(List.of(RegistrationMail.again(one, orderer.language()))));
        if (holder.isPresent()) {
            return true;
        }
        record Waits(PersonId person, String who) {}
        Optional<Waits> waits = db
                .sql("""
                select person.id, person.name, person.email
                from person
                join waiting on waiting.person_id = person.id
                where lower(person.email) = lower(:email) and waiting.edition_id = :edition
                    and waiting.thing_id = :type and (waiting.state = 'waiting' or exists (select 1 from waiting_offer offer
                        where offer.edition_id = waiting.edition_id and offer.waiting_id = waiting.id
                            and offer.state = 'open'))
                order by waiting.rank
                """)
                .set("email", orderer.email())
                .set("edition", edition)
                .set("type", LocalIds.of(edition, "ticket-type", wish.type().key()))
                .list(row ->
                        new Waits(row.id("id", PersonId::new), Orders.same(row.string("name"), row.string("email"))))
                .stream()
                .filter(one -> one.who.equals(who))
                .findFirst();
        waits.ifPresent(one -> mail.waitsAlready(edition, one.person));
        return waits.isPresent();
    }

    public enum Thing {
        TICKET_TYPE,
        EXTRA,
        OFFERING
    }

    /// Joins a ticket's holder to the list of an extra or a session. Joining twice does nothing the second time.
    ///
    /// @param wanted the quotas that one place of it takes
    public void join(By by, EditionId edition, Ticket ticket, Thing thing, UUID thingId, List<UUID> wanted) {
        PersonId person = java.util.Objects.requireNonNull(ticket.person());
        db.transaction(() -> {
            quotas.lineUp(edition);
            int joined = insert(
                    edition,
                    ticket.id().value() + " " + thingId + " " + UUID.randomUUID(),
                    null,
                    thing,
                    thingId,
                    wanted,
                    person,
                    ticket.id(),
                    null,
                    1,
                    true);
            if (joined == 0) {
                return;
            }
            audit.record(
                    by,
                    edition,
                    "joined-waiting-list",
                    new Audit.Subject("ticket", ticket.id().value().toString(), ticket.shownName()),
                    null,
                    Map.of("thing", thingId));
            quotas.serve(edition, wanted);
        });
    }

    private int insert(
            EditionId edition,
            String key,
            @Nullable String digest,
            Thing thing,
            UUID thingId,
            List<UUID> wanted,
            PersonId person,
            @Nullable TicketId ticket,
            @Nullable Wanted order,
            int places,
            boolean together) {
        return db.sql("""
                insert into waiting (edition_id, id, thing, thing_id, quota_ids, person_id, ticket_id, wanted, places,
                    together, left_over, idempotency_key, form_digest, joined_at)
                values (:edition, gen_random_uuid(), :thing, :thingId, cast(:quotas as uuid[]), :person, :ticket,
                    :wanted, :places, :together, :places, :key, :digest, :now)
                on conflict (edition_id, ticket_id, thing_id) where ticket_id is not null and state = 'waiting' do nothing
                """)
                .set("edition", edition)
                .set("thing", thing)
                .set("thingId", thingId)
                .set("quotas", wanted)
                .set("person", person)
                .set("ticket", ticket)
                .setJson("wanted", order)
                .set("places", places)
                .set("together", together)
                .set("key", key)
                .set("digest", digest)
                .set("now", clock.instant())
                .run();
    }

    /// An entry as its owner and the organisers see it.
    ///
    /// @param position 1 for the first in line; 0 where it no longer waits
    /// @param answerBy until when an offer holds; null: there is none
    /// @param ticket   that it is for; null where a ticket is waited for
    /// @param wanted   what will be ordered; null where it is for a ticket
    public record Place(
            UUID id,
            Thing thing,
            UUID thingId,
            Text name,
            PersonId person,
            String who,
            int places,
            boolean together,
            int position,
            Instant joinedAt,
            int offered,
            @Nullable Instant answerBy,
            @Nullable TicketId ticket,
            @Nullable Wanted wanted) {}

    private static final String PLACE = """
            select waiting.id, waiting.thing, waiting.thing_id, waiting.person_id, waiting.places, waiting.together,
                waiting.joined_at, person.name as who, coalesce(type.name, extra.name, offering.title) as name,
                coalesce(offer.places, 0) as offered, offer.answer_by, waiting.ticket_id, waiting.wanted,
                case when waiting.state = 'waiting' or waiting.shown then (select count(*)::int + 1 from waiting ahead
                    where ahead.edition_id = waiting.edition_id and ahead.thing_id = waiting.thing_id
                        and ahead.state = 'waiting' and ahead.rank < waiting.rank) else 0 end as position
            from waiting
            join shown_person person on person.id = waiting.person_id
            left join ticket_type type on type.edition_id = waiting.edition_id and type.id = waiting.thing_id
            left join extra on extra.edition_id = waiting.edition_id and extra.id = waiting.thing_id
            left join offering on offering.edition_id = waiting.edition_id and offering.id = waiting.thing_id
            left join waiting_offer offer on offer.edition_id = waiting.edition_id and offer.waiting_id = waiting.id
                and offer.state = 'open'
            """;

    private static Place place(Row row) {
        return new Place(
                row.uuid("id"),
                row.choice("thing", Thing.class),
                row.uuid("thing_id"),
                row.text("name"),
                row.id("person_id", PersonId::new),
                row.string("who"),
                row.integer("places"),
                row.truth("together"),
                row.integer("position"),
                row.instant("joined_at"),
                row.integer("offered"),
                row.instantOrNull("answer_by"),
                row.idOrNull("ticket_id", TicketId::new),
                row.jsonOrNull("wanted", Wanted.class));
    }

    /// What this person waits for or is offered, the oldest first.
    public List<Place> of(EditionId edition, PersonId person) {
        return db.sql(PLACE + """
                where waiting.edition_id = :edition and waiting.person_id = :person
                    and (waiting.state = 'waiting' or waiting.shown or offer.state = 'open')
                order by waiting.rank
                """).set("edition", edition).set("person", person).list(WaitingLists::place);
    }

    /// The line for one thing, at most `limit` from the first.
    public List<Place> line(EditionId edition, UUID thing, int limit) {
        return db.sql(PLACE + """
                where waiting.edition_id = :edition and waiting.thing_id = :thing
                    and (waiting.state = 'waiting' or offer.state = 'open')
                order by waiting.rank
                limit :limit
                """)
                .set("edition", edition)
                .set("thing", thing)
                .set("limit", limit)
                .list(WaitingLists::place);
    }

    /// How long the lines are.
    ///
    /// @param waiting people and places that wait; `offered` places that are kept for somebody's answer
    public record Line(Thing thing, UUID thingId, Text name, int entries, int waiting, int offered) {}

    public List<Line> lines(EditionId edition) {
        return db.sql("""
                select waiting.thing, waiting.thing_id, coalesce(type.name, extra.name, offering.title) as name,
                    count(*) filter (where waiting.state = 'waiting')::int as entries,
                    coalesce(sum(waiting.left_over) filter (where waiting.state = 'waiting'), 0)::int as waiting,
                    coalesce(sum(offer.places), 0)::int as offered
                from waiting
                left join ticket_type type on type.edition_id = waiting.edition_id and type.id = waiting.thing_id
                left join extra on extra.edition_id = waiting.edition_id and extra.id = waiting.thing_id
                left join offering on offering.edition_id = waiting.edition_id and offering.id = waiting.thing_id
                left join waiting_offer offer on offer.edition_id = waiting.edition_id and offer.waiting_id = waiting.id
                    and offer.state = 'open'
                where waiting.edition_id = :edition and (waiting.state = 'waiting' or offer.state = 'open')
                group by 1, 2, 3
                order by 1, 5 desc
                """)
                .set("edition", edition)
                .list(row -> new Line(
                        row.choice("thing", Thing.class),
                        row.uuid("thing_id"),
                        row.text("name"),
                        row.integer("entries"),
                        row.integer("waiting"),
                        row.integer("offered")));
    }

    /// What an answer to an offer came to.
    public sealed interface Answer {
        /// @param path where what was accepted is seen, below the edition
        record Accepted(String path) implements Answer {}

        /// Too late, or there is no offer.
        record Lapsed() implements Answer {}
    }

    private record Offer(
            UUID id,
            int places,
            Thing thing,
            UUID thingId,
            List<UUID> quotas,
            PersonId person,
            @Nullable TicketId ticket,
            @Nullable Wanted wanted,
            boolean more) {}

    /// Takes what is offered. Its places are held already, so that this never fails for want of room.
    public Answer accept(By by, Edition edition, TicketShop shop, PersonId person, UUID entry) {
        EditionId id = edition.id();
        return db.transaction(() -> {
            quotas.lineUp(id);
            Offer offer = answer(id, person, entry, "accepted").orElse(null);
            if (offer == null) {
                // a button that was pressed twice says yes once
                return isAccepted(id, person, entry)
                        ? new Answer.Accepted("/my/" + links.current(id, person, Purpose.CHANGE))
                        : new Answer.Lapsed();
            }
            audit.record(
                    by,
                    id,
                    "accepted-offer",
                    new Audit.Subject("person", person.value().toString(), by.name()),
                    null,
                    Map.of("places", offer.places));
            String path;
            if (offer.wanted != null) {
                path = order(by, edition, shop, offer, offer.wanted, entry);
            } else {
                orders.give(
                        id, java.util.Objects.requireNonNull(offer.ticket), offer.thing, offer.thingId, offer.quotas);
                path = "/my/" + links.current(id, person, Purpose.CHANGE);
            }
            if (offer.more) {
                quotas.serve(id, offer.quotas);
            }
            return new Answer.Accepted(path);
        });
    }

    private boolean isAccepted(EditionId edition, PersonId person, UUID entry) {
        return db.sql("""
                select 1 from waiting
                where edition_id = :edition and id = :id and person_id = :person
                    and (select offer.state from waiting_offer offer
                        where offer.edition_id = waiting.edition_id and offer.waiting_id = waiting.id
                        order by offer.answer_by desc limit 1) = 'accepted'
                """)
                .set("edition", edition)
                .set("id", entry)
                .set("person", person)
                .optional(row -> true)
                .isPresent();
    }

    private String order(By by, Edition edition, TicketShop shop, Offer offer, Wanted wanted, UUID entry) {
        TicketType type = shop.type(wanted.type).orElseThrow(() -> new IllegalStateException("no type " + wanted.type));
        Orderer orderer = db.sql("select name, email, language from person where id = :id")
                .set("id", offer.person)
                .one(row -> new Orderer(
                        offer.person,
                        row.string("name"),
                        row.string("email"),
                        wanted.organisation,
                        new Language(row.string("language"))));
        List<Wish> now = wanted.wishes.subList(0, offer.places);
        List<Wish> later = wanted.wishes.subList(offer.places, wanted.wishes.size());
        db.sql("update waiting set wanted = :wanted where edition_id = :edition and id = :id")
                .setJson("wanted", wanted.only(later))
                .set("edition", edition.id())
                .set("id", entry)
                .run();
        Beside beside = beside(edition.id(), shop, type, now, offer.quotas);
        NewOrder order = new NewOrder(
                edition,
                shop.terms(),
                "offer-" + offer.id,
                orderer,
                wanted.buyer,
                beside.tickets,
                wanted.code == null ? null : codes.kept(edition.id(), new CodeId(wanted.code)),
                null,
                null);
        Orders.Prepared placed = orders.accept(by, order);
        beside.full.forEach(full -> insert(
                edition.id(),
                "offer-" + offer.id + " " + full.id + " " + full.ticket,
                null,
                full.thing,
                full.id,
                full.quotas,
                new PersonId(
                        Objects.requireNonNull(placed.tickets().get(full.ticket).person())),
                new TicketId(placed.tickets().get(full.ticket).id()),
                null,
                1,
                true));
        db.sql("update waiting_offer set order_id = :order where edition_id = :edition and id = :id")
                .set("order", placed.id())
                .set("edition", edition.id())
                .set("id", offer.id)
                .run();
        return placed.path();
    }

    /// The tickets with what is free of all that was wished for beside them.
    ///
    /// @param full what is not; it is waited for
    private record Beside(List<NewTicket> tickets, List<Full> full) {}

    /// @param ticket which one, from 0
    private record Full(int ticket, Thing thing, UUID id, List<UUID> quotas) {}

    /// Takes the places of extras and sessions, in the caller's transaction.
    ///
    /// @param held by the offer; they are locked as well
    private Beside beside(EditionId edition, TicketShop shop, TicketType type, List<Wish> wishes, List<UUID> held) {
        List<UUID> open = offerings.now(edition).offerings().stream()
                .filter(offering -> offering.isOffered(clock.instant()))
                .map(offering -> offering.id().value())
                .toList();
        Map<String, Extra> sold = shop.extras().stream()
                .filter(extra -> extra.goesWith(type))
                .collect(Collectors.toMap(Extra::key, Function.identity()));
        List<UUID> concerned = new ArrayList<>(held);
        wishes.forEach(wish -> {
            wish.seats.forEach(seat -> concerned.add(seat.quota()));
            sold.values().stream()
                    .filter(extra -> wish.extras.contains(extra.key()))
                    .forEach(extra -> concerned.addAll(Quotas.ids(edition, extra.quotas())));
        });
        Map<UUID, Integer> free = quotas.freeInLine(edition, concerned);
        Map<UUID, Integer> taken = new TreeMap<>();
        Predicate<List<UUID>> take = places -> {
            boolean fit = places.stream().allMatch(quota -> taken.getOrDefault(quota, 0) < free.getOrDefault(quota, 0));
            if (fit) {
                places.forEach(quota -> taken.merge(quota, 1, Integer::sum));
            }
            return fit;
        };
        List<NewTicket> tickets = new ArrayList<>();
        List<Full> full = new ArrayList<>();
        for (int i = 0; i < wishes.size(); i++) {
            Wish wish = wishes.get(i);
            List<Extra> extras = new ArrayList<>();
            for (String key : wish.extras) {
                Extra extra = sold.get(key);
                if (extra != null) {
                    List<UUID> places = Quotas.ids(edition, extra.quotas());
                    if (take.test(places)) {
                        extras.add(extra);
                    } else {
                        full.add(new Full(i, Thing.EXTRA, LocalIds.of(edition, "extra", key), places));
                    }
                }
            }
            List<Seat> seats = new ArrayList<>();
            for (Seat seat : wish.seats) {
                if (open.contains(seat.offering())) {
                    if (take.test(List.of(seat.quota()))) {
                        seats.add(seat);
                    } else {
                        full.add(new Full(i, Thing.OFFERING, seat.offering(), List.of(seat.quota())));
                    }
                }
            }
            tickets.add(new NewTicket(type, wish.attendee, extras, seats, false, false));
        }
        quotas.takeLocked(edition, taken);
        return new Beside(tickets, full);
    }

    /// Says no to an offer, or leaves the line; a place that was held goes to the next.
    public void leave(By by, EditionId edition, PersonId person, UUID entry) {
        db.transaction(() -> {
            quotas.lineUp(edition);
            int left = db.sql("""
                    update waiting set state = 'ended', ended_at = :now
                    where edition_id = :edition and id = :id and person_id = :person and state <> 'ended'
                    """)
                    .set("now", clock.instant())
                    .set("edition", edition)
                    .set("id", entry)
                    .set("person", person)
                    .run();
            if (left == 0) {
                db.sql("""
                        update waiting set shown = false
                        where edition_id = :edition and id = :id and person_id = :person and shown
                        """)
                        .set("edition", edition)
                        .set("id", entry)
                        .set("person", person)
                        .run();
                return;
            }
            codes.giveBack(edition, entry);
            audit.record(
                    by,
                    edition,
                    "left-waiting-list",
                    new Audit.Subject("person", person.value().toString(), by.name()),
                    null,
                    null);
            answer(edition, person, entry, "declined")
                    .ifPresent(offer -> quotas.give(edition, WaitingQueue.places(offer.places, offer.quotas)));
        });
    }

    /// Ends the offers whose time is over; each place goes to the next in line. Called again and again.
    ///
    /// @return how many there were
    public int lapse() {
        record Due(EditionId edition, UUID entry, PersonId person) {}
        List<Due> due = db.sql("""
                select offer.edition_id, offer.waiting_id, waiting.person_id
                from waiting_offer offer
                join waiting on waiting.edition_id = offer.edition_id and waiting.id = offer.waiting_id
                where offer.state = 'open' and offer.answer_by <= :now
                order by offer.answer_by
                limit 100
                """)
                .set("now", clock.instant())
                .list(row -> new Due(
                        row.id("edition_id", EditionId::new),
                        row.uuid("waiting_id"),
                        row.id("person_id", PersonId::new)));
        due.forEach(one -> db.transaction(() -> {
            quotas.lineUp(one.edition);
            answer(one.edition, one.person, one.entry, "lapsed").ifPresent(offer -> {
                db.sql("update waiting set state = 'ended', ended_at = :now where edition_id = :edition and id = :id")
                        .set("now", clock.instant())
                        .set("edition", one.edition)
                        .set("id", one.entry)
                        .run();
                codes.giveBack(one.edition, one.entry);
                quotas.give(one.edition, WaitingQueue.places(offer.places, offer.quotas));
            });
        }));
        return due.size();
    }

    /// Closes the open offer of this entry, if it is this person's: whoever is first does it, all others find nothing.
    private Optional<Offer> answer(EditionId edition, PersonId person, UUID entry, String how) {
        return db.sql("""
                update waiting_offer set state = :how, answered_at = :now
                from waiting
                where waiting_offer.edition_id = :edition and waiting_offer.waiting_id = :entry
                    and waiting_offer.state = 'open' and (:how <> 'accepted' or waiting_offer.answer_by > :now)
                    and (:how <> 'lapsed' or waiting_offer.answer_by <= :now)
                    and waiting.edition_id = waiting_offer.edition_id and waiting.id = waiting_offer.waiting_id
                    and waiting.person_id = :person
                returning waiting_offer.id, waiting_offer.places, waiting.thing, waiting.thing_id, waiting.quota_ids,
                    waiting.person_id, waiting.ticket_id, waiting.wanted, waiting.state = 'waiting' as more
                """)
                .set("how", how)
                .set("now", clock.instant())
                .set("edition", edition)
                .set("entry", entry)
                .set("person", person)
                .optional(row -> new Offer(
                        row.uuid("id"),
                        row.integer("places"),
                        row.choice("thing", Thing.class),
                        row.uuid("thing_id"),
                        row.uuids("quota_ids"),
                        row.id("person_id", PersonId::new),
                        row.idOrNull("ticket_id", TicketId::new),
                        row.jsonOrNull("wanted", Wanted.class),
                        row.truth("more")));
    }

    /// Moves an entry within its line, for a reason that is logged.
    ///
    /// @param position 1 for the first
    /// @return false where it no longer waits
    public boolean move(By by, EditionId edition, UUID entry, int position, String reason) {
        return db.transaction(() -> {
            quotas.lineUp(edition);
            record Waits(UUID id, long rank, String who) {}
            List<Waits> line = db.sql("""
                    select waiting.id, waiting.rank, person.name as who
                    from waiting
                    join shown_person person on person.id = waiting.person_id
                    where waiting.edition_id = :edition and waiting.state = 'waiting'
                        and waiting.thing_id = (select thing_id from waiting where edition_id = :edition and id = :entry)
                    order by waiting.rank
                    for update of waiting
                    """)
                    .set("edition", edition)
                    .set("entry", entry)
                    .list(row -> new Waits(row.uuid("id"), row.number("rank"), row.string("who")));
            Waits moved = line.stream()
                    .filter(one -> one.id.equals(entry))
                    .findFirst()
                    .orElse(null);
            if (moved == null) {
                return false;
            }
            List<Waits> after = new ArrayList<>(line);
            after.remove(moved);
            int place = Math.clamp(position, 1, line.size());
            after.add(place - 1, moved);
            record Rank(UUID id, long rank) {}
            List<Rank> ranks = new ArrayList<>();
            for (int i = 0; i < line.size(); i++) {
                ranks.add(new Rank(after.get(i).id, line.get(i).rank));
            }
            db.sql("""
                    update waiting set rank = now.rank
                    from jsonb_to_recordset(:ranks) as now(id uuid, rank bigint)
                    where waiting.edition_id = :edition and waiting.id = now.id
                    """).setJson("ranks", ranks).set("edition", edition).run();
            audit.record(
                    by,
                    edition,
                    "moved-in-waiting-list",
                    new Audit.Subject("waiting", entry.toString(), moved.who),
                    Map.of("position", line.indexOf(moved) + 1),
                    Map.of("position", place, "reason", reason));
            return true;
        });
    }
}
