package torg.edition;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import torg.store.By;
import torg.store.Command;

/// `./torg import DIR [--dry-run] [--prune] [--publish]`
@Component
class ImportCommand implements Command {
    private final EditionFiles files;

    ImportCommand(EditionFiles files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "import";
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) {
        List<String> rest = new ArrayList<>(words);
        boolean dryRun = rest.remove("--dry-run");
        boolean prune = rest.remove("--prune");
        boolean publish = rest.remove("--publish");
        if (rest.size() != 1 || rest.getFirst().startsWith("--")) {
            err.println("torg: import takes one folder; ./torg import --help says more");
            return 2;
        }
        Path folder = Path.of(rest.getFirst());
        if (!Files.isDirectory(folder)) {
            err.println("torg: there is no folder " + folder);
            return 1;
        }
        try {
            return switch (files.read(By.system("import"), folder, new EditionFiles.Mode(dryRun, prune, publish))) {
                case EditionFiles.Outcome.Refused(var problems) -> {
                    problems.forEach(problem -> err.println(folder.resolve(problem.toString())));
                    err.println("torg: " + problems.size() + (problems.size() == 1 ? " problem" : " problems") + " in "
                            + folder + "; nothing was changed");
                    yield 1;
                }
                case EditionFiles.Outcome.Accepted(var slug, var changes, var unused) -> {
                    changes.forEach(change ->
                            out.printf("%-8s %s%n", change.what().name().toLowerCase(Locale.ROOT), change.thing()));
                    unused.forEach(file -> out.printf("%-8s %s (nothing refers to it)%n", "unused", file));
                    out.println(slug + ": " + changes.size() + (changes.size() == 1 ? " change" : " changes")
                            + (dryRun ? " would be made" : publish ? " made and published" : " made, as drafts"));
                    yield 0;
                }
            };
        } catch (IOException e) {
            err.println("torg: " + folder + " cannot be read: " + e.getMessage());
            return 1;
        }
    }
}
