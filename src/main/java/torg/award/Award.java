package torg.award;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torg.text.Text;

/// What is known and shown of an edition's award.
///
/// @param awarded the day on which it is given, or null
public record Award(
        Text name,
        Text summary,
        List<Criterion> criteria,
        @Nullable LocalDate awarded,
        List<Finalist> finalists,
        Text note) {
    /// An edition without award.
    public static final Award NONE = new Award(Text.EMPTY, Text.EMPTY, List.of(), null, List.of(), Text.EMPTY);

    public record Criterion(String key, Text name, Text text) {}

    public record Finalist(String key, Text name, String organisation, Text body, boolean winner) {}

    @JsonIgnore
    public boolean isNone() {
        return name.isEmpty();
    }

    @JsonIgnore
    public Optional<Finalist> winner() {
        return finalists.stream().filter(Finalist::winner).findFirst();
    }
}
