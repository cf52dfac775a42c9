package torg.edition;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import torg.access.Account;
import torg.access.Account.AccountId;
import torg.ledger.Audit;
import torg.store.By;
import torg.store.Db;

/// Keeps who has which role in which edition.
@Component
public class Roles {
    private final Db db;
    private final Audit audit;

    Roles(Db db, Audit audit) {
        this.db = db;
        this.audit = audit;
    }

    /// What this account may do here.
    public Set<Role> of(EditionId edition, Account account) {
        return of(
                account,
                db.sql("select role from edition_role where edition_id = :edition and account_id = :account")
                        .set("edition", edition)
                        .set("account", account.id())
                        .list(row -> row.choice("role", Role.class)));
    }

    /// An administrator is an organiser everywhere, and nothing more.
    static Set<Role> of(Account account, List<Role> held) {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        roles.addAll(held);
        if (account.administrator()) {
            roles.add(Role.ORGANISER);
        }
        return roles;
    }

    /// The editions in which this account has a role, by slug.
    public List<String> editionsOf(Account account) {
        return db.sql("""
                select distinct edition.slug
                from edition
                left join edition_role on edition_role.edition_id = edition.id and edition_role.account_id = :account
                where :administrator or edition_role.role is not null
                order by edition.slug
                """)
                .set("account", account.id())
                .set("administrator", account.administrator())
                .list(row -> row.string("slug"));
    }

    public record Holder(AccountId account, String name, String email, Role role) {}

    public List<Holder> holders(EditionId edition) {
        return db.sql("""
                select account.id, account.name, account.email, edition_role.role
                from edition_role
                join account on account.id = edition_role.account_id
                where edition_role.edition_id = :edition
                order by account.name, edition_role.role
                """)
                .set("edition", edition)
                .list(row -> new Holder(
                        row.id("id", AccountId::new),
                        row.string("name"),
                        row.string("email"),
                        row.choice("role", Role.class)));
    }

    public void grant(By by, EditionId edition, Account account, Role role) {
        db.transaction(() -> {
            int granted = db.sql("""
                    insert into edition_role (edition_id, account_id, role) values (:edition, :account, :role)
                    on conflict do nothing
                    """)
                    .set("edition", edition)
                    .set("account", account.id())
                    .set("role", role)
                    .run();
            if (granted > 0) {
                audit.record(by, edition, "granted", subject(account.id(), account.name()), null, Db.written(role));
            }
        });
    }

    public void revoke(By by, EditionId edition, AccountId account, Role role) {
        db.transaction(() -> {
            int revoked = db.sql("""
                    delete from edition_role where edition_id = :edition and account_id = :account and role = :role
                    """)
                    .set("edition", edition)
                    .set("account", account)
                    .set("role", role)
                    .run();
            if (revoked > 0) {
                audit.record(by, edition, "revoked", subject(account, ""), Db.written(role), null);
            }
        });
    }

    private static Audit.Subject subject(AccountId account, String name) {
        return new Audit.Subject("account", account.value().toString(), name);
    }
}
