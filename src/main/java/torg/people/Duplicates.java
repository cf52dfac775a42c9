package torg.people;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import torg.ledger.Audit;
import torg.people.Organisations.Known;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.Id;
import torg.store.Json;

/// Organisations that are known twice: finds them, merges them, and takes a merge back.
@Component
public class Duplicates {
    /// How many of the newest organisations are compared with all others by name.
    private static final int COMPARED = 200;

    private static final double ALIKE = 0.6;

    private final Db db;
    private final Organisations organisations;
    private final Audit audit;
    private final List<OrganisationMerged> referring;

    Duplicates(Db db, Organisations organisations, Audit audit, List<OrganisationMerged> referring) {
        this.db = db;
        this.organisations = organisations;
        this.audit = audit;
        this.referring = referring;
    }

    /// Two that may be the same.
    public record Pair(Known one, Known other, Why why) {
        /// The other way round.
        public Pair turned() {
            return new Pair(other, one, why);
        }
    }

    public enum Why {
        NUMBER,
        GLN,
        NAME,
        /// An organiser looked for it.
        SEARCHED
    }

    /// Pairs that may be the same: of the same number or GLN, and of the newest organisations those whose names are
    /// alike (trigram similarity above 0.6). Two with different numbers are two.
    public List<Pair> find(int limit) {
        record Found(UUID one, UUID other, Why why) {}
        return db.transaction(() -> {
            // the index then gives only what can be alike enough
            db.sql("select set_config('pg_trgm.strict_word_similarity_threshold', :alike, true)")
                    .set("alike", String.valueOf(ALIKE))
                    .list(row -> "");
            List<Found> found = db.sql("""
                    with unmerged as (select * from organisation where merged_into is null),
                    pair as (
                        select one.id as one, other.id as other, 'number' as why, 3.0 as weight
                        from unmerged one
                        join unmerged other on one.number = other.number and one.id < other.id
                        union all
                        select one.id, other.id, 'gln', 2.0
                        from unmerged one
                        join unmerged other on one.gln = other.gln and one.id < other.id
                        union all
                        select least(one.id, other.id), greatest(one.id, other.id), 'name',
                            similarity(mine.name, theirs.name)
                        from (select * from unmerged order by created_at desc limit :compared) one
                        cross join unnest(folded_names(one.name)) mine(name)
                        join organisation other on other.words %>> mine.name
                            and other.merged_into is null and other.id <> one.id
                            and (one.number = other.number or one.number is null or other.number is null)
                        cross join unnest(folded_names(other.name)) theirs(name)
                        where similarity(mine.name, theirs.name) > :alike
                    )
                    select one, other, (array_agg(why order by weight desc))[1] as why
                    from pair
                    group by one, other
                    order by max(weight) desc, one, other
                    limit :limit
                    """)
                    .set("compared", COMPARED)
                    .set("alike", ALIKE)
                    .set("limit", limit)
                    .list(row -> new Found(row.uuid("one"), row.uuid("other"), row.choice("why", Why.class)));
            Set<UUID> ids = new HashSet<>();
            found.forEach(pair -> ids.addAll(List.of(pair.one(), pair.other())));
            Map<UUID, Known> known = new TreeMap<>();
            db.sql("select * from organisation where id = any(:ids)")
                    .set("ids", ids)
                    .list(Organisations::known)
                    .forEach(one -> known.put(one.id(), one));
            return found.stream()
                    .map(pair -> new Pair(
                            Objects.requireNonNull(known.get(pair.one())),
                            Objects.requireNonNull(known.get(pair.other())),
                            pair.why()))
                    .toList();
        });
    }

    /// What became of a merge or of its undoing.
    public sealed interface Merged {
        record Done() implements Merged {}

        /// An organisation cannot be merged into itself.
        record Same() implements Merged {}

        /// One of them is unknown, or was merged (or that was undone) meanwhile.
        record Gone() implements Merged {}

        /// Two confirmed organisations would have the same number.
        record NumberTaken() implements Merged {}
    }

    /// `from` turned out to be `into`: what refers to it is moved, what only it knew is kept, its name and number lead
    /// to `into` from now on.
    ///
    /// @param edition at whose desk this is done
    public Merged merge(By by, Id edition, UUID from, UUID into) {
        if (from.equals(into)) {
            return new Merged.Same();
        }
        try {
            return db.transaction(() -> merged(by, edition, from, into));
        } catch (DuplicateKeyException e) {
            return new Merged.NumberTaken();
        }
    }

    private Merged merged(By by, Id edition, UUID from, UUID into) {
        Map<UUID, Known> both = new TreeMap<>();
        organisations.locked(List.of(from, into)).forEach(one -> both.put(one.id(), one));
        Known old = both.get(from);
        Known before = both.get(into);
        if (old == null || before == null || old.mergedInto() != null || before.mergedInto() != null) {
            return new Merged.Gone();
        }
        db.sql("update organisation set merged_into = :into, version = version + 1 where id = :from")
                .set("from", from)
                .set("into", into)
                .run();
        Known after = before.filled(old);
        organisations.write(after, true);
        Map<String, List<UUID>> moved = new TreeMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (OrganisationMerged module : referring) {
            List<UUID> ids = module.merged(from, into);
            moved.put(module.name(), ids);
            counts.put(module.name(), ids.size());
        }
        db.sql("""
                insert into organisation_merge (id, from_id, into_id, at, into_before, into_version, moved)
                values (:id, :from, :into, :now, cast(:before as jsonb), :version, cast(:moved as jsonb))
                """)
                .set("id", UUID.randomUUID())
                .set("from", from)
                .set("into", into)
                .set("now", ConferenceClock.security().instant())
                .set("before", Json.write(before))
                .set("version", before.version() + 1)
                .set("moved", Json.write(moved))
                .run();
        audit.record(
                by,
                edition,
                "merged-organisation",
                Organisations.subject(after),
                Map.of("kept", before, "merged", old),
                Map.of("kept", after, "moved", counts));
        return new Merged.Done();
    }

    /// One that was merged, as the history of the other shows it.
    public record Merge(UUID id, Known from, Instant at) {}

    /// What was merged into this one and is so still, the newest first.
    public List<Merge> merges(UUID into) {
        return db.sql("""
                select organisation.*, merge.id as merge_id, merge.at
                from organisation_merge merge
                join organisation on organisation.id = merge.from_id
                where merge.into_id = :into and merge.undone_at is null
                order by merge.at desc
                limit 100
                """)
                .set("into", into)
                .list(row -> new Merge(row.uuid("merge_id"), Organisations.known(row), row.instant("at")));
    }

    private record Moved(Map<String, List<UUID>> ids) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Moved {}
    }

    /// Takes a merge back: what was moved and has not been changed since belongs to the old one again, and the other
    /// one is as it was unless somebody corrected it meanwhile.
    public Merged undo(By by, Id edition, UUID merge) {
        try {
            return db.transaction(() -> undone(by, edition, merge));
        } catch (DuplicateKeyException e) {
            return new Merged.NumberTaken();
        }
    }

    private Merged undone(By by, Id edition, UUID merge) {
        record Kept(UUID from, UUID into, Known before, int version, Moved moved) {}
        Optional<Kept> found = db.sql("select * from organisation_merge where id = :merge")
                .set("merge", merge)
                .optional(row -> new Kept(
                        row.uuid("from_id"),
                        row.uuid("into_id"),
                        row.json("into_before", Known.class),
                        row.integer("into_version"),
                        row.json("moved", Moved.class)));
        if (found.isEmpty()) {
            return new Merged.Gone();
        }
        Kept kept = found.get();
        Known into = organisations.locked(List.of(kept.from(), kept.into())).stream()
                .filter(one -> one.id().equals(kept.into()))
                .findFirst()
                .orElseThrow();
        if (into.mergedInto() != null) {
            return new Merged.Gone(); // what moved has moved on: the later merge is undone first
        }
        int undone = db.sql("update organisation_merge set undone_at = :now where id = :merge and undone_at is null")
                .set("now", ConferenceClock.security().instant())
                .set("merge", merge)
                .run();
        if (undone == 0) {
            return new Merged.Gone();
        }
        if (into.version() == kept.version()) {
            organisations.write(kept.before(), kept.before().confirmed());
        }
        db.sql("update organisation set merged_into = null, version = version + 1 where id = :from")
                .set("from", kept.from())
                .run();
        for (OrganisationMerged module : referring) {
            module.unmerged(kept.from(), kept.into(), kept.moved().ids().getOrDefault(module.name(), List.of()));
        }
        audit.record(
                by,
                edition,
                "unmerged-organisation",
                Organisations.subject(into),
                into,
                organisations.find(kept.into()).orElseThrow());
        return new Merged.Done();
    }

    /// The persons who come from an organisation.
    @Component
    static class Persons implements OrganisationMerged {
        private final Db db;

        Persons(Db db) {
            this.db = db;
        }

        @Override
        public String name() {
            return "person";
        }

        @Override
        public List<UUID> merged(UUID from, UUID into) {
            return db.sql("update person set organisation_id = :into where organisation_id = :from returning id")
                    .set("from", from)
                    .set("into", into)
                    .list(row -> row.uuid("id"));
        }

        @Override
        public void unmerged(UUID from, UUID into, List<UUID> moved) {
            db.sql("update person set organisation_id = :from where organisation_id = :into and id = any(:moved)")
                    .set("from", from)
                    .set("into", into)
                    .set("moved", moved)
                    .run();
        }
    }
}
