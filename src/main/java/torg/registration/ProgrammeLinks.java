package torg.registration;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.ledger.Audit;
import torg.registration.PersonalLinks.Purpose;
import torg.registration.Ticket.PersonId;
import torg.store.By;
import torg.store.Db;

/// Whose programme a personal link opens, and what of it is certain: the sessions that this person has a seat in.
///
/// Beside the two links of the letter there are two that open nothing but the programme: one for a calendar and one
/// for a browser that keeps it.
@Component
public class ProgrammeLinks {
    private final PersonalLinks links;
    private final Registrations registrations;
    private final SessionChoices choices;
    private final Audit audit;
    private final Db db;

    ProgrammeLinks(PersonalLinks links, Registrations registrations, SessionChoices choices, Audit audit, Db db) {
        this.links = links;
        this.registrations = registrations;
        this.choices = choices;
        this.audit = audit;
        this.db = db;
    }

    /// @param chosen     codes of the sessions in which the person has a seat
    /// @param mayStar    the link saves stars
    /// @param mayMake    the link makes other links
    /// @param fromLetter the link opens the person's other pages as well
    public record Opened(PersonId person, List<String> chosen, boolean mayStar, boolean mayMake, boolean fromLetter) {}

    /// What this link opens in a browser; a calendar's link opens nothing there.
    public Optional<Opened> open(EditionId edition, String token) {
        return links.openAny(edition, token)
                .filter(opened -> opened.purpose() != Purpose.CALENDAR)
                .map(opened -> opened(edition, opened));
    }

    /// What a calendar's link opens, and only that.
    public Optional<Opened> openCalendar(EditionId edition, String token) {
        return links.openAny(edition, token)
                .filter(opened -> opened.purpose() == Purpose.CALENDAR)
                .map(opened -> opened(edition, opened));
    }

    private Opened opened(EditionId edition, PersonalLinks.Opened opened) {
        List<String> chosen = registrations
                .of(edition, opened.person())
                .filter(ticket -> !ticket.isCancelled())
                .map(ticket -> choices.of(edition, ticket.id()).stream()
                        .map(Offering::code)
                        .toList())
                .orElse(List.of());
        boolean change = opened.purpose() == Purpose.CHANGE;
        return new Opened(
                opened.person(),
                chosen,
                change || opened.purpose() == Purpose.DEVICE,
                change,
                change || opened.purpose() == Purpose.VIEW);
    }

    /// The calendar's link, where one was made.
    public Optional<String> calendar(EditionId edition, PersonId person) {
        return Optional.ofNullable(links.current(edition, List.of(person)).get(person))
                .map(current -> current.get(Purpose.CALENDAR));
    }

    /// Makes the calendar's link; one that was made before opens nothing any more.
    public String makeCalendar(EditionId edition, PersonId person) {
        return make(edition, person, Purpose.CALENDAR, true);
    }

    /// The link that a browser keeps; several browsers share it.
    public String makeDevice(EditionId edition, PersonId person) {
        return make(edition, person, Purpose.DEVICE, false);
    }

    private String make(EditionId edition, PersonId person, Purpose purpose, boolean anew) {
        return db.transaction(() -> {
            String token = links.make(edition, person, purpose, anew);
            String id = person.value().toString();
            String name =
                    registrations.of(edition, person).map(Ticket::shownName).orElse("");
            audit.record(
                    new By("person", id, name),
                    edition,
                    "linked-" + Db.written(purpose),
                    new Audit.Subject("person", id, name),
                    null,
                    null);
            return token;
        });
    }
}
