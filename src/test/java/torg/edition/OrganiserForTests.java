package torg.edition;

import torg.access.Account;

/// An organiser without a request, for tests of what organisers may do.
public final class OrganiserForTests {
    private OrganiserForTests() {}

    public static Organiser of(Account account, Edition edition) {
        return new Organiser(account, edition, 0);
    }
}
