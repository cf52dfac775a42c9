package torg.edition;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.springframework.stereotype.Component;
import torg.store.Command;

/// `./torg export EDITION DIR`
@Component
class ExportCommand implements Command {
    private final EditionFiles files;

    ExportCommand(EditionFiles files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "export";
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) {
        if (words.size() != 2 || words.stream().anyMatch(word -> word.startsWith("--"))) {
            err.println("torg: export takes an edition and a folder; ./torg export --help says more");
            return 2;
        }
        try {
            files.write(words.getFirst(), Path.of(words.getLast()));
            out.println(words.getFirst() + " written to " + words.getLast());
            return 0;
        } catch (IOException e) {
            err.println("torg: " + e.getMessage());
            return 1;
        }
    }
}
