package torg.registration;

import java.util.Base64;
import java.util.List;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.mail.Letter;
import torg.mail.Outbox;
import torg.registration.Registrations.Applicant;
import torg.registration.TicketShop.TicketType;
import torg.store.Settings;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Words;

/// What is written to a participant.
@Component
class RegistrationMail {
    private final Outbox outbox;
    private final Settings settings;

    RegistrationMail(Outbox outbox, Settings settings) {
        this.outbox = outbox;
        this.settings = settings;
    }

    void confirm(
            Edition edition,
            TicketType type,
            Applicant applicant,
            String secret,
            long orderNumber,
            String viewToken,
            String changeToken) {
        Language language = applicant.language();
        Words words = Words.of(RegistrationMail.class, language);
        String name = edition.name().in(language).value();
        Letter letter = Letter.of(
                        language, words.say("mail.greeting", applicant.name()), words.say("mail.closing", name))
                .paragraph(words.say(
                        "mail.registered",
                        name,
                        Dates.span(edition.firstDay(), edition.lastDay(), language),
                        type.name().in(language).value(),
                        String.valueOf(orderNumber)))
                .paragraph(words.say("mail.attached"))
                .paragraph(words.say("mail.change", address(edition, language, changeToken)))
                .link(words.say("mail.ticket"), address(edition, language, viewToken));
        outbox.write(new Outbox.Mail(
                edition.id(),
                "registration",
                sender(edition, language),
                applicant.email(),
                applicant.name(),
                words.say("mail.registered.subject", name),
                letter.text(),
                letter.html(),
                language,
                List.of(
                        attachment(words.say("mail.file") + ".png", "image/png", QrCode.png(secret)),
                        attachment(edition.slug() + ".ics", "text/calendar", Calendar.of(edition, language)))));
    }

    /// The links once more, to the address that is known: for somebody who wants to change something or lost them.
    void links(Edition edition, Ticket ticket, String viewToken, String changeToken) {
        Language language = ticket.language();
        Words words = Words.of(RegistrationMail.class, language);
        String name = edition.name().in(language).value();
        Letter letter = Letter.of(language, words.say("mail.greeting", ticket.name()), words.say("mail.closing", name))
                .paragraph(words.say("mail.links"))
                .paragraph(words.say("mail.change", address(edition, language, changeToken)))
                .link(words.say("mail.ticket"), address(edition, language, viewToken));
        outbox.write(new Outbox.Mail(
                edition.id(),
                "links",
                sender(edition, language),
                ticket.email(),
                ticket.name(),
                words.say("mail.links.subject", name),
                letter.text(),
                letter.html(),
                language,
                List.of()));
    }

    private String sender(Edition edition, Language language) {
        return settings.isDemo() ? "Torg demo" : edition.name().in(language).value();
    }

    private String address(Edition edition, Language language, String token) {
        return settings.baseUrl() + "/" + edition.slug()
                + (language.equals(edition.mainLanguage()) ? "" : "/" + language) + "/my/" + token;
    }

    private static Outbox.Attachment attachment(String name, String type, byte[] bytes) {
        return new Outbox.Attachment(name, type, Base64.getEncoder().encodeToString(bytes));
    }
}
