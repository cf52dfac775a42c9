package torg.edition;

import torg.access.Account;
import torg.store.By;

/// Proof that the account signed in may let people in to this edition: door staff and organisers. Only [Actors] makes
/// one.
public final class CheckInStaff {
    private final Account account;
    private final Edition edition;
    private final boolean organiser;

    CheckInStaff(Account account, Edition edition, boolean organiser) {
        this.account = account;
        this.edition = edition;
        this.organiser = organiser;
    }

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

    /// Organisers see the whole desk, door staff only the door.
    public boolean isOrganiser() {
        return organiser;
    }
}
