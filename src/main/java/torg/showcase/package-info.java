/// The initiatives that an edition shows, with where to see them and whom to ask.
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
package torg.showcase;
