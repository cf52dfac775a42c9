package torg.hackathon;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import torg.text.Text;

/// What is known and shown of an edition's hackathon.
///
/// @param organiser key of the organisation that runs it, or null
/// @param host      key of the organisation whose house it is in, or null
public record Hackathon(
        Text name,
        Text summary,
        @Nullable String organiser,
        @Nullable String host,
        Text prize,
        List<Challenge> challenges,
        Text note) {
    /// An edition without hackathon.
    public static final Hackathon NONE =
            new Hackathon(Text.EMPTY, Text.EMPTY, null, null, Text.EMPTY, List.of(), Text.EMPTY);

    /// @param owner the organisation that set it, free text, may be empty
    public record Challenge(String key, Text name, String owner, Text body) {}

    @JsonIgnore
    public boolean isNone() {
        return name.isEmpty();
    }
}
