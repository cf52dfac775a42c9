/// The programme: sessions, their slots, speakers and tracks; its public pages.
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
package torg.programme;
