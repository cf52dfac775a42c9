/// Tests about the code base itself.
@org.jspecify.annotations.NullMarked
package torg.house;
