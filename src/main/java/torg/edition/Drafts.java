package torg.edition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import torg.edition.Edition.Day;
import torg.edition.Edition.Organisation;
import torg.edition.Edition.Room;
import torg.edition.Edition.SitePage;
import torg.ledger.Audit;
import torg.store.Db;

/// Changes the draft of an edition's facts: one thing at a time, each change in the audit trail with before and after.
@Component
class Drafts {
    private final Db db;
    private final SiteStream site;
    private final Audit audit;

    Drafts(Db db, SiteStream site, Audit audit) {
        this.db = db;
        this.site = site;
        this.audit = audit;
    }

    /// Somebody else changed the draft since this version was read.
    static final class ChangedMeanwhile extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ChangedMeanwhile() {
            super(null, null, false, false);
        }
    }

    /// @param version what the organiser saw
    /// @throws ChangedMeanwhile where that is no longer so; nothing is changed then
    void change(Organiser organiser, long version, UnaryOperator<Edition> change) {
        db.transaction(() -> {
            boolean same = db.sql("select version from edition where id = :edition for update")
                            .set("edition", organiser.id())
                            .one(row -> row.number("version"))
                    == version;
            if (!same) {
                throw new ChangedMeanwhile();
            }
            Edition before = site.draft(organiser.id());
            Edition after = change.apply(before);
            if (before.equals(after)) {
                return;
            }
            site.replace(organiser.id(), after, true);
            Map<String, Object> was = site.things(before);
            Map<String, Object> is = site.things(after);
            for (EditionFiles.Change one : EditionFiles.changes(was, is, true)) {
                audit.record(
                        organiser.by(),
                        organiser.id(),
                        "changed",
                        new Audit.Subject("draft", one.thing(), one.thing()),
                        was.get(one.thing()),
                        is.get(one.thing()));
            }
        });
    }

    /// Something else in the edition needs what was to be removed; nothing is changed.
    static final class StillNeeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StillNeeded() {
            super(null, null, false, false);
        }
    }

    /// @param removal takes one thing out
    /// @throws StillNeeded where a session, a contact or an initiative refers to it, or it is the last day
    void remove(Organiser organiser, long version, UnaryOperator<Edition> removal) {
        try {
            db.transaction(() -> {
                Edition after = removal.apply(site.draft(organiser.id()));
                change(organiser, version, before -> after);
                boolean whole = !after.days().isEmpty()
                        && after.privacy().controllers().stream()
                                .allMatch(key -> after.organisation(key).isPresent());
                if (!whole || !site.draft(organiser.id()).equals(after)) {
                    throw new StillNeeded();
                }
            });
        } catch (DataIntegrityViolationException e) {
            throw new StillNeeded();
        }
    }

    static Edition withoutRoom(Edition e, String key) {
        return parts(e, e.days(), e.organisations(), without(e.rooms(), key, Room::key), e.pages());
    }

    static Edition withoutPage(Edition e, String key) {
        return parts(e, e.days(), e.organisations(), e.rooms(), without(e.pages(), key, SitePage::key));
    }

    static Edition withoutDay(Edition e, String date) {
        List<Day> days = without(e.days(), date, day -> day.date().toString());
        return parts(e, days, e.organisations(), e.rooms(), e.pages());
    }

    static Edition withoutOrganisation(Edition e, String key) {
        Edition changed = parts(e, e.days(), without(e.organisations(), key, Organisation::key), e.rooms(), e.pages());
        return roles(
                changed,
                member(e.organisers(), key, false),
                member(e.partners(), key, false),
                member(e.hosts(), key, false));
    }

    private static <T> List<T> without(List<T> all, String key, Function<T, String> keyOf) {
        return all.stream().filter(one -> !keyOf.apply(one).equals(key)).toList();
    }

    static Edition withRoom(Edition edition, Room room) {
        return parts(
                edition,
                edition.days(),
                edition.organisations(),
                put(edition.rooms(), room, Room::key),
                edition.pages());
    }

    static Edition withPage(Edition edition, SitePage page) {
        return parts(
                edition,
                edition.days(),
                edition.organisations(),
                edition.rooms(),
                put(edition.pages(), page, SitePage::key));
    }

    static Edition withDay(Edition edition, Day day) {
        List<Day> days = new ArrayList<>(put(edition.days(), day, Day::date));
        days.sort(Comparator.comparing(Day::date));
        return parts(edition, List.copyOf(days), edition.organisations(), edition.rooms(), edition.pages());
    }

    /// @param part `organiser`, `partner`, `host` or `known`
    static Edition withOrganisation(Edition edition, Organisation organisation, String part) {
        Edition changed = parts(
                edition,
                edition.days(),
                put(edition.organisations(), organisation, Organisation::key),
                edition.rooms(),
                edition.pages());
        String key = organisation.key();
        return roles(
                changed,
                member(edition.organisers(), key, part.equals("organiser")),
                member(edition.partners(), key, part.equals("partner")),
                member(edition.hosts(), key, part.equals("host")));
    }

    private static List<String> member(List<String> keys, String key, boolean in) {
        if (keys.contains(key) == in) {
            return keys;
        }
        List<String> changed = new ArrayList<>(keys);
        if (in) {
            changed.add(key);
        } else {
            changed.remove(key);
        }
        return List.copyOf(changed);
    }

    private static <T, K> List<T> put(List<T> all, T one, Function<T, K> key) {
        List<T> changed = new ArrayList<>(all);
        for (int i = 0; i < changed.size(); i++) {
            if (key.apply(changed.get(i)).equals(key.apply(one))) {
                changed.set(i, one);
                return List.copyOf(changed);
            }
        }
        changed.add(one);
        return List.copyOf(changed);
    }

    private static Edition parts(
            Edition e, List<Day> days, List<Organisation> organisations, List<Room> rooms, List<SitePage> pages) {
        return new Edition(
                e.slug(),
                e.conference(),
                e.name(),
                e.theme(),
                e.summary(),
                e.languages(),
                e.timeZone(),
                e.brand(),
                e.hashtag(),
                e.example(),
                e.venue(),
                days,
                organisations,
                e.organisers(),
                e.partners(),
                e.hosts(),
                rooms,
                e.contacts(),
                e.privacy(),
                pages);
    }

    private static Edition roles(Edition e, List<String> organisers, List<String> partners, List<String> hosts) {
        return new Edition(
                e.slug(),
                e.conference(),
                e.name(),
                e.theme(),
                e.summary(),
                e.languages(),
                e.timeZone(),
                e.brand(),
                e.hashtag(),
                e.example(),
                e.venue(),
                e.days(),
                e.organisations(),
                organisers,
                partners,
                hosts,
                e.rooms(),
                e.contacts(),
                e.privacy(),
                e.pages());
    }
}
