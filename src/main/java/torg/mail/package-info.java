/// Mail: an outbox staged in the transaction of what it tells about, the words of letters, and the senders.
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"ledger", "web", "store", "text"})
@org.jspecify.annotations.NullMarked
package torg.mail;
