package torg.edition;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;
import torg.access.Account;
import torg.store.Db;

/// Keeps the editions of this installation.
@Component
public class Editions {
    private final Releases releases;
    private final SiteStream site;
    private final Db db;
    private final Map<EditionId, Draft> drafts = new ConcurrentHashMap<>();

    Editions(Releases releases, SiteStream site, Db db) {
        this.releases = releases;
        this.site = site;
        this.db = db;
    }

    /// The edition at this address as it is published, from memory.
    public Optional<Edition> published(String slug) {
        return releases.newest(EditionId.of(slug), site).map(Release::content);
    }

    /// The edition with this id, as it is published; its draft where nothing is published yet.
    public Edition known(EditionId id) {
        return releases.newest(id, site).map(Release::content).orElseGet(() -> site.draft(id));
    }

    /// All published editions, the newest first.
    public List<Edition> published() {
        return StreamSupport.stream(releases.publishedEditions(SiteStream.NAME).spliterator(), false)
                .flatMap(id -> releases.newest(id, site).stream())
                .map(Release::content)
                .sorted(Comparator.comparing(Edition::firstDay).reversed().thenComparing(Edition::slug))
                .toList();
    }

    /// The draft of this edition, if the installation has it, published or not.
    public Optional<Edition> draft(String slug) {
        return db.sql("select 1 from edition where slug = :slug")
                .set("slug", slug)
                .optional(row -> site.draft(EditionId.of(slug)));
    }

    /// The draft as somebody with these roles sees it at the desk: one query, unless the draft was changed since the
    /// last one. Not for use in a transaction, whose changes may never be.
    Optional<AtDesk> atDesk(String slug, Account account) {
        record Found(long version, List<Role> roles, Set<String> hosts) {}
        return db.sql("""
                select version, array(select role from edition_role
                    where edition_id = edition.id and account_id = :account) as roles,
                    array(select organisation.key from edition_role
                        join edition_organisation organisation using (edition_id, organisation_id)
                        where edition_id = edition.id and account_id = :account) as hosts
                from edition
                where slug = :slug
                """)
                .set("slug", slug)
                .set("account", account.id())
                .optional(row -> new Found(
                        row.number("version"), row.choices("roles", Role.class), Set.copyOf(row.strings("hosts"))))
                .map(found -> new AtDesk(
                        kept(EditionId.of(slug), found.version),
                        found.version,
                        Roles.of(account, found.roles),
                        found.hosts));
    }

    /// @param version of the draft: what is shown is at least as new
    /// @param hosts   keys of the organisations that the account edits for
    record AtDesk(Edition edition, long version, Set<Role> roles, Set<String> hosts) {}

    private record Draft(long version, Edition content) {}

    private Edition kept(EditionId id, long version) {
        Draft draft = drafts.get(id);
        if (draft == null || draft.version != version) {
            draft = new Draft(version, db.snapshot(() -> site.draft(id)));
            drafts.put(id, draft);
        }
        return draft.content;
    }

    public SiteStream site() {
        return site;
    }
}
