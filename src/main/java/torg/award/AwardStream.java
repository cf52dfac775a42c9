package torg.award;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.award.Award.Criterion;
import torg.award.Award.Finalist;
import torg.edition.Edition;
import torg.edition.EditionFolder;
import torg.edition.EditionId;
import torg.edition.Fields;
import torg.edition.Stream;
import torg.store.Db;
import torg.store.LocalIds;

/// The award as a stream: its draft tables, its releases, its files.
@Component
public class AwardStream implements Stream<Award> {
    private final Db db;

    AwardStream(Db db) {
        this.db = db;
    }

    @Override
    public String name() {
        return "award";
    }

    @Override
    public Class<Award> type() {
        return Award.class;
    }

    @Override
    public Award draft(EditionId edition) {
        List<Finalist> finalists = db.sql("""
                select key, name, organisation, body, winner from award_finalist
                where edition_id = :edition order by position
                """)
                .set("edition", edition)
                .list(row -> new Finalist(
                        row.string("key"),
                        row.text("name"),
                        row.string("organisation"),
                        row.text("body"),
                        row.truth("winner")));
        return db.sql("select * from award where edition_id = :edition")
                .set("edition", edition)
                .optional(row -> new Award(
                        row.text("name"),
                        row.text("summary"),
                        List.of(row.json("criteria", Criterion[].class)),
                        row.dateOrNull("awarded"),
                        finalists,
                        row.text("note")))
                .orElse(Award.NONE);
    }

    @Override
    public void replace(EditionId edition, Award content, boolean prune) {
        if (content.isNone()) {
            return; // an award that was once announced is not taken back by a file that is missing
        }
        db.sql("""
                insert into award (edition_id, name, summary, criteria, awarded, note)
                values (:edition, :name, :summary, :criteria, :awarded, :note)
                on conflict (edition_id) do update set name = excluded.name, summary = excluded.summary,
                    criteria = excluded.criteria, awarded = excluded.awarded, note = excluded.note
                """)
                .set("edition", edition)
                .set("name", content.name())
                .set("summary", content.summary())
                .setJson("criteria", content.criteria())
                .set("awarded", content.awarded())
                .set("note", content.note())
                .run();
        db.sql("update award_finalist set winner = false where edition_id = :edition and winner")
                .set("edition", edition)
                .run();
        int position = 0;
        for (Finalist finalist : content.finalists()) {
            db.sql("""
                    insert into award_finalist (edition_id, id, key, name, organisation, body, winner, position)
                    values (:edition, :id, :key, :name, :organisation, :body, :winner, :position)
                    on conflict (edition_id, id) do update set name = excluded.name,
                        organisation = excluded.organisation, body = excluded.body, winner = excluded.winner,
                        position = excluded.position
                    """)
                    .set("edition", edition)
                    .set("id", LocalIds.of(edition, "finalist", finalist.key()))
                    .set("key", finalist.key())
                    .set("name", finalist.name())
                    .set("organisation", finalist.organisation())
                    .set("body", finalist.body())
                    .set("winner", finalist.winner())
                    .set("position", position++)
                    .run();
        }
        if (prune) {
            db.sql("delete from award_finalist where edition_id = :edition and not (key = any(:kept))")
                    .set("edition", edition)
                    .set("kept", content.finalists().stream().map(Finalist::key).toList())
                    .run();
        }
    }

    @Override
    public Award parse(EditionFolder folder, Edition edition) {
        return folder.yaml("award.yaml", Set.of("name", "summary", "criteria", "awarded", "finalists", "note"))
                .map(fields -> award(folder, fields))
                .orElse(Award.NONE);
    }

    private static Award award(EditionFolder folder, Fields fields) {
        List<Fields> criteria = fields.mappings("criteria");
        folder.keys(criteria);
        List<Fields> finalists = fields.mappings("finalists");
        folder.keys(finalists);
        if (finalists.stream().filter(finalist -> finalist.truth("winner")).count() > 1) {
            fields.problem("finalists", "has more than one winner");
        }
        return new Award(
                fields.requiredText("name", Fields.NAME),
                fields.text("summary", Fields.SUMMARY),
                criteria.stream()
                        .map(criterion -> new Criterion(
                                criterion.key("key"),
                                criterion.requiredText("name", Fields.NAME),
                                criterion.text("text", Fields.SUMMARY)))
                        .toList(),
                fields.date("awarded"),
                finalists.stream()
                        .map(finalist -> new Finalist(
                                finalist.key("key"),
                                finalist.requiredText("name", Fields.NAME),
                                Objects.requireNonNullElse(finalist.optional("organisation", Fields.NAME), ""),
                                folder.markdown("award/" + finalist.key("key")),
                                finalist.truth("winner")))
                        .toList(),
                fields.text("note", Fields.SUMMARY));
    }

    @Override
    public void write(Award award, EditionFolder.Writer folder) {
        if (award.isNone()) {
            return;
        }
        Map<String, @Nullable Object> yaml = new LinkedHashMap<>();
        yaml.put("name", award.name());
        yaml.put("summary", award.summary());
        yaml.put(
                "criteria",
                award.criteria().stream()
                        .map(criterion -> {
                            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                            entry.put("key", criterion.key());
                            entry.put("name", criterion.name());
                            entry.put("text", criterion.text());
                            return entry;
                        })
                        .toList());
        yaml.put("awarded", award.awarded());
        yaml.put(
                "finalists",
                award.finalists().stream()
                        .map(finalist -> {
                            folder.markdown("award/" + finalist.key(), finalist.body());
                            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                            entry.put("key", finalist.key());
                            entry.put("name", finalist.name());
                            entry.put("organisation", finalist.organisation());
                            entry.put("winner", finalist.winner());
                            return entry;
                        })
                        .toList());
        yaml.put("note", award.note());
        folder.yaml("award.yaml", yaml);
    }

    @Override
    public Map<String, Object> things(Award award) {
        Map<String, Object> things = new LinkedHashMap<>();
        if (!award.isNone()) {
            things.put(
                    "award/facts",
                    new Award(
                            award.name(), award.summary(), award.criteria(), award.awarded(), List.of(), award.note()));
            award.finalists().forEach(finalist -> things.put("finalist/" + finalist.key(), finalist));
        }
        return things;
    }
}
