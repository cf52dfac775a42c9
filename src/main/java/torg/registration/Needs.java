package torg.registration;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import torg.edition.CareStaff;
import torg.edition.EditionId;
import torg.ledger.Audit;
import torg.registration.Registrations.Change;
import torg.registration.Ticket.PersonId;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.Json;
import torg.store.Row;
import torg.store.Sealed;
import torg.text.Text;

/// What people need to eat, must not eat, and need to take part. Sealed in the database; the kitchen gets counts, and
/// whoever reads names is in the trail.
@Component
public class Needs {
    static final int SIZE = 50;

    private final Db db;
    private final Sealed sealed;
    private final Audit audit;

    Needs(Db db, Sealed sealed, Audit audit) {
        this.db = db;
        this.sealed = sealed;
        this.audit = audit;
    }

    public enum Kind {
        DIETARY("vegetarian", "vegan", "halal", "kosher", "no-pork"),
        ALLERGY("gluten", "lactose", "milk", "nuts", "peanuts", "egg", "fish", "shellfish", "soy"),
        ACCESS("wheelchair", "hearing-loop", "sign-language", "captions", "guide-dog", "companion", "quiet-room");

        /// What can be ticked; all else is written.
        final List<String> options;

        Kind(String... options) {
            this.options = List.of(options);
        }
    }

    /// @param words what could not be ticked, or the empty string
    public record Need(List<String> options, String words) {
        boolean isNone() {
            return options.isEmpty() && words.isEmpty();
        }
    }

    Map<Kind, Need> of(EditionId edition, PersonId person) {
        Map<Kind, Need> needs = new EnumMap<>(Kind.class);
        db.sql("select person_id, kind, cipher from need where edition_id = :edition and person_id = :person")
                .set("edition", edition)
                .set("person", person)
                .list(row -> needs.put(row.choice("kind", Kind.class), opened(edition, row)) == null);
        return needs;
    }

    private Need opened(EditionId edition, Row row) {
        String json = sealed.open(row.bytes("cipher"), edition.value(), row.uuid("person_id"), row.string("kind"));
        return Json.read(json, Need.class);
    }

    /// Keeps these needs in the place of all before; none at all removes them. The trail says that it was done, and
    /// neither by whom nor what: that somebody has needs is sensitive by itself.
    public Change tell(EditionId edition, Ticket ticket, Map<Kind, Need> needs) {
        return db.transaction(() -> {
            boolean hers = db.sql("""
                    select 1 from ticket
                    where edition_id = :edition and id = :ticket and person_id = :person and state in ('valid', 'pending')
                    for update
                    """)
                    .set("edition", edition)
                    .set("ticket", ticket.id())
                    .set("person", ticket.person())
                    .optional(row -> true)
                    .isPresent();
            if (!hers) {
                return Change.TOO_LATE;
            }
            int removed = db.sql("delete from need where edition_id = :edition and person_id = :person")
                    .set("edition", edition)
                    .set("person", ticket.person())
                    .run();
            needs.forEach((kind, need) -> db.sql("""
                    insert into need (edition_id, person_id, kind, cipher, key_id, made_at)
                    values (:edition, :person, :kind, :cipher, :key, :now)
                    """)
                    .set("edition", edition)
                    .set("person", ticket.person())
                    .set("kind", kind)
                    .set(
                            "cipher",
                            sealed.seal(
                                    Json.write(need),
                                    edition.value(),
                                    java.util.Objects.requireNonNull(ticket.person())
                                            .value(),
                                    Db.written(kind)))
                    .set("key", sealed.keyId())
                    .set("now", ConferenceClock.security().instant())
                    .run());
            if (removed > 0 || !needs.isEmpty()) {
                audit.record(
                        new By("person", "-", "–"),
                        edition,
                        needs.isEmpty() ? "removed-needs" : "told-needs",
                        new Audit.Subject("needs", "-", "–"),
                        null,
                        null);
            }
            return Change.DONE;
        });
    }

    /// What a kitchen is told of one kind.
    ///
    /// @param options how many need each, by key; those that nobody needs are left out
    /// @param words   what was written, in the order of the alphabet
    public record Counted(Kind kind, long people, Map<String, Long> options, List<String> words) {}

    /// Of those whose tickets are valid, without any name.
    List<Counted> counts(EditionId edition) {
        Map<Kind, List<Need>> all = new EnumMap<>(Kind.class);
        db.sql("""
                select need.person_id, need.kind, need.cipher
                from need
                where need.edition_id = :edition and exists (select 1 from ticket
                    where ticket.edition_id = need.edition_id and ticket.person_id = need.person_id
                        and ticket.state = 'valid')
                """)
                .set("edition", edition)
                .list(row -> all.computeIfAbsent(row.choice("kind", Kind.class), kind -> new ArrayList<>())
                        .add(opened(edition, row)));
        List<Counted> counts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<Need> needs = all.getOrDefault(kind, List.of());
            Map<String, Long> options = new TreeMap<>(java.util.Comparator.comparing(kind.options::indexOf));
            needs.forEach(need -> need.options.forEach(option -> options.merge(option, 1L, Long::sum)));
            counts.add(new Counted(
                    kind,
                    needs.size(),
                    options,
                    needs.stream()
                            .map(Need::words)
                            .filter(words -> !words.isEmpty())
                            .sorted()
                            .toList()));
        }
        return counts;
    }

    /// @param name the alias of somebody with a protected identity
    record Named(String name, String code, Text ticketType, Kind kind, Need need) {}

    record Page(List<Named> lines, long total) {}

    /// Who needs what. Every reading is in the trail, with the codes of the tickets that were read.
    Page names(CareStaff staff, int page) {
        return db.transaction(() -> {
            long total = db.sql("select count(*) as total" + NAMED)
                    .set("edition", staff.id())
                    .one(row -> row.number("total"));
            List<Named> lines = db.sql(
                            "select need.person_id, need.kind, need.cipher, person.name, ticket.short_code, type.name as type_name"
                                    + NAMED
                                    + " order by person.name, ticket.short_code, need.kind limit :size offset :offset")
                    .set("edition", staff.id())
                    .set("size", SIZE)
                    .set("offset", (Math.max(page, 1) - 1) * SIZE)
                    .list(row -> new Named(
                            row.string("name"),
                            row.string("short_code"),
                            row.text("type_name"),
                            row.choice("kind", Kind.class),
                            opened(staff.id(), row)));
            audit.record(
                    staff.by(),
                    staff.id(),
                    "read-needs",
                    new Audit.Subject("needs", "-", "–"),
                    null,
                    lines.stream().map(Named::code).distinct().toList());
            return new Page(lines, total);
        });
    }

    private static final String NAMED = """
             from need
            join ticket on ticket.edition_id = need.edition_id and ticket.person_id = need.person_id
                and ticket.state = 'valid'
            join ticket_type type on type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
            join shown_person person on person.id = need.person_id
            where need.edition_id = :edition""";

    /// What was removed when its time was up.
    record Removal(java.time.Instant at, String thing, int removed) {}

    List<Removal> removals(EditionId edition) {
        return db.sql(
                        "select at, thing, removed from removal where edition_id = :edition order by at desc, thing limit 100")
                .set("edition", edition)
                .list(row -> new Removal(row.instant("at"), row.string("thing"), row.integer("removed")));
    }
}
