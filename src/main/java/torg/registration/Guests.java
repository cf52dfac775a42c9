package torg.registration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.edition.Organiser;
import torg.edition.Role;
import torg.edition.Roles;
import torg.ledger.Audit;
import torg.registration.TicketShop.TicketType;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.Tokens;
import torg.text.Language;

/// Gives places to those who have a role, and to others by name: a letter with a link to a ticket without cost, which
/// each uses once. The place is counted when it is taken.
@Component
class Guests {
    private final Db db;
    private final Roles roles;
    private final RegistrationMail mail;
    private final Audit audit;

    Guests(Db db, Roles roles, RegistrationMail mail, Audit audit) {
        this.db = db;
        this.roles = roles;
        this.mail = mail;
        this.audit = audit;
    }

    record Guest(String name, String email, Language language) {}

    /// Those who have one of these roles, each once, by name.
    List<Guest> having(EditionId edition, Set<Role> wanted, Language language) {
        Map<String, Guest> found = new LinkedHashMap<>();
        for (Roles.Holder holder : roles.holders(edition)) {
            if (wanted.contains(holder.role())) {
                found.putIfAbsent(
                        holder.email().toLowerCase(Locale.ROOT), new Guest(holder.name(), holder.email(), language));
            }
        }
        return found.values().stream().sorted(Comparator.comparing(Guest::name)).toList();
    }

    /// Which of them have got a place of this type before.
    List<String> invited(EditionId edition, TicketType type, List<Guest> guests) {
        return db.sql("""
                select lower(guest_email) as email from code
                where edition_id = :edition and ticket_types = :types and revoked_at is null
                    and lower(guest_email) = any(:emails)
                """)
                .set("edition", edition)
                .set("types", List.of(type.key()))
                .set(
                        "emails",
                        guests.stream()
                                .map(guest -> guest.email().toLowerCase(Locale.ROOT))
                                .toList())
                .list(row -> row.string("email"));
    }

    /// Writes to those who have not got a place of this type before.
    ///
    /// @return how many
    int invite(Organiser organiser, TicketType type, List<Guest> guests) {
        return db.transaction(() -> {
            List<UUID> made = new ArrayList<>();
            for (Guest guest : guests) {
                UUID id = UUID.randomUUID();
                int inserted = db.sql("""
                        insert into code (edition_id, id, code, kind, note, ticket_types, percent_off, max_uses, quota_ids,
                            reserved, created_at, guest_name, guest_email)
                        values (:edition, :id, :code, 'access', :name, :types, 100, 1, '{}', 0, :now, :name, :email)
                        on conflict do nothing
                        """)
                        .set("edition", organiser.id())
                        .set("id", id)
                        .set("code", Tokens.random(Codes.ALPHABET, 12))
                        .set("types", List.of(type.key()))
                        .set("now", ConferenceClock.security().instant())
                        .set("name", guest.name())
                        .set("email", guest.email())
                        .run();
                if (inserted == 1) {
                    made.add(id);
                    mail.guest(organiser.id(), id, guest);
                }
            }
            if (!made.isEmpty()) {
                audit.record(
                        organiser.by(),
                        organiser.id(),
                        "invited-guests",
                        new Audit.Subject(
                                "ticket-type",
                                type.key(),
                                type.name()
                                        .in(organiser.edition().mainLanguage())
                                        .value()),
                        null,
                        Map.of("number", made.size()));
            }
            return made.size();
        });
    }
}
