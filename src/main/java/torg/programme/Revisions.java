package torg.programme;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import torg.edition.EditionId;
import torg.programme.Programme.Revision;
import torg.programme.Programme.Session;
import torg.programme.Programme.Slot;
import torg.programme.Programme.Status;
import torg.text.Text;

/// Counts, from release to release, how often each time of a session changed, and remembers what is gone: a calendar
/// takes a change only with a higher number, and keeps what merely vanishes.
final class Revisions {
    /// Of what is gone, the newest are remembered.
    private static final int GONE = 1_000;

    private Revisions() {}

    /// What a calendar says of a session at one of its times.
    private record Told(
            Text title,
            Text summary,
            Status status,
            List<String> speakers,
            @Nullable String track,
            Slot slot) {}

    /// `now` published after `before`.
    static List<Revision> after(EditionId edition, Programme before, Programme now, Instant at) {
        Map<UUID, Revision> counted = new LinkedHashMap<>();
        before.revisions().forEach(revision -> counted.put(revision.guid(), revision));
        Map<UUID, Told> was = told(edition, before);
        Map<UUID, Told> is = told(edition, now);
        is.forEach((slot, told) -> {
            Revision old = counted.get(slot);
            Told then = was.get(slot);
            if (then == null ? old != null : !then.equals(told)) {
                counted.put(slot, new Revision(slot, next(old), at, null));
            }
        });
        for (Session session : before.sessions()) {
            for (int i = 0; i < session.slots().size(); i++) {
                UUID slot = SlotGuids.of(edition, session, i);
                if (!is.containsKey(slot)) {
                    counted.put(slot, new Revision(slot, next(counted.get(slot)), at, gone(session, i)));
                }
            }
        }
        return kept(counted);
    }

    private static int next(@Nullable Revision revision) {
        return revision == null ? 1 : revision.sequence() + 1;
    }

    private static Map<UUID, Told> told(EditionId edition, Programme programme) {
        Map<UUID, Told> told = new LinkedHashMap<>();
        for (Session session : programme.sessions()) {
            for (int i = 0; i < session.slots().size(); i++) {
                told.put(
                        SlotGuids.of(edition, session, i),
                        new Told(
                                session.title(),
                                session.summary(),
                                session.status(),
                                session.speakers(),
                                session.track(),
                                session.slots().get(i)));
            }
        }
        return told;
    }

    private static Session gone(Session session, int at) {
        return new Session(
                session.key(),
                session.code(),
                session.kind(),
                session.title(),
                Text.EMPTY,
                session.language(),
                session.track(),
                session.host(),
                null,
                List.of(),
                null,
                Status.CANCELLED,
                session.speakers(),
                session.moderators(),
                List.of(session.slots().get(at)),
                null);
    }

    private static List<Revision> kept(Map<UUID, Revision> counted) {
        List<Revision> kept = new ArrayList<>(counted.values().stream()
                .filter(revision -> revision.gone() != null)
                .sorted(Comparator.comparing(Revision::changed).reversed())
                .limit(GONE)
                .toList());
        counted.values().stream().filter(revision -> revision.gone() == null).forEach(kept::add);
        kept.sort(Comparator.comparing(Revision::guid));
        return List.copyOf(kept);
    }
}
