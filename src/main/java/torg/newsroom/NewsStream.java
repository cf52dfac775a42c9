package torg.newsroom;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionFolder;
import torg.edition.EditionId;
import torg.edition.Fields;
import torg.edition.LiveFigures;
import torg.edition.LiveFigures.Figure;
import torg.edition.Problem;
import torg.edition.Shown;
import torg.edition.Stream;
import torg.newsroom.Newsroom.Kind;
import torg.newsroom.Newsroom.NewsItem;
import torg.newsroom.Newsroom.NewsLink;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.LocalIds;
import torg.store.Refusal;
import torg.text.Language;
import torg.text.Text;

/// The newsroom as a stream. A single item is published by releasing what is published already with that item replaced,
/// so that an urgent item does not take half-edited ones along.
@Component
public class NewsStream implements Stream<Newsroom> {
    private final Db db;
    private final ConferenceClock clock;
    private final LiveFigures figures;

    NewsStream(Db db, ConferenceClock clock, LiveFigures figures) {
        this.db = db;
        this.figures = figures;
        this.clock = clock;
    }

    /// The newsroom as it is shown: without items whose date is still to come. A preview shows them.
    Optional<Newsroom> shown(Shown shown) {
        Instant now = clock.instant();
        return shown.content(this).map(newsroom -> {
            if (shown.preview()) {
                return newsroom;
            }
            newsroom.items().stream().map(NewsItem::dated).filter(now::isBefore).forEach(shown::changesAt);
            return new Newsroom(newsroom.items().stream()
                    .filter(item -> !now.isBefore(item.dated()))
                    .toList());
        });
    }

    @Override
    public String name() {
        return "news";
    }

    @Override
    public Class<Newsroom> type() {
        return Newsroom.class;
    }

    @Override
    public Newsroom draft(EditionId edition) {
        return new Newsroom(db.sql("select * from news_item where edition_id = :edition order by dated desc, key")
                .set("edition", edition)
                .list(row -> new NewsItem(
                        row.string("key"),
                        row.choice("kind", Kind.class),
                        row.instant("dated"),
                        row.text("title"),
                        row.text("lead"),
                        row.text("body"),
                        row.text("fact_title"),
                        row.text("fact"),
                        row.text("boilerplate"),
                        row.strings("contacts"),
                        List.of(row.json("links", NewsLink[].class)),
                        null)));
    }

    @Override
    public void replace(EditionId edition, Newsroom content, boolean prune) {
        for (NewsItem item : content.items()) {
            db.sql("""
                    insert into news_item (edition_id, id, key, kind, dated, title, lead, body, fact_title, fact,
                        boilerplate, contacts, links)
                    values (:edition, :id, :key, :kind, :dated, :title, :lead, :body, :factTitle, :fact, :boilerplate,
                        :contacts, :links)
                    on conflict (edition_id, id) do update set kind = excluded.kind, dated = excluded.dated,
                        title = excluded.title, lead = excluded.lead, body = excluded.body,
                        fact_title = excluded.fact_title, fact = excluded.fact, boilerplate = excluded.boilerplate,
                        contacts = excluded.contacts, links = excluded.links
                    """)
                    .set("edition", edition)
                    .set("id", LocalIds.of(edition, "news", item.key()))
                    .set("key", item.key())
                    .set("kind", item.kind())
                    .set("dated", item.dated())
                    .set("title", item.title())
                    .set("lead", item.lead())
                    .set("body", item.body())
                    .set("factTitle", item.factTitle())
                    .set("fact", item.fact())
                    .set("boilerplate", item.boilerplate())
                    .set("contacts", item.contacts())
                    .setJson("links", item.links())
                    .run();
        }
        if (prune) {
            db.sql("delete from news_item where edition_id = :edition and not (key = any(:kept))")
                    .set("edition", edition)
                    .set("kept", content.items().stream().map(NewsItem::key).toList())
                    .run();
        }
    }

    private static final Set<String> KNOWN =
            Set.of("kind", "date", "title", "lead", "fact_title", "boilerplate", "contacts", "links");

    @Override
    public Newsroom parse(EditionFolder folder, Edition edition) {
        Set<String> contacts = new HashSet<>(
                edition.contacts().stream().map(Edition.Contact::key).toList());
        List<NewsItem> items = new ArrayList<>();
        for (String key : folder.names("news", ".yaml")) {
            folder.yaml("news/" + key + ".yaml", KNOWN).ifPresent(fields -> {
                Instant dated = fields.moment("date", edition.timeZone());
                if (dated == null && !fields.has("date")) {
                    fields.problem(null, "date is missing");
                }
                items.add(new NewsItem(
                        key,
                        fields.choice("kind", Kind.class, Kind.NEWS),
                        Objects.requireNonNullElse(dated, Instant.EPOCH),
                        fields.requiredText("title", Fields.NAME),
                        fields.text("lead", Fields.SUMMARY),
                        folder.markdown("news/" + key),
                        fields.text("fact_title", Fields.NAME),
                        fact(folder, edition, key),
                        fields.text("boilerplate", Fields.SUMMARY),
                        fields.references("contacts", contacts, "the contact"),
                        fields.mappings("links").stream().map(NewsStream::link).toList(),
                        null));
            });
        }
        items.sort(Comparator.comparing(NewsItem::dated).reversed().thenComparing(NewsItem::key));
        return new Newsroom(List.copyOf(items));
    }

    private static Text fact(EditionFolder folder, Edition edition, String key) {
        Text fact = folder.markdown("news/" + key + ".fact");
        for (Language language : edition.languages()) {
            String text = fact.exactly(language);
            for (MatchResult place : unknown(text)) {
                String before = text.substring(0, place.start());
                folder.problem(new Problem(
                        "news/" + key + ".fact." + language + ".md",
                        (int) before.lines().count() + (before.isEmpty() || before.endsWith("\n") ? 1 : 0),
                        before.length() - before.lastIndexOf('\n'),
                        notKnown(place)));
            }
        }
        return fact;
    }

    private static List<MatchResult> unknown(String text) {
        return Quoted.places(text).stream()
                .filter(place -> Figure.of(place.group(1)).isEmpty())
                .toList();
    }

    private static String notKnown(MatchResult place) {
        return place.group() + " is no figure; known are "
                + Arrays.stream(Figure.values())
                        .map(figure -> "{" + figure.word() + "}")
                        .collect(Collectors.joining(", "));
    }

    /// Figures are read when a fact box is published first, and again only when it says something else.
    @Override
    public Newsroom released(EditionId edition, Newsroom draft, Supplier<Optional<Newsroom>> newest) {
        draft.items()
                .forEach(item -> item.fact().values().values().stream()
                        .flatMap(text -> unknown(text).stream())
                        .findFirst()
                        .ifPresent(place -> {
                            throw new Refusal("news/" + item.key() + ": " + notKnown(place));
                        }));
        if (draft.items().stream().noneMatch(NewsStream::quotes)) {
            return draft;
        }
        Map<String, NewsItem> before = new HashMap<>();
        newest.get().ifPresent(room -> room.items().forEach(item -> before.put(item.key(), item)));
        Map<Figure, Long> now = figures.now(edition);
        Instant at = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        return new Newsroom(draft.items().stream()
                .map(item -> {
                    NewsItem old = before.get(item.key());
                    Quoted kept = old != null && old.fact().equals(item.fact()) ? old.quoted() : null;
                    return item.quoting(
                            kept != null
                                    ? kept
                                    : Quoted.in(item.fact(), now, at).orElse(null));
                })
                .toList());
    }

    private static boolean quotes(NewsItem item) {
        return item.fact().values().values().stream()
                .anyMatch(text -> !Quoted.places(text).isEmpty());
    }

    /// What its fact box says now: in a preview nothing is fixed yet.
    Optional<Quoted> quoted(Shown shown, NewsItem item) {
        return shown.preview() && quotes(item)
                ? Quoted.in(item.fact(), figures.now(shown.id()), clock.instant())
                : Optional.ofNullable(item.quoted());
    }

    private static NewsLink link(Fields fields) {
        String href = fields.required("href", Fields.SUMMARY);
        if (!href.matches("/[a-z0-9/-]*") && fields.webAddress("href") == null) {
            href = "/";
        }
        return new NewsLink(fields.requiredText("label", Fields.NAME), href);
    }

    @Override
    public void write(Newsroom newsroom, EditionFolder.Writer folder) {
        for (NewsItem item : newsroom.items()) {
            Map<String, @Nullable Object> yaml = new LinkedHashMap<>();
            yaml.put("kind", Db.written(item.kind()));
            yaml.put("date", folder.local(item.dated()));
            yaml.put("title", item.title());
            yaml.put("lead", item.lead());
            yaml.put("fact_title", item.factTitle());
            yaml.put("boilerplate", item.boilerplate());
            yaml.put("contacts", item.contacts());
            yaml.put(
                    "links",
                    item.links().stream()
                            .map(link -> {
                                Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                                entry.put("label", link.label());
                                entry.put("href", link.href());
                                return entry;
                            })
                            .toList());
            folder.yaml("news/" + item.key() + ".yaml", yaml);
            folder.markdown("news/" + item.key(), item.body());
            folder.markdown("news/" + item.key() + ".fact", item.fact());
        }
    }

    @Override
    public Map<String, Object> things(Newsroom newsroom) {
        Map<String, Object> things = new LinkedHashMap<>();
        newsroom.items().forEach(item -> things.put("news/" + item.key(), item.quoting(null)));
        return things;
    }
}
