package torg.edition;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

    /// @param host key of the organisation that a host editor edits for; null for all others
    public record Holder(
            AccountId account,
            String name,
            String email,
            Role role,
            @Nullable String host) {}

    public List<Holder> holders(EditionId edition) {
        return db.sql("""
                select account.id, account.name, account.email, edition_role.role, organisation.key
                from edition_role
                join account on account.id = edition_role.account_id
                left join edition_organisation organisation using (edition_id, organisation_id)
                where edition_role.edition_id = :edition
                order by account.name, edition_role.role, organisation.key
                """)
                .set("edition", edition)
                .list(row -> new Holder(
                        row.id("id", AccountId::new),
                        row.string("name"),
                        row.string("email"),
                        row.choice("role", Role.class),
                        row.stringOrNull("key")));
    }

    public void grant(By by, EditionId edition, Account account, Role role) {
        grant(by, edition, account, role, null);
    }

    /// @param host key of the organisation that a host editor edits for; null for all other roles
    public void grant(By by, EditionId edition, Account account, Role role, @Nullable String host) {
        db.transaction(() -> {
            int granted = db.sql("""
                    insert into edition_role (edition_id, account_id, role, organisation_id)
                    values (:edition, :account, :role, (select organisation_id from edition_organisation
                        where edition_id = :edition and key = :host))
                    on conflict do nothing
                    """)
                    .set("edition", edition)
                    .set("account", account.id())
                    .set("role", role)
                    .set("host", host)
                    .run();
            if (granted > 0) {
                audit.record(by, edition, "granted", subject(account.id(), account.name()), null, said(role, host));
            }
        });
    }

    public void revoke(By by, EditionId edition, AccountId account, Role role, @Nullable String host) {
        db.transaction(() -> {
            int revoked = db.sql("""
                    delete from edition_role where edition_id = :edition and account_id = :account and role = :role
                        and organisation_id is not distinct from (select organisation_id from edition_organisation
                            where edition_id = :edition and key = :host)
                    """)
                    .set("edition", edition)
                    .set("account", account)
                    .set("role", role)
                    .set("host", host)
                    .run();
            if (revoked > 0) {
                audit.record(by, edition, "revoked", subject(account, ""), said(role, host), null);
            }
        });
    }

    private static String said(Role role, @Nullable String host) {
        return Db.written(role) + (host == null ? "" : " " + host);
    }

    private static Audit.Subject subject(AccountId account, String name) {
        return new Audit.Subject("account", account.value().toString(), name);
    }
}
