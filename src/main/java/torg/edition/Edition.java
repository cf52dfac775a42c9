package torg.edition;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torg.people.EInvoiceAddress;
import torg.store.Db;
import torg.text.Language;
import torg.text.Text;

/// One time that a conference happens: its facts as an organiser edits them, a release keeps them and a file writes
/// them.
///
/// Things refer to each other by local key; the id of a thing follows from edition, kind and key.
public record Edition(
        String slug,
        String conference,
        Text name,
        Text theme,
        Text summary,
        List<Language> languages,
        ZoneId timeZone,
        String brand,
        @Nullable String hashtag,
        @Nullable Example example,
        Venue venue,
        List<Day> days,
        List<Organisation> organisations,
        List<String> organisers,
        List<String> partners,
        List<String> hosts,
        List<Room> rooms,
        List<Contact> contacts,
        Privacy privacy,
        List<SitePage> pages) {

    /// What kind of example an edition is; a real event is none.
    public enum Example {
        CONTENT,
        LIVING;

        @JsonValue
        public String written() {
            return Db.written(this);
        }
    }

    public record Venue(
            Text name,
            @Nullable String address,
            @Nullable String postcode,
            @Nullable String city,
            @Nullable String country,
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable String url) {}

    public record Day(LocalDate date, DayKind kind, Text name) {}

    public enum DayKind {
        NETWORK,
        CONFERENCE;

        @JsonValue
        public String written() {
            return Db.written(this);
        }
    }

    public record Organisation(
            String key,
            Text name,
            @Nullable String number,
            @Nullable String url,
            @Nullable String gln,
            @Nullable EInvoiceAddress eInvoice) {}

    public record Room(
            String key, Text name, Text floor, @Nullable Integer capacity, List<String> features) {}

    public record Contact(
            String key,
            Text role,
            @Nullable String organisation,
            @Nullable String email,
            @Nullable String phone) {}

    /// What the privacy notice needs besides the forms themselves.
    public record Privacy(
            List<String> controllers,
            @Nullable String officerEmail,
            LegalBasis legalBasis,
            int retentionDays,
            Text recipients) {}

    /// GDPR article 6.1 e, b and a.
    public enum LegalBasis {
        PUBLIC_TASK,
        CONTRACT,
        CONSENT;

        @JsonValue
        public String written() {
            return Db.written(this);
        }
    }

    /// A page of the edition's own, in Markdown.
    public record SitePage(String key, Text title, Text body) {}

    @JsonIgnore
    public EditionId id() {
        return EditionId.of(slug);
    }

    /// The language without prefix in addresses.
    @JsonIgnore
    public Language mainLanguage() {
        return languages.getFirst();
    }

    @JsonIgnore
    public LocalDate firstDay() {
        return days.getFirst().date();
    }

    @JsonIgnore
    public LocalDate lastDay() {
        return days.getLast().date();
    }

    /// The same edition with these rooms.
    public Edition withRooms(List<Room> changed) {
        return new Edition(
                slug,
                conference,
                name,
                theme,
                summary,
                languages,
                timeZone,
                brand,
                hashtag,
                example,
                venue,
                days,
                organisations,
                organisers,
                partners,
                hosts,
                changed,
                contacts,
                privacy,
                pages);
    }

    public Optional<Organisation> organisation(@Nullable String key) {
        return organisations.stream()
                .filter(organisation -> organisation.key().equals(key))
                .findFirst();
    }

    public Optional<Room> room(@Nullable String key) {
        return rooms.stream().filter(room -> room.key().equals(key)).findFirst();
    }

    public Optional<Contact> contact(@Nullable String key) {
        return contacts.stream().filter(contact -> contact.key().equals(key)).findFirst();
    }

    public Optional<SitePage> page(String key) {
        return pages.stream().filter(page -> page.key().equals(key)).findFirst();
    }

    /// The address of one of its pages: the main language stands in none.
    public String address(Language language, String path) {
        return "/" + slug + (language.equals(mainLanguage()) ? "" : "/" + language) + path;
    }
}
