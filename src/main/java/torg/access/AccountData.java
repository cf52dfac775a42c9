package torg.access;

import java.util.List;
import org.springframework.stereotype.Component;
import torg.store.PersonalData;
import torg.text.Text;

/// What signing in keeps about persons.
@Component
class AccountData implements PersonalData {
    @Override
    public List<Kind> kinds() {
        return List.of(new Kind(
                Text.of(
                        "Namn, e-postadress och när du senast loggade in, om du loggar in",
                        "Name, e-mail address and when you last signed in, if you sign in"),
                Text.of(
                        "för att visa dig allt som är ditt på ett ställe",
                        "to show you everything that is yours in one place"),
                null));
    }

    @Override
    public List<String> tables() {
        return List.of("account", "sign_in_token");
    }
}
