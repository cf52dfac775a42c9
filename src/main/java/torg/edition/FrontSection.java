package torg.edition;

import gg.jte.Content;
import java.util.Optional;
import torg.web.Page;

/// A section of the front page, from the module that it tells of; in the order of Spring's `@Order`.
public interface FrontSection {
    /// Empty where there is nothing to tell.
    Optional<Content> section(Shown shown, Page page);
}
