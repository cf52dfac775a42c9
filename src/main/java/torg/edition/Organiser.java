package torg.edition;

import torg.access.Account;

/// Proof that the account signed in may organise this edition. Only [Actors] makes one.
public final class Organiser extends Staff {
    private final long version;

    Organiser(Account account, Editions.AtDesk desk) {
        super(account, desk);
        this.version = desk.version();
    }

    /// Of the draft: what [Drafts#change] compares, to see whether somebody else was faster.
    long version() {
        return version;
    }
}
