package torg.demo;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.registration.Buyer;
import torg.registration.NewOrder;
import torg.registration.NewOrder.Attendee;
import torg.registration.NewOrder.NewTicket;
import torg.registration.NewOrder.Orderer;
import torg.registration.Orders;
import torg.registration.Orders.Outcome;
import torg.registration.TicketShop;
import torg.registration.TicketShop.Extra;
import torg.registration.TicketShop.TicketType;
import torg.registration.TicketStream;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Language;

/// People who do not exist, with addresses that nobody can have, for the living example. The same ones every time.
@Component
class MadeUpParticipants {
    private static final List<String> FIRST = List.of(
            "Aino",
            "Alva",
            "Amir",
            "Anders",
            "Astrid",
            "Aylin",
            "Bengt",
            "Birgitta",
            "Bo",
            "Carina",
            "Dag",
            "Eira",
            "Elin",
            "Embla",
            "Erik",
            "Fatima",
            "Folke",
            "Freja",
            "Gunilla",
            "Hanna",
            "Hassan",
            "Inger",
            "Iris",
            "Johan",
            "Kerstin",
            "Kim",
            "Lars",
            "Leila",
            "Liv",
            "Maja",
            "Malin",
            "Mikael",
            "Nils",
            "Nora",
            "Olof",
            "Petra",
            "Rana",
            "Sanna",
            "Signe",
            "Stina",
            "Sven",
            "Tove",
            "Tuva",
            "Ulf",
            "Vera",
            "Wilma",
            "Yasmin",
            "Åke",
            "Åsa",
            "Östen");
    private static final List<String> LAST = List.of(
            "Almfors",
            "Asplöv",
            "Backmyr",
            "Bergsund",
            "Björkhamn",
            "Blomdal",
            "Dalfors",
            "Ekmyra",
            "Fjällsten",
            "Forsnäs",
            "Granlid",
            "Hagström",
            "Hedvik",
            "Holmgård",
            "Kvarnbo",
            "Lindmyr",
            "Ljungsund",
            "Lundhed",
            "Myrdal",
            "Norrvik",
            "Nyhamn",
            "Rosenäng",
            "Sandmyr",
            "Sjöfors",
            "Skogvik",
            "Stenäng",
            "Strandlid",
            "Sundmyr",
            "Söderäng",
            "Tallbo",
            "Vikdal",
            "Väststen",
            "Åsmyr",
            "Älvhamn",
            "Öhdal");

    private static final int AT_ONCE = 64;

    private final Db db;
    private final Orders orders;
    private final TicketStream tickets;
    private final DemoTicket demoTicket;
    private final ConferenceClock clock;

    MadeUpParticipants(Db db, Orders orders, TicketStream tickets, DemoTicket demoTicket, ConferenceClock clock) {
        this.db = db;
        this.orders = orders;
        this.tickets = tickets;
        this.demoTicket = demoTicket;
        this.clock = clock;
    }

    /// Brings the edition up to this many participants, through the same door as everybody else.
    ///
    /// @return whether there are new ones
    boolean fill(Edition edition, int wanted) {
        TicketShop shop = tickets.draft(edition.id());
        int there = db.sql("""
                select count(*)::int as there from ticket_order
                where edition_id = :edition and idempotency_key like 'demo-participant-%'
                """).set("edition", edition.id()).one(row -> row.integer("there"));
        if (shop.types().isEmpty() || there >= wanted) {
            return false;
        }
        Random random = new Random(2027);
        AtomicBoolean full = new AtomicBoolean();
        try (ExecutorService people =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            CompletableFuture.allOf(IntStream.range(0, wanted)
                            .mapToObj(i -> {
                                String key = "demo-participant-" + i;
                                Person person = person(edition, random, i);
                                TicketType type = demoTicket.open(shop, random);
                                List<Extra> extras = demoTicket.extras(shop, type, random);
                                return CompletableFuture.runAsync(
                                        () -> {
                                            if (!full.get()
                                                    && isFull(order(edition, shop, key, type, extras, person))
                                                    && isFull(order(
                                                            edition,
                                                            shop,
                                                            key,
                                                            demoTicket.first(shop),
                                                            List.of(),
                                                            person))) {
                                                full.set(true);
                                            }
                                        },
                                        people);
                            })
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
        return true;
    }

    private boolean isFull(NewOrder order) {
        return orders.place(order) instanceof Outcome.Full;
    }

    /// Letters to people who do not exist are of no use to anybody.
    void forgetLetters(EditionId edition) {
        db.sql("delete from mail where edition_id = :edition and recipient like '%@deltagare.example.org'")
                .set("edition", edition)
                .run();
    }

    record Person(String name, String email, String organisation) {}

    private static NewOrder order(
            Edition edition, TicketShop shop, String key, TicketType type, List<Extra> extras, Person person) {
        return new NewOrder(
                edition,
                shop.terms(),
                key,
                new Orderer(null, person.name, person.email, person.organisation, Language.SV),
                Buyer.of(person.organisation, ""),
                List.of(new NewTicket(
                        type,
                        new Attendee(person.name, person.email, person.organisation, Language.SV, true),
                        extras,
                        List.of(),
                        false,
                        false)),
                null,
                null,
                null);
    }

    /// The same one for the same number, at any of the edition's organisations.
    static Person person(Edition edition, Random random, int number) {
        String first = FIRST.get(random.nextInt(FIRST.size()));
        String last = LAST.get(random.nextInt(LAST.size()));
        var organisations = edition.organisations();
        String organisation = organisations.isEmpty()
                ? "Exempelstads kommun"
                : organisations
                        .get(random.nextInt(organisations.size()))
                        .name()
                        .in(Language.SV)
                        .value();
        return new Person(first + " " + last, "deltagare" + number + "@deltagare.example.org", organisation);
    }

    /// Over the sale as far as it has come: many in the first days, then fewer; nine in ten in office hours.
    void spread(Edition edition) {
        TicketType type = tickets.draft(edition.id()).types().getFirst();
        Instant now = clock.instant();
        Instant until = now.isBefore(type.opens()) || now.isAfter(type.closes()) ? type.closes() : now;
        db.sql("""
                update ticket set created_at = case
                        when abs(hashtext(drawn.order_id::text)) % 10 = 0 or at_work not between :opens and :until then any_time
                        else at_work
                    end
                from ticket drawn
                cross join lateral (select cast(:opens as timestamptz)
                    + power((abs(hashtext(drawn.order_id::text)) % 10000) / 10000.0, 1.7)
                        * (cast(:until as timestamptz) - cast(:opens as timestamptz)) as any_time) spread
                cross join lateral (select date_trunc('day', any_time at time zone :zone) as day) begun
                cross join lateral (select (day + (case extract(isodow from day) when 6 then -1 when 7 then 1 else 0 end) * interval '1 day'
                    + time '08:00' + abs(hashtext(drawn.order_id::text)) % 32400 * interval '1 second')
                        at time zone :zone as at_work) worked
                where ticket.edition_id = :edition and drawn.edition_id = ticket.edition_id and drawn.id = ticket.id
                """)
                .set("zone", edition.timeZone().getId())
                .set("opens", type.opens())
                .set("until", until)
                .set("edition", edition.id())
                .run();
        db.sql("""
                update ticket_order set created_at = placed.at
                from (select order_id, min(created_at) as at from ticket where edition_id = :edition group by order_id) placed
                where ticket_order.edition_id = :edition and ticket_order.id = placed.order_id
                """).set("edition", edition.id()).run();
    }

    /// On days that have begun most have been let in between eight and a quarter past nine.
    void comeIn(Edition edition) {
        db.sql("""
                insert into check_in (edition_id, id, ticket_id, date, at, way, nonce)
                select ticket.edition_id, gen_random_uuid(), ticket.id, day.date, come.at, 'scanner', gen_random_uuid()
                from ticket
                join edition_day day on day.edition_id = ticket.edition_id
                cross join lateral (
                    select (day.date + time '08:00' + abs(hashtext(ticket.id::text || day.date)) % 4500 * interval '1 second')
                        at time zone :zone as at) come
                where ticket.edition_id = :edition and ticket.state = 'valid' and ticket.person_id is not null and come.at <= :now
                    and abs(hashtext(ticket.id::text)) % 100 < 88
                    and not exists (select 1 from check_in made
                        where made.edition_id = ticket.edition_id and made.date = day.date)
                on conflict do nothing
                """)
                .set("zone", edition.timeZone().getId())
                .set("edition", edition.id())
                .set("now", clock.instant())
                .run();
    }

    /// A participant to look through the eyes of: her own page.
    String personalPage(Edition edition) {
        TicketShop shop = tickets.draft(edition.id());
        Outcome outcome = orders.place(order(
                edition,
                shop,
                "demo-pia",
                demoTicket.first(shop),
                List.of(),
                new Person("Pia Participant", "pia@example.org", "Exempelstads kommun")));
        return outcome instanceof Outcome.Placed placed
                ? "/" + edition.slug() + placed.path()
                : "/" + edition.slug() + "/register";
    }
}
