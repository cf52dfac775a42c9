package torg.programme.plan;

import ai.timefold.solver.core.api.score.HardSoftScore;
import ai.timefold.solver.core.api.solver.SolutionManager;
import ai.timefold.solver.core.api.solver.Solver;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.localsearch.LocalSearchPhaseConfig;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.config.solver.termination.TerminationConfig;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;

/// Looks for a better timetable from one where everything has a place (Timefold, local search, one thread).
public final class Search {
    private static final SolutionManager<Timetable, HardSoftScore> JUDGE =
            SolutionManager.create(factory(0, new TerminationConfig().withStepCountLimit(1)));

    private Search() {}

    private static SolverFactory<Timetable> factory(long seed, TerminationConfig until) {
        return SolverFactory.create(new SolverConfig()
                .withSolutionClass(Timetable.class)
                .withEntityClasses(Placement.class)
                .withConstraintProviderClass(Rules.class)
                .withRandomSeed(seed)
                .withPhases(new LocalSearchPhaseConfig())
                .withTerminationConfig(until));
    }

    /// The same seed and the same number of steps make the same plan. A step is a move that was tried: what Timefold
    /// calls one ends with a move that is taken, and near the best plan that may take for ever.
    public static Timetable steps(Timetable from, long seed, int steps) {
        Solver<Timetable> solver = factory(seed, new TerminationConfig().withMoveCountLimit((long) steps))
                .buildSolver();
        return solver.solve(from);
    }

    /// @param better is told each time there is a better plan, with milliseconds since the beginning
    public static Timetable during(Duration time, Timetable from, long seed, BiConsumer<Long, HardSoftScore> better) {
        Solver<Timetable> solver =
                factory(seed, new TerminationConfig().withSpentLimit(time)).buildSolver();
        solver.addEventListener(
                event -> better.accept(event.getTimeMillisSpent(), (HardSoftScore) event.getNewBestScore()));
        return solver.solve(from);
    }

    public static HardSoftScore score(Timetable timetable) {
        return Objects.requireNonNull(JUDGE.update(timetable));
    }
}
