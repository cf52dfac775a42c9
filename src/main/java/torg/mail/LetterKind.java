package torg.mail;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import torg.text.Language;
import torg.text.Words;

/// A kind of letter, such as the confirmation of a registration: which placeholders its words may have, and the words
/// that it has where an organiser wrote no others.
///
/// They stand in the messages of its module: `letter.KEY` (its name), `letter.KEY.subject`, `letter.KEY.body`
/// (Markdown),
/// `placeholder.NAME` (what it means) and `placeholder.NAME.sample`.
///
/// @param beside    a class of the package that its words lie in
/// @param ofEdition whether organisers see it and may write it anew
public record LetterKind(String key, Class<?> beside, boolean ofEdition, List<Placeholder> placeholders) {
    /// Something in braces that is filled in for each reader, such as `{name}`.
    ///
    /// @param name   small letters a–z
    /// @param needed a letter without it would be of no use
    public record Placeholder(String name, Type type, boolean needed) {
        public static Placeholder words(String name) {
            return new Placeholder(name, Type.WORDS, false);
        }

        public static Placeholder address(String name) {
            return new Placeholder(name, Type.ADDRESS, false);
        }

        public Placeholder mustBeThere() {
            return new Placeholder(name, type, true);
        }
    }

    public enum Type {
        WORDS,
        /// Of a page; only this may be what a link leads to.
        ADDRESS,
        /// Several, each on a line of its own.
        LINES
    }

    public Words words(Language language) {
        return Words.of(beside, language);
    }

    public Template standard(Language language) {
        Words words = words(language);
        return new Template(words.say("letter." + key + ".subject"), words.say("letter." + key + ".body"));
    }

    public Map<String, String> samples(Language language) {
        Map<String, String> samples = new TreeMap<>();
        placeholders.forEach(placeholder ->
                samples.put(placeholder.name(), words(language).say("placeholder." + placeholder.name() + ".sample")));
        return samples;
    }
}
