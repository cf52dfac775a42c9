/// The award: its criteria, finalists and winner. Entries, jury and vote come with the judging and ballot engines.
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "registration",
            "edition",
            "people",
            "access",
            "ledger",
            "mail",
            "files",
            "web",
            "store",
            "text"
        })
@org.jspecify.annotations.NullMarked
package torg.award;
