/// Persons, with or without an account, and the organisations that they come from.
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"access", "ledger", "store", "text"})
@org.jspecify.annotations.NullMarked
package torg.people;
