package torg.access;

import java.util.Optional;
import torg.text.Language;

/// Who may sign in without an invitation, from the modules that keep people: whoever has something of theirs here.
public interface Guests {
    /// @param name how the account is named, also before other people's eyes
    record Guest(String name, Language language) {}

    Optional<Guest> find(String email);
}
