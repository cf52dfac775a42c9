package torg.access;

import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Component;
import torg.access.Account.AccountId;
import torg.store.Db;
import torg.text.Language;

/// Keeps accounts: one an e-mail address.
@Component
public class Accounts implements UserDetailsService {
    private final Db db;

    Accounts(Db db) {
        this.db = db;
    }

    public Optional<Account> find(String email) {
        return db.sql("""
                select id, email, name, language, administrator from account
                where lower(email) = lower(:email) and disabled_at is null
                """)
                .set("email", email)
                .optional(row -> new Account(
                        row.id("id", AccountId::new),
                        row.string("email"),
                        row.string("name"),
                        new Language(row.string("language")),
                        row.truth("administrator")));
    }

    /// The account of somebody who was not invited; empty where it was closed.
    Optional<Account> join(String email, Guests.Guest guest) {
        db.sql("""
                insert into account (id, email, name, language, administrator)
                values (:id, :email, :name, :language, false)
                on conflict (lower(email)) do nothing
                """)
                .set("id", UUID.randomUUID())
                .set("email", email)
                .set("name", guest.name())
                .set("language", guest.language())
                .run();
        return find(email);
    }

    /// The account of this address, made if there is none; an administrator stays one.
    public Account known(String email, String name, Language language, boolean administrator) {
        db.sql("""
                insert into account (id, email, name, language, administrator)
                values (:id, :email, :name, :language, :administrator)
                on conflict (lower(email)) do update set administrator = account.administrator or excluded.administrator
                """)
                .set("id", UUID.randomUUID())
                .set("email", email.strip())
                .set("name", name)
                .set("language", language)
                .set("administrator", administrator)
                .run();
        return find(email).orElseThrow();
    }

    @Override
    public UserDetails loadUserByUsername(String email) {
        Account account = find(email).orElseThrow(() -> new UsernameNotFoundException("no account"));
        db.sql("update account set last_signed_in_at = now() where id = :id")
                .set("id", account.id())
                .run();
        return new SignedIn(
                account.id().value(),
                account.email(),
                account.name(),
                account.language().code(),
                account.administrator());
    }
}
