package torg.people;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.store.Db;
import torg.text.Text;

/// Keeps the organisations that this installation knows, each once: by its number, else by its name.
@Component
public class Organisations {
    private final Db db;

    Organisations(Db db) {
        this.db = db;
    }

    /// The id of this organisation, which is added if it is not known yet. What is known of it stays as it is, but for
    /// a number that was missing.
    public UUID known(Text name, @Nullable String number, @Nullable String url) {
        // two imports at once must not add the same organisation twice
        db.sql("select pg_advisory_xact_lock(hashtext('organisation'))").list(row -> "");
        Optional<UUID> found = number == null ? Optional.empty() : byNumber(number);
        UUID id = found.or(() -> byName(name, number)).orElse(null);
        if (id == null) {
            id = UUID.randomUUID();
            db.sql("insert into organisation (id, name, number, url) values (:id, :name, :number, :url)")
                    .set("id", id)
                    .set("name", name)
                    .set("number", number)
                    .set("url", url)
                    .run();
        } else {
            db.sql("update organisation set number = :number where id = :id and number is null")
                    .set("id", id)
                    .set("number", number)
                    .run();
        }
        return id;
    }

    private Optional<UUID> byNumber(String number) {
        return db.sql("select id from organisation where number = :number")
                .set("number", number)
                .optional(row -> row.uuid("id"));
    }

    private Optional<UUID> byName(Text name, @Nullable String number) {
        List<UUID> found = db.sql("""
                select id from organisation
                where name = :name and (cast(:number as text) is null or number is null)
                order by created_at
                limit 1
                """).set("name", name).set("number", number).list(row -> row.uuid("id"));
        return found.stream().findFirst();
    }
}
