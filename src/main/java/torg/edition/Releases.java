package torg.edition;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import torg.ledger.Audit;
import torg.store.By;
import torg.store.Db;
import torg.store.Json;
import torg.store.Row;
import torg.web.PublishedPages;

/// What is published: keeps the newest release of every stream of every edition in this node's memory.
///
/// [#publish] makes a release of the draft and tells all nodes by `NOTIFY`; [ReleaseWatch] hears it (or polls) and
/// calls
/// [#refresh].
@Component
public class Releases {
    static final String CHANNEL = "torg_release";
    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);

    private final Db db;
    private final Audit audit;
    private final PublishedPages pages;
    private final Map<Key, Release<?>> newest = new ConcurrentHashMap<>();
    private final Map<String, Stream<?>> streams = new TreeMap<>();

    Releases(Db db, Audit audit, PublishedPages pages, List<Stream<?>> streams) {
        this.db = db;
        this.audit = audit;
        this.pages = pages;
        streams.forEach(stream -> this.streams.put(stream.name(), stream));
    }

    private record Key(EditionId edition, String stream) {}

    /// The newest published version of this stream, from memory.
    @SuppressWarnings("unchecked") // a stream's releases hold its own type
    public <T> Optional<Release<T>> newest(EditionId edition, Stream<T> stream) {
        return Optional.ofNullable((Release<T>) newest.get(new Key(edition, stream.name())));
    }

    /// Publishes the draft as it is now. Nothing happens where it says the same as what is published already.
    ///
    /// @return the new version, or empty where there was nothing new
    public <T> Optional<Integer> publish(By by, EditionId edition, Stream<T> stream, String note) {
        return publish(by, edition, stream, stream::draft, note);
    }

    /// Publishes what `content` makes, read in the transaction: for a part of a draft, such as one news item.
    public <T> Optional<Integer> publish(
            By by, EditionId edition, Stream<T> stream, Function<EditionId, T> content, String note) {
        Optional<Integer> version = db.transaction(() -> {
            // one publisher at a time an edition: the row lock orders the version numbers
            db.sql("select 1 from edition where id = :edition for no key update")
                    .set("edition", edition)
                    .one(row -> 1);
            T published = stream.released(
                    edition,
                    content.apply(edition),
                    () -> stored(edition, stream).map(Release::content));
            String json = Json.write(published);
            Optional<Integer> made = db.sql("""
                    insert into release (edition_id, stream, version, published_at, by_kind, by_id, by_name, note, content)
                    select :edition, :stream, coalesce(max(version), 0) + 1, now(), :byKind, :byId, :byName, :note,
                        cast(:content as jsonb)
                    from release
                    where edition_id = :edition and stream = :stream
                    having not exists (
                        select 1 from release newest
                        where newest.edition_id = :edition and newest.stream = :stream
                            and newest.content = cast(:content as jsonb)
                            and newest.version = (select max(version) from release last
                                where last.edition_id = :edition and last.stream = :stream))
                    returning version
                    """)
                    .set("edition", edition)
                    .set("stream", stream.name())
                    .set("byKind", by.kind())
                    .set("byId", by.id())
                    .set("byName", by.name())
                    .set("note", note)
                    .set("content", json)
                    .optional(row -> row.integer("version"));
            made.ifPresent(number -> {
                audit.record(
                        by,
                        edition,
                        "published",
                        new Audit.Subject("stream", stream.name(), stream.name()),
                        null,
                        Map.of("version", number, "note", note));
                stream.published(edition, published);
                db.notify(CHANNEL, edition.value() + " " + stream.name());
            });
            return made;
        });
        if (version.isPresent()) {
            refresh(edition, stream.name()); // this node shows it at once
        }
        return version;
    }

    public List<Stream<?>> streams() {
        return List.copyOf(streams.values());
    }

    /// Reads the newest release of one stream into memory and forgets the pages that were made from older ones.
    void refresh(EditionId edition, String name) {
        Stream<?> stream = streams.get(name);
        if (stream != null) {
            load(edition, stream);
        }
    }

    /// The newest published version as the database has it: for a verb that publishes a part of it.
    public <T> Optional<Release<T>> stored(EditionId edition, Stream<T> stream) {
        return latest(edition, stream, 1).stream().findFirst();
    }

    /// The newest releases of this stream, the newest first, from the database: for what tells its history.
    public <T> List<Release<T>> latest(EditionId edition, Stream<T> stream, int count) {
        return db.sql("""
                select version, published_at, note, content
                from release
                where edition_id = :edition and stream = :stream
                order by version desc
                limit :count
                """)
                .set("edition", edition)
                .set("stream", stream.name())
                .set("count", count)
                .list(row -> release(row, stream));
    }

    private static <T> Release<T> release(Row row, Stream<T> stream) {
        return new Release<>(
                row.integer("version"),
                row.instant("published_at"),
                row.string("note"),
                row.json("content", stream.type()));
    }

    private <T> void load(EditionId edition, Stream<T> stream) {
        Optional<Release<T>> found = stored(edition, stream);
        if (found.isEmpty()) {
            return;
        }
        Key key = new Key(edition, stream.name());
        Release<T> release = found.get();
        Release<?> before = newest.put(key, release);
        if (before == null || before.version() != release.version()) {
            pages.forget(edition.value().toString());
            LOG.info("release edition={} stream={} version={}", edition.value(), stream.name(), release.version());
        }
    }

    /// Compares what is in memory with what is in the database: the way back after a lost notification.
    void catchUp() {
        record Latest(EditionId edition, String stream, int version) {}
        List<Latest> latest = db.sql("select edition_id, stream, max(version) as version from release group by 1, 2")
                .list(row ->
                        new Latest(row.id("edition_id", EditionId::new), row.string("stream"), row.integer("version")));
        for (Latest one : latest) {
            Release<?> known = newest.get(new Key(one.edition(), one.stream()));
            if (known == null || known.version() != one.version()) {
                refresh(one.edition(), one.stream());
            }
        }
    }

    /// The payload of a notification, as [#publish] writes it.
    void heard(String payload) {
        String[] parts = payload.split(" ", 2);
        if (parts.length == 2) {
            refresh(new EditionId(UUID.fromString(parts[0])), Objects.requireNonNull(parts[1]));
        }
    }

    /// Which streams have a release, for the desk: stream name to version.
    public Map<String, Integer> versions(EditionId edition) {
        Map<String, Integer> versions = new TreeMap<>();
        newest.forEach((key, release) -> {
            if (key.edition().equals(edition)) {
                versions.put(key.stream(), release.version());
            }
        });
        return versions;
    }

    Iterable<EditionId> publishedEditions(String stream) {
        return newest.keySet().stream()
                .filter(key -> key.stream().equals(stream))
                .map(Key::edition)
                .toList();
    }
}
