package torg.programme;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.Editions;
import torg.edition.Organiser;
import torg.edition.SiteStream;
import torg.ledger.Audit;
import torg.programme.ScheduleImport.Plan;
import torg.store.Db;
import torg.store.Json;
import torg.store.RepeatedJob;

/// Keeps an uploaded programme until somebody has looked at what it would change, and takes it into the draft: all of
/// it
/// or nothing.
@Component
class ProgrammeImports implements RepeatedJob {
    private final Db db;
    private final SiteStream site;
    private final ProgrammeStream programmes;
    private final Audit audit;

    ProgrammeImports(Db db, Editions editions, ProgrammeStream programmes, Audit audit) {
        this.db = db;
        this.site = editions.site();
        this.programmes = programmes;
        this.audit = audit;
    }

    /// @param fingerprint of what would change: what somebody looked at is what is taken
    record Report(String fileName, Plan plan, String fingerprint) {}

    sealed interface Outcome {
        record Taken() implements Outcome {}

        /// The draft changed since the report was made; nothing was taken.
        record Changed(Report report) implements Outcome {}

        record Gone() implements Outcome {}
    }

    UUID keep(Organiser organiser, String fileName, byte[] content) {
        UUID id = UUID.randomUUID();
        db.sql("""
                insert into programme_import (edition_id, id, file_name, content)
                values (:edition, :id, :name, :content)
                """)
                .set("edition", organiser.id())
                .set("id", id)
                .set("name", fileName)
                .set("content", content)
                .run();
        return id;
    }

    Optional<Report> report(Organiser organiser, UUID id) {
        return db.snapshot(() -> read(organiser, id));
    }

    private Optional<Report> read(Organiser organiser, UUID id) {
        record Kept(String name, byte[] content) {}
        return db.sql("select file_name, content from programme_import where edition_id = :edition and id = :id")
                .set("edition", organiser.id())
                .set("id", id)
                .optional(row -> new Kept(row.string("file_name"), row.bytes("content")))
                .flatMap(kept -> {
                    ScheduleFile file = ScheduleFile.of(kept.content()).file();
                    if (file == null) {
                        return Optional.empty();
                    }
                    Edition edition = site.draft(organiser.id());
                    Plan plan = ScheduleImport.plan(edition, programmes.draft(organiser.id()), file);
                    return Optional.of(new Report(kept.name(), plan, fingerprint(plan)));
                });
    }

    private static String fingerprint(Plan plan) {
        return UUID.nameUUIDFromBytes(Json.write(plan).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    }

    Outcome take(Organiser organiser, UUID id, String fingerprint) {
        return db.transaction(() -> {
            db.sql("select 1 from edition where id = :edition for no key update")
                    .set("edition", organiser.id())
                    .one(row -> 1);
            Optional<Report> found = read(organiser, id);
            if (found.isEmpty()) {
                return new Outcome.Gone();
            }
            Plan plan = found.get().plan();
            if (!found.get().fingerprint().equals(fingerprint)) {
                return new Outcome.Changed(found.get());
            }
            boolean rooms = plan.added().stream().anyMatch(name -> name.startsWith("room/"));
            if (rooms) {
                site.replace(organiser.id(), plan.edition(), false);
            }
            programmes.replace(organiser.id(), plan.programme(), false);
            db.sql("delete from programme_import where edition_id = :edition and id = :id")
                    .set("edition", organiser.id())
                    .set("id", id)
                    .run();
            audit.record(
                    organiser.by(),
                    organiser.id(),
                    "imported",
                    new Audit.Subject("list", "programme", found.get().fileName()),
                    null,
                    Map.of("added", plan.added(), "changed", plan.changed()));
            return new Outcome.Taken();
        });
    }

    @Override
    public String name() {
        return "programme-imports";
    }

    @Override
    public int everySeconds() {
        return 3_600;
    }

    @Override
    public void run() {
        db.sql("delete from programme_import where at < now() - interval '1 day'")
                .run();
    }
}
