package torg.access;

import java.util.UUID;
import torg.store.By;
import torg.store.Id;
import torg.text.Language;

/// Somebody who can sign in: an e-mail address that has been proved, and what else is known of them.
///
/// @param administrator may do everything in this installation
public record Account(AccountId id, String email, String name, Language language, boolean administrator) {
    public record AccountId(UUID value) implements Id {}

    /// How this account is named in an audit row.
    public By by() {
        return new By("account", id.value().toString(), name);
    }
}
