package torg.bench;

import ai.timefold.solver.core.api.score.HardSoftScore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import torg.programme.plan.Conflict;
import torg.programme.plan.FirstFit;
import torg.programme.plan.Search;
import torg.programme.plan.Timetable;

/// Plans of two made-up conferences, the larger with as many talks, times and rooms as the largest of the classic data
/// sets for this problem: how long until everything holds that must, and how much better the plan is than one made by
/// first fit in the same run.
@Component
class PlanBench {
    private static final List<MadeUpTalks> SETS = List.of(new MadeUpTalks(53, 18, 8), new MadeUpTalks(216, 18, 20));
    private static final long EARLY_MILLIS = 10_000;
    private static final Duration ALL = Duration.ofSeconds(60);

    private record Found(long millis, HardSoftScore score) {}

    /// @param notes the findings: they are scores and no figures a second
    void run(List<String> notes) {
        for (MadeUpTalks set : SETS) {
            measure(set, notes);
        }
    }

    private static void measure(MadeUpTalks set, List<String> notes) {
        Timetable empty = set.timetable();
        long began = System.nanoTime();
        Timetable first = FirstFit.of(empty);
        double firstMillis = (System.nanoTime() - began) / 1e6;
        HardSoftScore greedy = Search.score(first);
        List<Found> found = new ArrayList<>(List.of(new Found(0, greedy)));
        Timetable best = Search.during(ALL, first, 1, (millis, score) -> found.add(new Found(millis, score)));
        Long feasible = found.stream()
                .filter(one -> one.score.hardScore() == 0)
                .map(Found::millis)
                .findFirst()
                .orElse(null);
        HardSoftScore early = found.stream()
                .filter(one -> one.millis <= EARLY_MILLIS)
                .reduce((one, next) -> next)
                .orElseThrow()
                .score;
        notes.add(String.format(
                Locale.ROOT,
                "%d sessions, %d times, %d rooms: first fit in %.0f ms: %s; no hard conflict %s; after 10 s %s (%s);"
                        + " after 60 s %s (%s), %d sentences about what is left",
                set.talks(),
                set.times(),
                set.rooms(),
                firstMillis,
                said(greedy),
                feasible == null ? "never" : "after " + feasible + " ms",
                said(early),
                share(early, greedy),
                said(best.score()),
                share(best.score(), greedy),
                Conflict.in(best).size()));
    }

    private static String said(HardSoftScore score) {
        return score.hardScore() + " hard, " + score.softScore() + " soft";
    }

    /// Of what first fit costs.
    private static String share(HardSoftScore score, HardSoftScore greedy) {
        return String.format(Locale.ROOT, "%.2f of first fit", score.softScore() / Math.min(-1.0, greedy.softScore()));
    }
}
