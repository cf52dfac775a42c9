package torg.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.security.authentication.ott.OneTimeToken;
import org.springframework.security.web.authentication.ott.OneTimeTokenGenerationSuccessHandler;
import org.springframework.stereotype.Component;
import torg.mail.LetterKind;
import torg.mail.LetterKind.Placeholder;
import torg.mail.Letters;
import torg.mail.Outbox;
import torg.store.Settings;
import torg.text.Language;
import torg.web.LanguagePath;

/// Sends the link, to addresses that have an account; the page that follows is the same for all.
///
/// At most five links in a quarter of an hour to one address, and twenty asked for from one place in the network.
@Component
class SignInMail implements OneTimeTokenGenerationSuccessHandler, Letters {
    private static final LetterKind KIND = new LetterKind(
            "sign-in",
            SignInMail.class,
            false,
            List.of(
                    Placeholder.words("name"),
                    Placeholder.words("minutes"),
                    Placeholder.address("link").mustBeThere()));
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final SignInLinks links;
    private final Outbox outbox;
    private final Settings settings;
    private final Throttle throttle;

    SignInMail(SignInLinks links, Outbox outbox, Settings settings, Throttle throttle) {
        this.links = links;
        this.outbox = outbox;
        this.settings = settings;
        this.throttle = throttle;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, OneTimeToken token)
            throws IOException {
        boolean allowed = throttle.allows("sign-in from " + request.getRemoteAddr(), 20, WINDOW)
                & throttle.allows("sign-in to " + token.getUsername().toLowerCase(java.util.Locale.ROOT), 5, WINDOW);
        Language named = LanguagePath.named(request);
        Language language = named == null ? Language.SV : named;
        if (!allowed) {
            response.sendError(429);
            return;
        }
        if (token instanceof SignInLinks.Made made) {
            Account account = made.account();
            String target = request.getParameter("target");
            outbox.stage(new Outbox.Staged(
                    UUID.randomUUID(),
                    null,
                    KIND.key(),
                    account.email(),
                    account.name(),
                    language,
                    target == null
                            ? Map.of("token", made.id().toString())
                            : Map.of("token", made.id().toString(), "target", Targets.safe(target)),
                    false));
        }
        response.sendRedirect((language.equals(Language.SV) ? "" : "/" + language) + "/sign-in/sent");
    }

    @Override
    public List<LetterKind> kinds() {
        return List.of(KIND);
    }

    /// A link that was used or is too old is not sent.
    @Override
    public Map<UUID, Filling> fill(List<Outbox.Staged> staged) {
        Map<UUID, String> names =
                links.names(staged.stream().map(one -> one.about("token")).toList());
        Map<UUID, Filling> fillings = new HashMap<>();
        for (Outbox.Staged one : staged) {
            String name = names.get(one.about("token"));
            if (name != null) {
                Map<String, String> values = Map.of(
                        "name", name,
                        "minutes", String.valueOf(SignInLinks.VALID.toMinutes()),
                        "link", link(one));
                fillings.put(one.id(), new Filling("Torg", values, List.of()));
            }
        }
        return fillings;
    }

    private String link(Outbox.Staged one) {
        String prefix = one.language().equals(Language.SV) ? "" : "/" + one.language();
        String target = one.reference().get("target");
        return settings.baseUrl() + prefix + "/sign-in/token?token=" + links.value(one.about("token"))
                + (target == null ? "" : "&target=" + URLEncoder.encode(target, StandardCharsets.UTF_8));
    }
}
