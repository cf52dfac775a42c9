package torg.people;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import torg.ledger.Audit;
import torg.store.By;
import torg.store.Db;
import torg.store.Id;
import torg.store.Row;
import torg.text.Language;
import torg.text.Text;

/// Keeps the organisations that this installation knows, each once: by its number, else by its name.
///
/// An organisation is *confirmed* where an organiser or an edition file vouches for it; one that a participant typed is
/// not, and is never offered to anybody. [Duplicates] are merged; what still refers to a merged one finds the other
/// by [#find].
@Component
public class Organisations {
    public static final int SIZE = 50;
    private static final int MAX_EXPORT = 100_000;

    /// What the list can be sorted by, and the SQL for it: never what somebody typed.
    public static final Map<String, String> COLUMNS = Map.of(
            "name",
            "folded(coalesce(name->>:language, name->>'sv', words))",
            "number",
            "number",
            "state",
            "confirmed_at is null");

    private final Db db;
    private final Audit audit;

    Organisations(Db db, Audit audit) {
        this.db = db;
        this.audit = audit;
    }

    /// One organisation as it is known.
    ///
    /// @param country          ISO 3166-1 alpha-2
    /// @param number           `NNNNNN-NNNN`, see [OrganisationNumber]
    /// @param gln              see [Gln]
    /// @param referencePattern what its invoice references look like
    /// @param referenceHint    where its people find such a reference, in their words
    /// @param mergedInto       the one that it turned out to be
    public record Known(
            UUID id,
            Text name,
            String country,
            @Nullable String number,
            @Nullable String gln,
            @Nullable EInvoiceAddress eInvoice,
            @Nullable ReferencePattern referencePattern,
            Text referenceHint,
            @Nullable String url,
            boolean confirmed,
            @Nullable UUID mergedInto,
            int version) {
        /// With what only the other one knew. Whoever merges vouches.
        Known filled(Known other) {
            return new Known(
                    id,
                    name,
                    country,
                    number == null ? other.number : number,
                    gln == null ? other.gln : gln,
                    eInvoice == null ? other.eInvoice : eInvoice,
                    referencePattern == null ? other.referencePattern : referencePattern,
                    referenceHint.isEmpty() ? other.referenceHint : referenceHint,
                    url == null ? other.url : url,
                    true,
                    mergedInto,
                    version);
        }
    }

    static Known known(Row row) {
        String scheme = row.stringOrNull("e_invoice_scheme");
        String pattern = row.stringOrNull("reference_pattern");
        return new Known(
                row.uuid("id"),
                row.text("name"),
                row.string("country"),
                row.stringOrNull("number"),
                row.stringOrNull("gln"),
                scheme == null ? null : new EInvoiceAddress(scheme, row.string("e_invoice_id")),
                pattern == null ? null : new ReferencePattern(pattern),
                row.text("reference_hint"),
                row.stringOrNull("url"),
                row.instantOrNull("confirmed_at") != null,
                row.uuidOrNull("merged_into"),
                row.integer("version"));
    }

    /// The id of this organisation of an edition, which is added if it is not known yet, and is confirmed by that.
    /// What is known of it stays as it is, but for numbers that were missing. A merged one is not followed:
    /// an edition that names both keeps both lines.
    public UUID known(
            Text name,
            @Nullable String number,
            @Nullable String url,
            @Nullable String gln,
            @Nullable EInvoiceAddress eInvoice) {
        // two imports at once must not add the same organisation twice
        db.sql("select pg_advisory_xact_lock(hashtext('organisation'))").list(row -> "");
        UUID id = db.sql("""
                select id from organisation
                where (number = :number and (confirmed_at is not null or merged_into is not null))
                    or (folded_names(name) = folded_names(:name) and name = :name
                        and (cast(:number as text) is null or number is null or number = :number))
                order by number is null, confirmed_at is null, merged_into is not null, created_at
                limit 1
                """)
                .set("name", name)
                .set("number", number)
                .optional(row -> row.uuid("id"))
                .orElseGet(UUID::randomUUID);
        db.sql("""
                insert into organisation (id, name, number, url, gln, e_invoice_scheme, e_invoice_id, confirmed_at)
                values (:id, :name, :number, :url, :gln, :scheme, :address, now())
                on conflict (id) do update set number = coalesce(organisation.number, excluded.number),
                    gln = coalesce(organisation.gln, excluded.gln),
                    e_invoice_scheme = coalesce(organisation.e_invoice_scheme, excluded.e_invoice_scheme),
                    e_invoice_id = coalesce(organisation.e_invoice_id, excluded.e_invoice_id),
                    confirmed_at = coalesce(organisation.confirmed_at, excluded.confirmed_at)
                """)
                .set("id", id)
                .set("name", name)
                .set("number", number)
                .set("url", url)
                .set("gln", gln)
                .set("scheme", eInvoice == null ? null : eInvoice.scheme())
                .set("address", eInvoice == null ? null : eInvoice.id())
                .run();
        return id;
    }

    /// This organisation, or the one that it was merged into.
    public Optional<Known> find(UUID id) {
        return db.sql("""
                with recursive way as (
                    select id, merged_into from organisation where id = :id
                    union all
                    select next.id, next.merged_into from organisation next join way on next.id = way.merged_into
                )
                select organisation.* from organisation join way using (id) where way.merged_into is null
                """).set("id", id).optional(Organisations::known);
    }

    /// The confirmed organisation of this number.
    public Optional<Known> byNumber(String number) {
        return db.sql("""
                select * from organisation
                where number = :number and (confirmed_at is not null or merged_into is not null)
                order by merged_into is not null, created_at
                limit 1
                """).set("number", number).optional(Organisations::known).flatMap(this::root);
    }

    /// The one confirmed organisation that is called exactly this, forgiving å/a and ö/o.
    public Optional<Known> named(String name) {
        return vouched(candidates(name, null), null);
    }

    /// The id of the organisation that somebody typed: a confirmed one of that number, else the one confirmed of that
    /// name, else one that is added without being confirmed.
    ///
    /// Call it before the transaction that places people: two who first name an organisation at once wait for each
    /// other.
    ///
    /// @param number one that is valid, or null
    public UUID typed(String name, @Nullable String number) {
        List<Known> candidates = candidates(name, number);
        Optional<UUID> found = vouched(candidates, number)
                .map(Known::id)
                .or(() -> candidates.stream()
                        .filter(one -> !vouchedFor(one) && Objects.equals(one.number(), number))
                        .map(Known::id)
                        .findFirst());
        return found.orElseGet(() -> {
            db.sql("""
                    insert into organisation (id, name, number) values (:id, :name, :number) on conflict do nothing
                    """)
                    .set("id", UUID.randomUUID())
                    .set("name", Text.sv(spaced(name)))
                    .set("number", number)
                    .run();
            return db.sql("""
                    select id from organisation
                    where folded_names(name) = array[folded(:name)] and coalesce(number, '') = coalesce(:number, '')
                    order by merged_into is not null, confirmed_at is not null
                    limit 1
                    """).set("name", spaced(name)).set("number", number).one(row -> row.uuid("id"));
        });
    }

    private static String spaced(String name) {
        return name.strip().replaceAll("\\s+", " ");
    }

    private List<Known> candidates(String name, @Nullable String number) {
        return db.sql("""
                select * from organisation
                where number = :number or folded_names(name) @> array[folded(:name)]
                order by number is distinct from :number, confirmed_at is null and merged_into is null, created_at
                limit 20
                """).set("name", spaced(name)).set("number", number).list(Organisations::known);
    }

    private Optional<Known> vouched(List<Known> candidates, @Nullable String number) {
        List<Known> vouched =
                candidates.stream().filter(Organisations::vouchedFor).toList();
        Optional<Known> byNumber = vouched.stream()
                .filter(one -> number != null && number.equals(one.number()))
                .findFirst();
        if (byNumber.isPresent()) {
            return byNumber.flatMap(this::root);
        }
        // a name that two have tells nothing
        List<Known> byName = vouched.stream()
                .flatMap(one -> root(one).stream())
                .filter(one -> number == null || one.number() == null || number.equals(one.number()))
                .distinct()
                .toList();
        return byName.size() == 1 ? Optional.of(byName.getFirst()) : Optional.empty();
    }

    private static boolean vouchedFor(Known one) {
        return one.confirmed() || one.mergedInto() != null;
    }

    private Optional<Known> root(Known one) {
        return one.mergedInto() == null ? Optional.of(one) : find(one.mergedInto());
    }

    /// Confirmed organisations for somebody who is typing a name or a number, those that begin with it first.
    public List<Known> suggest(String typed, int limit) {
        String words = spaced(typed.replaceAll("[%_|\\\\]", ""));
        if (words.length() < 2) {
            return List.of();
        }
        return db.sql("""
                select * from organisation
                where confirmed_at is not null and merged_into is null
                    and (number = :number or words like :within || folded(:words) || '%')
                order by number is not distinct from :number desc, words like '%| ' || folded(:words) || '%' desc,
                    words
                limit :limit
                """)
                .set("number", OrganisationNumber.normal(words))
                .set("within", words.length() == 2 ? "% " : "%") // three letters are the least that the index knows
                .set("words", words)
                .set("limit", limit)
                .list(Organisations::known);
    }

    /// One page of the list.
    ///
    /// @param total how many match altogether
    public record Listed(List<Known> organisations, long total) {}

    private static final String MATCHING = """
            where merged_into is null
                and (:words = '' or number = :number or gln = :words
                    or words like all (select '%' || word || '%'
                        from unnest(string_to_array(replace(replace(folded(:words), '%', ''), '_', ''), ' ')) word))
            """;

    /// @param sort a key of [#COLUMNS], with `-` before it for the other direction
    public Listed list(String words, Language language, String sort, int page) {
        long total = matching("select count(*) as total from organisation " + MATCHING, words)
                .one(row -> row.number("total"));
        boolean down = sort.startsWith("-");
        String column = COLUMNS.getOrDefault(down ? sort.substring(1) : sort, "words");
        List<Known> found = matching(
                        "select * from organisation " + MATCHING + "order by " + column + (down ? " desc" : "")
                                + " nulls last, id limit :size offset :offset",
                        words)
                .set("language", language)
                .set("size", SIZE)
                .set("offset", (Math.max(page, 1) - 1) * SIZE)
                .list(Organisations::known);
        return new Listed(found, total);
    }

    private Db.Statement matching(String sql, String words) {
        return db.sql(sql).set("words", words).set("number", OrganisationNumber.normal(words));
    }

    /// All of them, for a file.
    public List<Known> export() {
        return db.sql("select * from organisation where merged_into is null order by words, id limit :most")
                .set("most", MAX_EXPORT)
                .list(Organisations::known);
    }

    /// What became of a correction.
    public sealed interface Corrected {
        record Done() implements Corrected {}

        /// Somebody else changed or merged it meanwhile.
        record Conflict() implements Corrected {}

        /// Another confirmed organisation has this number: they are duplicates, or one of the numbers is wrong.
        record NumberTaken() implements Corrected {}
    }

    /// Whoever corrects an organisation vouches for it: it is confirmed from then on.
    ///
    /// @param edition at whose desk this is done
    /// @param changed with the version that the organiser saw
    public Corrected correct(By by, Id edition, Known changed) {
        try {
            return db.transaction(() -> {
                Optional<Known> before = locked(List.of(changed.id())).stream()
                        .filter(one -> one.version() == changed.version() && one.mergedInto() == null)
                        .findFirst();
                if (before.isEmpty()) {
                    return new Corrected.Conflict();
                }
                write(changed, true);
                audit.record(by, edition, "corrected-organisation", subject(changed), before.get(), changed);
                return new Corrected.Done();
            });
        } catch (DuplicateKeyException e) {
            return new Corrected.NumberTaken();
        }
    }

    /// In the order of their ids, so that two who lock the same never wait for each other. Registering, which only
    /// refers to organisations, does not wait for this.
    List<Known> locked(List<UUID> ids) {
        return db.sql("select * from organisation where id = any(:ids) order by id for no key update")
                .set("ids", ids)
                .list(Organisations::known);
    }

    void write(Known known, boolean confirmed) {
        EInvoiceAddress eInvoice = known.eInvoice();
        ReferencePattern pattern = known.referencePattern();
        db.sql("""
                update organisation set name = :name, country = :country, number = :number, gln = :gln,
                    e_invoice_scheme = :scheme, e_invoice_id = :address, reference_pattern = :pattern,
                    reference_hint = :hint, url = :url, version = version + 1,
                    confirmed_at = case when :confirmed then coalesce(confirmed_at, now()) end
                where id = :id
                """)
                .set("id", known.id())
                .set("name", known.name())
                .set("country", known.country())
                .set("number", known.number())
                .set("gln", known.gln())
                .set("scheme", eInvoice == null ? null : eInvoice.scheme())
                .set("address", eInvoice == null ? null : eInvoice.id())
                .set("pattern", pattern == null ? null : pattern.value())
                .set("hint", known.referenceHint())
                .set("url", known.url())
                .set("confirmed", confirmed)
                .run();
    }

    static Audit.Subject subject(Known known) {
        return new Audit.Subject(
                "organisation",
                known.id().toString(),
                known.name().in(Language.SV).value());
    }
}
