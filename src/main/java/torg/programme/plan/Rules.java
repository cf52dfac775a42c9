package torg.programme.plan;

import ai.timefold.solver.core.api.score.HardSoftScore;
import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.ConstraintProvider;
import ai.timefold.solver.core.api.score.stream.Joiners;
import ai.timefold.solver.core.api.score.stream.bi.BiConstraintStream;
import ai.timefold.solver.core.api.score.stream.bi.BiJoiner;
import torg.programme.plan.Timetable.Shared;

/// The rules as the search wants them. [Conflict] tells the same in sentences.
///
/// So that weights mean the same everywhere, a soft rule counts about ten for what hurts ten people: one each who wants
/// both of two sessions.
public final class Rules implements ConstraintProvider {
    static final int SAME_TRACK = 10;
    static final int OTHER_DAY_HOURS = 8;
    static final int HOUR = 2;
    static final int ROOM_CHANGE = 3;
    static final int OTHER_TIME = 10;
    static final int OTHER_ROOM = 3;
    /// Somebody who hears one session and begins the next so many minutes later goes there directly.
    static final int NEXT_MINUTES = 45;

    private static final BiJoiner<Placement, Placement> AT_ONCE = Joiners.overlapping(Placement::from, Placement::to);

    @Override
    public Constraint[] defineConstraints(ConstraintFactory rules) {
        return new Constraint[] {
            roomOnce(rules),
            speakerOnce(rules),
            speakerAway(rules),
            roomClosed(rules),
            capacity(rules),
            fits(rules),
            audience(rules),
            track(rules),
            compact(rules),
            roomChanges(rules),
            stability(rules)
        };
    }

    /// The search does this once for all rules that begin with it.
    private static BiConstraintStream<Placement, Placement> atOnce(ConstraintFactory rules) {
        return rules.forEachUniquePair(Placement.class, AT_ONCE);
    }

    static boolean oneCanMove(Placement one, Placement other) {
        return !one.isFixed() || !other.isFixed();
    }

    static boolean isWanted(Placement one, Placement other) {
        return one.wantedWith(other) > 0 && oneCanMove(one, other);
    }

    static boolean isSameTrack(Placement one, Placement other) {
        return one.sharesTrack(other) && oneCanMove(one, other);
    }

    static boolean isApart(Placement one, Placement other) {
        return hoursApart(one, other) > 0 && oneCanMove(one, other);
    }

    static int moved(Placement one) {
        return one.isAtOtherTime() ? OTHER_TIME : OTHER_ROOM;
    }

    Constraint roomOnce(ConstraintFactory rules) {
        return atOnce(rules)
                .filter(Placement::sharesRoom)
                .penalize(HardSoftScore.ONE_HARD)
                .asConstraint(Rule.ROOM_ONCE.id());
    }

    Constraint speakerOnce(ConstraintFactory rules) {
        return atOnce(rules)
                .filter(Placement::sharesSpeaker)
                .penalize(HardSoftScore.ONE_HARD)
                .asConstraint(Rule.SPEAKER_ONCE.id());
    }

    Constraint speakerAway(ConstraintFactory rules) {
        return rules.forEach(Placement.class)
                .filter(Placement::isWithoutSpeaker)
                .penalize(HardSoftScore.ONE_HARD)
                .asConstraint(Rule.SPEAKER_AWAY.id());
    }

    Constraint roomClosed(ConstraintFactory rules) {
        return rules.forEach(Placement.class)
                .filter(Placement::isRoomClosed)
                .penalize(HardSoftScore.ONE_HARD)
                .asConstraint(Rule.ROOM_CLOSED.id());
    }

    Constraint capacity(ConstraintFactory rules) {
        return rules.forEach(Placement.class)
                .filter(one -> one.seatsMissing() > 0)
                .penalize(HardSoftScore.ONE_HARD)
                .asConstraint(Rule.CAPACITY.id());
    }

    Constraint fits(ConstraintFactory rules) {
        return rules.forEach(Placement.class)
                .filter(Placement::isTooLong)
                .penalize(HardSoftScore.ONE_HARD)
                .asConstraint(Rule.FITS.id());
    }

    Constraint audience(ConstraintFactory rules) {
        return atOnce(rules)
                .filter(Rules::isWanted)
                .penalize(HardSoftScore.ONE_SOFT, Placement::wantedWith)
                .asConstraint(Rule.AUDIENCE.id());
    }

    Constraint track(ConstraintFactory rules) {
        return atOnce(rules)
                .filter(Rules::isSameTrack)
                .penalize(HardSoftScore.ONE_SOFT, (one, other) -> SAME_TRACK)
                .asConstraint(Rule.TRACK.id());
    }

    /// A speaker's sessions on one day, and without hours in between.
    Constraint compact(ConstraintFactory rules) {
        return rules.forEach(Shared.class)
                .join(Placement.class, Joiners.equal(Shared::first, Placement::key))
                .join(Placement.class, Joiners.equal((shared, one) -> shared.second(), Placement::key))
                .filter((shared, one, other) -> isApart(one, other))
                .penalize(HardSoftScore.ONE_SOFT, (shared, one, other) -> HOUR * hoursApart(one, other))
                .asConstraint(Rule.COMPACT.id());
    }

    /// Whole hours between them, a day at most.
    static long hoursApart(Placement one, Placement other) {
        if (!one.day().equals(other.day())) {
            return OTHER_DAY_HOURS;
        }
        long minutes = Math.max(one.from(), other.from()) - Math.min(one.to(), other.to());
        return Math.clamp(minutes / 60, 0, OTHER_DAY_HOURS);
    }

    /// Who follows a track stays in the room.
    Constraint roomChanges(ConstraintFactory rules) {
        return rules.forEach(Placement.class)
                .filter(one -> !one.track().isEmpty())
                .join(
                        Placement.class,
                        Joiners.equal(Placement::track),
                        Joiners.equal(Placement::day),
                        Joiners.filtering(Rules::changesRoom))
                .penalize(HardSoftScore.ONE_SOFT, (one, next) -> ROOM_CHANGE)
                .asConstraint(Rule.ROOM_CHANGES.id());
    }

    static boolean changesRoom(Placement one, Placement next) {
        long between = next.from() - one.to();
        return between >= 0
                && between <= NEXT_MINUTES
                && !one.room().key().equals(next.room().key())
                && oneCanMove(one, next);
    }

    /// What people have read stays true.
    Constraint stability(ConstraintFactory rules) {
        return rules.forEach(Placement.class)
                .filter(Placement::isMoved)
                .penalize(HardSoftScore.ONE_SOFT, Rules::moved)
                .asConstraint(Rule.STABILITY.id());
    }
}
