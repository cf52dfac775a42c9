/// Everything between the browser and a feature, without any domain: published pages from memory, answers, forms, the
/// layout and its components, filters, assets.
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"store", "text"})
@org.jspecify.annotations.NullMarked
package torg.web;
