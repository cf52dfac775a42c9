package torg.edition;

import torg.access.Account;

/// Proof that the account signed in may let people in to this edition: door staff and organisers. Only [Actors] makes
/// one.
public final class CheckInStaff extends Staff {
    CheckInStaff(Account account, Editions.AtDesk desk) {
        super(account, desk);
    }
}
