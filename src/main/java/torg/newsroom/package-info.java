/// Releases and news: lead, body, fact box, contacts, boilerplate.
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
package torg.newsroom;
