package torg.edition;

import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.Edition.Contact;
import torg.edition.Edition.Day;
import torg.edition.Edition.DayKind;
import torg.edition.Edition.Example;
import torg.edition.Edition.Organisation;
import torg.edition.Edition.Privacy;
import torg.edition.Edition.Room;
import torg.edition.Edition.SitePage;
import torg.edition.Edition.Venue;
import torg.people.EInvoiceAddress;
import torg.people.Organisations;
import torg.store.Db;
import torg.store.LocalIds;
import torg.text.Language;

/// The stream of the edition's own facts: the first part of every import, because all others refer to it.
@Component
public class SiteStream implements Stream<Edition> {
    public static final String NAME = "site";
    private final Db db;
    private final Organisations registry;

    SiteStream(Db db, Organisations registry) {
        this.db = db;
        this.registry = registry;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<Edition> type() {
        return Edition.class;
    }

    @Override
    public Edition draft(EditionId edition) {
        record OrganisationRow(Organisation organisation, String part, int partPosition) {}
        List<OrganisationRow> organisations = db.sql("""
                select key, part, part_position, name, number, url, gln, e_invoice
                from edition_organisation
                where edition_id = :edition
                order by position
                """)
                .set("edition", edition)
                .list(row -> new OrganisationRow(
                        new Organisation(
                                row.string("key"),
                                row.text("name"),
                                row.stringOrNull("number"),
                                row.stringOrNull("url"),
                                row.stringOrNull("gln"),
                                eInvoice(row.stringOrNull("e_invoice"))),
                        row.string("part"),
                        row.integer("part_position")));
        Function<String, List<String>> keys = part -> organisations.stream()
                .filter(row -> row.part().equals(part))
                .sorted(Comparator.comparing(OrganisationRow::partPosition))
                .map(row -> row.organisation().key())
                .toList();
        List<Day> days = db.sql("select date, kind, name from edition_day where edition_id = :edition order by date")
                .set("edition", edition)
                .list(row -> new Day(row.date("date"), row.choice("kind", DayKind.class), row.text("name")));
        List<Room> rooms = db.sql("""
                select key, name, floor, capacity, features from room where edition_id = :edition order by position
                """)
                .set("edition", edition)
                .list(row -> new Room(
                        row.string("key"),
                        row.text("name"),
                        row.text("floor"),
                        row.integerOrNull("capacity"),
                        row.strings("features")));
        List<Contact> contacts = db.sql("""
                select contact.key, contact.role, part.key as organisation, contact.email, contact.phone
                from edition_contact contact
                left join edition_organisation part using (edition_id, organisation_id)
                where contact.edition_id = :edition
                order by contact.position
                """)
                .set("edition", edition)
                .list(row -> new Contact(
                        row.string("key"),
                        row.text("role"),
                        row.stringOrNull("organisation"),
                        row.stringOrNull("email"),
                        row.stringOrNull("phone")));
        List<SitePage> pages = db.sql(
                        "select key, title, body from edition_page where edition_id = :edition order by position")
                .set("edition", edition)
                .list(row -> new SitePage(row.string("key"), row.text("title"), row.text("body")));
        return db.sql("""
                select edition.*, conference.key as conference_key
                from edition
                join conference on conference.id = edition.conference_id
                where edition.id = :edition
                """)
                .set("edition", edition)
                .one(row -> new Edition(
                        row.string("slug"),
                        row.string("conference_key"),
                        row.text("name"),
                        row.text("theme"),
                        row.text("summary"),
                        row.strings("languages").stream().map(Language::new).toList(),
                        ZoneId.of(row.string("time_zone")),
                        row.string("brand"),
                        row.stringOrNull("hashtag"),
                        row.choiceOrNull("example", Example.class),
                        row.json("venue", Venue.class),
                        days,
                        organisations.stream()
                                .map(OrganisationRow::organisation)
                                .toList(),
                        keys.apply("organiser"),
                        keys.apply("partner"),
                        keys.apply("host"),
                        rooms,
                        contacts,
                        row.json("privacy", Privacy.class),
                        pages));
    }

    @Override
    public void replace(EditionId edition, Edition content, boolean prune) {
        UUID conference = LocalIds.of("conference", content.conference());
        db.sql("insert into conference (id, key) values (:id, :key) on conflict (id) do nothing")
                .set("id", conference)
                .set("key", content.conference())
                .run();
        db.sql("""
                insert into edition (id, conference_id, slug, name, theme, summary, languages, time_zone, brand, hashtag,
                    example, venue, privacy)
                values (:id, :conference, :slug, :name, :theme, :summary, :languages, :zone, :brand, :hashtag, :example,
                    :venue, :privacy)
                on conflict (id) do update set conference_id = excluded.conference_id, name = excluded.name,
                    theme = excluded.theme, summary = excluded.summary, languages = excluded.languages,
                    time_zone = excluded.time_zone, brand = excluded.brand, hashtag = excluded.hashtag,
                    example = excluded.example, venue = excluded.venue, privacy = excluded.privacy,
                    version = edition.version + 1
                """)
                .set("id", edition)
                .set("conference", conference)
                .set("slug", content.slug())
                .set("name", content.name())
                .set("theme", content.theme())
                .set("summary", content.summary())
                .set(
                        "languages",
                        content.languages().stream().map(Language::code).toList())
                .set("zone", content.timeZone().getId())
                .set("brand", content.brand())
                .set("hashtag", content.hashtag())
                .set("example", content.example() == null ? null : Db.written(content.example()))
                .setJson("venue", content.venue())
                .setJson("privacy", content.privacy())
                .run();
        replaceDays(edition, content.days(), prune);
        replaceOrganisations(edition, content, prune);
        int position = 0;
        for (Room room : content.rooms()) {
            db.sql("""
                    insert into room (edition_id, id, key, name, floor, capacity, features, position)
                    values (:edition, :id, :key, :name, :floor, :capacity, :features, :position)
                    on conflict (edition_id, id) do update set name = excluded.name, floor = excluded.floor,
                        capacity = excluded.capacity, features = excluded.features, position = excluded.position
                    """)
                    .set("edition", edition)
                    .set("id", LocalIds.of(edition, "room", room.key()))
                    .set("key", room.key())
                    .set("name", room.name())
                    .set("floor", room.floor())
                    .set("capacity", room.capacity())
                    .set("features", room.features())
                    .set("position", position++)
                    .run();
        }
        position = 0;
        for (Contact contact : content.contacts()) {
            db.sql("""
                    insert into edition_contact (edition_id, id, key, role, organisation_id, email, phone, position)
                    values (:edition, :id, :key, :role,
                        (select organisation_id from edition_organisation
                            where edition_id = :edition and key = :organisation),
                        :email, :phone, :position)
                    on conflict (edition_id, id) do update set role = excluded.role,
                        organisation_id = excluded.organisation_id, email = excluded.email, phone = excluded.phone,
                        position = excluded.position
                    """)
                    .set("edition", edition)
                    .set("id", LocalIds.of(edition, "contact", contact.key()))
                    .set("key", contact.key())
                    .set("role", contact.role())
                    .set("organisation", contact.organisation())
                    .set("email", contact.email())
                    .set("phone", contact.phone())
                    .set("position", position++)
                    .run();
        }
        position = 0;
        for (SitePage page : content.pages()) {
            db.sql("""
                    insert into edition_page (edition_id, key, title, body, position)
                    values (:edition, :key, :title, :body, :position)
                    on conflict (edition_id, key) do update set title = excluded.title, body = excluded.body,
                        position = excluded.position
                    """)
                    .set("edition", edition)
                    .set("key", page.key())
                    .set("title", page.title())
                    .set("body", page.body())
                    .set("position", position++)
                    .run();
        }
        if (prune) {
            pruned(
                    "edition_page",
                    edition,
                    content.pages().stream().map(SitePage::key).toList());
            pruned(
                    "edition_contact",
                    edition,
                    content.contacts().stream().map(Contact::key).toList());
            db.sql("""
                    delete from room
                    where edition_id = :edition and not (key = any(:kept))
                        and not exists (select 1 from slot where slot.edition_id = room.edition_id and slot.room_id = room.id)
                        and not exists (select 1 from slice where slice.edition_id = room.edition_id and slice.room_id = room.id)
                    """)
                    .set("edition", edition)
                    .set("kept", content.rooms().stream().map(Room::key).toList())
                    .run();
        }
    }

    private void pruned(String table, EditionId edition, List<String> kept) {
        db.sql("delete from " + table + " where edition_id = :edition and not (key = any(:kept))")
                .set("edition", edition)
                .set("kept", kept)
                .run();
    }

    private void replaceDays(EditionId edition, List<Day> days, boolean prune) {
        for (Day day : days) {
            db.sql("""
                    insert into edition_day (edition_id, date, kind, name) values (:edition, :date, :kind, :name)
                    on conflict (edition_id, date) do update set kind = excluded.kind, name = excluded.name
                    """)
                    .set("edition", edition)
                    .set("date", day.date())
                    .set("kind", day.kind())
                    .set("name", day.name())
                    .run();
        }
        if (prune) {
            db.sql("""
                    delete from edition_day day
                    using edition
                    where day.edition_id = :edition and edition.id = day.edition_id and not (day.date = any(:kept))
                        and not exists (select 1 from slot
                            where slot.edition_id = day.edition_id
                                and (slot.starts_at at time zone edition.time_zone)::date = day.date)
                    """)
                    .set("edition", edition)
                    .set("kept", days.stream().map(Day::date).toList())
                    .run();
        }
    }

    private void replaceOrganisations(EditionId edition, Edition content, boolean prune) {
        int position = 0;
        for (Organisation organisation : content.organisations()) {
            int known = named("""
                    update edition_organisation
                    set name = :name, number = :number, url = :url, gln = :gln, e_invoice = :eInvoice, part = :part,
                        part_position = :partPosition, position = :position
                    where edition_id = :edition and key = :key
                    """, edition, content, organisation, position).run();
            if (known == 0) {
                named("""
                        insert into edition_organisation (edition_id, organisation_id, key, name, number, url, gln,
                            e_invoice, part, part_position, position)
                        values (:edition, :organisation, :key, :name, :number, :url, :gln, :eInvoice, :part,
                            :partPosition, :position)
                        on conflict (edition_id, organisation_id) do update set key = excluded.key, name = excluded.name,
                            number = excluded.number, url = excluded.url, gln = excluded.gln,
                            e_invoice = excluded.e_invoice, part = excluded.part, part_position = excluded.part_position, position = excluded.position
                        """, edition, content, organisation, position)
                        .set(
                                "organisation",
                                registry.known(
                                        organisation.name(),
                                        organisation.number(),
                                        organisation.url(),
                                        organisation.gln(),
                                        organisation.eInvoice()))
                        .run();
            }
            position++;
        }
        if (prune) {
            db.sql("""
                    delete from edition_organisation part
                    where edition_id = :edition and not (key = any(:kept))
                        and not exists (select 1 from session
                            where session.edition_id = part.edition_id and session.host_id = part.organisation_id)
                        and not exists (select 1 from slice
                            where slice.edition_id = part.edition_id and slice.organisation_id = part.organisation_id)
                    """)
                    .set("edition", edition)
                    .set(
                            "kept",
                            content.organisations().stream()
                                    .map(Organisation::key)
                                    .toList())
                    .run();
        }
    }

    private Db.Statement named(
            String sql, EditionId edition, Edition content, Organisation organisation, int position) {
        return db.sql(sql)
                .set("edition", edition)
                .set("key", organisation.key())
                .set("name", organisation.name())
                .set("number", organisation.number())
                .set("url", organisation.url())
                .set("gln", organisation.gln())
                .set("eInvoice", Objects.toString(organisation.eInvoice(), null))
                .set("part", part(content, organisation.key()))
                .set(
                        "partPosition",
                        java.util.stream.Stream.of(content.organisers(), content.partners(), content.hosts())
                                .mapToInt(keys -> keys.indexOf(organisation.key()))
                                .filter(index -> index >= 0)
                                .findFirst()
                                .orElse(0))
                .set("position", position);
    }

    private static @Nullable EInvoiceAddress eInvoice(@Nullable String address) {
        return address == null ? null : EInvoiceAddress.of(address);
    }

    static String part(Edition content, String key) {
        return content.organisers().contains(key)
                ? "organiser"
                : content.partners().contains(key) ? "partner" : content.hosts().contains(key) ? "host" : "known";
    }

    @Override
    public Edition parse(EditionFolder folder, Edition unused) {
        return SiteFiles.parse(folder);
    }

    @Override
    public void write(Edition edition, EditionFolder.Writer folder) {
        SiteFiles.write(edition, folder);
    }

    @Override
    public Map<String, Object> things(Edition edition) {
        Map<String, Object> things = new LinkedHashMap<>();
        things.put(
                "edition/" + edition.slug(),
                new Edition(
                        edition.slug(),
                        edition.conference(),
                        edition.name(),
                        edition.theme(),
                        edition.summary(),
                        edition.languages(),
                        edition.timeZone(),
                        edition.brand(),
                        edition.hashtag(),
                        edition.example(),
                        edition.venue(),
                        List.of(),
                        List.of(),
                        edition.organisers(),
                        edition.partners(),
                        edition.hosts(),
                        List.of(),
                        List.of(),
                        edition.privacy(),
                        List.of()));
        edition.days().forEach(day -> things.put("day/" + day.date(), day));
        edition.organisations().forEach(organisation -> things.put("organisation/" + organisation.key(), organisation));
        edition.rooms().forEach(room -> things.put("room/" + room.key(), room));
        edition.contacts().forEach(contact -> things.put("contact/" + contact.key(), contact));
        edition.pages().forEach(page -> things.put("page/" + page.key(), page));
        return things;
    }
}
