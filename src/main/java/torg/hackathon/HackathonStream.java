package torg.hackathon;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionFolder;
import torg.edition.EditionId;
import torg.edition.Fields;
import torg.edition.Stream;
import torg.hackathon.Hackathon.Challenge;
import torg.store.Db;
import torg.store.LocalIds;

/// The hackathon as a stream: its draft tables, its releases, its files.
@Component
public class HackathonStream implements Stream<Hackathon> {
    private final Db db;

    HackathonStream(Db db) {
        this.db = db;
    }

    @Override
    public String name() {
        return "hackathon";
    }

    @Override
    public Class<Hackathon> type() {
        return Hackathon.class;
    }

    @Override
    public Hackathon draft(EditionId edition) {
        List<Challenge> challenges = db.sql(
                        "select key, name, owner, body from hackathon_challenge where edition_id = :edition order by position")
                .set("edition", edition)
                .list(row -> new Challenge(row.string("key"), row.text("name"), row.string("owner"), row.text("body")));
        return db.sql("select * from hackathon where edition_id = :edition")
                .set("edition", edition)
                .optional(row -> new Hackathon(
                        row.text("name"),
                        row.text("summary"),
                        row.stringOrNull("organiser"),
                        row.stringOrNull("host"),
                        row.text("prize"),
                        challenges,
                        row.text("note")))
                .orElse(Hackathon.NONE);
    }

    @Override
    public void replace(EditionId edition, Hackathon content, boolean prune) {
        if (content.isNone()) {
            return; // a hackathon that was once announced is not taken back by a file that is missing
        }
        db.sql("""
                insert into hackathon (edition_id, name, summary, organiser, host, prize, note)
                values (:edition, :name, :summary, :organiser, :host, :prize, :note)
                on conflict (edition_id) do update set name = excluded.name, summary = excluded.summary,
                    organiser = excluded.organiser, host = excluded.host, prize = excluded.prize, note = excluded.note
                """)
                .set("edition", edition)
                .set("name", content.name())
                .set("summary", content.summary())
                .set("organiser", content.organiser())
                .set("host", content.host())
                .set("prize", content.prize())
                .set("note", content.note())
                .run();
        int position = 0;
        for (Challenge challenge : content.challenges()) {
            db.sql("""
                    insert into hackathon_challenge (edition_id, id, key, name, owner, body, position)
                    values (:edition, :id, :key, :name, :owner, :body, :position)
                    on conflict (edition_id, id) do update set name = excluded.name, owner = excluded.owner,
                        body = excluded.body, position = excluded.position
                    """)
                    .set("edition", edition)
                    .set("id", LocalIds.of(edition, "challenge", challenge.key()))
                    .set("key", challenge.key())
                    .set("name", challenge.name())
                    .set("owner", challenge.owner())
                    .set("body", challenge.body())
                    .set("position", position++)
                    .run();
        }
        if (prune) {
            db.sql("delete from hackathon_challenge where edition_id = :edition and not (key = any(:kept))")
                    .set("edition", edition)
                    .set(
                            "kept",
                            content.challenges().stream().map(Challenge::key).toList())
                    .run();
        }
    }

    @Override
    public Hackathon parse(EditionFolder folder, Edition edition) {
        Set<String> organisations = new HashSet<>(
                edition.organisations().stream().map(Edition.Organisation::key).toList());
        return folder.yaml(
                        "hackathon.yaml", Set.of("name", "summary", "organiser", "host", "prize", "challenges", "note"))
                .map(fields -> {
                    List<Fields> challenges = fields.mappings("challenges");
                    folder.keys(challenges);
                    return new Hackathon(
                            fields.requiredText("name", Fields.NAME),
                            fields.text("summary", Fields.SUMMARY),
                            fields.reference("organiser", organisations, "the organisation"),
                            fields.reference("host", organisations, "the organisation"),
                            fields.text("prize", Fields.SUMMARY),
                            challenges.stream()
                                    .map(challenge -> new Challenge(
                                            challenge.key("key"),
                                            challenge.requiredText("name", Fields.NAME),
                                            Objects.requireNonNullElse(challenge.optional("owner", Fields.NAME), ""),
                                            folder.markdown("hackathon/" + challenge.key("key"))))
                                    .toList(),
                            fields.text("note", Fields.SUMMARY));
                })
                .orElse(Hackathon.NONE);
    }

    @Override
    public void write(Hackathon hackathon, EditionFolder.Writer folder) {
        if (hackathon.isNone()) {
            return;
        }
        Map<String, @Nullable Object> yaml = new LinkedHashMap<>();
        yaml.put("name", hackathon.name());
        yaml.put("summary", hackathon.summary());
        yaml.put("organiser", hackathon.organiser());
        yaml.put("host", hackathon.host());
        yaml.put("prize", hackathon.prize());
        yaml.put(
                "challenges",
                hackathon.challenges().stream()
                        .map(challenge -> {
                            folder.markdown("hackathon/" + challenge.key(), challenge.body());
                            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                            entry.put("key", challenge.key());
                            entry.put("name", challenge.name());
                            entry.put("owner", challenge.owner());
                            return entry;
                        })
                        .toList());
        yaml.put("note", hackathon.note());
        folder.yaml("hackathon.yaml", yaml);
    }

    @Override
    public Map<String, Object> things(Hackathon hackathon) {
        Map<String, Object> things = new LinkedHashMap<>();
        if (!hackathon.isNone()) {
            things.put(
                    "hackathon/facts",
                    new Hackathon(
                            hackathon.name(),
                            hackathon.summary(),
                            hackathon.organiser(),
                            hackathon.host(),
                            hackathon.prize(),
                            List.of(),
                            hackathon.note()));
            hackathon.challenges().forEach(challenge -> things.put("challenge/" + challenge.key(), challenge));
        }
        return things;
    }
}
