@org.jspecify.annotations.NullMarked
package torg.registration;
