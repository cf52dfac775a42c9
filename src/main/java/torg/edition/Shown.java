package torg.edition;

import java.time.Instant;
import java.util.Optional;
import torg.store.Id;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;

/// What a public page is made of: an edition as it is published (or, in a preview, as it is drafted), and the reader's
/// language. A handler takes it as an argument; where the address names no published edition the answer is 404.
public final class Shown {
    private final Edition edition;
    private final Language language;
    private final boolean preview;
    private final Releases releases;
    private Instant freshUntil = Instant.MAX;

    Shown(Edition edition, Language language, boolean preview, Releases releases) {
        this.edition = edition;
        this.language = language;
        this.preview = preview;
        this.releases = releases;
    }

    public Edition edition() {
        return edition;
    }

    public EditionId id() {
        return edition.id();
    }

    public Language language() {
        return language;
    }

    /// Whether an organiser is looking at the draft.
    public boolean preview() {
        return preview;
    }

    /// The published content of this stream (in a preview its draft), or empty where nothing is published.
    public <T> Optional<T> content(Stream<T> stream) {
        return preview
                ? Optional.of(stream.draft(id()))
                : releases.newest(id(), stream).map(Release::content);
    }

    /// The newest release of this stream; empty in a preview.
    public <T> Optional<Release<T>> release(Stream<T> stream) {
        return preview ? Optional.empty() : releases.newest(id(), stream);
    }

    /// Says that what was shown changes by itself at this time: a session begins, a sale opens.
    public void changesAt(Instant moment) {
        if (moment.isBefore(freshUntil)) {
            freshUntil = moment;
        }
    }

    Instant freshUntil() {
        return freshUntil;
    }

    /// The words for pages of the package that `beside` is in, in the reader's language.
    public Words words(Class<?> beside) {
        return Words.of(beside, language);
    }

    public Text.Said said(Text text) {
        return text.in(language);
    }

    /// The first segments of this edition's addresses; links in a preview stay in the preview.
    String place() {
        return preview ? edition.slug() + Preview.PATH : edition.slug();
    }

    /// The address of a page of this edition in the reader's language: `href("/programme")`.
    public String href(String path) {
        return "/" + place() + (language.equals(edition.mainLanguage()) ? "" : "/" + language) + path;
    }

    /// The group under which this edition's pages are kept ([torg.web.PublicPage]).
    public String group() {
        return group(id());
    }

    static String group(Id edition) {
        return edition.value().toString();
    }
}
