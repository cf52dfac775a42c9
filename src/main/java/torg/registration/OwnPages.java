package torg.registration;

import gg.jte.Content;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import torg.access.Account;
import torg.access.Guests;
import torg.access.Session;
import torg.access.SignInNeeded;
import torg.edition.Belonging;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.registration.PersonalLinks.Purpose;
import torg.registration.Ticket.PersonId;
import torg.store.Db;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;
import torg.web.Answer;
import torg.web.LanguagePath;
import torg.web.NotFound;
import torg.web.Page;
import torg.web.Part;

/// What a signed-in person has in registration, in all editions: whatever goes to the e-mail address that signing in
/// has proved. The page holds no personal link; each of its own leads there after another look at whose it is.
@Controller
class OwnPages {
    private static final int MOST = 50;

    /// The persons that are this account. They read their own data, protected or not.
    private static final String MINE =
            "(select id from person where lower(email) = lower(:email) or account_id = :account)";

    private final Db db;
    private final Editions editions;
    private final Questions questions;
    private final PersonalLinks links;
    private final OrderLinks orderLinks;

    OwnPages(Db db, Editions editions, Questions questions, PersonalLinks links, OrderLinks orderLinks) {
        this.db = db;
        this.editions = editions;
        this.questions = questions;
        this.links = links;
        this.orderLinks = orderLinks;
    }

    /// @param left how many questions must still be answered
    record OwnTicket(Edition edition, Ticket ticket, List<Text> chosen, int left) {}

    record OwnOrder(Edition edition, UUID id, long number, int tickets) {}

    /// @param answerBy until when an offer holds; null: there is none
    record OwnWait(
            Edition edition,
            UUID id,
            Text name,
            int places,
            @Nullable Instant answerBy) {}

    record Own(List<OwnTicket> tickets, List<OwnOrder> orders, List<OwnWait> waits) {
        boolean isEmpty() {
            return tickets.isEmpty() && orders.isEmpty() && waits.isEmpty();
        }
    }

    private Own of(Account account) {
        Map<EditionId, Edition> published =
                editions.published().stream().collect(Collectors.toMap(Edition::id, Function.identity()));
        return new Own(tickets(account, published), orders(account, published), waits(account, published));
    }

    private Db.Statement mine(Account account, String sql) {
        return db.sql(sql)
                .set("email", account.email())
                .set("account", account.id())
                .set("most", MOST);
    }

    private List<OwnTicket> tickets(Account account, Map<EditionId, Edition> published) {
        record Held(EditionId edition, Ticket ticket) {}
        List<Held> held = mine(account, Registrations.OWN_TICKET + "where ticket.person_id in " + MINE + """
                    and ticket_order.state = 'placed' and ticket.shown_state is null
                order by ticket.created_at desc
                limit :most
                """)
                .list(row -> new Held(row.id("edition_id", EditionId::new), Registrations.ticket(row)));
        if (held.isEmpty()) {
            return List.of();
        }
        List<UUID> ids = held.stream().map(one -> one.ticket.id().value()).toList();
        List<UUID> in = held.stream().map(one -> one.edition.value()).distinct().toList();
        Map<UUID, Map<UUID, Text>> chosen = new HashMap<>();
        db.sql("""
                select choice.ticket_id, offering.id, offering.title
                from session_choice choice
                join offering on offering.edition_id = choice.edition_id and offering.id = choice.offering_id
                where choice.edition_id = any(:editions) and choice.ticket_id = any(:tickets) and choice.left_at is null
                order by offering.starts_at nulls last, offering.code
                """)
                .set("editions", in)
                .set("tickets", ids)
                .list(row -> chosen.computeIfAbsent(row.uuid("ticket_id"), id -> new LinkedHashMap<>())
                                .put(row.uuid("id"), row.text("title"))
                        == null);
        Map<UUID, Map<String, Object>> answers = new HashMap<>();
        db.sql("""
                select answer.ticket_id, question.key, answer.value
                from answer
                join ticket on ticket.edition_id = answer.edition_id and ticket.id = answer.ticket_id
                    and ticket.person_id = answer.person_id
                join question on question.edition_id = answer.edition_id and question.id = answer.question_id
                where answer.edition_id = any(:editions) and answer.ticket_id = any(:tickets)
                """)
                .set("editions", in)
                .set("tickets", ids)
                .list(row -> answers.computeIfAbsent(row.uuid("ticket_id"), id -> new HashMap<>())
                                .put(row.string("key"), row.json("value", Object.class))
                        == null);
        List<OwnTicket> tickets = new ArrayList<>();
        for (Held one : held) {
            Edition edition = published.get(one.edition);
            if (edition != null) {
                UUID id = one.ticket.id().value();
                Map<UUID, Text> sessions = chosen.getOrDefault(id, Map.of());
                tickets.add(new OwnTicket(
                        edition,
                        one.ticket,
                        List.copyOf(sessions.values()),
                        one.ticket.state() == Ticket.State.VALID
                                ? questions.left(
                                        edition,
                                        one.ticket.typeKey(),
                                        sessions.keySet(),
                                        answers.getOrDefault(id, Map.of()))
                                : 0));
            }
        }
        return tickets;
    }

    /// Those with a page of their own: whoever registers alone has it all on the ticket.
    private List<OwnOrder> orders(Account account, Map<EditionId, Edition> published) {
        return mine(account, """
                select edition_id, id, number,
                    (select count(*) from ticket where ticket.edition_id = ticket_order.edition_id
                        and ticket.order_id = ticket_order.id and ticket.state <> 'cancelled') as tickets
                from ticket_order
                where orderer_id in
                """ + MINE + """
                    and state = 'placed' and exists (select 1 from order_link
                        where order_link.edition_id = ticket_order.edition_id and order_link.order_id = ticket_order.id
                            and revoked_at is null)
                    and edition_id = any(:published)
                order by created_at desc
                limit :most
                """)
                .set("published", published.keySet())
                .list(row -> new OwnOrder(
                        Objects.requireNonNull(published.get(row.id("edition_id", EditionId::new))),
                        row.uuid("id"),
                        row.number("number"),
                        row.integer("tickets")));
    }

    private List<OwnWait> waits(Account account, Map<EditionId, Edition> published) {
        return mine(account, """
                select waiting.edition_id, waiting.id, coalesce(type.name, extra.name, offering.title) as name,
                    waiting.places, offer.answer_by
                from waiting
                left join ticket_type type on type.edition_id = waiting.edition_id and type.id = waiting.thing_id
                left join extra on extra.edition_id = waiting.edition_id and extra.id = waiting.thing_id
                left join offering on offering.edition_id = waiting.edition_id and offering.id = waiting.thing_id
                left join waiting_offer offer on offer.edition_id = waiting.edition_id
                    and offer.waiting_id = waiting.id and offer.state = 'open'
                where waiting.person_id in
                """ + MINE + """
                    and (waiting.state = 'waiting' or offer.state = 'open') and waiting.edition_id = any(:published)
                order by offer.answer_by nulls last, waiting.joined_at
                limit :most
                """)
                .set("published", published.keySet())
                .list(row -> new OwnWait(
                        Objects.requireNonNull(published.get(row.id("edition_id", EditionId::new))),
                        row.uuid("id"),
                        row.text("name"),
                        row.integer("places"),
                        row.instantOrNull("answer_by")));
    }

    @GetMapping("/account/tickets/{id}")
    Answer ticket(@PathVariable String id, HttpServletRequest request) {
        return person("ticket", id, request);
    }

    @GetMapping("/account/waiting/{id}")
    Answer waiting(@PathVariable String id, HttpServletRequest request) {
        return person("waiting", id, request);
    }

    /// @param table where `id` has its edition and its person
    private Answer person(String table, String id, HttpServletRequest request) {
        record Found(EditionId edition, PersonId person) {}
        Account account = account();
        Found found = mine(
                        account,
                        "select edition_id, person_id from " + table + " where person_id in " + MINE
                                + " and id = :id limit :most")
                .set("id", uuid(id))
                .optional(row -> new Found(row.id("edition_id", EditionId::new), row.id("person_id", PersonId::new)))
                .orElseThrow(() -> new NotFound(table + " " + id));
        String token = Optional.ofNullable(
                        links.current(found.edition, List.of(found.person)).get(found.person))
                .map(both -> both.get(Purpose.CHANGE))
                .orElseThrow(() -> new NotFound("a personal link"));
        return to(found.edition, account, request, "/my/" + token);
    }

    @GetMapping("/account/orders/{id}")
    Answer order(@PathVariable String id, HttpServletRequest request) {
        Account account = account();
        EditionId edition = mine(
                        account,
                        "select edition_id from ticket_order where orderer_id in " + MINE + " and id = :id limit :most")
                .set("id", uuid(id))
                .optional(row -> row.id("edition_id", EditionId::new))
                .orElseThrow(() -> new NotFound("order " + id));
        String token = orderLinks.current(edition, uuid(id)).orElseThrow(() -> new NotFound("an order's link"));
        return to(edition, account, request, "/order/" + token);
    }

    private static Account account() {
        return Session.account().orElseThrow(SignInNeeded::new);
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotFound(id);
        }
    }

    private Answer to(EditionId id, Account account, HttpServletRequest request, String path) {
        Edition edition = editions.known(id);
        Language named = LanguagePath.named(request);
        Language language = named == null ? account.language() : named;
        boolean plain =
                language.equals(edition.mainLanguage()) || !edition.languages().contains(language);
        return Answer.seeOther("/" + edition.slug() + (plain ? "" : "/" + language) + path);
    }

    @Component
    @Order(10)
    static class Section implements Belonging {
        private final OwnPages pages;

        Section(OwnPages pages) {
            this.pages = pages;
        }

        @Override
        public Optional<Content> section(Account account, Page page) {
            Own own = pages.of(account);
            Words words = Words.of(OwnPages.class, page.language());
            return own.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Part((out, forms) -> JteownGenerated.render(out, forms, page, words, own)));
        }
    }

    /// Whoever has registered, ordered or waits may sign in.
    @Component
    static class Known implements Guests {
        private final Db db;

        Known(Db db) {
            this.db = db;
        }

        @Override
        public Optional<Guest> find(String email) {
            return db.sql("""
                    select person.name, person.language
                    from shown_person person
                    join person found on found.id = person.id
                    where lower(found.email) = lower(:email)
                        and exists (select 1 from personal_link where person_id = found.id and revoked_at is null
                            union all select 1 from ticket_order where orderer_id = found.id)
                    order by found.created_at desc
                    limit 1
                    """)
                    .set("email", email)
                    .optional(row -> new Guest(row.string("name"), new Language(row.string("language"))));
        }
    }
}
