package torg.edition;

import java.util.Set;
import torg.access.Account;
import torg.store.By;

/// Proof that the account signed in may do something at the desk of this edition. Only [Actors] makes one; each kind
/// says what for.
public abstract sealed class Staff permits Organiser, CheckInStaff, CareStaff, ProtectionStaff, HostEditor {
    private final Account account;
    private final Edition edition;
    private final Set<Role> roles;

    Staff(Account account, Editions.AtDesk desk) {
        this.account = account;
        this.edition = desk.edition();
        this.roles = desk.roles();
    }

    /// The draft of the edition.
    public Edition edition() {
        return edition;
    }

    public EditionId id() {
        return edition.id();
    }

    public Account account() {
        return account;
    }

    public By by() {
        return account.by();
    }

    /// Everything that the account may do here: what the menu shows.
    public Set<Role> roles() {
        return roles;
    }
}
