package torg.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.demo.MadeUpParticipants.Person;
import torg.edition.Edition;
import torg.registration.Buyer;
import torg.registration.Code;
import torg.registration.Codes;
import torg.registration.Codes.NewCode;
import torg.registration.NewOrder;
import torg.registration.NewOrder.Attendee;
import torg.registration.NewOrder.NewTicket;
import torg.registration.NewOrder.Orderer;
import torg.registration.Orders;
import torg.registration.Orders.Outcome;
import torg.registration.TicketShop;
import torg.registration.TicketShop.Audience;
import torg.registration.TicketShop.TicketType;
import torg.registration.TicketStream;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.LocalIds;
import torg.text.Language;

/// Orders of the living example that are not one person's own: groups, some with names to follow; with codes; waiting
/// for the organiser's yes.
@Component
class MadeUpOrders {
    private static final int GROUPS = 12;
    private static final int PENDING = 6;

    private final Orders orders;
    private final Codes codes;
    private final TicketStream tickets;
    private final DemoTicket demoTicket;
    private final ConferenceClock clock;

    MadeUpOrders(Orders orders, Codes codes, TicketStream tickets, DemoTicket demoTicket, ConferenceClock clock) {
        this.orders = orders;
        this.codes = codes;
        this.tickets = tickets;
        this.demoTicket = demoTicket;
        this.clock = clock;
    }

    void fill(Edition edition) {
        TicketShop shop = tickets.draft(edition.id());
        Random random = new Random(27);
        for (int i = 0; i < GROUPS; i++) {
            Person coordinator = MadeUpParticipants.person(edition, random, 20_000 + i);
            orders.place(group(
                    edition,
                    shop,
                    i,
                    new Orderer(null, coordinator.name(), coordinator.email(), payer(edition, i), Language.SV),
                    5 + random.nextInt(8),
                    i % 4 == 0 ? 2 : 0));
        }
        shop.types().stream().filter(TicketType::approval).findFirst().ifPresent(type -> {
            for (int i = 0; i < PENDING; i++) {
                Person person = MadeUpParticipants.person(edition, random, 21_000 + i);
                orders.place(single(edition, shop, "demo-pending-" + i, type, person, null));
            }
        });
        shop.types().stream()
                .filter(type -> type.audience().kind() == Audience.Kind.CODE)
                .findFirst()
                .ifPresent(type -> coded(edition, shop, type, random));
    }

    /// A code of each kind; that which opens a type has been used.
    private void coded(Edition edition, TicketShop shop, TicketType opened, Random random) {
        TicketType first = shop.types().getFirst();
        List<UUID> places = first.quotas().stream()
                .map(quota -> LocalIds.of(edition.id(), "quota", quota))
                .toList();
        codes.make(
                By.system("demo"),
                edition.id(),
                List.of(
                        new NewCode(
                                "PRESS2027",
                                Code.Kind.ACCESS,
                                "Redaktioner",
                                List.of(opened.key()),
                                0,
                                25,
                                List.of(),
                                null),
                        new NewCode(
                                "KAJEN20",
                                Code.Kind.DISCOUNT,
                                "Tidigare deltagare",
                                List.of(first.key()),
                                20,
                                100,
                                List.of(),
                                null),
                        new NewCode(
                                "HAVSNAS",
                                Code.Kind.RESERVED,
                                "Värdstadens nämnd",
                                List.of(first.key()),
                                100,
                                15,
                                places,
                                null)));
        Optional<Code> press = codes.find(edition.id(), "PRESS2027");
        for (int i = 0; i < 4; i++) {
            Person person = MadeUpParticipants.person(edition, random, 22_000 + i);
            orders.place(single(edition, shop, "demo-press-" + i, opened, person, press.orElse(null)));
        }
    }

    /// The page of the order of Siv, who registers others and does not attend.
    String coordinatorsPage(Edition edition) {
        TicketShop shop = tickets.draft(edition.id());
        Orderer siv =
                new Orderer(null, "Siv Samordnare", "siv.samordnare@example.org", payer(edition, GROUPS), Language.SV);
        return orders.place(group(edition, shop, GROUPS, siv, 8, 3)) instanceof Outcome.Placed placed
                ? "/" + edition.slug() + placed.path()
                : "/" + edition.slug() + "/register/group";
    }

    private static Edition.Organisation organisation(Edition edition, int number) {
        var organisations = edition.organisations();
        return organisations.get(number % organisations.size());
    }

    private static String payer(Edition edition, int number) {
        return organisation(edition, number).name().in(Language.SV).value();
    }

    private NewOrder group(Edition edition, TicketShop shop, int number, Orderer orderer, int people, int nameless) {
        LocalDate today = clock.instant().atZone(edition.timeZone()).toLocalDate();
        LocalDate names = shop.terms().namesBy();
        LocalDate namesBy = names == null || today.isAfter(names) ? null : names;
        TicketType type = shop.types().stream()
                .filter(one -> one.minAnOrder() > 1)
                .findFirst()
                .map(TicketType::always)
                .orElse(demoTicket.first(shop));
        Random random = new Random(number);
        List<NewTicket> wanted = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            Person person = MadeUpParticipants.person(edition, random, 30_000 + 100 * number + i);
            wanted.add(NewTicket.of(
                    type, new Attendee(person.name(), person.email(), orderer.organisation(), Language.SV, false)));
        }
        for (int i = 0; i < nameless && namesBy != null; i++) {
            wanted.add(NewTicket.of(type, null));
        }
        Edition.Organisation organisation = organisation(edition, number);
        return new NewOrder(
                edition,
                shop.terms(),
                "demo-group-" + number,
                orderer,
                new Buyer(
                        Buyer.Kind.PUBLIC,
                        orderer.organisation(),
                        organisation.number(),
                        organisation.gln(),
                        organisation.eInvoice() == null
                                ? null
                                : organisation.eInvoice().toString(),
                        "SE",
                        null,
                        "9" + (100 + number),
                        "47" + (10 + number)),
                wanted,
                null,
                nameless > 0 ? namesBy : null,
                null);
    }

    private static NewOrder single(
            Edition edition, TicketShop shop, String key, TicketType type, Person person, @Nullable Code code) {
        NewOrder order = NewOrder.single(
                edition,
                shop.terms(),
                key,
                type,
                person.name(),
                person.email(),
                Buyer.of(person.organisation(), ""),
                Language.SV);
        return code == null ? order : order.with(code);
    }
}
