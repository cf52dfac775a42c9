package torg.showcase;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionFolder;
import torg.edition.EditionId;
import torg.edition.Fields;
import torg.edition.Stream;
import torg.showcase.Showcase.Initiative;
import torg.store.Db;
import torg.store.LocalIds;

/// The showcase as a stream: its draft table, its releases, its files.
@Component
public class ShowcaseStream implements Stream<Showcase> {
    private final Db db;

    ShowcaseStream(Db db) {
        this.db = db;
    }

    @Override
    public String name() {
        return "showcase";
    }

    @Override
    public Class<Showcase> type() {
        return Showcase.class;
    }

    @Override
    public Showcase draft(EditionId edition) {
        return new Showcase(db.sql("""
                select initiative.*, host.key as host
                from initiative
                left join edition_organisation host
                    on host.edition_id = initiative.edition_id and host.organisation_id = initiative.host_id
                where initiative.edition_id = :edition
                order by initiative.position
                """)
                .set("edition", edition)
                .list(row -> new Initiative(
                        row.string("key"),
                        row.text("title"),
                        row.text("summary"),
                        row.text("body"),
                        row.stringOrNull("host"),
                        row.text("place"),
                        row.decimalOrNull("latitude"),
                        row.decimalOrNull("longitude"),
                        row.stringOrNull("contact"),
                        row.stringOrNull("url"),
                        row.stringOrNull("image"),
                        row.text("image_alt"))));
    }

    @Override
    public void replace(EditionId edition, Showcase content, boolean prune) {
        int position = 0;
        for (Initiative initiative : content.initiatives()) {
            db.sql("""
                    insert into initiative (edition_id, id, key, title, summary, body, host_id, place, latitude, longitude,
                        contact, url, image, image_alt, position)
                    values (:edition, :id, :key, :title, :summary, :body,
                        (select organisation_id from edition_organisation where edition_id = :edition and key = :host),
                        :place, :latitude, :longitude, :contact, :url, :image, :imageAlt, :position)
                    on conflict (edition_id, id) do update set title = excluded.title, summary = excluded.summary,
                        body = excluded.body, host_id = excluded.host_id, place = excluded.place,
                        latitude = excluded.latitude, longitude = excluded.longitude, contact = excluded.contact,
                        url = excluded.url, image = excluded.image, image_alt = excluded.image_alt,
                        position = excluded.position
                    """)
                    .set("edition", edition)
                    .set("id", LocalIds.of(edition, "initiative", initiative.key()))
                    .set("key", initiative.key())
                    .set("title", initiative.title())
                    .set("summary", initiative.summary())
                    .set("body", initiative.body())
                    .set("host", initiative.host())
                    .set("place", initiative.place())
                    .set("latitude", initiative.latitude())
                    .set("longitude", initiative.longitude())
                    .set("contact", initiative.contact())
                    .set("url", initiative.url())
                    .set("image", initiative.image())
                    .set("imageAlt", initiative.imageAlt())
                    .set("position", position++)
                    .run();
        }
        if (prune) {
            db.sql("delete from initiative where edition_id = :edition and not (key = any(:kept))")
                    .set("edition", edition)
                    .set(
                            "kept",
                            content.initiatives().stream().map(Initiative::key).toList())
                    .run();
        }
    }

    @Override
    public Showcase parse(EditionFolder folder, Edition edition) {
        List<Fields> rows = folder.csv(
                "showcase.csv",
                Set.of(
                        "title_*",
                        "summary_*",
                        "host",
                        "place_*",
                        "latitude",
                        "longitude",
                        "contact",
                        "url",
                        "image",
                        "image_alt_*"),
                Set.of("key"));
        folder.keys(rows);
        Set<String> hosts = new HashSet<>(
                edition.organisations().stream().map(Edition.Organisation::key).toList());
        Set<String> contacts = new HashSet<>(
                edition.contacts().stream().map(Edition.Contact::key).toList());
        return new Showcase(rows.stream()
                .map(row -> new Initiative(
                        row.key("key"),
                        row.requiredText("title", Fields.NAME),
                        row.text("summary", Fields.SUMMARY),
                        folder.markdown("showcase/" + row.key("key")),
                        row.reference("host", hosts, "the organisation"),
                        row.text("place", Fields.NAME),
                        row.decimal("latitude", -90, 90),
                        row.decimal("longitude", -180, 180),
                        row.reference("contact", contacts, "the contact"),
                        row.webAddress("url"),
                        folder.image(row, "image"),
                        row.text("image_alt", Fields.NAME)))
                .toList());
    }

    @Override
    public void write(Showcase showcase, EditionFolder.Writer folder) {
        folder.csv(
                "showcase.csv",
                showcase.initiatives().stream()
                        .map(initiative -> {
                            folder.markdown("showcase/" + initiative.key(), initiative.body());
                            Map<String, @Nullable Object> row = new LinkedHashMap<>();
                            row.put("key", initiative.key());
                            row.put("title", initiative.title());
                            row.put("summary", initiative.summary());
                            row.put("host", initiative.host());
                            row.put("place", initiative.place());
                            row.put("latitude", initiative.latitude());
                            row.put("longitude", initiative.longitude());
                            row.put("contact", initiative.contact());
                            row.put("url", initiative.url());
                            row.put("image", initiative.image());
                            row.put("image_alt", initiative.imageAlt());
                            return row;
                        })
                        .toList());
    }

    @Override
    public Map<String, Object> things(Showcase showcase) {
        Map<String, Object> things = new LinkedHashMap<>();
        showcase.initiatives().forEach(initiative -> things.put("initiative/" + initiative.key(), initiative));
        return things;
    }
}
