/// The hackathon: its task, challenges and prize. Teams and submissions come with the judging engine.
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
package torg.hackathon;
