package torg.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import torg.store.Command;
import torg.store.Json;
import torg.store.Settings;

/// `./torg bench pages|register|participants|mail|programme|plan`: a table, a JSON file, and a warning where something
/// else
/// was busy.
@Component
class BenchCommand implements Command {
    private static final double BUSY_LOAD = 0.5;

    private final PagesBench pages;
    private final RegisterBench register;
    private final ParticipantsBench participants;
    private final MailBench mail;
    private final ProgrammeBench programme;
    private final PlanBench plan;
    private final Settings settings;

    BenchCommand(
            PagesBench pages,
            RegisterBench register,
            ParticipantsBench participants,
            MailBench mail,
            ProgrammeBench programme,
            PlanBench plan,
            Settings settings) {
        this.pages = pages;
        this.register = register;
        this.participants = participants;
        this.mail = mail;
        this.programme = programme;
        this.plan = plan;
        this.settings = settings;
    }

    /// One line of the table.
    ///
    /// @param ratio ours to the yardstick's, or null in the yardstick's own line
    record Measured(
            String what,
            int clients,
            double perSecond,
            double p50Millis,
            double p99Millis,
            long failed,
            @org.jspecify.annotations.Nullable Double ratio) {}

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) {
        if (words.size() != 1
                || !List.of("pages", "register", "participants", "mail", "programme", "plan")
                        .contains(words.getFirst())) {
            err.println("torg: bench takes one of: pages, register, participants, mail, programme, plan");
            return 2;
        }
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        List<String> warnings = new ArrayList<>();
        if (load > BUSY_LOAD) {
            warnings.add(String.format(
                    Locale.ROOT, "something else was busy when this began (load %.2f): the figures may be low", load));
        }
        List<String> notes = new ArrayList<>();
        List<Measured> measured = switch (words.getFirst()) {
            case "pages" -> pages.run();
            case "register" -> register.run(notes);
            case "participants" -> participants.run();
            case "programme" -> programme.run(notes);
            case "plan" -> {
                plan.run(notes);
                yield List.of();
            }
            default -> mail.run(notes);
        };
        out.printf(
                "%-34s %8s %12s %10s %10s %7s %6s%n",
                "", "clients", "per second", "p50 ms", "p99 ms", "failed", "ratio");
        for (Measured line : measured) {
            out.printf(
                    Locale.ROOT,
                    "%-34s %8d %12.0f %10.2f %10.2f %7d %6s%n",
                    line.what,
                    line.clients,
                    line.perSecond,
                    line.p50Millis,
                    line.p99Millis,
                    line.failed,
                    line.ratio == null ? "" : String.format(Locale.ROOT, "%.2f", line.ratio));
        }
        notes.forEach(out::println);
        warnings.forEach(err::println);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("bench", words.getFirst());
        report.put("at", Instant.now().toString());
        report.put("processors", Runtime.getRuntime().availableProcessors());
        report.put("warnings", warnings);
        report.put("measured", measured);
        report.put("notes", notes);
        try {
            Path file = settings.home().resolve("bench-" + words.getFirst() + ".json");
            Files.writeString(file, Json.write(report), StandardCharsets.UTF_8);
            out.println("written to " + file);
        } catch (IOException e) {
            err.println("torg: the report cannot be written: " + e.getMessage());
            return 1;
        }
        return 0;
    }
}
