/// Composes what the public sees of an edition as a whole: front page, practical information, contacts, language start
/// pages, the desk's first page. Nobody depends on it.
@org.springframework.modulith.ApplicationModule
@org.jspecify.annotations.NullMarked
package torg.site;
