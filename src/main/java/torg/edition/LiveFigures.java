package torg.edition;

import java.util.Map;
import java.util.Optional;
import torg.store.Db;

/// Numbers that change while people register, and that news may quote in braces: `{registered}`. From the module that
/// counts them.
public interface LiveFigures {
    enum Figure {
        REGISTERED,
        CHECKED_IN,
        ORGANISATIONS,
        WAITING;

        /// The word in the braces: `checked-in`.
        public String word() {
            return Db.written(this);
        }

        public static Optional<Figure> of(String word) {
            for (Figure figure : values()) {
                if (figure.word().equals(word)) {
                    return Optional.of(figure);
                }
            }
            return Optional.empty();
        }
    }

    /// All of them, as they are now.
    Map<Figure, Long> now(EditionId edition);
}
