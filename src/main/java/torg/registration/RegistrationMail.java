package torg.registration;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.mail.Letter;
import torg.mail.Outbox;
import torg.registration.PersonalLinks.Purpose;
import torg.registration.Ticket.PersonId;
import torg.registration.Ticket.TicketId;
import torg.store.Db;
import torg.store.Settings;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;

/// What is written to a participant.
@Component
class RegistrationMail {
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

    /// The ticket, to whoever has it.
    void confirm(TicketId id) {
        Ticket ticket = db.sql(Registrations.TICKET + "where ticket.id = :id")
                .set("id", id)
                .one(Registrations::ticket);
        if (ticket.person() == null || ticket.state() == Ticket.State.CANCELLED) {
            return;
        }
        Edition edition = edition(id);
        Language language = ticket.language();
        Words words = Words.of(RegistrationMail.class, language);
        String name = edition.name().in(language).value();
        String type = ticket.typeName().in(language).value();
        Letter letter = Letter.of(language, words.say("mail.greeting", ticket.name()), words.say("mail.closing", name));
        boolean pending = ticket.state() == Ticket.State.PENDING;
        letter = letter.paragraph(words.say(
                pending ? "mail.pending" : "mail.registered",
                name,
                Dates.span(edition.firstDay(), edition.lastDay(), language),
                type,
                String.valueOf(ticket.orderNumber())));
        if (!pending) {
            letter = letter.paragraph(words.say("mail.attached"));
        }
        letter = letter.paragraph(words.say(
                        "mail.change",
                        address(
                                edition,
                                language,
                                "/my/" + links.current(edition.id(), ticket.person(), Purpose.CHANGE))))
                .link(
                        words.say("mail.ticket"),
                        address(
                                edition,
                                language,
                                "/my/" + links.current(edition.id(), ticket.person(), Purpose.VIEW)));
        write(
                edition,
                "registration",
                language,
                ticket.email(),
                ticket.name(),
                words.say(pending ? "mail.pending.subject" : "mail.registered.subject", name),
                letter,
                pending
                        ? List.of()
                        : List.of(
                                attachment(words.say("mail.file") + ".png", "image/png", QrCode.png(ticket.secret())),
                                attachment(edition.slug() + ".ics", "text/calendar", Calendar.of(edition, language))));
    }

    /// The order, to whoever placed it for others.
    void confirmOrder(UUID order) {
        record Ordered(EditionId edition, long number, String name, String email, Language language, int tickets) {}
        Ordered ordered = db.sql("""
                select ticket_order.edition_id, ticket_order.number, person.name, person.email, person.language,
                    (select count(*)::int from ticket
                        where ticket.edition_id = ticket_order.edition_id and ticket.order_id = ticket_order.id) as tickets
                from ticket_order
                join person on person.id = ticket_order.orderer_id
                where ticket_order.id = :order
                """)
                .set("order", order)
                .one(row -> new Ordered(
                        row.id("edition_id", EditionId::new),
                        row.number("number"),
                        row.string("name"),
                        row.string("email"),
                        new Language(row.string("language")),
                        row.integer("tickets")));
        Edition edition = editions.known(ordered.edition);
        Words words = Words.of(RegistrationMail.class, ordered.language);
        String name = edition.name().in(ordered.language).value();
        Letter letter = Letter.of(
                        ordered.language, words.say("mail.greeting", ordered.name), words.say("mail.closing", name))
                .paragraph(words.say("mail.ordered", ordered.tickets, name, String.valueOf(ordered.number)))
                .paragraph(words.say("mail.ordered.each"))
                .link(
                        words.say("mail.order"),
                        address(
                                edition,
                                ordered.language,
                                "/order/"
                                        + orderLinks
                                                .current(edition.id(), order)
                                                .orElseThrow()));
        write(
                edition,
                "order",
                ordered.language,
                ordered.email,
                ordered.name,
                words.say("mail.ordered.subject", name),
                letter,
                List.of());
    }

    /// To whoever had a ticket that is somebody else's now.
    void passedOn(Edition edition, Ticket ticket) {
        Words words = Words.of(RegistrationMail.class, ticket.language());
        String name = edition.name().in(ticket.language()).value();
        write(
                edition,
                "passed-on",
                ticket.language(),
                ticket.email(),
                ticket.name(),
                words.say("mail.passedOn.subject", name),
                Letter.of(ticket.language(), words.say("mail.greeting", ticket.name()), name)
                        .paragraph(words.say("mail.passedOn", name)),
                List.of());
    }

    private record Person(String name, String email, Language language) {}

    private Person person(PersonId id) {
        return db.sql("select name, email, language from person where id = :id")
                .set("id", id)
                .one(row -> new Person(row.string("name"), row.string("email"), new Language(row.string("language"))));
    }

    /// To whoever has joined a waiting list.
    void waits(Edition edition, PersonId person, Text thing, int offerHours) {
        Person to = person(person);
        Words words = Words.of(RegistrationMail.class, to.language);
        String name = edition.name().in(to.language).value();
        write(
                edition,
                "waiting",
                to.language,
                to.email,
                to.name,
                words.say("mail.waits.subject", name),
                Letter.of(to.language, words.say("mail.greeting", to.name), name)
                        .paragraph(words.say(
                                "mail.waits", name, thing.in(to.language).value(), offerHours))
                        .link(
                                words.say("mail.waits.link"),
                                address(
                                        edition,
                                        to.language,
                                        "/my/" + links.current(edition.id(), person, Purpose.CHANGE))),
                List.of());
    }

    /// A place has come free for somebody who waited.
    void offer(Edition edition, PersonId person, Text thing, int places, Instant answerBy) {
        Person to = person(person);
        Words words = Words.of(RegistrationMail.class, to.language);
        String name = edition.name().in(to.language).value();
        write(
                edition,
                "offer",
                to.language,
                to.email,
                to.name,
                words.say("mail.offer.subject", name),
                Letter.of(to.language, words.say("mail.greeting", to.name), words.say("mail.closing", name))
                        .paragraph(words.say(
                                "mail.offer",
                                places,
                                thing.in(to.language).value(),
                                Dates.moment(answerBy.atZone(edition.timeZone()), to.language)))
                        .paragraph(words.say("mail.offer.otherwise"))
                        .link(
                                words.say("mail.offer.answer"),
                                address(
                                        edition,
                                        to.language,
                                        "/my/" + links.current(edition.id(), person, Purpose.CHANGE))),
                List.of());
    }

    private void write(
            Edition edition,
            String kind,
            Language language,
            String email,
            String recipient,
            String subject,
            Letter letter,
            List<Outbox.Attachment> attachments) {
        outbox.write(new Outbox.Mail(
                edition.id(),
                kind,
                settings.isDemo() ? "Torg demo" : edition.name().in(language).value(),
                email,
                recipient,
                subject,
                letter.text(),
                letter.html(),
                language,
                attachments));
    }

    private Edition edition(TicketId ticket) {
        return editions.known(db.sql("select edition_id from ticket where id = :id")
                .set("id", ticket)
                .one(row -> row.id("edition_id", EditionId::new)));
    }

    /// The links once more, to the address that is known: for somebody who wants to change something or lost them.
    void links(Edition edition, Ticket ticket) {
        PersonId person = java.util.Objects.requireNonNull(ticket.person());
        Language language = ticket.language();
        Words words = Words.of(RegistrationMail.class, language);
        String name = edition.name().in(language).value();
        write(
                edition,
                "links",
                language,
                ticket.email(),
                ticket.name(),
                words.say("mail.links.subject", name),
                Letter.of(language, words.say("mail.greeting", ticket.name()), words.say("mail.closing", name))
                        .paragraph(words.say("mail.links"))
                        .paragraph(words.say(
                                "mail.change",
                                address(
                                        edition,
                                        language,
                                        "/my/" + links.current(edition.id(), person, Purpose.CHANGE))))
                        .link(
                                words.say("mail.ticket"),
                                address(edition, language, "/my/" + links.current(edition.id(), person, Purpose.VIEW))),
                List.of());
    }

    private String address(Edition edition, Language language, String path) {
        return settings.baseUrl() + "/" + edition.slug()
                + (language.equals(edition.mainLanguage()) ? "" : "/" + language) + path;
    }

    private static Outbox.Attachment attachment(String name, String type, byte[] bytes) {
        return new Outbox.Attachment(name, type, Base64.getEncoder().encodeToString(bytes));
    }
}
