package torg.access;

import java.time.Duration;
import org.springframework.stereotype.Component;
import torg.store.Settings;

/// Makes sign-in links outside the mail, for an operator's eyes: the first administrator, the cast of a demo.
@Component
public class Invitations {
    private final SignInLinks links;
    private final Settings settings;

    Invitations(SignInLinks links, Settings settings) {
        this.links = links;
        this.settings = settings;
    }

    public String link(Account account, Duration valid) {
        return settings.baseUrl() + "/sign-in/token?token="
                + links.make(account, valid).getTokenValue();
    }
}
