/// Mail: an outbox written in the transaction of what it tells about, and the job that sends it over SMTP.
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"web", "store", "text"})
@org.jspecify.annotations.NullMarked
package torg.mail;
