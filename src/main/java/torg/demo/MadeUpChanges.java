package torg.demo;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.springframework.stereotype.Component;
import torg.demo.MadeUpParticipants.Person;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.registration.Buyer;
import torg.registration.Needs;
import torg.registration.Needs.Need;
import torg.registration.NewOrder;
import torg.registration.Offering;
import torg.registration.Offerings;
import torg.registration.ProtectedIdentities;
import torg.registration.Registrations;
import torg.registration.Ticket;
import torg.registration.Ticket.TicketId;
import torg.registration.TicketShop;
import torg.registration.TicketShop.Extra;
import torg.registration.TicketShop.TicketType;
import torg.registration.TicketStream;
import torg.registration.WaitingLists;
import torg.registration.WaitingLists.Thing;
import torg.store.By;
import torg.store.Db;
import torg.store.LocalIds;
import torg.text.Language;

/// What happens to made-up participants after they registered: they wait for what is full, cancel (so that others are
/// offered their places), answer questions, tell their needs; one has a protected identity.
@Component
class MadeUpChanges {
    private static final By DEMO = By.system("demo");
    private static final int WAITING = 10;
    private static final int CANCELLED = 20;
    private static final int FULL_SESSIONS = 3;

    private final Db db;
    private final TicketStream tickets;
    private final Offerings offerings;
    private final WaitingLists waiting;
    private final Registrations registrations;
    private final Needs needs;
    private final ProtectedIdentities identities;

    MadeUpChanges(
            Db db,
            TicketStream tickets,
            Offerings offerings,
            WaitingLists waiting,
            Registrations registrations,
            Needs needs,
            ProtectedIdentities identities) {
        this.db = db;
        this.tickets = tickets;
        this.offerings = offerings;
        this.waiting = waiting;
        this.registrations = registrations;
        this.needs = needs;
        this.identities = identities;
    }

    void fill(Edition edition) {
        EditionId id = edition.id();
        // so many came at once that the database does not know yet how many they are
        db.sql("analyze person, ticket, ticket_type, ticket_extra, session_choice, offering, quota")
                .run();
        wait(edition);
        // whoever has what is scarce cancels first, so that some of it is on offer
        some(id, """
                order by (select count(*) from session_choice choice
                        join quota on quota.edition_id = choice.edition_id and quota.id = choice.quota_id
                        where choice.edition_id = ticket.edition_id and choice.ticket_id = ticket.id
                            and choice.left_at is null and quota.taken >= quota.capacity) desc,
                    hashtext(ticket.short_code)
                """, 2).forEach(ticket -> registrations.cancel(DEMO, id, ticket, 100));
        some(id, """
                and exists (select 1 from ticket_extra extra join quota
                        on quota.edition_id = extra.edition_id and quota.id = any(extra.quota_ids)
                    where extra.edition_id = ticket.edition_id and extra.ticket_id = ticket.id
                        and extra.given_back_at is null and quota.taken >= quota.capacity)
                order by hashtext(ticket.short_code)
                """, 2).forEach(ticket -> registrations.cancel(DEMO, id, ticket, 100));
        some(id, "order by hashtext(ticket.short_code || 'cancelled')", CANCELLED)
                .forEach(ticket -> registrations.cancel(DEMO, id, ticket, 100));
        answer(id);
        tell(id);
        some(id, "order by hashtext(ticket.short_code || 'protected')", 1)
                .forEach(ticket -> identities.protect(DEMO, id, ticket, "Deltagare T4WK"));
    }

    /// Valid tickets with a name.
    private List<Ticket> some(EditionId edition, String which, int limit) {
        return db
                .sql("""
                select ticket.id from ticket
                where ticket.edition_id = :edition and ticket.state = 'valid' and ticket.person_id is not null
                    and exists (select 1 from person
                        where person.id = ticket.person_id and person.email like '%@deltagare.example.org')
                """ + which + " limit :limit")
                .set("edition", edition)
                .set("limit", limit)
                .list(row -> row.id("id", TicketId::new))
                .stream()
                .flatMap(ticket -> registrations.find(edition, ticket).stream())
                .toList();
    }

    private void wait(Edition edition) {
        EditionId id = edition.id();
        TicketShop shop = tickets.draft(id);
        Random random = new Random(7);
        for (TicketType type : shop.types()) {
            if (isFull(id, type.quotas())) {
                for (int i = 0; i < WAITING; i++) {
                    Person person = MadeUpParticipants.person(edition, random, 40_000 + i);
                    waiting.join(edition, wish(edition, shop, type, person, i));
                }
            }
        }
        for (Extra extra : shop.extras()) {
            if (isFull(id, extra.quotas())) {
                List<UUID> quotas = extra.quotas().stream()
                        .map(key -> LocalIds.of(id, "quota", key))
                        .toList();
                some(id, """
                        and not exists (select 1 from ticket_extra extra
                            where extra.edition_id = ticket.edition_id and extra.ticket_id = ticket.id)
                        order by hashtext(ticket.short_code || 'dinner')
                        """, WAITING)
                        .forEach(ticket -> waiting.join(
                                DEMO, id, ticket, Thing.EXTRA, LocalIds.of(id, "extra", extra.key()), quotas));
            }
        }
        List<Offering> full = offerings.now(id).offerings().stream()
                .filter(offering -> offering.block() != null && offering.left() == 0)
                .limit(FULL_SESSIONS)
                .toList();
        for (Offering offering : full) {
            some(id, """
                    and not exists (select 1 from session_choice choice
                        join offering on offering.edition_id = choice.edition_id and offering.id = choice.offering_id
                        where choice.edition_id = ticket.edition_id and choice.ticket_id = ticket.id
                            and choice.left_at is null and offering.block = '%s')
                    and exists (select 1 from ticket_type type
                        where type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
                            and type.days = '{}' and type.attendance = 'on-site')
                    order by hashtext(ticket.short_code || '%s')
                    """.formatted(offering.block(), offering.code()), WAITING)
                    .forEach(ticket -> waiting.join(
                            DEMO, id, ticket, Thing.OFFERING, offering.id().value(), List.of(offering.quota())));
        }
    }

    private boolean isFull(EditionId edition, List<String> quotas) {
        return db.sql("""
                select exists (select 1 from quota
                    where edition_id = :edition and key = any(:quotas) and taken >= capacity) as full_up
                """).set("edition", edition).set("quotas", quotas).one(row -> row.truth("full_up"));
    }

    private static WaitingLists.ForTickets wish(
            Edition edition, TicketShop shop, TicketType type, Person person, int number) {
        return new WaitingLists.ForTickets(
                NewOrder.single(
                        edition,
                        shop.terms(),
                        "demo-waiting-" + type.key() + "-" + number,
                        type,
                        person.name(),
                        person.email(),
                        Buyer.of(person.organisation(), ""),
                        Language.SV),
                true);
    }

    /// Three in five have answered. What is only asked after another answer is left to real people.
    private void answer(EditionId edition) {
        db.sql("""
                insert into answer (edition_id, ticket_id, question_id, person_id, value, answered_at)
                select ticket.edition_id, ticket.id, question.id, ticket.person_id,
                    case question.kind
                        when 'choice' then question.options -> (drawn.number % jsonb_array_length(question.options)) -> 'key'
                        when 'several' then jsonb_build_array(question.options -> (drawn.number % jsonb_array_length(question.options)) -> 'key')
                        when 'consent' then 'true'::jsonb
                        else to_jsonb((array['Mittsjö universitet', 'Högskolan i Havsnäs'])[1 + drawn.number % 2])
                    end,
                    ticket.created_at + interval '1 hour'
                from ticket
                join ticket_type type on type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
                join question on question.edition_id = ticket.edition_id and question.condition is null
                    and question.kind in ('choice', 'several', 'consent', 'text')
                    and (question.ticket_types = '{}' or type.key = any(question.ticket_types))
                    and question.session is null
                cross join lateral (select abs(hashtext(ticket.short_code || question.key)) as number) drawn
                where ticket.edition_id = :edition and ticket.state = 'valid' and ticket.person_id is not null
                    and abs(hashtext(ticket.short_code)) % 5 < 3
                on conflict do nothing
                """).set("edition", edition).run();
        db.sql("""
                update ticket set photo_opt_out = abs(hashtext(short_code || 'photo')) % 25 = 0,
                    on_list = abs(hashtext(short_code || 'list')) % 3 = 0
                where edition_id = :edition and state = 'valid' and person_id is not null
                """).set("edition", edition).run();
    }

    private void tell(EditionId edition) {
        List<Map<Needs.Kind, Need>> told = List.of(
                Map.of(Needs.Kind.DIETARY, new Need(List.of("vegetarian"), "")),
                Map.of(Needs.Kind.DIETARY, new Need(List.of("vegan"), "")),
                Map.of(
                        Needs.Kind.DIETARY,
                        new Need(List.of("vegetarian"), ""),
                        Needs.Kind.ALLERGY,
                        new Need(List.of("gluten"), "")),
                Map.of(Needs.Kind.ALLERGY, new Need(List.of("nuts", "peanuts"), "Selleri")),
                Map.of(Needs.Kind.ALLERGY, new Need(List.of("lactose"), "")),
                Map.of(Needs.Kind.DIETARY, new Need(List.of("halal"), "")),
                Map.of(Needs.Kind.ACCESS, new Need(List.of("hearing-loop"), "")),
                Map.of(Needs.Kind.ACCESS, new Need(List.of("wheelchair", "companion"), "")));
        List<Ticket> some = some(edition, "order by hashtext(ticket.short_code || 'needs')", 48);
        for (int i = 0; i < some.size(); i++) {
            needs.tell(edition, some.get(i), told.get(i * i % told.size()));
        }
    }
}
