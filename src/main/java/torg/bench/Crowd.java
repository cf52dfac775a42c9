package torg.bench;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.registration.TicketShop.TicketType;
import torg.store.Db;
import torg.store.LocalIds;

/// Thousands who are registered already, written set by set: what a large conference looks like from inside.
@Component
class Crowd {
    private static final int PIECE = 20_000;

    private final Db db;

    Crowd(Db db) {
        this.db = db;
    }

    /// Adds made-up participants until there are so many.
    void grow(EditionId edition, TicketType type, int people) {
        List<UUID> quotas = type.quotas().stream()
                .map(key -> LocalIds.of(edition, "quota", key))
                .toList();
        db.sql("update quota set capacity = 10000000 where edition_id = :edition")
                .set("edition", edition)
                .run();
        for (int there = count(edition); there < people; there = count(edition)) {
            int last = Math.min(there + PIECE, people);
            int first = there + 1;
            db.transaction(() -> piece(edition, LocalIds.of(edition, "ticket-type", type.key()), quotas, first, last));
        }
        for (String table : List.of("person", "ticket_order", "ticket", "personal_link", "mail", "quota")) {
            db.sql("vacuum analyze " + table).run();
        }
    }

    int count(EditionId edition) {
        return db.sql("select count(*)::integer as there from ticket where edition_id = :edition")
                .set("edition", edition)
                .one(row -> row.integer("there"));
    }

    private void piece(EditionId edition, UUID type, List<UUID> quotas, int first, int last) {
        for (String insert : List.of(
                """
                insert into person (id, name, email, organisation_name, language)
                select md5('person ' || n)::uuid, 'Folke Flertal ' || n, 'flertal' || n || '@deltagare.example.org',
                    'Provkommun ' || n % 290, 'sv'
                """,
                """
                insert into ticket_order (edition_id, id, orderer_id, idempotency_key, language, buyer_name, created_at)
                select :edition, md5('order ' || n)::uuid, md5('person ' || n)::uuid, 'crowd-' || n, 'sv',
                    'Provkommun ' || n % 290, now() - (:last - n) * interval '1 second'
                """,
                // letters and digits as those of a secret and of a code: no 0, 1, i, l, o
                """
                insert into ticket (edition_id, id, order_id, ticket_type_id, person_id, secret, short_code, price_minor,
                    vat_percent, vat_rule, currency, quota_ids, state, created_at)
                select :edition, md5('ticket ' || n)::uuid, md5('order ' || n)::uuid, :type, md5('person ' || n)::uuid,
                    translate(md5('secret ' || n), '01', 'gh'),
                    translate(upper(lpad(to_hex(n), 8, '0')), '01', 'GH'), 0, 25, 'standard', 'SEK',
                    cast(:quotas as uuid[]), 'valid', now() - (:last - n) * interval '1 second'
                """,
                """
                insert into personal_link (token_hash, edition_id, person_id, purpose, created_at)
                select sha256(convert_to(purpose || n, 'UTF8')), :edition, md5('person ' || n)::uuid, purpose, now()
                """,
                """
                insert into mail (id, edition_id, kind, recipient, recipient_name, language, reference, state, sent_at)
                select md5('mail ' || n)::uuid, :edition, 'registration', 'flertal' || n || '@deltagare.example.org',
                    'Folke Flertal ' || n, 'sv', jsonb_build_object('ticket', md5('ticket ' || n)::uuid, 'recipient',
                    md5('person ' || n)::uuid), 'sent', now()
                """)) {
            db.sql(insert + "from generate_series(:first, :last) n"
                            + (insert.contains("purpose") ? ", unnest(array['view', 'change']) purpose" : ""))
                    .set("edition", edition)
                    .set("type", type)
                    .set("quotas", quotas)
                    .set("first", first)
                    .set("last", last)
                    .run();
        }
        db.sql(
                        "update quota set taken = taken + :people where edition_id = :edition and id = any(cast(:quotas as uuid[]))")
                .set("people", last - first + 1)
                .set("edition", edition)
                .set("quotas", quotas)
                .run();
    }
}
