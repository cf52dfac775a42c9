/// Pictures and documents that people upload or an edition's folder brings, kept by edition and name.
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"web", "store", "text"})
@org.jspecify.annotations.NullMarked
package torg.files;
