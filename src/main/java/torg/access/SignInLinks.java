package torg.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.ott.DefaultOneTimeToken;
import org.springframework.security.authentication.ott.GenerateOneTimeTokenRequest;
import org.springframework.security.authentication.ott.OneTimeToken;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationToken;
import org.springframework.security.authentication.ott.OneTimeTokenService;
import org.springframework.stereotype.Component;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.InstallationKey;
import torg.store.Tokens;

/// One-time tokens for signing in by a mail link: valid for fifteen minutes, used once. They follow from their id and
/// the installation's key; the database has only their hashes.
@Component
class SignInLinks implements OneTimeTokenService {
    static final Duration VALID = Duration.ofMinutes(15);

    private final Db db;
    private final Accounts accounts;
    private final List<Guests> guests;
    private final InstallationKey key;

    SignInLinks(Db db, Accounts accounts, List<Guests> guests, InstallationKey key) {
        this.db = db;
        this.accounts = accounts;
        this.guests = guests;
        this.key = key;
    }

    /// A token of somebody who has an account.
    static final class Made extends DefaultOneTimeToken {
        private static final long serialVersionUID = 1L;
        private final UUID id;
        private final transient Account account;

        private Made(UUID id, String value, Account account, Instant expires) {
            super(value, account.email(), expires);
            this.id = id;
            this.account = account;
        }

        UUID id() {
            return id;
        }

        Account account() {
            return account;
        }
    }

    @Override
    public OneTimeToken generate(GenerateOneTimeTokenRequest request) {
        String email = request.getUsername().strip();
        Instant expires = ConferenceClock.security().instant().plus(VALID);
        // an address without account gets a token too, which opens nothing: the answer does not tell the two apart
        return accounts.find(email)
                .or(() -> guests.stream()
                        .flatMap(known -> known.find(email).stream())
                        .findFirst()
                        .flatMap(guest -> accounts.join(email, guest)))
                .<OneTimeToken>map(account -> make(account, VALID))
                .orElseGet(() -> new DefaultOneTimeToken(value(UUID.randomUUID()), email, expires));
    }

    Made make(Account account, Duration valid) {
        UUID id = UUID.randomUUID();
        Instant now = ConferenceClock.security().instant();
        db.sql("delete from sign_in_token where expires_at < :old")
                .set("old", now.minus(Duration.ofDays(1)))
                .run();
        db.sql("""
                insert into sign_in_token (id, token_hash, account_id, created_at, expires_at)
                values (:id, :hash, :account, :now, :expires)
                """)
                .set("id", id)
                .set("hash", Tokens.hash(value(id)))
                .set("account", account.id())
                .set("now", now)
                .set("expires", now.plus(valid))
                .run();
        return new Made(id, value(id), account, now.plus(valid));
    }

    /// Those of these tokens that still open something, by id, with the name of whose they are.
    Map<UUID, String> names(Collection<UUID> ids) {
        Map<UUID, String> names = new HashMap<>();
        db.sql("""
                select sign_in_token.id, account.name
                from sign_in_token
                join account on account.id = account_id
                where sign_in_token.id = any(:ids) and used_at is null and expires_at > :now
                """)
                .set("ids", ids)
                .set("now", ConferenceClock.security().instant())
                .list(row -> names.put(row.uuid("id"), row.string("name")));
        return names;
    }

    String value(UUID id) {
        return key.derive("sign-in", id);
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
}
