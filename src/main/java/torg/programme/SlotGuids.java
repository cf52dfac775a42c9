package torg.programme;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import torg.edition.EditionId;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.store.LocalIds;

/// What a time of a session is called in feeds and calendars: the guid that it came with, or one that follows from the
/// session's key and its place among the session's times.
final class SlotGuids {
    private SlotGuids() {}

    static UUID of(EditionId edition, Session session, int at) {
        return of(edition, session.key(), at, session.slots().get(at));
    }

    static UUID of(EditionId edition, String key, int at, Slot slot) {
        UUID given = slot.guid();
        return given == null ? following(edition, key, at) : given;
    }

    private static UUID following(EditionId edition, String key, int at) {
        return LocalIds.of(edition, "slot", key + "/" + at);
    }

    /// The slot as the `at`-th of its session: it keeps this guid.
    static Slot placed(EditionId edition, String key, int at, Slot slot, UUID guid) {
        return new Slot(
                slot.room(), slot.starts(), slot.ends(), guid.equals(following(edition, key, at)) ? null : guid);
    }

    /// In order of time, each with the guid that it has.
    static List<Slot> inOrder(EditionId edition, String key, List<Slot> slots) {
        record Named(UUID guid, Slot slot) {}
        List<Named> named = new ArrayList<>();
        for (int at = 0; at < slots.size(); at++) {
            named.add(new Named(of(edition, key, at, slots.get(at)), slots.get(at)));
        }
        named.sort(Comparator.comparing(one -> one.slot().starts()));
        List<Slot> ordered = new ArrayList<>();
        for (int at = 0; at < named.size(); at++) {
            ordered.add(
                    placed(edition, key, at, named.get(at).slot(), named.get(at).guid()));
        }
        return List.copyOf(ordered);
    }
}
