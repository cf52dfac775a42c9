package torg.edition;

import torg.access.Account;

/// Proof that the account signed in may see who somebody with a protected identity is: a role of its own, which an
/// organiser does not have by being one. Only [Actors] makes one.
public final class ProtectionStaff extends Staff {
    ProtectionStaff(Account account, Editions.AtDesk desk) {
        super(account, desk);
    }
}
