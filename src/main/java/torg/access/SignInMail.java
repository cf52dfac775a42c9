package torg.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.ott.OneTimeToken;
import org.springframework.security.web.authentication.ott.OneTimeTokenGenerationSuccessHandler;
import org.springframework.stereotype.Component;
import torg.mail.Letter;
import torg.mail.Outbox;
import torg.store.Settings;
import torg.text.Language;
import torg.text.Words;
import torg.web.LanguagePath;

/// Sends the link, to addresses that have an account; the page that follows is the same for all.
///
/// At most five links in a quarter of an hour to one address, and twenty asked for from one place in the network.
@Component
class SignInMail implements OneTimeTokenGenerationSuccessHandler {
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final Accounts accounts;
    private final Outbox outbox;
    private final Settings settings;
    private final Throttle throttle;

    SignInMail(Accounts accounts, Outbox outbox, Settings settings, Throttle throttle) {
        this.accounts = accounts;
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
        Optional<Account> account = accounts.find(token.getUsername());
        account.ifPresent(known -> outbox.write(
                mail(known, link(token.getTokenValue(), request.getParameter("target"), language), language)));
        response.sendRedirect((language.equals(Language.SV) ? "" : "/" + language) + "/sign-in/sent");
    }

    private String link(String token, @org.jspecify.annotations.Nullable String target, Language language) {
        String prefix = language.equals(Language.SV) ? "" : "/" + language;
        return settings.baseUrl() + prefix + "/sign-in/token?token=" + token
                + (target == null ? "" : "&target=" + URLEncoder.encode(Targets.safe(target), StandardCharsets.UTF_8));
    }

    private static Outbox.Mail mail(Account account, String link, Language language) {
        Words words = Words.of(SignInMail.class, language);
        Letter letter = Letter.of(language, words.say("mail.greeting", account.name()), words.say("mail.closing"))
                .paragraph(words.say("mail.text", SignInLinks.VALID.toMinutes()))
                .link(words.say("mail.link"), link);
        return new Outbox.Mail(
                null,
                "sign-in",
                "Torg",
                account.email(),
                account.name(),
                words.say("mail.subject"),
                letter.text(),
                letter.html(),
                language,
                List.of());
    }
}
