package torg.edition;

import gg.jte.Content;
import java.util.Optional;
import torg.access.Account;
import torg.web.Page;

/// A part of the page where somebody who is signed in finds what is theirs, from the module that keeps it; in the order
/// of Spring's `@Order`.
public interface Belonging {
    /// Empty where this account has nothing of the kind.
    Optional<Content> section(Account account, Page page);
}
