package torg.edition;

import torg.access.Account;

/// Proof that the account signed in may read who needs what: a role of its own, which an organiser does not have by
/// being one. Only [Actors] makes one.
public final class CareStaff extends Staff {
    CareStaff(Account account, Editions.AtDesk desk) {
        super(account, desk);
    }
}
