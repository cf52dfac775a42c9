package torg.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import torg.store.By;
import torg.store.Db;
import torg.store.Id;
import torg.store.Json;

/// The audit trail. A verb that changes something records it here, in its own transaction.
///
/// `before` and `after` can be erased with the person they tell of; the salted commitment of the row stays.
@Component
public class Audit {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Db db;

    public Audit(Db db) {
        this.db = db;
    }

    /// What was changed: its kind ("ticket"), id, and the name that a reader knows it by.
    public record Subject(String kind, String id, String name) {}

    /// @param edition the edition that it belongs to, or null where it belongs to none
    /// @param action  a verb in past tense, such as `cancelled`; its words lie in the messages as `audit.cancelled`
    public void record(
            By by,
            @Nullable Id edition,
            String action,
            Subject subject,
            @Nullable Object before,
            @Nullable Object after) {
        recordAll(List.of(line(by, edition, action, subject, before, after)));
    }

    /// A line that is still to be written with [#recordAll].
    public Line line(
            By by,
            @Nullable Id edition,
            String action,
            Subject subject,
            @Nullable Object before,
            @Nullable Object after) {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        String was = before == null ? null : Json.write(before);
        String is = after == null ? null : Json.write(after);
        return new Line(
                edition == null ? null : edition.value(),
                by,
                action,
                subject,
                was,
                is,
                MDC.get("request"),
                HexFormat.of().formatHex(salt),
                HexFormat.of().formatHex(commitment(salt, by, action, subject, was, is)));
    }

    public record Line(
            @Nullable UUID edition,
            By by,
            String action,
            Subject subject,
            @Nullable String before,
            @Nullable String after,
            @Nullable String request,
            String salt,
            String commitment) {}

    /// Many lines at once, in their order.
    public void recordAll(List<Line> lines) {
        db.sql("""
                insert into audit (edition_id, by_kind, by_id, by_name, action, subject_kind, subject_id, subject_name,
                    before, after, request, salt, commitment)
                select line.edition, by ->> 'kind', by ->> 'id', by ->> 'name', action,
                    subject ->> 'kind', subject ->> 'id', subject ->> 'name', cast(before as jsonb), cast(after as jsonb),
                    request, decode(salt, 'hex'), decode(commitment, 'hex')
                from jsonb_to_recordset(:lines) as line(edition uuid, by jsonb, action text, subject jsonb, before text,
                    after text, request text, salt text, commitment text)
                """).setJson("lines", lines).run();
    }

    private static byte[] commitment(
            byte[] salt, By by, String action, Subject subject, @Nullable String before, @Nullable String after) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            String row =
                    Json.write(List.of(by, action, subject, before == null ? "" : before, after == null ? "" : after));
            return sha256.digest(row.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One line of the trail.
    public record Entry(
            long id,
            Instant at,
            By by,
            String action,
            Subject subject,
            @Nullable String before,
            @Nullable String after) {}

    /// The newest entries of an edition, older than `beforeId` (null: from the newest), at most `limit`. Where a thing
    /// is
    /// masked, its lines show that name and neither before nor after.
    public List<Entry> of(Id edition, @Nullable Long beforeId, int limit) {
        return entries(edition, beforeId, null, "", limit);
    }

    /// The newest entries on one thing of an edition.
    public List<Entry> about(Id edition, String kind, String id, int limit) {
        return entries(edition, null, kind, id, limit);
    }

    private List<Entry> entries(Id edition, @Nullable Long beforeId, @Nullable String kind, String subject, int limit) {
        return db.sql("""
                select audit.id, at, by_kind, by_id, coalesce(doer.name, by_name) as by_name, action, subject_kind, subject_id,
                    coalesce(subject.name, case when subject_name = by_name then doer.name end, subject_name) as subject_name,
                    case when doer.id is null and subject.id is null then before end as before,
                    case when doer.id is null and subject.id is null then after end as after
                from audit
                left join masked doer on doer.id = by_id and by_kind = 'person'
                left join masked subject on subject.id = subject_id
                where edition_id = :edition and (cast(:before as bigint) is null or audit.id < :before)
                    and (cast(:kind as text) is null or (subject_kind = :kind and subject_id = :subject))
                order by audit.id desc
                limit :limit
                """)
                .set("edition", edition)
                .set("before", beforeId)
                .set("kind", kind)
                .set("subject", subject)
                .set("limit", limit)
                .list(row -> new Entry(
                        row.number("id"),
                        row.instant("at"),
                        new By(row.string("by_kind"), row.string("by_id"), row.string("by_name")),
                        row.string("action"),
                        new Subject(row.string("subject_kind"), row.string("subject_id"), row.string("subject_name")),
                        row.stringOrNull("before"),
                        row.stringOrNull("after")));
    }

    /// From now on the trail shows this name for the things with these ids, in old lines and new ones; in the caller's
    /// transaction.
    public void mask(Collection<UUID> ids, String name) {
        db.sql("""
                insert into masked (id, name)
                select cast(id as text), :name from unnest(cast(:ids as uuid[])) id
                on conflict (id) do update set name = excluded.name
                """).set("ids", ids).set("name", name).run();
    }

    /// Shows them again as they were written.
    public void unmask(Collection<UUID> ids) {
        db.sql("delete from masked where id = any(cast(cast(:ids as uuid[]) as text[]))")
                .set("ids", ids)
                .run();
    }
}
