package torg.store;

import java.io.PrintStream;
import java.util.List;

/// A command of the launcher that needs the database, as a bean of the module that it belongs to; its summary and usage
/// stand in the launcher's table, because help must not start anything.
public interface Command {
    String name();

    /// @return the exit code: 0 done, 1 refused or failed (with a sentence on `err`), 2 wrong words
    int run(List<String> words, PrintStream out, PrintStream err);
}
