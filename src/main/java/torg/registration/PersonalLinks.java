package torg.registration;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.registration.Ticket.PersonId;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.InstallationKey;
import torg.store.Tokens;

/// The secret addresses of a person's own pages: one to see with, one to change with; and, made when they are asked
/// for,
/// two that open nothing but the person's programme. They follow from the installation's key; the database has only
/// their hashes.
@Component
class PersonalLinks {
    enum Purpose {
        VIEW,
        CHANGE,
        /// For a calendar, which keeps it for years and asks by itself: shows the programme, changes nothing.
        CALENDAR,
        /// Kept by a browser that shows the programme: shows it and saves stars.
        DEVICE;

        private static final List<Purpose> IN_LETTERS = List.of(VIEW, CHANGE);
    }

    record Opened(PersonId person, Purpose purpose) {}

    private final Db db;
    private final InstallationKey key;

    PersonalLinks(Db db, InstallationKey key) {
        this.db = db;
        this.key = key;
    }

    /// Makes both links of persons new to this edition.
    void make(Collection<Owner> persons) {
        record Made(String hash, UUID edition, UUID person, String purpose) {}
        List<Made> made = persons.stream()
                .flatMap(owner -> Purpose.IN_LETTERS.stream()
                        .map(purpose -> new Made(
                                HexFormat.of().formatHex(Tokens.hash(first(owner.edition, owner.person, purpose))),
                                owner.edition.value(),
                                owner.person.value(),
                                Db.written(purpose))))
                .toList();
        db.sql("""
                insert into personal_link (token_hash, edition_id, person_id, purpose, generation, created_at)
                select decode(hash, 'hex'), edition, person, purpose, 1, :now
                from jsonb_to_recordset(:made) as made(hash text, edition uuid, person uuid, purpose text)
                """)
                .setJson("made", made)
                .set("now", ConferenceClock.security().instant())
                .run();
    }

    record Owner(EditionId edition, PersonId person) {}

    String first(EditionId edition, PersonId person, Purpose purpose) {
        return token(edition, person, purpose, 1);
    }

    /// The link that is valid now.
    String current(EditionId edition, PersonId person, Purpose purpose) {
        int generation = db.sql("""
                select generation from personal_link
                where edition_id = :edition and person_id = :person and purpose = :purpose and revoked_at is null
                """)
                .set("edition", edition)
                .set("person", person)
                .set("purpose", purpose)
                .one(row -> row.integer("generation"));
        return token(edition, person, purpose, generation);
    }

    /// The links that are valid now, of many at once.
    Map<PersonId, Map<Purpose, String>> current(EditionId edition, Collection<PersonId> persons) {
        Map<PersonId, Map<Purpose, String>> tokens = new HashMap<>();
        db.sql("""
                select person_id, purpose, generation from personal_link
                where edition_id = :edition and person_id = any(cast(:persons as uuid[])) and revoked_at is null
                """).set("edition", edition).set("persons", persons).list(row -> {
            PersonId person = row.id("person_id", PersonId::new);
            Purpose purpose = row.choice("purpose", Purpose.class);
            return tokens.computeIfAbsent(person, id -> new EnumMap<>(Purpose.class))
                    .put(purpose, token(edition, person, purpose, row.integer("generation")));
        });
        return tokens;
    }

    /// Makes a link that is in no letter, or finds it where it is made already.
    ///
    /// @param anew the one before, if there is one, opens nothing any more
    String make(EditionId edition, PersonId person, Purpose purpose, boolean anew) {
        if (anew) {
            revoke(edition, person, List.of(purpose));
        }
        int generation = next(edition, person, purpose);
        db.sql("""
                insert into personal_link (token_hash, edition_id, person_id, purpose, generation, created_at)
                values (:hash, :edition, :person, :purpose, :generation, :now)
                on conflict do nothing
                """)
                .set("hash", Tokens.hash(token(edition, person, purpose, generation)))
                .set("edition", edition)
                .set("person", person)
                .set("purpose", purpose)
                .set("generation", generation)
                .set("now", ConferenceClock.security().instant())
                .run(); // none where one is there, or somebody made it at the same time
        return current(edition, person, purpose);
    }

    private int next(EditionId edition, PersonId person, Purpose purpose) {
        return db.sql("""
                select coalesce(max(generation), 0) + 1 as next from personal_link
                where edition_id = :edition and person_id = :person and purpose = :purpose
                """)
                .set("edition", edition)
                .set("person", person)
                .set("purpose", purpose)
                .one(row -> row.integer("next"));
    }

    private void revoke(EditionId edition, PersonId person, List<Purpose> purposes) {
        db.sql("""
                update personal_link set revoked_at = :now
                where edition_id = :edition and person_id = :person and purpose = any(:purposes) and revoked_at is null
                """)
                .set("now", ConferenceClock.security().instant())
                .set("edition", edition)
                .set("person", person)
                .set("purposes", purposes.stream().map(Db::written).toList())
                .run();
    }

    /// Replaces the links of the letters: the old ones no longer open anything, nor do those that were made from them.
    void renew(EditionId edition, PersonId person) {
        revoke(edition, person, List.of(Purpose.CALENDAR, Purpose.DEVICE));
        for (Purpose purpose : Purpose.IN_LETTERS) {
            int generation = db.sql("""
                    update personal_link set revoked_at = :now
                    where edition_id = :edition and person_id = :person and purpose = :purpose and revoked_at is null
                    returning generation
                    """)
                    .set("now", ConferenceClock.security().instant())
                    .set("edition", edition)
                    .set("person", person)
                    .set("purpose", purpose)
                    .one(row -> row.integer("generation"));
            db.sql("""
                    insert into personal_link (token_hash, edition_id, person_id, purpose, generation, created_at)
                    values (:hash, :edition, :person, :purpose, :generation, :now)
                    """)
                    .set("hash", Tokens.hash(token(edition, person, purpose, generation + 1)))
                    .set("edition", edition)
                    .set("person", person)
                    .set("purpose", purpose)
                    .set("generation", generation + 1)
                    .set("now", ConferenceClock.security().instant())
                    .run();
        }
    }

    /// What a link from a letter opens.
    Optional<Opened> open(EditionId edition, String token) {
        return openAny(edition, token).filter(opened -> Purpose.IN_LETTERS.contains(opened.purpose));
    }

    /// What any of the links opens: for the programme alone.
    Optional<Opened> openAny(EditionId edition, String token) {
        return db.sql("""
                select person_id, purpose from personal_link
                where token_hash = :hash and edition_id = :edition and revoked_at is null
                """)
                .set("hash", Tokens.hash(token))
                .set("edition", edition)
                .optional(row -> new Opened(row.id("person_id", PersonId::new), row.choice("purpose", Purpose.class)));
    }

    private String token(EditionId edition, PersonId person, Purpose purpose, int generation) {
        return key.derive("personal-link", edition.value(), person.value(), purpose, generation);
    }
}
