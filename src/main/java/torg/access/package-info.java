/// Who is asking: accounts, sign-in by a mail link, sessions, the account that is signed in.
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"ledger", "mail", "files", "web", "store", "text"})
@org.jspecify.annotations.NullMarked
package torg.access;
