package torg.edition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import torg.files.StoredFiles;
import torg.ledger.Audit;
import torg.store.By;
import torg.store.Db;

/// Reads a whole edition from a folder and writes it to one (`docs/reference/edition-files.md`).
///
/// An import checks everything first, then takes all of it or nothing; it makes drafts. It can be repeated: things keep
/// their ids by their keys, and what the files do not name stays unless it is pruned.
@Component
public class EditionFiles {
    private final Db db;
    private final Editions editions;
    private final Releases releases;
    private final StoredFiles storedFiles;
    private final Audit audit;

    EditionFiles(Db db, Editions editions, Releases releases, StoredFiles storedFiles, Audit audit) {
        this.db = db;
        this.editions = editions;
        this.releases = releases;
        this.storedFiles = storedFiles;
        this.audit = audit;
    }

    /// What an import found or did.
    public sealed interface Outcome {
        /// Nothing was changed.
        record Refused(List<Problem> problems) implements Outcome {}

        record Accepted(String slug, List<Change> changes, List<String> unusedFiles) implements Outcome {}
    }

    /// One thing that is added, changed or removed; `thing` is a name such as `session/ai-i-varden`.
    public record Change(What what, String thing) {
        public enum What {
            ADDED,
            CHANGED,
            REMOVED
        }
    }

    /// @param dryRun  only says what would change
    /// @param prune   removes what the files no longer name, except what somebody holds
    /// @param publish makes a release of every stream afterwards
    public record Mode(boolean dryRun, boolean prune, boolean publish) {}

    public Outcome read(By by, Path directory, Mode mode) throws IOException {
        EditionFolder folder = EditionFolder.read(directory);
        Edition edition = SiteFiles.parse(folder);
        List<Part<?>> parts = new ArrayList<>();
        parts.add(new Part<>(editions.site(), edition));
        for (Stream<?> stream : releases.streams()) {
            if (stream != editions.site()) {
                parts.add(parsed(stream, folder, edition));
            }
        }
        Map<String, StoredFiles.Picture> pictures = pictures(folder);
        if (!folder.problems().isEmpty()) {
            return new Outcome.Refused(folder.problems());
        }
        boolean exists = editions.draft(edition.slug()).isPresent();
        List<Change> changes = new ArrayList<>();
        parts.forEach(part -> changes.addAll(part.changes(exists, mode.prune)));
        if (!mode.dryRun) {
            EditionId id = edition.id();
            db.transaction(() -> {
                parts.forEach(part -> part.store(mode.prune));
                pictures.forEach((name, picture) -> storedFiles.keep(id, name, picture));
                if (!changes.isEmpty()) {
                    audit.record(
                            by,
                            id,
                            "imported",
                            new Audit.Subject("edition", edition.slug(), edition.slug()),
                            null,
                            changes.stream()
                                    .map(change -> change.what + " " + change.thing)
                                    .toList());
                }
            });
            if (mode.publish) {
                releases.streams().forEach(stream -> releases.publish(by, id, stream, ""));
            }
        }
        return new Outcome.Accepted(edition.slug(), List.copyOf(changes), folder.unused());
    }

    static List<Change> changes(Map<String, Object> before, Map<String, Object> after, boolean removed) {
        List<Change> changes = new ArrayList<>();
        after.forEach((name, thing) -> {
            Object old = before.get(name);
            if (old == null) {
                changes.add(new Change(Change.What.ADDED, name));
            } else if (!old.equals(thing)) {
                changes.add(new Change(Change.What.CHANGED, name));
            }
        });
        if (removed) {
            before.keySet().stream()
                    .filter(name -> !after.containsKey(name))
                    .forEach(name -> changes.add(new Change(Change.What.REMOVED, name)));
        }
        return List.copyOf(changes);
    }

    private static Map<String, StoredFiles.Picture> pictures(EditionFolder folder) {
        Map<String, StoredFiles.Picture> pictures = new TreeMap<>();
        for (String name : folder.images()) {
            switch (StoredFiles.picture(folder.bytes(name).orElseThrow())) {
                case StoredFiles.Picture picture -> pictures.put(name, picture);
                case StoredFiles.NoPicture wrong ->
                    folder.problem(new Problem(name, 0, 0, wrong.reason().english()));
            }
        }
        return pictures;
    }

    private static <T> Part<T> parsed(Stream<T> stream, EditionFolder folder, Edition edition) {
        return new Part<>(stream, stream.parse(folder, edition), edition.id());
    }

    private record Part<T>(Stream<T> stream, T content, EditionId edition) {
        @SuppressWarnings("unchecked")
        Part(Stream<T> stream, Edition edition) {
            this(stream, (T) edition, edition.id());
        }

        List<Change> changes(boolean exists, boolean prune) {
            Map<String, Object> before = exists ? stream.things(stream.draft(edition)) : Map.of();
            return EditionFiles.changes(before, stream.things(content), prune);
        }

        void store(boolean prune) {
            stream.replace(edition, content, prune);
        }
    }

    /// Writes the draft of this edition. The folder must be empty or not be there yet.
    ///
    /// @throws IOException with a sentence for the person who typed the command
    public void write(String slug, Path directory) throws IOException {
        Edition edition = editions.draft(slug).orElseThrow(() -> new IOException("there is no edition " + slug));
        if (Files.exists(directory)) {
            try (var inside = Files.list(directory)) {
                if (inside.findAny().isPresent()) {
                    throw new IOException(directory + " is not empty");
                }
            }
        }
        for (var file : files(edition).entrySet()) {
            Path target = directory.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
    }

    private Map<String, byte[]> files(Edition edition) {
        return db.snapshot(() -> {
            EditionFolder.Writer writer = new EditionFolder.Writer(edition);
            releases.streams().stream()
                    .sorted(Comparator.comparing(Stream::name))
                    .forEach(stream -> write(stream, edition.id(), writer));
            storedFiles.all(edition.id()).forEach(writer::bytes);
            return new LinkedHashMap<>(writer.files());
        });
    }

    private static <T> void write(Stream<T> stream, EditionId edition, EditionFolder.Writer writer) {
        stream.write(stream.draft(edition), writer);
    }
}
