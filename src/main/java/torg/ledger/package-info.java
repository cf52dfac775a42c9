/// What happened, kept so that it cannot be changed unseen: now the audit trail; the Merkle log under the ballot and
/// the
/// certificates will stand here too.
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"store", "text"})
@org.jspecify.annotations.NullMarked
package torg.ledger;
