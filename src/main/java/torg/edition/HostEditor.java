package torg.edition;

import java.util.Set;
import torg.access.Account;

/// Proof that the account signed in edits for at least one organisation of this edition, and for which. Only [Actors]
/// makes one.
public final class HostEditor extends Staff {
    private final Set<String> hosts;

    HostEditor(Account account, Editions.AtDesk desk) {
        super(account, desk);
        this.hosts = desk.hosts();
    }

    /// Keys of the organisations.
    public Set<String> hosts() {
        return hosts;
    }
}
