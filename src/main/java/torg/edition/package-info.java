/// A conference, its editions, and what holds an edition together: facts, days, rooms, organisers and hosts, pages,
/// roles; what is published ([Releases]) and the files that an edition is read from and written to.
///
/// Modules above plug in by a [Stream] each: their part of the draft, the release and the files.
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"people", "access", "ledger", "files", "mail", "web", "store", "text"})
@org.jspecify.annotations.NullMarked
package torg.edition;
