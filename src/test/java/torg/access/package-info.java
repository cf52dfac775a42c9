@org.jspecify.annotations.NullMarked
package torg.access;
