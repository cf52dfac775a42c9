package torg.registration;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionFolder;
import torg.edition.EditionId;
import torg.edition.Fields;
import torg.edition.Stream;
import torg.registration.TicketShop.Quota;
import torg.registration.TicketShop.TicketType;
import torg.store.Db;
import torg.store.LocalIds;
import torg.text.Money;

/// Ticket types and quotas as a stream: draft tables, releases, files. What is taken of a quota is no part of it.
@Component
public class TicketStream implements Stream<TicketShop> {
    private final Db db;

    TicketStream(Db db) {
        this.db = db;
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
                        "select key, name, capacity from quota where edition_id = :edition order by position")
                .set("edition", edition)
                .list(row -> new Quota(row.string("key"), row.text("name"), row.integer("capacity")));
        List<TicketType> types = db.sql("""
                select type.*,
                    array(select quota.key from ticket_type_quota used join quota
                        on quota.edition_id = used.edition_id and quota.id = used.quota_id
                        where used.edition_id = type.edition_id and used.ticket_type_id = type.id
                        order by quota.position) as quotas
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
                        row.dates("days")));
        return new TicketShop(quotas, types);
    }

    @Override
    public void replace(EditionId edition, TicketShop content, boolean prune) {
        int position = 0;
        for (Quota quota : content.quotas()) {
            db.sql("""
                    insert into quota (edition_id, id, key, name, capacity, position)
                    values (:edition, :id, :key, :name, :capacity, :position)
                    on conflict (edition_id, id) do update set name = excluded.name, capacity = excluded.capacity,
                        position = excluded.position
                    """)
                    .set("edition", edition)
                    .set("id", LocalIds.of(edition, "quota", quota.key()))
                    .set("key", quota.key())
                    .set("name", quota.name())
                    .set("capacity", quota.capacity())
                    .set("position", position++)
                    .run();
        }
        position = 0;
        for (TicketType type : content.types()) {
            UUID id = LocalIds.of(edition, "ticket-type", type.key());
            db.sql("""
                    insert into ticket_type (edition_id, id, key, name, description, price_minor, currency, vat_percent,
                        opens_at, closes_at, days, position)
                    values (:edition, :id, :key, :name, :description, :price, :currency, :vat, :opens, :closes, :days,
                        :position)
                    on conflict (edition_id, id) do update set name = excluded.name, description = excluded.description,
                        price_minor = excluded.price_minor, currency = excluded.currency,
                        vat_percent = excluded.vat_percent, opens_at = excluded.opens_at, closes_at = excluded.closes_at,
                        days = excluded.days, position = excluded.position
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
                    .set("position", position++)
                    .run();
            List<UUID> quotas = type.quotas().stream()
                    .map(key -> LocalIds.of(edition, "quota", key))
                    .toList();
            // places already sold keep the quotas that they were taken from
            db.sql("""
                    insert into ticket_type_quota (edition_id, ticket_type_id, quota_id)
                    select :edition, :type, quota from unnest(cast(:quotas as uuid[])) quota
                    on conflict do nothing
                    """)
                    .set("edition", edition)
                    .set("type", id)
                    .set("quotas", quotas)
                    .run();
            db.sql("""
                    delete from ticket_type_quota used
                    where edition_id = :edition and ticket_type_id = :type and not (quota_id = any(cast(:quotas as uuid[])))
                        and not exists (select 1 from ticket
                            where ticket.edition_id = used.edition_id and ticket.ticket_type_id = used.ticket_type_id)
                    """)
                    .set("edition", edition)
                    .set("type", id)
                    .set("quotas", quotas)
                    .run();
        }
        if (prune) {
            prune(edition, content);
        }
    }

    /// Removes what the files no longer name, but never a type that somebody holds a ticket of.
    private void prune(EditionId edition, TicketShop content) {
        List<String> types = content.types().stream().map(TicketType::key).toList();
        db.sql("""
                delete from ticket_type_quota used using ticket_type type
                where used.edition_id = :edition and type.edition_id = used.edition_id and type.id = used.ticket_type_id
                    and not (type.key = any(:kept))
                    and not exists (select 1 from ticket
                        where ticket.edition_id = type.edition_id and ticket.ticket_type_id = type.id)
                """).set("edition", edition).set("kept", types).run();
        db.sql("""
                delete from ticket_type type
                where edition_id = :edition and not (key = any(:kept))
                    and not exists (select 1 from ticket
                        where ticket.edition_id = type.edition_id and ticket.ticket_type_id = type.id)
                """).set("edition", edition).set("kept", types).run();
        db.sql("""
                delete from quota
                where edition_id = :edition and not (key = any(:kept))
                    and not exists (select 1 from ticket_type_quota used
                        where used.edition_id = quota.edition_id and used.quota_id = quota.id)
                """)
                .set("edition", edition)
                .set("kept", content.quotas().stream().map(Quota::key).toList())
                .run();
    }

    @Override
    public TicketShop parse(EditionFolder folder, Edition edition) {
        return folder.yaml("tickets.yaml", Set.of("quotas", "types"))
                .map(fields -> shop(folder, fields, edition))
                .orElse(TicketShop.NONE);
    }

    private static TicketShop shop(EditionFolder folder, Fields fields, Edition edition) {
        List<Fields> quotas = fields.mappings("quotas");
        Set<String> quotaKeys = folder.keys(quotas);
        List<Fields> types = fields.mappings("types");
        folder.keys(types);
        return new TicketShop(
                quotas.stream()
                        .map(quota -> new Quota(
                                quota.key("key"),
                                quota.requiredText("name", Fields.NAME),
                                Objects.requireNonNullElse(quota.integer("capacity", 0, 10_000_000), 0)))
                        .toList(),
                types.stream().map(type -> type(type, quotaKeys, edition)).toList());
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
        return new TicketType(
                type.key("key"),
                type.requiredText("name", Fields.NAME),
                type.text("description", Fields.SUMMARY),
                Money.sek(type.amount("price")),
                Objects.requireNonNullElse(type.integer("vat", 0, 100), 25),
                type.references("quotas", quotas, "the quota"),
                Objects.requireNonNullElse(opens, Instant.EPOCH),
                Objects.requireNonNullElse(closes, Instant.EPOCH.plusSeconds(1)),
                days);
    }

    @Override
    public void write(TicketShop shop, EditionFolder.Writer folder) {
        if (shop.equals(TicketShop.NONE)) {
            return;
        }
        Map<String, @Nullable Object> yaml = new LinkedHashMap<>();
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
                            return entry;
                        })
                        .toList());
        folder.yaml("tickets.yaml", yaml);
    }

    @Override
    public Map<String, Object> things(TicketShop shop) {
        Map<String, Object> things = new LinkedHashMap<>();
        shop.quotas().forEach(quota -> things.put("quota/" + quota.key(), quota));
        shop.types().forEach(type -> things.put("ticket-type/" + type.key(), type));
        return things;
    }
}
