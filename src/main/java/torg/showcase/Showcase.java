package torg.showcase;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torg.text.Text;

/// The initiatives that an edition shows.
public record Showcase(List<Initiative> initiatives) {
    /// @param host    key of an organisation, or null
    /// @param place   where to see it; may be empty
    /// @param contact key of one of the edition's contacts, or null
    public record Initiative(
            String key,
            Text title,
            Text summary,
            Text body,
            @Nullable String host,
            Text place,
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable String contact,
            @Nullable String url,
            @Nullable String image,
            Text imageAlt) {}

    public Optional<Initiative> initiative(String key) {
        return initiatives.stream()
                .filter(initiative -> initiative.key().equals(key))
                .findFirst();
    }
}
