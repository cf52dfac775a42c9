@org.jspecify.annotations.NullMarked
package torg.edition;
