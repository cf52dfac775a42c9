package torg.registration;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.edition.Organiser;
import torg.edition.Release;
import torg.edition.Releases;
import torg.ledger.Audit;
import torg.registration.TicketShop.Extra;
import torg.registration.TicketShop.Quota;
import torg.registration.TicketShop.Terms;
import torg.registration.TicketShop.TicketType;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.Json;
import torg.store.LocalIds;
import torg.store.Tokens;
import torg.text.Text;

/// Changes what is sold, one ticket type, quota or extra at a time, in the draft that the edition's files make too.
/// Buyers see it when it is published; stopping a sale and removing what was never used hold at once.
@Component
class TicketDrafts {
    /// Of each kind; more than anybody could choose among.
    static final int MOST = 100;

    private final Db db;
    private final TicketStream tickets;
    private final Releases releases;
    private final Quotas quotas;
    private final Audit audit;
    private final ConferenceClock clock;

    TicketDrafts(Db db, TicketStream tickets, Releases releases, Quotas quotas, Audit audit, ConferenceClock clock) {
        this.db = db;
        this.tickets = tickets;
        this.releases = releases;
        this.quotas = quotas;
        this.audit = audit;
        this.clock = clock;
    }

    /// One of the kinds of things in a shop: where they lie in it, and what each is known by.
    ///
    /// @param kind as in ids, in the audit trail and in the texts
    record Part<T>(
            String kind,
            Function<TicketShop, List<T>> all,
            BiFunction<TicketShop, List<T>, TicketShop> with,
            Function<T, String> key,
            Function<T, Text> name) {
        static final Part<TicketType> TYPES = new Part<>(
                "ticket-type",
                TicketShop::types,
                (shop, types) -> new TicketShop(shop.terms(), shop.quotas(), types, shop.extras(), shop.earlier()),
                TicketType::key,
                TicketType::name);
        static final Part<Quota> QUOTAS = new Part<>(
                "quota",
                TicketShop::quotas,
                (shop, quotas) -> new TicketShop(shop.terms(), quotas, shop.types(), shop.extras(), shop.earlier()),
                Quota::key,
                Quota::name);
        static final Part<Extra> EXTRAS = new Part<>(
                "extra",
                TicketShop::extras,
                (shop, extras) -> new TicketShop(shop.terms(), shop.quotas(), shop.types(), extras, shop.earlier()),
                Extra::key,
                Extra::name);

        /// There is always one of it, which is never removed.
        static final Part<Terms> TERMS = new Part<>(
                "terms",
                shop -> List.of(shop.terms()),
                (shop, terms) ->
                        new TicketShop(terms.getFirst(), shop.quotas(), shop.types(), shop.extras(), shop.earlier()),
                terms -> "all",
                terms -> Text.of("Villkor", "Terms"));

        @Nullable
        T find(TicketShop shop, String key) {
            return all.apply(shop).stream()
                    .filter(one -> this.key.apply(one).equals(key))
                    .findFirst()
                    .orElse(null);
        }

        /// In the place of the one with its key, or last.
        TicketShop put(TicketShop shop, T thing) {
            String own = key.apply(thing);
            boolean there = find(shop, own) != null;
            List<T> changed = new ArrayList<>(all.apply(shop));
            changed.replaceAll(one -> key.apply(one).equals(own) ? thing : one);
            if (!there) {
                changed.add(thing);
            }
            return with.apply(shop, List.copyOf(changed));
        }

        TicketShop without(TicketShop shop, String own) {
            return with.apply(
                    shop,
                    all.apply(shop).stream()
                            .filter(one -> !key.apply(one).equals(own))
                            .toList());
        }
    }

    /// What an organiser saw of a thing, to tell whether somebody else was faster; empty where it is not there. How
    /// many places a quota has is changed elsewhere and is no part of it.
    static String version(@Nullable Object thing) {
        if (thing == null) {
            return "";
        }
        String seen = Json.write(thing instanceof Quota quota ? quota.name() : thing);
        return HexFormat.of().formatHex(Tokens.hash(seen)).substring(0, 16);
    }

    /// What became of a change.
    sealed interface Saved<T> {
        record Done<T>() implements Saved<T> {}

        /// Somebody else was faster; nothing was changed.
        ///
        /// @param now as it is saved; null: removed
        record Meanwhile<T>(@Nullable T now) implements Saved<T> {}

        /// There are so many that no more can be added.
        record TooMany<T>() implements Saved<T> {}
    }

    /// Puts a thing into the draft, new or changed.
    ///
    /// @param version of what the organiser saw; empty where it is new
    /// @param change  makes it of what there is now, or of nothing
    <T> Saved<T> save(Organiser organiser, Part<T> part, String key, String version, Function<@Nullable T, T> change) {
        return db.transaction(() -> {
            TicketShop before = locked(organiser.id());
            T now = part.find(before, key);
            if (!version(now).equals(version)) {
                return new Saved.Meanwhile<>(now);
            }
            if (now == null && part.all.apply(before).size() >= MOST) {
                return new Saved.TooMany<>();
            }
            T thing = change.apply(now);
            if (!thing.equals(now)) {
                tickets.replace(organiser.id(), part.put(before, thing), true);
                record(organiser, now == null ? "added" : "changed", part, thing, now, thing);
            }
            return new Saved.Done<>();
        });
    }

    private <T> void record(
            Organiser organiser,
            String action,
            Part<T> part,
            T thing,
            @Nullable Object before,
            @Nullable Object after) {
        String name =
                part.name.apply(thing).in(organiser.edition().mainLanguage()).value();
        audit.record(
                organiser.by(),
                organiser.id(),
                action,
                new Audit.Subject(part.kind, part.key.apply(thing), name),
                before,
                after);
    }

    /// The draft, kept from imports, from other organisers and from a hall made larger until this transaction ends.
    private TicketShop locked(EditionId edition) {
        db.sql("select 1 from edition where id = :edition for no key update")
                .set("edition", edition)
                .one(row -> 1);
        quotas.lockAll(edition);
        return tickets.draft(edition);
    }

    private TicketShop published(EditionId edition) {
        return releases.stored(edition, tickets).map(Release::content).orElse(TicketShop.NONE);
    }

    /// Stops selling a type at once: in the draft and in what is published, and nothing else of the draft with it.
    ///
    /// @return false where it is not on sale; nothing is changed then
    boolean stop(Organiser organiser, String key) {
        return db.transaction(() -> {
            TicketShop draft = locked(organiser.id());
            Instant now = clock.instant();
            TicketShop published = published(organiser.id());
            TicketType sold = published.type(key).orElse(null);
            if (sold == null || !sold.isOpen(now)) {
                return false;
            }
            draft.type(key)
                    .filter(type -> type.isOpen(now))
                    .ifPresent(type -> tickets.replace(
                            organiser.id(), Part.TYPES.put(draft, type.closing(closes(type, now))), true));
            TicketType stopped = sold.closing(closes(sold, now));
            record(
                    organiser,
                    "stopped-sale",
                    Part.TYPES,
                    sold,
                    Map.of("closes", sold.closes()),
                    Map.of("closes", stopped.closes()));
            releases.publish(organiser.by(), organiser.id(), tickets, id -> Part.TYPES.put(published, stopped), "");
            return true;
        });
    }

    /// This minute, as files write it; a sale lasts for a minute at least.
    private static Instant closes(TicketType type, Instant now) {
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        Instant first = type.opens().plus(Duration.ofMinutes(1));
        return minute.isBefore(first) ? first : minute;
    }

    /// Why something cannot be removed.
    enum Needed {
        ON_SALE,
        SOLD,
        WAITED_FOR,
        CODES,
        QUESTIONS,
        EXTRAS,
        TAKEN,
        USED
    }

    /// Something else needs what was to be removed; nothing is changed.
    static final class StillNeeded extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Needed why;

        StillNeeded(Needed why) {
            super(null, null, false, false);
            this.why = why;
        }

        Needed why() {
            return why;
        }
    }

    /// Takes out what was never used: of the draft and, where it is in there, of what is published.
    ///
    /// @return false where somebody else was faster; nothing is changed then
    /// @throws StillNeeded with the reason
    <T> boolean remove(Organiser organiser, Part<T> part, String key, String version) {
        try {
            return db.transaction(() -> {
                EditionId edition = organiser.id();
                TicketShop before = locked(edition);
                T thing = part.find(before, key);
                if (thing == null || !version(thing).equals(version)) {
                    return false;
                }
                needed(edition, part, key).ifPresent(why -> {
                    throw new StillNeeded(why);
                });
                TicketShop after = part.without(before, key);
                tickets.replace(edition, after, true);
                if (!tickets.draft(edition).equals(after)) {
                    throw new StillNeeded(Needed.SOLD);
                }
                record(organiser, "removed", part, thing, thing, null);
                TicketShop published = published(edition);
                if (part.find(published, key) != null) {
                    releases.publish(organiser.by(), edition, tickets, id -> part.without(published, key), "");
                }
                return true;
            });
        } catch (DataIntegrityViolationException e) {
            throw new StillNeeded(Needed.SOLD); // this very moment
        }
    }

    /// Why this cannot be removed, if there is a reason.
    Optional<Needed> needed(EditionId edition, Part<?> part, String key) {
        TicketShop draft = tickets.draft(edition);
        TicketShop published = published(edition);
        UUID id = LocalIds.of(edition, part.kind, key);
        return switch (part.kind) {
            case "ticket-type" ->
                published.type(key).filter(type -> type.isOpen(clock.instant())).isPresent()
                        ? Optional.of(Needed.ON_SALE)
                        : draft.extras().stream()
                                        .anyMatch(extra -> extra.types().contains(key))
                                ? Optional.of(Needed.EXTRAS)
                                : first(edition, id, key, """
                                        select case
                                            when exists (select 1 from ticket
                                                where edition_id = :edition and ticket_type_id = :id) then 'sold'
                                            when exists (select 1 from waiting
                                                where edition_id = :edition and thing_id = :id) then 'waited-for'
                                            when exists (select 1 from code where edition_id = :edition
                                                and revoked_at is null and :key = any(ticket_types)) then 'codes'
                                            when exists (select 1 from question
                                                where edition_id = :edition and :key = any(ticket_types)) then 'questions'
                                            else ''
                                        end as why
                                        """);
            case "terms" -> Optional.of(Needed.USED);
            case "extra" -> first(edition, id, key, """
                    select case
                        when exists (select 1 from ticket_extra
                            where edition_id = :edition and extra_id = :id) then 'sold'
                        when exists (select 1 from waiting where edition_id = :edition and (thing_id = :id
                            or jsonb_path_exists(wanted, '$.wishes[*].extras[*] ? (@ == $key)',
                                jsonb_build_object('key', cast(:key as text))))) then 'waited-for'
                        else ''
                    end as why
                    """);
            default ->
                uses(draft, key) || uses(published, key) ? Optional.of(Needed.USED) : first(edition, id, key, """
                                select case
                                    when exists (select 1 from quota
                                            where edition_id = :edition and id = :id and taken > 0)
                                        or exists (select 1 from ticket
                                            where edition_id = :edition and :id = any(quota_ids))
                                        or exists (select 1 from ticket_extra
                                            where edition_id = :edition and :id = any(quota_ids)) then 'taken'
                                    when exists (select 1 from waiting
                                        where edition_id = :edition and :id = any(quota_ids)) then 'waited-for'
                                    when exists (select 1 from code where edition_id = :edition
                                        and revoked_at is null and :id = any(quota_ids)) then 'codes'
                                    else ''
                                end as why
                                """);
        };
    }

    private static boolean uses(TicketShop shop, String quota) {
        return shop.types().stream().anyMatch(type -> type.quotas().contains(quota))
                || shop.extras().stream().anyMatch(extra -> extra.quotas().contains(quota));
    }

    private Optional<Needed> first(EditionId edition, UUID id, String key, String sql) {
        String why = db.sql(sql)
                .set("edition", edition)
                .set("id", id)
                .set("key", key)
                .one(row -> row.string("why"));
        return Stream.of(Needed.values())
                .filter(one -> Db.written(one).equals(why))
                .findFirst();
    }

    /// How many of each thing are sold, and how many are kept while names are collected, by kind and key.
    record Count(long sold, long held) {
        static final Count NONE = new Count(0, 0);
    }

    Map<String, Count> counts(EditionId edition) {
        Map<String, Count> counts = new HashMap<>();
        db.sql("""
                select 'ticket-type/' || type.key as thing,
                    count(*) filter (where ticket.state in ('valid', 'pending')) as sold,
                    count(*) filter (where ticket.state = 'held') as held
                from ticket
                join ticket_type type on type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
                where ticket.edition_id = :edition
                group by type.key
                union all
                select 'extra/' || extra.key, count(*) filter (where ticket.state in ('valid', 'pending')),
                    count(*) filter (where ticket.state = 'held')
                from ticket_extra
                join ticket on ticket.edition_id = ticket_extra.edition_id and ticket.id = ticket_extra.ticket_id
                join extra on extra.edition_id = ticket_extra.edition_id and extra.id = ticket_extra.extra_id
                where ticket_extra.edition_id = :edition and ticket_extra.given_back_at is null
                group by extra.key
                """)
                .set("edition", edition)
                .list(row ->
                        counts.put(row.string("thing"), new Count(row.number("sold"), row.number("held"))) == null);
        return counts;
    }
}
