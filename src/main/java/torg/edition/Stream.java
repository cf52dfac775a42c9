package torg.edition;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// One part of an edition that is drafted and published by itself: the site's facts, the programme, the showcase, …
///
/// A module owns one, as a bean. `T` is the whole content as one immutable record: what the tables of the draft hold,
/// what a release keeps as JSON, what the files of the edition say, and what the public pages show.
public interface Stream<T> {
    /// Its name in tables and in the desk, such as `programme`.
    String name();

    Class<T> type();

    /// The draft as it is now.
    T draft(EditionId edition);

    /// Makes the draft be exactly this, but keeps what is missing in `content` unless `prune`; within the caller's
    /// transaction, audited by the caller. Things that somebody holds are never removed.
    void replace(EditionId edition, T content, boolean prune);

    /// Reads this part of an edition's files. Everything that is wrong goes into the folder's problems; the answer is
    /// used only if there are none.
    T parse(EditionFolder folder, Edition edition);

    /// Writes this part as files; reading them again gives the same content.
    void write(T content, EditionFolder.Writer folder);

    /// What is released of this draft, within the transaction that publishes it: for what is fixed at that moment.
    ///
    /// @param newest what is published now, if anything is
    default T released(EditionId edition, T draft, Supplier<Optional<T>> newest) {
        return draft;
    }

    /// Told when this content is published, within the transaction that publishes it: for what other modules keep of
    /// it.
    default void published(EditionId edition, T content) {}

    /// The things in it, by a name such as `session/ai-i-varden`: two contents are compared thing by thing.
    Map<String, Object> things(T content);
}
