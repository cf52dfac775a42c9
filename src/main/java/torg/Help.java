package torg;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The commands, as `./torg help` lists them.
final class Help {
    private Help() {}

    /// @param options the `--names` that take a value and are the launcher's own; others are read by the command itself
    /// @param later   in the plan, not in this version
    record Entry(String name, String usage, String summary, String details, List<String> options, boolean later) {
        /// What must be typed: `EDITION`, `DIR`.
        List<String> plainWords() {
            String plain = usage.replaceAll("\\[[^\\]]*\\]", "").strip();
            return plain.isEmpty() ? List.of() : List.of(plain.split(" +"));
        }

        String text() {
            return "./torg " + name + (usage.isEmpty() ? "" : " " + usage) + "\n\n" + summary + ".\n"
                    + (details.isEmpty() ? "" : "\n" + details + "\n");
        }
    }

    private static final String HOME =
            "  --home DIR        where its data lies (./data)\n  --config FILE     settings (HOME/torg.conf)";
    private static final String SERVING = "  --port N          the port (8080)\n" + HOME
            + "\n  --base-url URL    how others reach it, such as https://konferens.example.org"
            + "\nEvery setting can be given as a variable too: TORG_PORT, TORG_HOME, TORG_BASE_URL, TORG_DATABASE_URL,"
            + "\nTORG_DATABASE_POOL, TORG_SMTP_URL, TORG_MAIL_FROM, TORG_MAIL_SENDERS, TORG_BOUNCES_URL, TORG_TRUSTED_PROXIES,"
            + "\nTORG_SECRET.";

    private static final List<Entry> ENTRIES = List.of(
            new Entry(
                    "demo",
                    "[--participants N] [--at TIME] [--scene SCENE] [--port N] [--home DIR]",
                    "Brings up the two example editions, to look at and to try",
                    "  --participants N  how many are generated in the living example (1000)\n"
                            + "  --at TIME         what the clock shows, such as 2027-05-24T09:40\n"
                            + "  --scene SCENE     registration, week-before, vote-day or after\n"
                            + "  --port N          the port (8080)\n"
                            + "  --home DIR        where its data lies (./data/demo); one that a demo made",
                    List.of("participants", "at", "scene", "port", "home"),
                    false),
            new Entry(
                    "serve",
                    "[--port N] [--home DIR] [--config FILE]",
                    "Runs Torg",
                    SERVING,
                    List.of("port", "home", "config", "base-url"),
                    false),
            new Entry(
                    "test",
                    "[NAME …]",
                    "Runs the tests, all or those named, and installs what they need",
                    "The last line is: N passed, N failed, N skipped.",
                    List.of(),
                    false),
            new Entry(
                    "import",
                    "DIR [--dry-run] [--prune] [--publish] [--home DIR]",
                    "Reads an edition from a folder of files (docs/reference/edition-files.md): all of it or nothing",
                    "  --dry-run         says what would change, and changes nothing\n"
                            + "  --prune           removes what the files no longer name and nobody holds\n"
                            + "  --publish         makes the drafts public\n" + HOME,
                    List.of(),
                    false),
            new Entry(
                    "export",
                    "EDITION DIR [--home DIR]",
                    "Writes an edition as a folder of files",
                    HOME,
                    List.of(),
                    false),
            new Entry(
                    "invite",
                    "EMAIL [--home DIR]",
                    "Makes an administrator and prints a link to sign in with",
                    HOME,
                    List.of(),
                    false),
            new Entry(
                    "bench",
                    "pages|register|participants|mail|programme|plan",
                    "Measures this program against a yardstick on the same machine",
                    "",
                    List.of(),
                    false),
            later("backup", "FILE", "Writes everything to one file"),
            later("restore", "FILE", "Reads everything back from one file"),
            later("verify-ballot", "FILE [--log DIR|URL] [--policy FILE]", "Checks a vote"),
            later("credentials", "…", "Makes and sends the credentials of a vote"),
            later("trustee", "…", "Keeps a key of a vote"),
            later("witness", "…", "Cosigns the log"));

    private static Entry later(String name, String usage, String summary) {
        return new Entry(name, usage, summary, "This command is not in this version.", List.of(), true);
    }

    static @Nullable Entry find(String name) {
        return ENTRIES.stream()
                .filter(entry -> entry.name.equals(name))
                .findFirst()
                .orElse(null);
    }

    static String of(String name) {
        Entry entry = find(name);
        return entry == null ? all() : entry.text();
    }

    static String all() {
        StringBuilder text = new StringBuilder("Torg runs a conference. ./torg COMMAND --help says more.\n\n");
        ENTRIES.stream().filter(entry -> !entry.later).forEach(entry -> line(text, entry));
        text.append("\nNot in this version:\n");
        ENTRIES.stream().filter(Entry::later).forEach(entry -> line(text, entry));
        return text.toString();
    }

    private static void line(StringBuilder text, Entry entry) {
        text.append(String.format("  %-14s %s%n", entry.name, entry.summary));
    }
}
