package torg.edition;

import torg.access.Account;
import torg.store.By;

/// Proof that the account signed in may organise this edition. Only [Actors] makes one.
public final class Organiser {
    private final Account account;
    private final Edition edition;
    private final long version;

    Organiser(Account account, Edition edition, long version) {
        this.account = account;
        this.edition = edition;
        this.version = version;
    }

    /// The draft of the edition.
    public Edition edition() {
        return edition;
    }

    /// Of the draft: what [Drafts#change] compares, to see whether somebody else was faster.
    long version() {
        return version;
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
