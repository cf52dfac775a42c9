package torg.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;

/// A page's frame: everything that `layout.jte` needs besides the content.
///
///     Page.of(edition, language, "/programme", words.say("programme.title")).below(new Link(…)).described(…)
///
/// @param path   the address without its language, such as `/exempelkonferensen/programme`
/// @param trail  the crumbs before this page, without the front page
/// @param origin `https://torg.example.org`, for the addresses that must be absolute; may be empty
/// @param jsonLd schema.org data, or null
/// @param demo   the time in the demo, to be said on every page; null in a real installation
/// @param person who is signed in, or null
public record Page(
        String title,
        Language language,
        String path,
        Section section,
        @Nullable EditionFrame edition,
        List<Link> trail,
        String origin,
        String description,
        List<Feed> feeds,
        @Nullable String jsonLd,
        boolean indexed,
        @Nullable String demo,
        @Nullable Notice notice,
        @Nullable String person,
        List<NavItem> nav) {

    /// Which of the three frames: the public one; a person's own (narrow, never indexed); the organisers' desk (wide,
    /// with navigation at the side, never indexed).
    public enum Section {
        PUBLIC,
        PERSONAL,
        DESK
    }

    /// Another form of this page, such as an Atom feed or a calendar.
    public record Feed(String mediaType, String href, String label) {}

    /// A page of an edition. `path` is below the edition: `/programme`, or `""` for its front page.
    public static Page of(EditionFrame edition, Language language, String path, String title) {
        return new Page(
                title,
                language,
                "/" + edition.slug() + path,
                Section.PUBLIC,
                edition,
                List.of(),
                "",
                "",
                List.of(),
                null,
                true,
                null,
                null,
                null,
                edition.nav());
    }

    /// A page without edition: sign-in, a certificate, an error.
    public static Page of(Language language, String path, String title) {
        return new Page(
                title,
                language,
                path,
                Section.PUBLIC,
                null,
                List.of(),
                "",
                "",
                List.of(),
                null,
                true,
                null,
                null,
                null,
                List.of());
    }

    public Page below(Link... trail) {
        return with(section, List.of(trail), origin, description, feeds, jsonLd, indexed, demo, notice, person, nav);
    }

    /// For search engines and previews of links: one sentence.
    public Page described(String description) {
        return with(section, trail, origin, description, feeds, jsonLd, indexed, demo, notice, person, nav);
    }

    public Page feed(String mediaType, String href, String label) {
        List<Feed> more = new ArrayList<>(feeds);
        more.add(new Feed(mediaType, href, label));
        return with(section, trail, origin, description, List.copyOf(more), jsonLd, indexed, demo, notice, person, nav);
    }

    public Page jsonLd(String json) {
        return with(section, trail, origin, description, feeds, json, indexed, demo, notice, person, nav);
    }

    public Page notIndexed() {
        return with(section, trail, origin, description, feeds, jsonLd, false, demo, notice, person, nav);
    }

    public Page at(String origin) {
        return with(section, trail, origin, description, feeds, jsonLd, indexed, demo, notice, person, nav);
    }

    /// Says on the page that this is an example, and which time it is there. Not indexed either.
    public Page demo(@Nullable String time) {
        return time == null
                ? this
                : with(section, trail, origin, description, feeds, jsonLd, false, time, notice, person, nav);
    }

    public Page notice(@Nullable Notice notice) {
        return with(section, trail, origin, description, feeds, jsonLd, indexed, demo, notice, person, nav);
    }

    /// A person's own page, by link and without account.
    public Page personal() {
        return with(Section.PERSONAL, trail, origin, description, feeds, jsonLd, false, demo, notice, person, nav);
    }

    /// A page of the organisers' desk, for somebody signed in, with what this person may open.
    public Page desk(String person, List<NavItem> nav) {
        return with(Section.DESK, trail, origin, description, feeds, jsonLd, false, demo, notice, person, nav);
    }

    private Page with(
            Section section,
            List<Link> trail,
            String origin,
            String description,
            List<Feed> feeds,
            @Nullable String jsonLd,
            boolean indexed,
            @Nullable String demo,
            @Nullable Notice notice,
            @Nullable String person,
            List<NavItem> nav) {
        return new Page(
                title,
                language,
                path,
                section,
                edition,
                trail,
                origin,
                description,
                feeds,
                jsonLd,
                indexed,
                demo,
                notice,
                person,
                nav);
    }

    /// The words that layout and components speak. Pages have their own: `Words.of(ProgrammePages.class, language)`.
    public Words words() {
        return Words.of(Page.class, language);
    }

    /// The address of another page in this page's language: of the edition (`href("/programme")`), or of the
    /// installation where the page has no edition.
    public String href(String path) {
        return edition == null ? site(path) : edition.href(language, path);
    }

    /// The address of a page without edition, in this page's language.
    public String site(String path) {
        return site(language, path);
    }

    private static String site(Language language, String path) {
        String prefix = language.equals(Language.SPOKEN.getFirst()) ? "" : "/" + language;
        return prefix.isEmpty() || !path.equals("/") ? prefix + path : prefix;
    }

    /// This same page in another language.
    public String inLanguage(Language other) {
        return edition == null
                ? site(other, path)
                : edition.href(other, path.substring(1 + edition.slug().length()));
    }

    /// In which languages this page can be had.
    public List<Language> languages() {
        return edition == null ? Language.SPOKEN : edition.languages();
    }

    /// `aria-current`: "page" for the entry that is this page, "true" for the one it lies below, else null.
    public @Nullable String current(NavItem item) {
        String there = edition == null ? item.path() : "/" + edition.slug() + item.path();
        return path.equals(there) ? "page" : item.equals(nearest()) ? "true" : null;
    }

    private @Nullable NavItem nearest() {
        NavItem nearest = null;
        for (NavItem item : nav) {
            String there = edition == null ? item.path() : "/" + edition.slug() + item.path();
            boolean below = !item.path().isEmpty() && (path.equals(there) || path.startsWith(there + "/"));
            if (below
                    && (nearest == null || item.path().length() > nearest.path().length())) {
                nearest = item;
            }
        }
        return nearest;
    }

    /// Whether it is a page of a published edition for everybody: such can be kept by browsers for when there is no
    /// network.
    boolean worksOffline() {
        return edition != null && section == Section.PUBLIC && !edition.isPreview();
    }

    /// "Program – Offentliga rummet 2018".
    public String fullTitle() {
        String name = edition == null ? "Torg" : edition.name().in(language).value();
        return title.isEmpty() || title.equals(name) ? name : title + " – " + name;
    }

    /// "SKL, Vinnova och eSam".
    public String names(List<Text> names) {
        List<String> all = names.stream().map(name -> name.in(language).value()).toList();
        int last = all.size() - 1;
        return last < 1
                ? String.join("", all)
                : String.join(", ", all.subList(0, last)) + " " + words().say("page.and") + " " + all.get(last);
    }

    /// Whether the edition's name has a word that the largest type does not hold on a phone.
    boolean longName() {
        return edition != null
                && java.util.Arrays.stream(edition.name().in(language).value().split("[ -]"))
                        .anyMatch(word -> word.length() > 11);
    }

    /// JSON inside a `script` element may not end it.
    Html jsonLdBlock() {
        return Html.trusted(jsonLd == null ? "" : jsonLd.replace("<", "\\u003c"));
    }
}
