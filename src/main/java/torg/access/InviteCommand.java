package torg.access;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;
import torg.ledger.Audit;
import torg.store.By;
import torg.store.Command;
import torg.store.Db;
import torg.text.Language;

/// `./torg invite EMAIL`: makes an administrator and prints a link that signs in, valid for a day.
@Component
class InviteCommand implements Command {
    private static final Duration VALID = Duration.ofDays(1);

    private final Db db;
    private final Accounts accounts;
    private final Invitations invitations;
    private final Audit audit;

    InviteCommand(Db db, Accounts accounts, Invitations invitations, Audit audit) {
        this.db = db;
        this.accounts = accounts;
        this.invitations = invitations;
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
        String link = db.transaction(() -> {
            Account account = accounts.known(email, email.substring(0, email.indexOf('@')), Language.SV, true);
            audit.record(
                    By.system("invite"),
                    null,
                    "invited",
                    new Audit.Subject("account", account.id().value().toString(), account.email()),
                    null,
                    null);
            return invitations.link(account, VALID);
        });
        out.println(link);
        return 0;
    }
}
