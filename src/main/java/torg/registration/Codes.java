package torg.registration;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.ledger.Audit;
import torg.registration.Code.CodeId;
import torg.registration.Orders.Prepared;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.Row;
import torg.store.Tokens;

/// Keeps the codes of an edition, and counts how often each was used.
@Component
public class Codes {
    static final String SHAPE = "[A-Z0-9-]{4,40}";
    static final String ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private final Db db;
    private final Quotas quotas;
    private final ConferenceClock clock;
    private final Audit audit;

    Codes(Db db, Quotas quotas, ConferenceClock clock, Audit audit) {
        this.db = db;
        this.quotas = quotas;
        this.clock = clock;
        this.audit = audit;
    }

    /// A code to be made.
    ///
    /// @param code   null: a random one
    /// @param places for reserved places, the quotas that one of them takes; empty for other kinds
    public record NewCode(
            @Nullable String code,
            Code.Kind kind,
            String note,
            List<String> types,
            int percentOff,
            int maxUses,
            List<UUID> places,
            @Nullable Instant validUntil) {}

    /// What became of codes to be made: all or none.
    public sealed interface Made {
        record All(List<String> codes) implements Made {}

        /// @param code that there is already
        record Taken(String code) implements Made {}

        record Full() implements Made {}
    }

    public Made make(By by, EditionId edition, List<NewCode> wanted) {
        return make(by, edition, wanted, true);
    }

    /// What would become of them: everything is done and taken back.
    Made wouldMake(By by, EditionId edition, List<NewCode> wanted) {
        return make(by, edition, wanted, false);
    }

    private Made make(By by, EditionId edition, List<NewCode> wanted, boolean keep) {
        try {
            return db.transaction(() -> {
                List<NewCode> named = wanted.stream().map(Codes::named).toList();
                for (NewCode one : named) {
                    if (!insert(edition, one)) {
                        throw new Refused(new Made.Taken(Objects.requireNonNull(one.code)));
                    }
                }
                List<String> codes = named.stream()
                        .map(one -> Objects.requireNonNull(one.code))
                        .toList();
                audit.record(
                        by,
                        edition,
                        "made-codes",
                        new Audit.Subject("code", codes.getFirst(), codes.getFirst()),
                        null,
                        Map.of("number", codes.size(), "kind", Db.written(named.getFirst().kind)));
                Map<UUID, Integer> aside = new HashMap<>();
                named.forEach(one -> one.places.forEach(quota -> aside.merge(quota, one.maxUses, Integer::sum)));
                Map<UUID, Integer> free = quotas.lockedFree(edition, aside.keySet());
                if (aside.entrySet().stream()
                        .anyMatch(place -> place.getValue() > free.getOrDefault(place.getKey(), 0))) {
                    throw new Refused(new Made.Full());
                }
                quotas.takeLocked(edition, aside);
                if (!keep) {
                    throw new Refused(new Made.All(codes));
                }
                return new Made.All(codes);
            });
        } catch (Refused e) {
            return e.answer;
        }
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Made answer;

        Refused(Made answer) {
            super(null, null, false, false);
            this.answer = answer;
        }
    }

    private static NewCode named(NewCode wanted) {
        String code = wanted.code == null ? Tokens.random(ALPHABET, 10) : typed(wanted.code);
        return new NewCode(
                code,
                wanted.kind,
                wanted.note,
                wanted.types,
                wanted.percentOff,
                wanted.maxUses,
                wanted.places,
                wanted.validUntil);
    }

    private boolean insert(EditionId edition, NewCode code) {
        return db.sql("""
                insert into code (edition_id, id, code, kind, note, ticket_types, percent_off, max_uses, quota_ids, reserved,
                    valid_until, created_at)
                values (:edition, :id, :code, :kind, :note, :types, :off, :uses, cast(:places as uuid[]), :reserved, :until,
                    :now)
                on conflict (edition_id, code) do nothing
                """)
                        .set("edition", edition)
                        .set("id", UUID.randomUUID())
                        .set("code", code.code)
                        .set("kind", code.kind)
                        .set("note", code.note)
                        .set("types", code.types)
                        .set("off", code.percentOff)
                        .set("uses", code.maxUses)
                        .set("places", code.places)
                        .set("reserved", code.kind == Code.Kind.RESERVED ? code.maxUses : 0)
                        .set("until", code.validUntil)
                        .set("now", ConferenceClock.security().instant())
                        .run()
                == 1;
    }

    /// As people type it: any case, blanks around and in it.
    static String typed(String code) {
        return code.replaceAll("\\s+", "").toUpperCase(Locale.ROOT);
    }

    /// Those of these codes that there are already.
    Set<String> taken(EditionId edition, List<String> wanted) {
        return Set.copyOf(db.sql("select code from code where edition_id = :edition and code = any(:codes)")
                .set("edition", edition)
                .set("codes", wanted)
                .list(row -> row.string("code")));
    }

    public Optional<Code> find(EditionId edition, String typed) {
        return db.sql("select * from code where edition_id = :edition and code = :code")
                .set("edition", edition)
                .set("code", typed(typed))
                .optional(Codes::code);
    }

    private static final int MAX_LISTED = 2_000;

    /// The newest first.
    List<Code> list(EditionId edition, String words) {
        return db.sql("""
                select * from code
                where edition_id = :edition and (:words = '' or folded(code || ' ' || note) like '%' || folded(:words) || '%')
                order by created_at desc, code
                limit :most
                """)
                .set("edition", edition)
                .set("words", words.strip().replaceAll("[%_\\\\]", ""))
                .set("most", MAX_LISTED)
                .list(Codes::code);
    }

    /// Takes a code back; places that were put aside for it and not used are free again.
    ///
    /// @return false where it was taken back before
    public boolean revoke(By by, EditionId edition, CodeId id) {
        return db.transaction(() -> {
            quotas.lineUp(edition);
            Optional<Code> found =
                    db.sql("""
                    select * from code where edition_id = :edition and id = :id and revoked_at is null for update
                    """).set("edition", edition).set("id", id).optional(Codes::code);
            found.ifPresent(code -> {
                audit.record(
                        by,
                        edition,
                        "revoked-code",
                        new Audit.Subject("code", code.id().value().toString(), code.code()),
                        code,
                        null);
                close(edition, code);
            });
            return found.isPresent();
        });
    }

    /// Gives back the places of codes that have run out. Called again and again.
    ///
    /// @return how many there were
    int closeRunOut() {
        record Due(EditionId edition, CodeId id) {}
        List<Due> due = db.sql("""
                select edition_id, id from code where reserved > 0 and revoked_at is null and valid_until <= :now limit 100
                """)
                .set("now", clock.instant())
                .list(row -> new Due(row.id("edition_id", EditionId::new), row.id("id", CodeId::new)));
        due.forEach(one -> revoke(By.system("codes"), one.edition, one.id));
        return due.size();
    }

    private void close(EditionId edition, Code code) {
        db.sql("update code set revoked_at = :now, reserved = 0 where edition_id = :edition and id = :id")
                .set("now", ConferenceClock.security().instant())
                .set("edition", edition)
                .set("id", code.id())
                .run();
        List<UUID> back = java.util.Collections.nCopies(code.reserved(), code.quotas()).stream()
                .flatMap(List::stream)
                .toList();
        if (!back.isEmpty()) {
            quotas.give(edition, back);
        }
    }

    /// The codes of these orders, locked and as they are now; not those that were taken back.
    Map<CodeId, Code> locked(List<Prepared> orders) {
        List<CodeId> ids = orders.stream()
                .flatMap(one -> Optional.ofNullable(one.order().code()).stream())
                .map(Code::id)
                .distinct()
                .toList();
        Map<CodeId, Code> locked = new HashMap<>();
        if (!ids.isEmpty()) {
            db.sql("""
                    select * from code where id = any(:ids) and revoked_at is null order by edition_id, id for update
                    """).set("ids", ids).list(Codes::code).forEach(code -> locked.put(code.id(), code));
        }
        return locked;
    }

    /// Counts uses of codes that [#locked] has shown to have them.
    void use(Map<CodeId, Integer> used) {
        used.forEach(
                (code, uses) -> db.sql("""
                update code set used = used + :uses, reserved = reserved - case kind when 'reserved' then :uses else 0 end
                where id = :id
                """).set("uses", uses).set("id", code).run());
    }

    /// Counts uses for somebody who waits, in the caller's transaction.
    ///
    /// @return false where so many are not left
    boolean hold(CodeId id, int uses) {
        return db.sql("""
                update code set used = used + :uses
                where id = :id and used + :uses <= max_uses and revoked_at is null
                    and (valid_until is null or valid_until > :now)
                """)
                        .set("uses", uses)
                        .set("id", id)
                        .set("now", clock.instant())
                        .run()
                == 1;
    }

    /// Takes back the uses of an entry on a waiting list that ends, for what it has not ordered.
    void giveBack(EditionId edition, UUID entry) {
        db.sql("""
                update code set used = used - jsonb_array_length(waiting.wanted -> 'wishes')
                from waiting
                where waiting.edition_id = :edition and waiting.id = :entry
                    and code.edition_id = waiting.edition_id and code.id = (waiting.wanted ->> 'code')::uuid
                """).set("edition", edition).set("entry", entry).run();
    }

    /// Takes back the uses of an order that was kept and never placed.
    ///
    /// @return the quotas whose places stay put aside for the code, each once for every place
    List<UUID> giveBackHeld(EditionId edition, UUID order) {
        return db
                .sql("""
                update code set used = used - held.places,
                    reserved = reserved + case when kind = 'reserved' and revoked_at is null then held.places else 0 end
                from (select ticket_order.code_id, count(*)::int as places
                    from ticket_order
                    join code on code.edition_id = ticket_order.edition_id and code.id = ticket_order.code_id
                    join ticket on ticket.edition_id = ticket_order.edition_id and ticket.order_id = ticket_order.id
                    join ticket_type type on type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
                    where ticket_order.edition_id = :edition and ticket_order.id = :order
                        and (code.ticket_types = '{}' or type.key = any(code.ticket_types))
                    group by ticket_order.code_id) held
                where code.edition_id = :edition and code.id = held.code_id
                returning case when kind = 'reserved' and revoked_at is null then quota_ids else '{}' end as kept,
                    held.places
                """)
                .set("edition", edition)
                .set("order", order)
                .list(row -> Collections.nCopies(row.integer("places"), row.uuids("kept")))
                .stream()
                .flatMap(List::stream)
                .flatMap(List::stream)
                .toList();
    }

    /// A code as somebody brought it to a waiting list: it holds for them, whatever became of it.
    Code kept(EditionId edition, CodeId id) {
        return db.sql("select * from code where edition_id = :edition and id = :id")
                .set("edition", edition)
                .set("id", id)
                .one(Codes::code);
    }

    static Code code(Row row) {
        return new Code(
                row.id("id", CodeId::new),
                row.string("code"),
                row.choice("kind", Code.Kind.class),
                row.string("note"),
                row.strings("ticket_types"),
                row.integer("percent_off"),
                row.integer("max_uses"),
                row.integer("used"),
                row.uuids("quota_ids"),
                row.integer("reserved"),
                row.instantOrNull("valid_until"),
                row.instantOrNull("revoked_at"));
    }
}
