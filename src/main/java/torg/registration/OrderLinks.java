package torg.registration;

import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.InstallationKey;
import torg.store.Tokens;

/// The secret address of an order, for whoever ordered. It follows from the installation's key; the database has only
/// its hash.
@Component
class OrderLinks {
    private final Db db;
    private final InstallationKey key;

    OrderLinks(Db db, InstallationKey key) {
        this.db = db;
        this.key = key;
    }

    record Ordered(EditionId edition, UUID order) {}

    void make(Collection<Ordered> orders) {
        record Made(String hash, UUID edition, UUID order) {}
        db.sql("""
                insert into order_link (token_hash, edition_id, order_id, created_at)
                select decode(hash, 'hex'), edition, "order", :now
                from jsonb_to_recordset(:made) as made(hash text, edition uuid, "order" uuid)
                """)
                .setJson(
                        "made",
                        orders.stream()
                                .map(one -> new Made(
                                        HexFormat.of().formatHex(Tokens.hash(token(one.edition, one.order, 1))),
                                        one.edition.value(),
                                        one.order))
                                .toList())
                .set("now", ConferenceClock.security().instant())
                .run();
    }

    String first(EditionId edition, UUID order) {
        return token(edition, order, 1);
    }

    /// The link that is valid now; empty where the order has none.
    Optional<String> current(EditionId edition, UUID order) {
        return db.sql("""
                select generation from order_link
                where edition_id = :edition and order_id = :order and revoked_at is null
                """)
                .set("edition", edition)
                .set("order", order)
                .optional(row -> token(edition, order, row.integer("generation")));
    }

    /// Replaces the link: the old one no longer opens anything.
    void renew(EditionId edition, UUID order) {
        int generation = db.sql("""
                update order_link set revoked_at = :now
                where edition_id = :edition and order_id = :order and revoked_at is null
                returning generation
                """)
                .set("now", ConferenceClock.security().instant())
                .set("edition", edition)
                .set("order", order)
                .one(row -> row.integer("generation"));
        db.sql("""
                insert into order_link (token_hash, edition_id, order_id, generation, created_at)
                values (:hash, :edition, :order, :generation, :now)
                """)
                .set("hash", Tokens.hash(token(edition, order, generation + 1)))
                .set("edition", edition)
                .set("order", order)
                .set("generation", generation + 1)
                .set("now", ConferenceClock.security().instant())
                .run();
    }

    Optional<UUID> open(EditionId edition, String token) {
        return db.sql("""
                select order_id from order_link
                where token_hash = :hash and edition_id = :edition and revoked_at is null
                """)
                .set("hash", Tokens.hash(token))
                .set("edition", edition)
                .optional(row -> row.uuid("order_id"));
    }

    private String token(EditionId edition, UUID order, int generation) {
        return key.derive("order-link", edition.value(), order, generation);
    }
}
