package torg.edition;

import torg.access.Account;
import torg.store.By;

/// Proof that the account signed in may organise this edition. Only [Actors] makes one.
public final class Organiser {
    private final Account account;
    private final Edition edition;

    Organiser(Account account, Edition edition) {
        this.account = account;
        this.edition = edition;
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
}
