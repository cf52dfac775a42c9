package torg.newsroom;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torg.store.Db;
import torg.text.Text;

/// The releases and news of an edition, the newest first.
public record Newsroom(List<NewsItem> items) {
    public enum Kind {
        RELEASE,
        NEWS;

        @JsonValue
        public String written() {
            return Db.written(this);
        }
    }

    /// @param fact     the fact box, Markdown; may quote figures ([torg.edition.LiveFigures])
    /// @param quoted   these figures as they were when this was published; null in a draft
    /// @param contacts keys of the edition's contacts
    public record NewsItem(
            String key,
            Kind kind,
            Instant dated,
            Text title,
            Text lead,
            Text body,
            Text factTitle,
            Text fact,
            Text boilerplate,
            List<String> contacts,
            List<NewsLink> links,
            @Nullable Quoted quoted) {
        NewsItem quoting(@Nullable Quoted figures) {
            return new NewsItem(
                    key, kind, dated, title, lead, body, factTitle, fact, boilerplate, contacts, links, figures);
        }
    }

    /// @param href an address within the edition such as `/programme`, or one that begins with `https://`
    public record NewsLink(Text label, String href) {}

    public Optional<NewsItem> item(String key) {
        return items.stream().filter(item -> item.key().equals(key)).findFirst();
    }
}
