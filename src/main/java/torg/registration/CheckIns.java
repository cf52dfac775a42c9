package torg.registration;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.CheckInStaff;
import torg.edition.EditionId;
import torg.ledger.Audit;
import torg.registration.Ticket.TicketId;
import torg.store.ConferenceClock;
import torg.store.Db;

/// Who has come. A ticket is checked in once a day; sending the same scan again does nothing.
@Component
public class CheckIns {
    private final Db db;
    private final ConferenceClock clock;
    private final Audit audit;

    CheckIns(Db db, ConferenceClock clock, Audit audit) {
        this.db = db;
        this.clock = clock;
        this.audit = audit;
    }

    public enum Way {
        CODE,
        SCANNER,
        SEARCH
    }

    /// What a scan came to.
    public sealed interface Verdict {
        record Welcome(Ticket ticket) implements Verdict {}

        record Already(Ticket ticket, Instant at) implements Verdict {}

        record NotValid(Ticket ticket) implements Verdict {}

        /// Nobody comes today: the event has yet to begin, or is over. Checked in only if whoever scans insists.
        record NotToday(Ticket ticket, LocalDate today) implements Verdict {}

        record Unknown() implements Verdict {}
    }

    /// @param code  what was typed or scanned: the short code in any case and grouping, or the QR code's secret
    /// @param nonce  of this scan, so that a repeated one is known as the same
    /// @param anyway also on a day that is none of the event's
    public Verdict checkIn(CheckInStaff staff, String code, Way way, UUID nonce, boolean anyway) {
        Optional<Ticket> found = byCode(staff.id(), code);
        if (found.isEmpty()) {
            return new Verdict.Unknown();
        }
        Ticket ticket = found.get();
        if (ticket.state() != Ticket.State.VALID) {
            return new Verdict.NotValid(ticket);
        }
        LocalDate today = clock.instant().atZone(staff.edition().timeZone()).toLocalDate();
        boolean onDay = !today.isBefore(staff.edition().firstDay())
                && !today.isAfter(staff.edition().lastDay());
        if (!onDay && !anyway) {
            return before(staff.id(), ticket, today, nonce).orElse(new Verdict.NotToday(ticket, today));
        }
        return db.transaction(() -> {
            int entered = db.sql("""
                    insert into check_in (edition_id, id, ticket_id, date, at, by_account_id, way, nonce)
                    select :edition, :id, ticket.id, :date, :at, :account, :way, :nonce
                    from ticket
                    where ticket.edition_id = :edition and ticket.id = :ticket and ticket.state = 'valid'
                    for share
                    on conflict do nothing
                    """)
                    .set("edition", staff.id())
                    .set("id", UUID.randomUUID())
                    .set("ticket", ticket.id())
                    .set("date", today)
                    .set("at", clock.instant())
                    .set("account", staff.account().id())
                    .set("way", way)
                    .set("nonce", nonce)
                    .run();
            if (entered == 1) {
                audit.record(
                        staff.by(),
                        staff.id(),
                        "checked-in",
                        new Audit.Subject("ticket", ticket.id().value().toString(), ticket.name()),
                        null,
                        onDay ? null : Map.of("date", today));
                return new Verdict.Welcome(ticket);
            }
            return before(staff.id(), ticket, today, nonce).orElse(new Verdict.NotValid(ticket));
        });
    }

    private record Entry(Instant at, UUID nonce) {}

    private Optional<Verdict> before(EditionId edition, Ticket ticket, LocalDate today, UUID nonce) {
        return db.sql("""
                select at, nonce from check_in
                where edition_id = :edition and ticket_id = :ticket and date = :date and undone_at is null
                """)
                .set("edition", edition)
                .set("ticket", ticket.id())
                .set("date", today)
                .optional(row -> new Entry(row.instant("at"), row.uuid("nonce")))
                .map(entry -> entry.nonce().equals(nonce)
                        ? new Verdict.Welcome(ticket)
                        : new Verdict.Already(ticket, entry.at()));
    }

    private Optional<Ticket> byCode(EditionId edition, String typed) {
        String code = typed.strip();
        boolean secret = code.matches("[a-hj-km-np-z2-9]{32}");
        return db.sql(Registrations.TICKET + "where ticket.edition_id = :edition and "
                        + (secret ? "ticket.secret = :code" : "ticket.short_code = :code"))
                .set("edition", edition)
                .set("code", secret ? code : code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT))
                .optional(Registrations::ticket);
    }

    /// Takes back today's check-in of this ticket.
    public boolean undo(CheckInStaff staff, TicketId id) {
        LocalDate today = clock.instant().atZone(staff.edition().timeZone()).toLocalDate();
        return db.transaction(() -> {
            Optional<String> name = db.sql("""
                    update check_in set undone_at = :now
                    from ticket join shown_person person on person.id = ticket.person_id
                    where check_in.edition_id = :edition and check_in.ticket_id = :ticket and check_in.date = :date
                        and check_in.undone_at is null
                        and ticket.edition_id = check_in.edition_id and ticket.id = check_in.ticket_id
                    returning person.name
                    """)
                    .set("now", clock.instant())
                    .set("edition", staff.id())
                    .set("ticket", id)
                    .set("date", today)
                    .optional(row -> row.string("name"));
            name.ifPresent(who -> audit.record(
                    staff.by(),
                    staff.id(),
                    "undid-check-in",
                    new Audit.Subject("ticket", id.value().toString(), who),
                    null,
                    null));
            return name.isPresent();
        });
    }

    /// At most `limit` people who are found by these words.
    public List<Ticket> search(EditionId edition, @Nullable String typed, int limit) {
        String words = typed == null ? "" : typed.strip();
        if (words.length() < 2) {
            return List.of();
        }
        return db.sql(Registrations.TICKET + """
                where ticket.edition_id = :edition and ticket.state = 'valid' and
                """ + Registrations.HAS_WORDS + """
                order by person.name
                limit :limit
                """)
                .set("edition", edition)
                .set("words", words)
                .set("limit", limit)
                .list(Registrations::ticket);
    }

    /// How many have come today, and how many are expected.
    public record Count(long come, long expected) {}

    public Count count(CheckInStaff staff) {
        LocalDate today = clock.instant().atZone(staff.edition().timeZone()).toLocalDate();
        return db.sql("""
                select (select count(*) from check_in
                        where edition_id = :edition and date = :date and undone_at is null) as come,
                    (select count(*) from ticket where edition_id = :edition and state = 'valid') as expected
                """)
                .set("edition", staff.id())
                .set("date", today)
                .one(row -> new Count(row.number("come"), row.number("expected")));
    }
}
