package torg.mail;

import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import torg.store.Id;
import torg.text.Language;
import torg.text.Text;

/// Whom an organiser can write to at once, from the module that knows them, and when.
public interface Audiences {
    /// Under these names the reference of a scheduled letter says to whom it goes, and in which sending.
    String RECIPIENT = "recipient";

    String SCHEDULE = "schedule";

    /// What the key of those begins with whom an organiser chose one by one.
    String CHOSEN = "chosen-";

    /// The kind of letter that they get.
    String kind();

    List<Audience> of(Id edition);

    /// Those whom an organiser chose one by one; empty where nobody was chosen under this key.
    Optional<Audience> chosen(Id edition, String key);

    /// Who those are, as an organiser may see it, by name.
    List<Reader> readers(Id edition, String chosen);

    /// @param name empty where a place has none yet
    /// @param gets whether a letter reaches them: the ticket holds, and there is an address
    record Reader(String name, String organisation, boolean gets) {}

    /// Those who chose a session of one of these organisations.
    List<Audience> hosted(Id edition, Set<String> hosts);

    Map<String, Long> sizes(Id edition, Set<String> hosts);

    /// @param key `all`, or what else tells it from the edition's others
    record Audience(String key, Text name) {}

    /// Some of an audience, in the order of their ids; the audience may be one that is gone.
    ///
    /// @param after the last one before, or null at the beginning
    List<Recipient> page(Id edition, String audience, @Nullable UUID after, int limit);

    record Recipient(UUID id, String email, String name, Language language) {}

    /// How many are in each audience now, by its key; one without anybody may be missing.
    Map<String, Long> sizes(Id edition);

    /// When it is this time so many days before the edition's first day, at the venue.
    Instant moment(Id edition, int daysBefore, LocalTime time);
}
