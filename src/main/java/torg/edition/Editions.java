package torg.edition;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;
import torg.store.Db;

/// Keeps the editions of this installation.
@Component
public class Editions {
    private final Releases releases;
    private final SiteStream site;
    private final Db db;

    Editions(Releases releases, SiteStream site, Db db) {
        this.releases = releases;
        this.site = site;
        this.db = db;
    }

    /// The edition at this address as it is published, from memory.
    public Optional<Edition> published(String slug) {
        return releases.newest(EditionId.of(slug), site).map(Release::content);
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

    public SiteStream site() {
        return site;
    }
}
