/// The ground: the database and its SQL, ids, JSON, clocks, the job queue, settings, the proof of who did what ([By]).
///
/// Knows no web and no domain. Everything here is used by every module above.
@org.springframework.modulith.ApplicationModule(allowedDependencies = "text")
@org.jspecify.annotations.NullMarked
package torg.store;
