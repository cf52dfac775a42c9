package torg.registration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import torg.text.Text;

/// What holds for everybody who chooses sessions: how long it takes to change rooms, and how many may be chosen of what
/// is offered side by side. Drafted and published with the programme.
public record ChoiceTerms(int changeoverMinutes, List<Block> blocks) {
    public static final int USUAL_CHANGEOVER_MINUTES = 10;
    public static final ChoiceTerms NONE = new ChoiceTerms(USUAL_CHANGEOVER_MINUTES, List.of());

    /// @param min how many must be chosen, of those that the ticket admits to
    public record Block(String key, Text name, int min, int max) {}

    java.util.Optional<Block> block(@Nullable String key) {
        return blocks.stream().filter(block -> block.key().equals(key)).findFirst();
    }
}
