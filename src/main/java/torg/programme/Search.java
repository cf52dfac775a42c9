package torg.programme;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import torg.programme.ProgrammePages.Line;
import torg.text.Text;

/// Finds sessions by words in title, abstract and people, in every language, forgiving å/ä for a and ö for o.
///
/// A programme fits in memory many times over; every word that was typed must begin somewhere in the session.
final class Search {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private Search() {}

    static boolean matches(String typed, Line line) {
        StringBuilder all = new StringBuilder();
        add(all, line.session().title());
        add(all, line.session().summary());
        add(all, line.who());
        add(all, line.track());
        add(all, line.where());
        for (String key : line.session().speakers()) {
            line.programme().speaker(key).ifPresent(speaker -> {
                add(all, speaker.organisation());
                add(all, speaker.title());
            });
        }
        return matches(typed, all.toString());
    }

    /// The same in these words alone.
    static boolean holds(String typed, Stream<String> words) {
        StringBuilder all = new StringBuilder();
        words.forEach(word -> add(all, word));
        return matches(typed, all.toString());
    }

    private static boolean matches(String typed, String text) {
        for (String word : folded(typed).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty() && !text.contains(" " + word)) {
                return false;
            }
        }
        return true;
    }

    private static void add(StringBuilder all, Text text) {
        text.values().values().forEach(value -> add(all, value));
    }

    private static void add(StringBuilder all, @Nullable String value) {
        if (value != null) {
            all.append(' ').append(folded(value).replaceAll("[^\\p{L}\\p{N}]+", " "));
        }
    }

    static String folded(String value) {
        return MARKS.matcher(Normalizer.normalize(value.toLowerCase(Locale.ROOT), Normalizer.Form.NFD))
                .replaceAll("");
    }
}
