@org.jspecify.annotations.NullMarked
package torg.mail;
