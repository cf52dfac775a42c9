package torg.edition;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.Edition.Contact;
import torg.edition.Edition.Day;
import torg.edition.Edition.DayKind;
import torg.edition.Edition.Example;
import torg.edition.Edition.LegalBasis;
import torg.edition.Edition.Organisation;
import torg.edition.Edition.Privacy;
import torg.edition.Edition.Room;
import torg.edition.Edition.SitePage;
import torg.edition.Edition.Venue;
import torg.people.Organisations;
import torg.store.Db;
import torg.store.LocalIds;
import torg.text.Language;
import torg.text.Text;

/// The stream of the edition's own facts: the first part of every import, because all others refer to it.
@Component
public class SiteStream implements Stream<Edition> {
    public static final String NAME = "site";
    static final Set<String> FEATURES =
            new java.util.TreeSet<>(Set.of("step-free", "hearing-loop", "captions", "livestream"));
    /// First segments of addresses that are not editions (`docs/reference`, "Addresses").
    static final Set<String> RESERVED = Set.of(
            "votes",
            "log",
            "datasets",
            "api",
            "api-info",
            "health",
            "metrics",
            "static",
            "sign-in",
            "sign-out",
            "account",
            "certificates",
            "dev",
            "sv",
            "en",
            "error");

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
                select key, part, part_position, name, number, url
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
                                row.stringOrNull("url")),
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
            db.sql("delete from edition_day where edition_id = :edition and not (date = any(:kept))")
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
                    set name = :name, number = :number, url = :url, part = :part,
                        part_position = :partPosition, position = :position
                    where edition_id = :edition and key = :key
                    """, edition, content, organisation, position).run();
            if (known == 0) {
                named("""
                        insert into edition_organisation (edition_id, organisation_id, key, name, number, url, part,
                            part_position, position)
                        values (:edition, :organisation, :key, :name, :number, :url, :part, :partPosition, :position)
                        on conflict (edition_id, organisation_id) do update set key = excluded.key, name = excluded.name,
                            number = excluded.number, url = excluded.url, part = excluded.part,
                            part_position = excluded.part_position, position = excluded.position
                        """, edition, content, organisation, position)
                        .set(
                                "organisation",
                                registry.known(organisation.name(), organisation.number(), organisation.url()))
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

    static String part(Edition content, String key) {
        return content.organisers().contains(key)
                ? "organiser"
                : content.partners().contains(key) ? "partner" : content.hosts().contains(key) ? "host" : "known";
    }

    @Override
    public Edition parse(EditionFolder folder, Edition unused) {
        return parse(folder);
    }

    private static final Set<String> KNOWN = Set.of(
            "slug",
            "conference",
            "name",
            "theme",
            "summary",
            "languages",
            "time_zone",
            "brand",
            "hashtag",
            "example",
            "venue",
            "days",
            "organisers",
            "partners",
            "hosts",
            "contacts",
            "privacy");

    /// Reads `edition.yaml` and what belongs to it, and tells the folder the edition's languages.
    Edition parse(EditionFolder folder) {
        Fields fields = folder.yaml("edition.yaml", KNOWN).orElse(null);
        if (fields == null) {
            if (!folder.has("edition.yaml")) {
                folder.problem(new Problem("edition.yaml", 0, 0, "is missing"));
            }
            fields = new Fields(folder, "edition.yaml", new Fields.Mapping(Map.of(), 0, 0));
            return empty(fields);
        }
        folder.languages(languages(fields));
        Set<String> organisationKeys = new HashSet<>();
        List<Organisation> organisations = new ArrayList<>();
        List<Fields> organisationRows =
                folder.csv("organisations.csv", Set.of("name_*", "number", "url"), Set.of("key"));
        organisationKeys.addAll(folder.keys(organisationRows));
        for (Fields row : organisationRows) {
            String number = row.optional("number", 20);
            if (number != null && !torg.people.OrganisationNumber.isValid(number)) {
                row.problem("number", torg.people.OrganisationNumber.fault(number));
            }
            organisations.add(new Organisation(
                    row.key("key"), row.requiredText("name", Fields.NAME), number, row.webAddress("url")));
        }
        List<Room> rooms = new ArrayList<>();
        List<Fields> roomRows =
                folder.csv("rooms.csv", Set.of("name_*", "floor_*", "capacity", "features"), Set.of("key"));
        folder.keys(roomRows);
        for (Fields row : roomRows) {
            rooms.add(new Room(
                    row.key("key"),
                    row.requiredText("name", Fields.NAME),
                    row.text("floor", Fields.NAME),
                    row.integer("capacity", 1, 1_000_000),
                    row.listOf("features", FEATURES)));
        }
        List<Day> days = new ArrayList<>();
        Set<java.time.LocalDate> dates = new HashSet<>();
        for (Fields day : fields.mappings("days")) {
            day.only(Set.of("date", "kind", "name"));
            var date = day.date("date");
            if (date == null) {
                day.problem(null, "date is missing or wrong");
            } else if (!dates.add(date)) {
                day.problem("date", date + " stands twice");
            } else {
                days.add(new Day(
                        date, day.choice("kind", DayKind.class, DayKind.CONFERENCE), day.text("name", Fields.NAME)));
            }
        }
        days.sort(java.util.Comparator.comparing(Day::date));
        if (days.isEmpty()) {
            fields.problem(null, "days is missing: an edition has at least one day");
        } else if (days.size() > 60) {
            fields.problem("days", "has more than 60 days");
        }
        List<Contact> contacts = new ArrayList<>();
        List<Fields> contactRows = fields.mappings("contacts");
        folder.keys(contactRows);
        for (Fields contact : contactRows) {
            contact.only(Set.of("key", "role", "organisation", "email", "phone"));
            contacts.add(new Contact(
                    contact.key("key"),
                    contact.requiredText("role", Fields.NAME),
                    contact.reference("organisation", organisationKeys, "the organisation"),
                    contact.email("email"),
                    contact.optional("phone", 40)));
        }
        List<SitePage> pages = new ArrayList<>();
        for (String key : folder.names("pages", ".md")) {
            pages.add(page(folder, key));
        }
        return new Edition(
                slug(fields),
                fields.key("conference"),
                fields.requiredText("name", Fields.NAME),
                fields.text("theme", Fields.NAME),
                fields.text("summary", Fields.SUMMARY),
                folder.languages(),
                zone(fields),
                Objects.requireNonNullElse(fields.colour("brand"), "#1f5f8b"),
                fields.optional("hashtag", 60),
                fields.choice("example", Example.class),
                venue(fields.mapping("venue")),
                List.copyOf(days),
                List.copyOf(organisations),
                fields.references("organisers", organisationKeys, "the organisation"),
                fields.references("partners", organisationKeys, "the organisation"),
                fields.references("hosts", organisationKeys, "the organisation"),
                List.copyOf(rooms),
                List.copyOf(contacts),
                privacy(fields.mapping("privacy"), organisationKeys),
                List.copyOf(pages));
    }

    private static Edition empty(Fields fields) {
        Text nothing = Text.EMPTY;
        return new Edition(
                "missing",
                "missing",
                nothing,
                nothing,
                nothing,
                Language.SPOKEN,
                ZoneId.of("Europe/Stockholm"),
                "#1f5f8b",
                null,
                null,
                new Venue(nothing, null, null, null, null, null, null, null),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                privacy(fields, Set.of()),
                List.of());
    }

    private static List<Language> languages(Fields fields) {
        List<Language> languages = new ArrayList<>();
        for (String code : fields.list("languages")) {
            if (!code.matches("[a-z]{2,3}")) {
                fields.problem("languages", "must be codes such as sv and en, not \"" + code + "\"");
            } else if (Language.spoken(code).isEmpty()) {
                fields.problem("languages", "has \"" + code + "\"; Torg's pages exist in " + Language.SPOKEN);
            } else if (languages.contains(new Language(code))) {
                fields.problem("languages", "has \"" + code + "\" twice");
            } else {
                languages.add(new Language(code));
            }
        }
        if (languages.isEmpty()) {
            fields.problem(null, "languages is missing");
            return Language.SPOKEN;
        }
        return List.copyOf(languages);
    }

    private static String slug(Fields fields) {
        String slug = fields.key("slug");
        if (RESERVED.contains(slug) || slug.length() < 2) {
            fields.problem("slug", "\"" + slug + "\" is a word that Torg's own addresses begin with");
        }
        return slug;
    }

    private static ZoneId zone(Fields fields) {
        String name = fields.required("time_zone", Fields.NAME);
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            fields.problem("time_zone", "must be a time zone such as Europe/Stockholm, not \"" + name + "\"");
            return ZoneId.of("Europe/Stockholm");
        }
    }

    private static Venue venue(Fields venue) {
        venue.only(Set.of("name", "address", "postcode", "city", "country", "latitude", "longitude", "url"));
        String country = venue.optional("country", 2);
        if (country != null && !country.matches("[A-Z]{2}")) {
            venue.problem("country", "must be a code of two letters such as SE (ISO 3166-1)");
        }
        return new Venue(
                venue.text("name", Fields.NAME),
                venue.optional("address", Fields.NAME),
                venue.optional("postcode", 20),
                venue.optional("city", Fields.NAME),
                country,
                venue.decimal("latitude", -90, 90),
                venue.decimal("longitude", -180, 180),
                venue.webAddress("url"));
    }

    private static Privacy privacy(Fields privacy, Set<String> organisations) {
        privacy.only(Set.of("controllers", "officer_email", "legal_basis", "retention_days", "recipients"));
        return new Privacy(
                privacy.references("controllers", organisations, "the organisation"),
                privacy.email("officer_email"),
                privacy.choice("legal_basis", LegalBasis.class, LegalBasis.PUBLIC_TASK),
                Objects.requireNonNullElse(privacy.integer("retention_days", 0, 36_500), 365),
                privacy.text("recipients", Fields.SUMMARY));
    }

    private static SitePage page(EditionFolder folder, String key) {
        if (!key.matches("[a-z0-9][a-z0-9-]{0,59}")) {
            folder.problem(new Problem("pages/" + key, 0, 0, "the name must be a key: a–z, 0–9 and -"));
        }
        Text title = Text.EMPTY;
        Text body = Text.EMPTY;
        for (var written : folder.markdown("pages/" + key).values().entrySet()) {
            Language language = new Language(written.getKey());
            String[] parts = written.getValue().split("\n", 2);
            if (!parts[0].startsWith("# ") || parts[0].length() > Fields.NAME) {
                folder.problem(new Problem(
                        "pages/" + key + "." + language + ".md", 1, 1, "must begin with its title: # Title"));
                continue;
            }
            title = title.with(language, parts[0].substring(2));
            body = body.with(language, parts.length > 1 ? parts[1] : null);
        }
        return new SitePage(key, title, body);
    }

    @Override
    public void write(Edition edition, EditionFolder.Writer folder) {
        Map<String, @Nullable Object> yaml = new LinkedHashMap<>();
        yaml.put("slug", edition.slug());
        yaml.put("conference", edition.conference());
        yaml.put("name", edition.name());
        yaml.put("theme", edition.theme());
        yaml.put("summary", edition.summary());
        yaml.put("languages", edition.languages());
        yaml.put("time_zone", edition.timeZone().getId());
        yaml.put("brand", edition.brand());
        yaml.put("hashtag", edition.hashtag());
        yaml.put("example", edition.example() == null ? null : Db.written(edition.example()));
        Venue venue = edition.venue();
        Map<String, @Nullable Object> place = new LinkedHashMap<>();
        place.put("name", venue.name());
        place.put("address", venue.address());
        place.put("postcode", venue.postcode());
        place.put("city", venue.city());
        place.put("country", venue.country());
        place.put("latitude", venue.latitude());
        place.put("longitude", venue.longitude());
        place.put("url", venue.url());
        yaml.put("venue", place);
        yaml.put(
                "days",
                edition.days().stream()
                        .map(day -> {
                            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                            entry.put("date", day.date().toString());
                            entry.put("kind", Db.written(day.kind()));
                            entry.put("name", day.name());
                            return entry;
                        })
                        .toList());
        yaml.put("organisers", edition.organisers());
        yaml.put("partners", edition.partners());
        yaml.put("hosts", edition.hosts());
        yaml.put(
                "contacts",
                edition.contacts().stream()
                        .map(contact -> {
                            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                            entry.put("key", contact.key());
                            entry.put("role", contact.role());
                            entry.put("organisation", contact.organisation());
                            entry.put("email", contact.email());
                            entry.put("phone", contact.phone());
                            return entry;
                        })
                        .toList());
        Map<String, @Nullable Object> privacy = new LinkedHashMap<>();
        privacy.put("controllers", edition.privacy().controllers());
        privacy.put("officer_email", edition.privacy().officerEmail());
        privacy.put("legal_basis", Db.written(edition.privacy().legalBasis()));
        privacy.put("retention_days", edition.privacy().retentionDays());
        privacy.put("recipients", edition.privacy().recipients());
        yaml.put("privacy", privacy);
        folder.yaml("edition.yaml", yaml);
        folder.csv(
                "organisations.csv",
                edition.organisations().stream()
                        .map(organisation -> {
                            Map<String, @Nullable Object> row = new LinkedHashMap<>();
                            row.put("key", organisation.key());
                            row.put("name", organisation.name());
                            row.put("number", organisation.number());
                            row.put("url", organisation.url());
                            return row;
                        })
                        .toList());
        folder.csv(
                "rooms.csv",
                edition.rooms().stream()
                        .map(room -> {
                            Map<String, @Nullable Object> row = new LinkedHashMap<>();
                            row.put("key", room.key());
                            row.put("name", room.name());
                            row.put("floor", room.floor());
                            row.put("capacity", room.capacity());
                            row.put("features", room.features());
                            return row;
                        })
                        .toList());
        for (SitePage page : edition.pages()) {
            Text whole = Text.EMPTY;
            for (Language language : edition.languages()) {
                if (page.title().has(language)) {
                    whole = whole.with(
                            language,
                            "# " + page.title().exactly(language) + "\n\n"
                                    + page.body().exactly(language));
                }
            }
            folder.markdown("pages/" + page.key(), whole);
        }
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
