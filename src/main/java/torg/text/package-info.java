/// Languages, texts that exist in several of them, the words of the interface, and how dates and money are written.
///
/// Everything that a person reads goes through here, so that a missing translation is seen (and heard) as what it is.
/// Knows no database, no web and no domain.
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package torg.text;
