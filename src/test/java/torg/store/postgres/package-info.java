@org.jspecify.annotations.NullMarked
package torg.store.postgres;
