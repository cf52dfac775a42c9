package torg.registration;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionFolder;
import torg.edition.EditionId;
import torg.edition.Fields;
import torg.edition.Stream;
import torg.registration.TicketShop.Attendance;
import torg.registration.TicketShop.Audience;
import torg.registration.TicketShop.EarlierCount;
import torg.registration.TicketShop.Extra;
import torg.registration.TicketShop.PriceStep;
import torg.registration.TicketShop.Quota;
import torg.registration.TicketShop.Terms;
import torg.registration.TicketShop.TicketType;
import torg.store.Db;
import torg.store.LocalIds;
import torg.text.Money;

/// Ticket types and quotas as a stream: draft tables, releases, files. What is taken of a quota is no part of it.
@Component
public class TicketStream implements Stream<TicketShop> {
    /// What stands in `tickets.yaml`.
    static final Set<String> FILE = Set.of("terms", "quotas", "types", "extras");

    /// The columns of `earlier.csv`.
    private static final Set<String> EARLIER = Set.of("name", "days_before", "registered");

    private final Db db;
    private final Quotas places;

    TicketStream(Db db, Quotas places) {
        this.db = db;
        this.places = places;
    }

    @Override
    public String name() {
        return "tickets";
    }

    @Override
    public Class<TicketShop> type() {
        return TicketShop.class;
    }

    @Override
    public TicketShop draft(EditionId edition) {
        List<Quota> quotas = db.sql(
                        "select key, name, capacity from quota where edition_id = :edition and kind = 'ticket' order by position")
                .set("edition", edition)
                .list(row -> new Quota(row.string("key"), row.text("name"), row.integer("capacity")));
        List<TicketType> types = db.sql("""
                select type.*,
                    array(select quota.key from ticket_type_quota used join quota
                        on quota.edition_id = used.edition_id and quota.id = used.quota_id
                        where used.edition_id = type.edition_id and used.ticket_type_id = type.id
                        order by quota.position) as quotas,
                    (select coalesce(jsonb_agg(jsonb_build_object('begins', step.begins_at, 'price',
                            jsonb_build_object('minorUnits', step.price_minor, 'currency', type.currency))
                            order by step.begins_at), '[]')
                        from price_step step
                        where step.edition_id = type.edition_id and step.ticket_type_id = type.id) as steps
                from ticket_type type
                where type.edition_id = :edition
                order by type.position
                """)
                .set("edition", edition)
                .list(row -> new TicketType(
                        row.string("key"),
                        row.text("name"),
                        row.text("description"),
                        new Money(row.number("price_minor"), row.string("currency")),
                        row.integer("vat_percent"),
                        row.strings("quotas"),
                        row.instant("opens_at"),
                        row.instant("closes_at"),
                        row.dates("days"),
                        new Audience(row.choice("audience", Audience.Kind.class), row.strings("audience_of")),
                        row.choice("attendance", Attendance.class),
                        List.of(row.json("steps", PriceStep[].class)),
                        row.truth("approval"),
                        row.integer("min_an_order"),
                        row.integer("max_an_order")));
        List<Extra> extras = db.sql("""
                select extra.*,
                    array(select quota.key from extra_quota used join quota
                        on quota.edition_id = used.edition_id and quota.id = used.quota_id
                        where used.edition_id = extra.edition_id and used.extra_id = extra.id
                        order by quota.position) as quotas
                from extra
                where extra.edition_id = :edition
                order by extra.position
                """)
                .set("edition", edition)
                .list(row -> new Extra(
                        row.string("key"),
                        row.text("name"),
                        row.text("description"),
                        new Money(row.number("price_minor"), row.string("currency")),
                        row.integer("vat_percent"),
                        row.strings("quotas"),
                        row.strings("ticket_types")));
        return new TicketShop(terms(edition), quotas, types, extras, earlier(edition));
    }

    private List<EarlierCount> earlier(EditionId edition) {
        return db.sql("select * from earlier_count where edition_id = :edition order by name, days_before desc")
                .set("edition", edition)
                .list(row ->
                        new EarlierCount(row.string("name"), row.integer("days_before"), row.integer("registered")));
    }

    private Terms terms(EditionId edition) {
        return db.sql("select * from order_terms where edition_id = :edition")
                .set("edition", edition)
                .optional(row -> new Terms(
                        row.truth("state_agency"),
                        row.integer("hold_minutes"),
                        row.integer("offer_hours"),
                        row.dateOrNull("names_by"),
                        row.text("cancellation"),
                        row.json("cancellation_fees", CancellationFees.class)))
                .orElse(Terms.USUAL);
    }

    @Override
    public void replace(EditionId edition, TicketShop content, boolean prune) {
        places.lockAll(edition);
        replaceTerms(edition, content.terms());
        Map<UUID, Integer> capacities = new LinkedHashMap<>();
        int position = 0;
        for (Quota quota : content.quotas()) {
            UUID id = LocalIds.of(edition, "quota", quota.key());
            capacities.put(id, quota.capacity());
            db.sql("""
                    insert into quota (edition_id, id, key, name, capacity, position)
                    values (:edition, :id, :key, :name, :capacity, :position)
                    on conflict (edition_id, id) do update set name = excluded.name, position = excluded.position
                    """)
                    .set("edition", edition)
                    .set("id", id)
                    .set("key", quota.key())
                    .set("name", quota.name())
                    .set("capacity", quota.capacity())
                    .set("position", position++)
                    .run();
        }
        position = 0;
        for (TicketType type : content.types()) {
            replace(edition, type, position++);
        }
        position = 0;
        for (Extra extra : content.extras()) {
            replace(edition, extra, position++);
        }
        if (prune) {
            prune(edition, content);
        }
        replaceEarlier(edition, content.earlier(), prune);
        places.resize(edition, capacities);
    }

    private void replaceEarlier(EditionId edition, List<EarlierCount> earlier, boolean prune) {
        db.sql("delete from earlier_count where edition_id = :edition and (:prune or name = any(:names))")
                .set("edition", edition)
                .set("prune", prune)
                .set("names", earlier.stream().map(EarlierCount::name).toList())
                .run();
        db.sql("""
                insert into earlier_count (edition_id, name, days_before, registered)
                select :edition, name, "daysBefore", registered
                from jsonb_to_recordset(:earlier) as count(name text, "daysBefore" integer, registered integer)
                """).set("edition", edition).setJson("earlier", earlier).run();
    }

    private void replaceTerms(EditionId edition, Terms terms) {
        db.sql("""
                insert into order_terms (edition_id, state_agency, hold_minutes, offer_hours, names_by, cancellation,
                    cancellation_fees)
                values (:edition, :agency, :hold, :offer, :names, :cancellation, :fees)
                on conflict (edition_id) do update set state_agency = excluded.state_agency,
                    hold_minutes = excluded.hold_minutes, offer_hours = excluded.offer_hours,
                    names_by = excluded.names_by, cancellation = excluded.cancellation,
                    cancellation_fees = excluded.cancellation_fees
                """)
                .set("edition", edition)
                .set("agency", terms.stateAgency())
                .set("hold", terms.holdMinutes())
                .set("offer", terms.offerHours())
                .set("names", terms.namesBy())
                .set("cancellation", terms.cancellation())
                .setJson("fees", terms.fees())
                .run();
    }

    private void replace(EditionId edition, TicketType type, int position) {
        UUID id = LocalIds.of(edition, "ticket-type", type.key());
        db.sql("""
                insert into ticket_type (edition_id, id, key, name, description, price_minor, currency, vat_percent,
                    opens_at, closes_at, days, position, audience, audience_of, attendance, approval, min_an_order,
                    max_an_order)
                values (:edition, :id, :key, :name, :description, :price, :currency, :vat, :opens, :closes, :days,
                    :position, :audience, :audienceOf, :attendance, :approval, :min, :max)
                on conflict (edition_id, id) do update set name = excluded.name, description = excluded.description,
                    price_minor = excluded.price_minor, currency = excluded.currency,
                    vat_percent = excluded.vat_percent, opens_at = excluded.opens_at, closes_at = excluded.closes_at,
                    days = excluded.days, position = excluded.position, audience = excluded.audience,
                    audience_of = excluded.audience_of, attendance = excluded.attendance,
                    approval = excluded.approval, min_an_order = excluded.min_an_order,
                    max_an_order = excluded.max_an_order
                """)
                .set("edition", edition)
                .set("id", id)
                .set("key", type.key())
                .set("name", type.name())
                .set("description", type.description())
                .set("price", type.price().minorUnits())
                .set("currency", type.price().currency())
                .set("vat", type.vatPercent())
                .set("opens", type.opens())
                .set("closes", type.closes())
                .set("days", type.days())
                .set("position", position)
                .set("audience", type.audience().kind())
                .set("audienceOf", type.audience().of())
                .set("attendance", type.attendance())
                .set("approval", type.approval())
                .set("min", type.minAnOrder())
                .set("max", type.maxAnOrder())
                .run();
        // tickets keep the quotas that they hold places of, so that what a type uses may change
        use("ticket_type_quota", "ticket_type_id", edition, id, type.quotas());
        db.sql("delete from price_step where edition_id = :edition and ticket_type_id = :type")
                .set("edition", edition)
                .set("type", id)
                .run();
        for (PriceStep step : type.steps()) {
            db.sql("""
                    insert into price_step (edition_id, ticket_type_id, begins_at, price_minor)
                    values (:edition, :type, :begins, :price)
                    """)
                    .set("edition", edition)
                    .set("type", id)
                    .set("begins", step.begins())
                    .set("price", step.price().minorUnits())
                    .run();
        }
    }

    private void replace(EditionId edition, Extra extra, int position) {
        UUID id = LocalIds.of(edition, "extra", extra.key());
        db.sql("""
                insert into extra (edition_id, id, key, name, description, price_minor, currency, vat_percent, ticket_types,
                    position)
                values (:edition, :id, :key, :name, :description, :price, :currency, :vat, :types, :position)
                on conflict (edition_id, id) do update set name = excluded.name, description = excluded.description,
                    price_minor = excluded.price_minor, currency = excluded.currency,
                    vat_percent = excluded.vat_percent, ticket_types = excluded.ticket_types,
                    position = excluded.position
                """)
                .set("edition", edition)
                .set("id", id)
                .set("key", extra.key())
                .set("name", extra.name())
                .set("description", extra.description())
                .set("price", extra.price().minorUnits())
                .set("currency", extra.price().currency())
                .set("vat", extra.vatPercent())
                .set("types", extra.types())
                .set("position", position)
                .run();
        use("extra_quota", "extra_id", edition, id, extra.quotas());
    }

    /// Says which quotas a thing takes places of.
    private void use(String table, String column, EditionId edition, UUID thing, List<String> quotas) {
        db.sql("delete from " + table + " where edition_id = :edition and " + column + " = :thing")
                .set("edition", edition)
                .set("thing", thing)
                .run();
        db.sql("insert into " + table + " (edition_id, " + column
                        + ", quota_id) select :edition, :thing, quota from unnest(cast(:quotas as uuid[])) quota")
                .set("edition", edition)
                .set("thing", thing)
                .set("quotas", Quotas.ids(edition, quotas))
                .run();
    }

    /// Removes what the files no longer name, but never a type that somebody holds a ticket of.
    private void prune(EditionId edition, TicketShop content) {
        List<String> types = content.types().stream().map(TicketType::key).toList();
        List<String> extras = content.extras().stream().map(Extra::key).toList();
        String unheldTypes = """
                edition_id = :edition and id in (select type.id from ticket_type type
                    where type.edition_id = :edition and not (type.key = any(:kept))
                        and not exists (select 1 from ticket
                            where ticket.edition_id = type.edition_id and ticket.ticket_type_id = type.id))
                """;
        String unheldExtras = """
                edition_id = :edition and id in (select extra.id from extra
                    where extra.edition_id = :edition and not (extra.key = any(:kept))
                        and not exists (select 1 from ticket_extra
                            where ticket_extra.edition_id = extra.edition_id and ticket_extra.extra_id = extra.id))
                """;
        remove("ticket_type_quota", unheldTypes.replace("id in", "ticket_type_id in"), edition, types);
        remove("price_step", unheldTypes.replace("id in", "ticket_type_id in"), edition, types);
        remove("ticket_type", unheldTypes, edition, types);
        remove("extra_quota", unheldExtras.replace("id in", "extra_id in"), edition, extras);
        remove("extra", unheldExtras, edition, extras);
        remove("quota", """
                edition_id = :edition and kind = 'ticket' and taken = 0 and not (key = any(:kept))
                    and not exists (select 1 from ticket_type_quota used
                        where used.edition_id = quota.edition_id and used.quota_id = quota.id)
                    and not exists (select 1 from extra_quota used
                        where used.edition_id = quota.edition_id and used.quota_id = quota.id)
                """, edition, content.quotas().stream().map(Quota::key).toList());
    }

    private void remove(String table, String which, EditionId edition, List<String> kept) {
        db.sql("delete from " + table + " where " + which)
                .set("edition", edition)
                .set("kept", kept)
                .run();
    }

    @Override
    public TicketShop parse(EditionFolder folder, Edition edition) {
        return folder.yaml("tickets.yaml", FILE)
                .map(fields -> shop(folder, fields, edition))
                .orElse(TicketShop.NONE)
                .after(earlier(folder));
    }

    private static List<EarlierCount> earlier(EditionFolder folder) {
        Map<String, Map<Integer, EarlierCount>> earlier = new TreeMap<>();
        for (Fields row : folder.csv("earlier.csv", EARLIER, EARLIER)) {
            String name = row.required("name", Fields.NAME);
            int days = Objects.requireNonNullElse(row.integer("days_before", 0, 1000), 0);
            int registered = Objects.requireNonNullElse(row.integer("registered", 0, 10_000_000), 0);
            if (!row.has("days_before") || !row.has("registered")) {
                row.problem(null, "days_before and registered are both needed");
            }
            if (earlier.computeIfAbsent(name, one -> new TreeMap<>(Comparator.reverseOrder()))
                            .put(days, new EarlierCount(name, days, registered))
                    != null) {
                row.problem("days_before", days + " stands twice for " + name);
            }
            if (earlier.size() > Comparison.MOST_EARLIER) {
                row.problem("name", "is one too many; at most " + Comparison.MOST_EARLIER + " can be compared with");
                break;
            }
        }
        return earlier.values().stream()
                .flatMap(counts -> counts.values().stream())
                .toList();
    }

    private static TicketShop shop(EditionFolder folder, Fields fields, Edition edition) {
        List<Fields> quotas = fields.mappings("quotas");
        Set<String> quotaKeys = folder.keys(quotas);
        List<Fields> types = fields.mappings("types");
        Set<String> typeKeys = folder.keys(types);
        List<Fields> extras = fields.mappings("extras");
        folder.keys(extras);
        return new TicketShop(
                terms(fields.mapping("terms"), edition),
                quotas.stream()
                        .map(quota -> new Quota(
                                quota.key("key"),
                                quota.requiredText("name", Fields.NAME),
                                Objects.requireNonNullElse(quota.integer("capacity", 0, 10_000_000), 0)))
                        .toList(),
                types.stream().map(type -> type(type, quotaKeys, edition)).toList(),
                extras.stream()
                        .map(extra -> new Extra(
                                extra.key("key"),
                                extra.requiredText("name", Fields.NAME),
                                extra.text("description", Fields.SUMMARY),
                                Money.sek(extra.amount("price")),
                                Objects.requireNonNullElse(extra.integer("vat", 0, 100), 25),
                                extra.references("quotas", quotaKeys, "the quota"),
                                extra.references("types", typeKeys, "the ticket type")))
                        .toList(),
                List.of());
    }

    private static Terms terms(Fields terms, Edition edition) {
        Terms usual = Terms.USUAL;
        return new Terms(
                terms.truth("state-agency"),
                Objects.requireNonNullElse(terms.integer("hold-minutes", 1, 1440), usual.holdMinutes()),
                Objects.requireNonNullElse(terms.integer("offer-hours", 1, 200), usual.offerHours()),
                terms.date("names-by"),
                terms.text("cancellation", Fields.SUMMARY),
                fees(terms, edition));
    }

    private static CancellationFees fees(Fields terms, Edition edition) {
        List<CancellationFees.Step> steps = new ArrayList<>();
        for (Fields step : terms.mappings("cancellation-fees")) {
            Instant begins = step.moment("from", edition.timeZone());
            Integer percent = step.integer("percent", 0, 100);
            if (begins == null || percent == null) {
                step.problem(null, "from and percent are both needed");
            } else if (!steps.isEmpty() && !begins.isAfter(steps.getLast().begins())) {
                step.problem("from", "must be later than the step before");
            } else {
                steps.add(new CancellationFees.Step(begins, percent));
            }
        }
        return new CancellationFees(List.copyOf(steps));
    }

    private static Audience audience(Fields type) {
        Audience.Kind kind = type.choice("audience", Audience.Kind.class, Audience.Kind.PUBLIC);
        List<String> of = type.list("audience-of");
        boolean needed = kind != Audience.Kind.PUBLIC && kind != Audience.Kind.CODE;
        if (needed == of.isEmpty()) {
            type.problem(
                    of.isEmpty() ? "audience" : "audience-of",
                    needed
                            ? "needs audience-of: domains, organisation numbers or roles"
                            : "goes with another audience");
        }
        return new Audience(kind, of);
    }

    private static List<PriceStep> steps(Fields type, Edition edition) {
        List<PriceStep> steps = new ArrayList<>();
        for (Fields step : type.mappings("steps")) {
            Instant begins = step.moment("from", edition.timeZone());
            if (begins == null) {
                step.problem(null, "from is missing");
            } else if (!steps.isEmpty() && !begins.isAfter(steps.getLast().begins())) {
                step.problem("from", "must be later than the step before");
            } else {
                steps.add(new PriceStep(begins, Money.sek(step.amount("price"))));
            }
        }
        return List.copyOf(steps);
    }

    private static TicketType type(Fields type, Set<String> quotas, Edition edition) {
        Instant opens = type.moment("opens", edition.timeZone());
        Instant closes = type.moment("closes", edition.timeZone());
        if (opens == null || closes == null) {
            type.problem(null, "opens and closes are both needed");
        } else if (!opens.isBefore(closes)) {
            type.problem("closes", "must be after opens");
        }
        var days = type.dates("days");
        for (var day : days) {
            if (edition.days().stream().noneMatch(known -> known.date().equals(day))) {
                type.problem("days", "has " + day + ", which is not a day of this edition");
            }
        }
        int min = Objects.requireNonNullElse(type.integer("min-an-order", 1, TicketType.MAX_AN_ORDER), 1);
        int max = Objects.requireNonNullElse(
                type.integer("max-an-order", 1, TicketType.MAX_AN_ORDER), TicketType.MAX_AN_ORDER);
        if (min > max) {
            type.problem("min-an-order", "is more than max-an-order");
        }
        return new TicketType(
                type.key("key"),
                type.requiredText("name", Fields.NAME),
                type.text("description", Fields.SUMMARY),
                Money.sek(type.amount("price")),
                Objects.requireNonNullElse(type.integer("vat", 0, 100), 25),
                type.references("quotas", quotas, "the quota"),
                Objects.requireNonNullElse(opens, Instant.EPOCH),
                Objects.requireNonNullElse(closes, Instant.EPOCH.plusSeconds(1)),
                days,
                audience(type),
                type.choice("attendance", Attendance.class, Attendance.ON_SITE),
                steps(type, edition),
                type.truth("approval"),
                min,
                max);
    }

    @Override
    public void write(TicketShop shop, EditionFolder.Writer folder) {
        if (shop.equals(TicketShop.NONE)) {
            return;
        }
        Map<String, @Nullable Object> yaml = new LinkedHashMap<>();
        if (!shop.terms().equals(Terms.USUAL)) {
            Map<String, @Nullable Object> terms = new LinkedHashMap<>();
            terms.put("state-agency", shop.terms().stateAgency() ? true : null);
            terms.put("hold-minutes", shop.terms().holdMinutes());
            terms.put("offer-hours", shop.terms().offerHours());
            terms.put("names-by", shop.terms().namesBy());
            terms.put("cancellation", shop.terms().cancellation());
            terms.put(
                    "cancellation-fees",
                    shop.terms().fees().steps().stream()
                            .map(step -> {
                                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                                one.put("from", folder.local(step.begins()));
                                one.put("percent", step.percent());
                                return one;
                            })
                            .toList());
            yaml.put("terms", terms);
        }
        yaml.put(
                "quotas",
                shop.quotas().stream()
                        .map(quota -> {
                            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                            entry.put("key", quota.key());
                            entry.put("name", quota.name());
                            entry.put("capacity", quota.capacity());
                            return entry;
                        })
                        .toList());
        yaml.put(
                "types",
                shop.types().stream()
                        .map(type -> {
                            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                            entry.put("key", type.key());
                            entry.put("name", type.name());
                            entry.put("description", type.description());
                            entry.put("price", type.price().amount().toPlainString());
                            entry.put("vat", type.vatPercent());
                            entry.put("quotas", type.quotas());
                            entry.put("opens", folder.local(type.opens()));
                            entry.put("closes", folder.local(type.closes()));
                            entry.put("days", type.days());
                            if (!type.audience().equals(Audience.PUBLIC)) {
                                entry.put("audience", Db.written(type.audience().kind()));
                                entry.put("audience-of", type.audience().of());
                            }
                            entry.put(
                                    "attendance",
                                    type.attendance() == Attendance.DIGITAL ? Db.written(Attendance.DIGITAL) : null);
                            entry.put("approval", type.approval() ? true : null);
                            entry.put("min-an-order", type.minAnOrder() == 1 ? null : type.minAnOrder());
                            entry.put(
                                    "max-an-order",
                                    type.maxAnOrder() == TicketType.MAX_AN_ORDER ? null : type.maxAnOrder());
                            entry.put(
                                    "steps",
                                    type.steps().stream()
                                            .map(step -> {
                                                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                                                one.put("from", folder.local(step.begins()));
                                                one.put(
                                                        "price",
                                                        step.price().amount().toPlainString());
                                                return one;
                                            })
                                            .toList());
                            return entry;
                        })
                        .toList());
        yaml.put(
                "extras",
                shop.extras().stream()
                        .map(extra -> {
                            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                            entry.put("key", extra.key());
                            entry.put("name", extra.name());
                            entry.put("description", extra.description());
                            entry.put("price", extra.price().amount().toPlainString());
                            entry.put("vat", extra.vatPercent());
                            entry.put("quotas", extra.quotas());
                            entry.put("types", extra.types());
                            return entry;
                        })
                        .toList());
        folder.yaml("tickets.yaml", yaml);
        folder.csv(
                "earlier.csv",
                shop.earlier().stream()
                        .map(count -> {
                            Map<String, @Nullable Object> row = new LinkedHashMap<>();
                            row.put("name", count.name());
                            row.put("days_before", count.daysBefore());
                            row.put("registered", count.registered());
                            return row;
                        })
                        .toList());
    }

    @Override
    public Map<String, Object> things(TicketShop shop) {
        Map<String, Object> things = new LinkedHashMap<>();
        shop.quotas().forEach(quota -> things.put("quota/" + quota.key(), quota));
        shop.types().forEach(type -> things.put("ticket-type/" + type.key(), type));
        shop.extras().forEach(extra -> things.put("extra/" + extra.key(), extra));
        things.put("terms", shop.terms());
        shop.earlier().forEach(count -> things.put("earlier/" + count.name() + "/" + count.daysBefore(), count));
        return things;
    }
}
