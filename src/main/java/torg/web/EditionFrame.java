package torg.web;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Text;

/// What every page of an edition shows around its content: the name on its paving, the navigation, the hosts. The same
/// for all pages of a release, in all languages.
///
/// @param languages   the first has no prefix in addresses
/// @param nav         the public pages, in order; `foot` those for the end of the page: accessibility, privacy, contact
/// @param organisers  by name, as are the hosts
/// @param contentOnly an example that shows what is known of a real conference
public record EditionFrame(
        String slug,
        Text name,
        List<Language> languages,
        LocalDate firstDay,
        LocalDate lastDay,
        Text venue,
        @Nullable String city,
        Brand brand,
        List<NavItem> nav,
        List<NavItem> foot,
        List<Text> organisers,
        List<Text> hosts,
        @Nullable String hashtag,
        boolean contentOnly) {

    private static final String PREVIEW = "/desk/preview";

    /// Whether its pages show the draft to an organiser, at addresses below her desk.
    public boolean isPreview() {
        return slug.endsWith(PREVIEW);
    }

    /// A desk's page, also from a preview.
    public String deskHref(Language language, String path) {
        String alone = isPreview() ? slug.substring(0, slug.length() - PREVIEW.length()) : slug;
        return "/" + alone + (language.equals(first()) ? "" : "/" + language) + "/desk" + path;
    }

    public Language first() {
        return languages.getFirst();
    }

    /// The address of a page of this edition: `href(EN, "/programme")` is `/offentliga-rummet-2018/en/programme`.
    public String href(Language language, String path) {
        return "/" + slug + (language.equals(first()) ? "" : "/" + language) + path;
    }

    /// "23–25 maj 2018, Svenska Mässan, Göteborg".
    public String whenAndWhere(Language language) {
        return String.join(
                ", ",
                Stream.of(
                                Dates.span(firstDay, lastDay, language),
                                venue.in(language).value(),
                                city == null ? "" : city)
                        .filter(part -> !part.isBlank())
                        .toList());
    }
}
