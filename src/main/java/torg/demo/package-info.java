/// The demo: brings the example editions in, makes participants up, sets the clock, prints sign-in links for a named
/// cast,
/// and shows the mails that nobody sent. Does nothing in a real installation. Nobody depends on it.
@org.springframework.modulith.ApplicationModule
@org.jspecify.annotations.NullMarked
package torg.demo;
