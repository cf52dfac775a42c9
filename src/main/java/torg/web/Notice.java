package torg.web;

/// What the page has to tell first: that something is done, must be looked at, or went wrong. The kind is said in a
/// word and a shape too, never by colour alone.
public record Notice(Kind kind, String text) {
    public enum Kind {
        INFORMATION,
        DONE,
        CAREFUL,
        WRONG;

        /// The word in `class` attributes and text keys.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public static Notice information(String text) {
        return new Notice(Kind.INFORMATION, text);
    }

    public static Notice done(String text) {
        return new Notice(Kind.DONE, text);
    }

    public static Notice careful(String text) {
        return new Notice(Kind.CAREFUL, text);
    }

    public static Notice wrong(String text) {
        return new Notice(Kind.WRONG, text);
    }
}
