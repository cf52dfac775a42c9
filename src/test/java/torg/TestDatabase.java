package torg;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import torg.store.DatabaseAccess;
import torg.store.postgres.EmbeddedDatabase;

/// Real databases for tests: one server a JVM, started by Torg's own launcher (without waiting for the disk), and a
/// fresh
/// database cloned from a migrated one in some milliseconds.
public final class TestDatabase {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static @Nullable DatabaseAccess template;

    private TestDatabase() {}

    /// A database of its own with all migrations in it.
    public static DatabaseAccess fresh() {
        DatabaseAccess from = template();
        String name = "test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        run(from, "postgres", "create database " + name + " template torg");
        return named(from, name);
    }

    private static synchronized DatabaseAccess template() {
        if (template == null) {
            EmbeddedDatabase server = EmbeddedDatabase.start(
                    Path.of("target/test-home-" + ProcessHandle.current().pid()).toAbsolutePath(),
                    List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            DatabaseAccess access = server.access();
            Flyway.configure()
                    .dataSource(access.url(), access.user(), access.password())
                    .load()
                    .migrate();
            template = access;
        }
        return template;
    }

    private static DatabaseAccess named(DatabaseAccess access, String database) {
        return new DatabaseAccess(
                access.url().substring(0, access.url().lastIndexOf('/') + 1) + database,
                access.user(),
                access.password());
    }

    private static void run(DatabaseAccess access, String database, String sql) {
        DatabaseAccess there = named(access, database);
        try (Connection connection = DriverManager.getConnection(there.url(), there.user(), there.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
