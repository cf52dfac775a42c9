package torg.access;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;
import torg.ledger.Audit;
import torg.store.By;
import torg.store.Command;
import torg.store.Db;
import torg.store.Settings;
import torg.text.Language;

/// `./torg invite EMAIL`: makes an administrator and prints a link that signs in, valid for a day.
@Component
class InviteCommand implements Command {
    private static final Duration VALID = Duration.ofDays(1);

    private final Db db;
    private final Accounts accounts;
    private final SignInLinks links;
    private final Settings settings;
    private final Audit audit;

    InviteCommand(Db db, Accounts accounts, SignInLinks links, Settings settings, Audit audit) {
        this.db = db;
        this.accounts = accounts;
        this.links = links;
        this.settings = settings;
        this.audit = audit;
    }

    @Override
    public String name() {
        return "invite";
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) {
        if (words.size() != 1 || !words.getFirst().matches("[^@\\s]+@[^@\\s]+")) {
            err.println("torg: invite takes one e-mail address; ./torg invite --help says more");
            return 2;
        }
        String email = words.getFirst();
        String token = db.transaction(() -> {
            Account account = accounts.known(email, email.substring(0, email.indexOf('@')), Language.SV, true);
            audit.record(
                    By.system("invite"),
                    null,
                    "invited",
                    new Audit.Subject("account", account.id().value().toString(), account.email()),
                    null,
                    null);
            return links.make(account, VALID);
        });
        out.println(settings.baseUrl() + "/sign-in/token?token=" + token);
        return 0;
    }
}
