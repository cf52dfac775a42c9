package torg.mail;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import torg.ledger.Audit;
import torg.store.By;
import torg.store.Db;
import torg.store.Id;
import torg.store.Row;
import torg.text.Language;
import torg.text.Text;

/// Keeps what organisers wrote instead of the standard letters, by edition and kind.
@Component
public class Templates {
    private final Db db;
    private final Audit audit;

    Templates(Db db, Audit audit) {
        this.db = db;
        this.audit = audit;
    }

    /// @param subject in a language that is missing here, the standard holds
    public record Own(Text subject, Text body, int version) {
        public Template in(LetterKind kind, Language language) {
            Template standard = kind.standard(language);
            return new Template(
                    subject.has(language) ? subject.exactly(language) : standard.subject(),
                    body.has(language) ? body.exactly(language) : standard.body());
        }

        private Map<String, Text> told() {
            return Map.of("subject", subject, "body", body);
        }
    }

    private static Own own(Row row) {
        return new Own(row.text("subject"), row.text("body"), row.integer("version"));
    }

    public Map<String, Own> of(Id edition) {
        return of(List.of(edition.value())).getOrDefault(edition.value(), Map.of());
    }

    public Optional<Own> find(Id edition, String kind) {
        return db.sql("select subject, body, version from mail_template where edition_id = :edition and kind = :kind")
                .set("edition", edition)
                .set("kind", kind)
                .optional(Templates::own);
    }

    /// By edition and kind.
    Map<UUID, Map<String, Own>> of(Collection<UUID> editions) {
        Map<UUID, Map<String, Own>> all = new HashMap<>();
        if (editions.isEmpty()) {
            return all;
        }
        db.sql("select edition_id, kind, subject, body, version from mail_template where edition_id = any(:editions)")
                .set("editions", editions)
                .list(row -> all.computeIfAbsent(row.uuid("edition_id"), edition -> new HashMap<>())
                        .put(row.string("kind"), own(row)));
        return all;
    }

    /// The words of scheduled letters, which are of that sending alone.
    Map<UUID, Own> ofSchedules(Collection<UUID> schedules) {
        Map<UUID, Own> all = new HashMap<>();
        if (!schedules.isEmpty()) {
            db.sql("select id, subject, body, 1 as version from mail_schedule where id = any(:ids)")
                    .set("ids", schedules)
                    .list(row -> all.put(row.uuid("id"), own(row)));
        }
        return all;
    }

    /// @param version what the organiser saw: 0 where the standard held
    /// @return false where somebody else was faster
    public boolean change(By by, Id edition, LetterKind kind, Text subject, Text body, int version) {
        return db.transaction(() -> {
            Optional<Own> before = find(edition, kind.key());
            int changed = db.sql("""
                    insert into mail_template (edition_id, kind, subject, body)
                    select :edition, :kind, :subject, :body
                    where :version = 0 or exists (select 1 from mail_template where edition_id = :edition and kind = :kind)
                    on conflict (edition_id, kind) do update set subject = excluded.subject, body = excluded.body,
                        version = mail_template.version + 1, changed_at = now()
                    where mail_template.version = :version
                    """)
                    .set("edition", edition)
                    .set("kind", kind.key())
                    .set("subject", subject)
                    .set("body", body)
                    .set("version", version)
                    .run();
            if (changed == 1) {
                audit.record(
                        by,
                        edition,
                        "changed",
                        subject(kind),
                        before.map(Own::told).orElse(null),
                        new Own(subject, body, 0).told());
            }
            return changed == 1;
        });
    }

    /// Back to the standard.
    public void remove(By by, Id edition, LetterKind kind) {
        db.transaction(() -> {
            db.sql(
                            "delete from mail_template where edition_id = :edition and kind = :kind returning subject, body, version")
                    .set("edition", edition)
                    .set("kind", kind.key())
                    .optional(Templates::own)
                    .ifPresent(own -> audit.record(by, edition, "removed", subject(kind), own.told(), null));
        });
    }

    private static Audit.Subject subject(LetterKind kind) {
        return new Audit.Subject("letter", kind.key(), kind.words(Language.SV).say("letter." + kind.key()));
    }
}
