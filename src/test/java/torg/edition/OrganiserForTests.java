package torg.edition;

import java.util.Set;
import torg.access.Account;

/// An organiser without a request, for tests of what organisers may do.
public final class OrganiserForTests {
    private OrganiserForTests() {}

    public static Organiser of(Account account, Edition edition) {
        return new Organiser(account, new Editions.AtDesk(edition, 0, Set.of(Role.ORGANISER), Set.of()));
    }
}
