package torg.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/// The words of the interface in one language: `words.say("register.submit")`.
///
/// They lie in `messages_sv.properties` and `messages_en.properties` (UTF-8) beside the pages that speak them; a page
/// takes the words of its own package first and those of `torg.web` behind them. A missing key throws: a house test
/// finds it long before a reader does. With arguments a text is a [MessageFormat] (so an apostrophe is doubled).
public final class Words {
    private static final Map<String, Words> LOADED = new ConcurrentHashMap<>();

    private final Language language;
    private final Map<String, String> own;

    private Words(Language language, Map<String, String> own) {
        this.language = language;
        this.own = own;
    }

    /// The words for pages of the package that `beside` is in.
    public static Words of(Class<?> beside, Language language) {
        Language spoken = Language.spoken(language.code()).orElse(Language.SPOKEN.getFirst());
        return LOADED.computeIfAbsent(
                beside.getPackageName() + ' ' + spoken, key -> load(beside.getPackageName(), spoken));
    }

    private static Words load(String packageName, Language language) {
        Map<String, String> words = new ConcurrentHashMap<>();
        read("torg.web", language, words);
        read(packageName, language, words);
        return new Words(language, Map.copyOf(words));
    }

    private static void read(String packageName, Language language, Map<String, String> into) {
        String file = packageName.replace('.', '/') + "/messages_" + language + ".properties";
        try (InputStream in = Words.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                return;
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            properties.forEach((key, value) -> into.put((String) key, (String) value));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public Language language() {
        return language;
    }

    public String say(String key, Object... arguments) {
        String pattern = own.get(key);
        if (pattern == null) {
            throw new MissingResourceException("no text for " + key + " in " + language, "messages", key);
        }
        return arguments.length == 0 ? pattern : new MessageFormat(pattern, language.locale()).format(arguments);
    }

    public boolean knows(String key) {
        return own.containsKey(key);
    }
}
