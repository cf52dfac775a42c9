package torg.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.ott.DefaultOneTimeToken;
import org.springframework.security.authentication.ott.GenerateOneTimeTokenRequest;
import org.springframework.security.authentication.ott.OneTimeToken;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationToken;
import org.springframework.security.authentication.ott.OneTimeTokenService;
import org.springframework.stereotype.Component;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.Tokens;

/// One-time tokens for signing in by a mail link: valid for fifteen minutes, used once, kept only as a hash.
@Component
class SignInLinks implements OneTimeTokenService {
    static final Duration VALID = Duration.ofMinutes(15);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Db db;
    private final Accounts accounts;

    SignInLinks(Db db, Accounts accounts) {
        this.db = db;
        this.accounts = accounts;
    }

    @Override
    public OneTimeToken generate(GenerateOneTimeTokenRequest request) {
        String email = request.getUsername().strip();
        Instant expires = ConferenceClock.security().instant().plus(VALID);
        // an address without account gets a token too, which opens nothing: the answer does not tell the two apart
        String token = accounts.find(email).map(account -> make(account, VALID)).orElseGet(SignInLinks::random);
        return new DefaultOneTimeToken(token, email, expires);
    }

    String make(Account account, Duration valid) {
        String token = random();
        Instant now = ConferenceClock.security().instant();
        db.sql("delete from sign_in_token where expires_at < :old")
                .set("old", now.minus(Duration.ofDays(1)))
                .run();
        db.sql("""
                insert into sign_in_token (token_hash, account_id, created_at, expires_at)
                values (:hash, :account, :now, :expires)
                """)
                .set("hash", Tokens.hash(token))
                .set("account", account.id())
                .set("now", now)
                .set("expires", now.plus(valid))
                .run();
        return token;
    }

    @Override
    public @Nullable OneTimeToken consume(OneTimeTokenAuthenticationToken authentication) {
        String token = authentication.getTokenValue();
        if (token == null) {
            return null;
        }
        Instant now = ConferenceClock.security().instant();
        Optional<String> email =
                db.sql("""
                update sign_in_token set used_at = :now
                from account
                where token_hash = :hash and account.id = account_id and used_at is null and expires_at > :now
                    and account.disabled_at is null
                returning account.email
                """).set("hash", Tokens.hash(token)).set("now", now).optional(row -> row.string("email"));
        return email.map(found -> new DefaultOneTimeToken(token, found, now.plus(VALID)))
                .orElse(null);
    }

    private static String random() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
