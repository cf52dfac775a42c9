package torg.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.registration.ChoiceRules.Fault;
import torg.registration.ChoiceTerms.Block;
import torg.registration.Offering.OfferingId;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.LocalIds;
import torg.store.Row;
import torg.text.Text;

/// What participants can choose: written by the programme when it is published, read by everything that shows or
/// gives out seats.
@Component
public class Offerings {
    /// How old the places left may be where they are only a label.
    private static final Duration LABEL = Duration.ofSeconds(5);

    private final Db db;
    private final Quotas quotas;
    private final Map<EditionId, Choosing> shown = new ConcurrentHashMap<>();

    Offerings(Db db, Quotas quotas) {
        this.db = db;
        this.quotas = quotas;
    }

    /// A session as the programme publishes it.
    ///
    /// @param key its key in the edition's files
    public record Session(
            String key,
            String code,
            Text title,
            @Nullable Instant starts,
            @Nullable Instant ends,
            @Nullable String room,
            int seats,
            @Nullable String host,
            @Nullable String block,
            boolean required) {}

    /// Everything that was ever offered in an edition, by time, with the places as they were at `readAt`.
    public record Choosing(ChoiceTerms terms, List<Offering> offerings, Instant readAt) {
        public Optional<Offering> byCode(String code) {
            return offerings.stream()
                    .filter(offering -> offering.code().equals(code))
                    .findFirst();
        }

        Optional<Offering> byId(OfferingId id) {
            return offerings.stream()
                    .filter(offering -> offering.id().equals(id))
                    .findFirst();
        }

        /// Whether there is anything to choose now.
        boolean isOpen(Instant now) {
            return offerings.stream().anyMatch(offering -> offering.isOffered(now));
        }

        /// Why these two cannot be chosen together, or null.
        ///
        /// @param first begins before `second`, or together with it
        Fault.@Nullable Overlap overlap(Offering first, Offering second) {
            Instant ends = first.ends();
            Instant starts = second.starts();
            if (ends == null || starts == null) {
                return null;
            }
            if (starts.isBefore(ends)) {
                return new Fault.Overlap(first, second, 0);
            }
            int minutes = terms.changeoverMinutes();
            boolean moves = first.room() != null
                    && second.room() != null
                    && !first.room().equals(second.room());
            return moves && starts.isBefore(ends.plus(Duration.ofMinutes(minutes)))
                    ? new Fault.Overlap(first, second, minutes)
                    : null;
        }

        /// Those of `held` that must be left to have this one as well.
        List<Offering> notTogether(Offering one, List<Offering> held, Instant now) {
            List<Offering> left = new ArrayList<>();
            int most = terms.block(one.block()).map(Block::max).orElse(Integer.MAX_VALUE);
            int kept = 1;
            for (Offering other : held) {
                boolean before = Objects.equals(one.starts(), other.starts())
                        || (one.starts() != null
                                && other.starts() != null
                                && one.starts().isBefore(other.starts()));
                boolean overlaps = (before ? overlap(one, other) : overlap(other, one)) != null;
                boolean beside = one.block() != null && one.block().equals(other.block());
                if (other.isOffered(now) && (overlaps || (beside && ++kept > most))) {
                    left.add(other);
                }
            }
            return left;
        }

        /// How long this may still be shown.
        public Duration fresh() {
            Duration left = Duration.between(ConferenceClock.security().instant(), readAt.plus(LABEL));
            return left.isNegative() ? Duration.ZERO : left;
        }
    }

    /// Makes these sessions be what is offered, within the caller's transaction. What is no longer among them is
    /// withdrawn, never deleted: it takes no more choices, and those who chose it keep a note of it. Fewer seats
    /// than are taken take nobody's; more are offered at once to whoever waits for them.
    public void publish(EditionId edition, ChoiceTerms terms, List<Session> sessions) {
        quotas.lockAll(edition);
        Map<UUID, Integer> seats = new HashMap<>();
        db.sql("""
                update offering set withdrawn_at = now()
                where edition_id = :edition and withdrawn_at is null and not (code = any(:offered))
                returning quota_id
                """)
                .set("edition", edition)
                .set("offered", sessions.stream().map(Session::code).toList())
                .list(row -> seats.put(row.uuid("quota_id"), 0) == null);
        sessions.forEach(session -> {
            publish(edition, session);
            seats.put(quotaId(edition, session), session.seats);
        });
        db.sql("""
                insert into offering_terms (edition_id, changeover_minutes, blocks)
                values (:edition, :changeover, :blocks)
                on conflict (edition_id) do update set changeover_minutes = excluded.changeover_minutes,
                    blocks = excluded.blocks
                """)
                .set("edition", edition)
                .set("changeover", terms.changeoverMinutes())
                .setJson("blocks", terms.blocks())
                .run();
        quotas.resize(edition, seats);
    }

    private void publish(EditionId edition, Session session) {
        db.sql("""
                insert into quota (edition_id, id, key, name, kind, capacity, position)
                values (:edition, :id, :key, :name, 'session', :seats, 0)
                on conflict (edition_id, id) do update set name = excluded.name
                """)
                .set("edition", edition)
                .set("id", quotaId(edition, session))
                .set("key", "session/" + session.key)
                .set("name", session.title)
                .set("seats", session.seats)
                .run();
        db.sql("""
                insert into offering (edition_id, id, code, title, starts_at, ends_at, room, host, block, required, quota_id)
                values (:edition, :id, :code, :title, :starts, :ends, :room, :host, :block, :required, :quota)
                on conflict (edition_id, id) do update set title = excluded.title, starts_at = excluded.starts_at,
                    ends_at = excluded.ends_at, room = excluded.room, host = excluded.host, block = excluded.block,
                    required = excluded.required, withdrawn_at = null
                """)
                .set("edition", edition)
                .set("id", LocalIds.of(edition, "offering", session.key))
                .set("code", session.code)
                .set("title", session.title)
                .set("starts", session.starts)
                .set("ends", session.ends)
                .set("room", session.room)
                .set("host", session.host)
                .set("block", session.block)
                .set("required", session.required)
                .set("quota", quotaId(edition, session))
                .run();
    }

    private static UUID quotaId(EditionId edition, Session session) {
        return LocalIds.of(edition, "session-quota", session.key);
    }

    /// As it is now: for whoever decides.
    public Choosing now(EditionId edition) {
        Instant readAt = ConferenceClock.security().instant();
        ChoiceTerms terms = db.sql("select changeover_minutes, blocks from offering_terms where edition_id = :edition")
                .set("edition", edition)
                .optional(row ->
                        new ChoiceTerms(row.integer("changeover_minutes"), List.of(row.json("blocks", Block[].class))))
                .orElse(ChoiceTerms.NONE);
        List<Offering> offerings =
                db.sql(OFFERING + """
                where offering.edition_id = :edition
                order by offering.starts_at nulls last, offering.room, offering.code
                """).set("edition", edition).list(Offerings::offering);
        return new Choosing(terms, offerings, readAt);
    }

    /// As it was at most five seconds ago, from memory: for pages and forms that many look at.
    public Choosing shown(EditionId edition) {
        return shown.compute(edition, (id, old) -> old != null && old.fresh().isPositive() ? old : now(id));
    }

    static final String OFFERING = """
            select offering.*, quota.capacity, quota.taken
            from offering
            join quota on quota.edition_id = offering.edition_id and quota.id = offering.quota_id
            """;

    static Offering offering(Row row) {
        return new Offering(
                row.id("id", OfferingId::new),
                row.uuid("quota_id"),
                row.string("code"),
                row.text("title"),
                row.instantOrNull("starts_at"),
                row.instantOrNull("ends_at"),
                row.stringOrNull("room"),
                row.stringOrNull("host"),
                row.stringOrNull("block"),
                row.truth("required"),
                row.integer("capacity"),
                row.integer("taken"),
                row.instantOrNull("withdrawn_at"));
    }
}
