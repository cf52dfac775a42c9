/// The PostgreSQL that Torg brings with it and starts itself.
@org.springframework.modulith.NamedInterface("postgres")
@org.jspecify.annotations.NullMarked
package torg.store.postgres;
