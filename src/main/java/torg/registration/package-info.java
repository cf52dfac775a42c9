/// Who holds a place: ticket types and quotas, orders, tickets, personal pages, check-in.
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"edition", "people", "access", "ledger", "mail", "files", "web", "store", "text"})
@org.jspecify.annotations.NullMarked
package torg.registration;
