/// The PostgreSQL that Torg brings with it and starts itself.
@org.jspecify.annotations.NullMarked
package torg.store.postgres;
