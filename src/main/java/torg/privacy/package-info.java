/// What the law asks about personal data: the privacy notice, made from what is really collected. Nobody depends on it.
@org.springframework.modulith.ApplicationModule
@org.jspecify.annotations.NullMarked
package torg.privacy;
