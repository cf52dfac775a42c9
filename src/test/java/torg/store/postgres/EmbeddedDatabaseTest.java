package torg.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torg.store.DatabaseAccess;
import torg.store.Refusal;

/// The database that comes with Torg is a real one.
class EmbeddedDatabaseTest {
    @TempDir
    Path folder;

    private static String said(DatabaseAccess access, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(access.url(), access.user(), access.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void itIsDurableAloneAndKeepsItsData() throws Exception {
        Path home = folder.resolve("home");
        try (EmbeddedDatabase first = EmbeddedDatabase.start(home)) {
            DatabaseAccess access = first.access();
            assertThat(said(access, "show fsync")).isEqualTo("on");
            assertThat(said(access, "show synchronous_commit")).isEqualTo("on");
            assertThat(said(access, "show full_page_writes")).isEqualTo("on");
            assertThat(said(access, "show password_encryption")).isEqualTo("scram-sha-256");
            assertThat(said(access, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(said(access, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"))
                    .isEqualTo("scram-sha-256");
            try (Connection connection = DriverManager.getConnection(access.url(), access.user(), access.password());
                    Statement statement = connection.createStatement()) {
                statement.execute("create table kept as select 'torg' as word");
            }
            DatabaseAccess guess = new DatabaseAccess(access.url(), access.user(), "torg");
            assertThatThrownBy(() -> said(guess, "select 1")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> EmbeddedDatabase.start(home))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("another Torg is running");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("database"))))
                    .isEqualTo("rwx------");
            first.answersAt(URI.create("https://konferens.example.org"));
            assertThat(EmbeddedDatabase.answering(home)).hasValue(URI.create("https://konferens.example.org"));
        }
        assertThat(EmbeddedDatabase.running(home)).isEmpty();
        assertThat(EmbeddedDatabase.answering(home)).isEmpty();
        try (EmbeddedDatabase second = EmbeddedDatabase.start(home)) {
            assertThat(said(second.access(), "select word from kept")).isEqualTo("torg");
        }
    }
}
