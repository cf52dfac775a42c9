package torg.demo;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.registration.Buyer;
import torg.registration.NewOrder;
import torg.registration.Orders;
import torg.registration.Orders.Outcome;
import torg.registration.TicketShop;
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

    /// Brings the edition up to this many participants, through the same door as everybody else; then spreads their
    /// days over the sale, so that the chart has something to show.
    void fill(Edition edition, int wanted) {
        TicketShop shop = tickets.draft(edition.id());
        if (shop.types().isEmpty()) {
            return;
        }
        int there = db.sql("select count(*)::int as there from ticket where edition_id = :edition")
                .set("edition", edition.id())
                .one(row -> row.integer("there"));
        if (there < wanted) {
            register(edition, shop, there, wanted);
            spread(edition.id(), shop.types().getFirst(), edition.timeZone().getId());
        }
        comeIn(edition);
    }

    private void register(Edition edition, TicketShop shop, int there, int wanted) {
        Random random = new Random(2027);
        for (int i = 0; i < wanted; i++) {
            Person person = person(edition, random, i);
            TicketType type = demoTicket.open(shop, random);
            if (i < there) {
                continue;
            }
            String key = "demo-participant-" + i;
            if (orders.place(order(edition, shop, key, type, person)) instanceof Outcome.Full
                    && orders.place(order(edition, shop, key, demoTicket.first(shop), person))
                            instanceof Outcome.Full) {
                break;
            }
        }
        db.sql("delete from mail where edition_id = :edition and recipient like '%@deltagare.example.org'")
                .set("edition", edition.id())
                .run();
    }

    private record Person(String name, String email, String organisation) {}

    private static NewOrder order(Edition edition, TicketShop shop, String key, TicketType type, Person person) {
        return NewOrder.single(
                edition,
                shop.terms(),
                key,
                type,
                person.name,
                person.email,
                Buyer.of(person.organisation, ""),
                Language.SV);
    }

    private static Person person(Edition edition, Random random, int number) {
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
    private void spread(EditionId edition, TicketType type, String zone) {
        Instant now = clock.instant();
        Instant until = now.isBefore(type.opens()) || now.isAfter(type.closes()) ? type.closes() : now;
        db.sql("""
                update ticket set created_at = case
                        when abs(hashtext(drawn.id::text)) % 10 = 0 or at_work not between :opens and :until then any_time
                        else at_work
                    end
                from ticket drawn
                cross join lateral (select cast(:opens as timestamptz)
                    + power((abs(hashtext(drawn.id::text)) % 10000) / 10000.0, 1.7)
                        * (cast(:until as timestamptz) - cast(:opens as timestamptz)) as any_time) spread
                cross join lateral (select date_trunc('day', any_time at time zone :zone) as day) begun
                cross join lateral (select (day + (case extract(isodow from day) when 6 then -1 when 7 then 1 else 0 end) * interval '1 day'
                    + time '08:00' + abs(hashtext(drawn.order_id::text)) % 32400 * interval '1 second')
                        at time zone :zone as at_work) worked
                where ticket.edition_id = :edition and drawn.edition_id = ticket.edition_id and drawn.id = ticket.id
                """)
                .set("zone", zone)
                .set("opens", type.opens())
                .set("until", until)
                .set("edition", edition)
                .run();
    }

    /// On days that have begun most have been let in between eight and a quarter past nine.
    private void comeIn(Edition edition) {
        db.sql("""
                insert into check_in (edition_id, id, ticket_id, date, at, way, nonce)
                select ticket.edition_id, gen_random_uuid(), ticket.id, day.date, come.at, 'scanner', gen_random_uuid()
                from ticket
                join edition_day day on day.edition_id = ticket.edition_id
                cross join lateral (
                    select (day.date + time '08:00' + abs(hashtext(ticket.id::text || day.date)) % 4500 * interval '1 second')
                        at time zone :zone as at) come
                where ticket.edition_id = :edition and ticket.cancelled_at is null and come.at <= :now
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
                demoTicket.open(shop, new Random(1)),
                new Person("Pia Participant", "pia@example.org", "Exempelstads kommun")));
        return outcome instanceof Outcome.Placed placed
                ? "/" + edition.slug() + placed.path()
                : "/" + edition.slug() + "/register";
    }
}
