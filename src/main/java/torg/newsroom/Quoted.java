package torg.newsroom;

import java.text.NumberFormat;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import torg.edition.LiveFigures.Figure;
import torg.text.Text;

/// The figures that a fact box quotes, and when they were read.
public record Quoted(Map<Figure, Long> figures, Instant at) {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z][a-z-]*)}");

    /// The words in braces, in all languages.
    static List<MatchResult> places(String text) {
        return PLACE.matcher(text).results().toList();
    }

    /// Those of these figures that the text quotes; empty where it quotes none.
    static Optional<Quoted> in(Text text, Map<Figure, Long> all, Instant at) {
        Map<Figure, Long> quoted = new EnumMap<>(Figure.class);
        text.values().values().stream()
                .flatMap(value -> places(value).stream())
                .flatMap(place -> Figure.of(place.group(1)).stream())
                .forEach(figure -> quoted.put(figure, all.getOrDefault(figure, 0L)));
        return quoted.isEmpty() ? Optional.empty() : Optional.of(new Quoted(quoted, at));
    }

    Text.Said say(Text.Said said) {
        NumberFormat number = NumberFormat.getIntegerInstance(said.language().locale());
        return new Text.Said(
                PLACE.matcher(said.value())
                        .replaceAll(place -> Figure.of(place.group(1))
                                .map(figures::get)
                                .map(number::format)
                                .orElseGet(() -> Matcher.quoteReplacement(place.group()))),
                said.language(),
                said.wanted());
    }
}
