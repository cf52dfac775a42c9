package torg.bench;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Whose work the processors did, by the system's count of processor time.
///
/// @param used by process, until then
record Busy(long atNanos, Map<ProcessHandle, Duration> used) {
    private enum Who {
        CLIENTS,
        DATABASE,
        TORG_AND_OTHERS
    }

    static Busy now() {
        Map<ProcessHandle, Duration> used = new HashMap<>();
        ProcessHandle.allProcesses()
                .forEach(process -> process.info().totalCpuDuration().ifPresent(time -> used.put(process, time)));
        return new Busy(System.nanoTime(), used);
    }

    /// A sentence: how much of all processors each took since then. Who has ended meanwhile is not counted.
    String since() {
        Busy now = now();
        Map<Who, Duration> spent = new EnumMap<>(Who.class);
        now.used.forEach((process, time) ->
                spent.merge(who(process), time.minus(used.getOrDefault(process, Duration.ZERO)), Duration::plus));
        double all = (now.atNanos - atNanos) * (double) Runtime.getRuntime().availableProcessors();
        StringBuilder said = new StringBuilder("processors:");
        spent.forEach((who, time) -> said.append(String.format(
                Locale.ROOT,
                " %s %.0f %%",
                who.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                100 * time.toNanos() / all)));
        return said.toString();
    }

    private static Who who(ProcessHandle process) {
        if (process.equals(ProcessHandle.current())) {
            return Who.CLIENTS;
        }
        return process.info().command().orElse("").endsWith("/postgres") ? Who.DATABASE : Who.TORG_AND_OTHERS;
    }
}
