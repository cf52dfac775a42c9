package torg.edition;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
import torg.people.EInvoiceAddress;
import torg.people.Gln;
import torg.people.OrganisationNumber;
import torg.store.Db;
import torg.text.Language;
import torg.text.Text;

/// The edition's own facts as files: `edition.yaml`, `organisations.csv`, `rooms.csv` and `pages/`
/// (`docs/reference/edition-files.md`).
final class SiteFiles {
    private SiteFiles() {}

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
    static Edition parse(EditionFolder folder) {
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
                folder.csv("organisations.csv", Set.of("name_*", "number", "url", "gln", "e_invoice"), Set.of("key"));
        organisationKeys.addAll(folder.keys(organisationRows));
        for (Fields row : organisationRows) {
            String number = row.optional("number", 20);
            var fault = number == null ? null : OrganisationNumber.fault(number);
            if (fault != null) {
                row.problem("number", fault.sentence());
            }
            String gln = row.optional("gln", 20);
            var wrongGln = gln == null ? null : Gln.fault(gln);
            if (wrongGln != null) {
                row.problem("gln", wrongGln.sentence());
            }
            String eInvoice = row.optional("e_invoice", 60);
            var wrongAddress = eInvoice == null ? null : EInvoiceAddress.fault(eInvoice);
            if (wrongAddress != null) {
                row.problem("e_invoice", wrongAddress.sentence());
            }
            organisations.add(new Organisation(
                    row.key("key"),
                    row.requiredText("name", Fields.NAME),
                    number,
                    row.webAddress("url"),
                    gln,
                    eInvoice == null || wrongAddress != null ? null : EInvoiceAddress.of(eInvoice)));
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

    static void write(Edition edition, EditionFolder.Writer folder) {
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
                            row.put("gln", organisation.gln());
                            row.put("e_invoice", Objects.toString(organisation.eInvoice(), null));
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
}
