package torg.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import torg.TestDatabase;
import torg.TestServer;
import torg.store.DatabaseAccess;
import torg.store.PersonalData;

/// The schema as it is after all migrations, and what every column of it is.
class SchemaTest {
    private static final Set<String> CLASSES = Set.of("public", "internal", "personal", "sensitive", "secret");
    private static final Set<String> NOT_OURS = Set.of("flyway_schema_history");

    @Test
    void theSchemaIsTheOneThatIsKnown() throws SQLException {
        List<String> lines = new ArrayList<>();
        lines.addAll(ask("""
                select format('column     %s.%s %s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                    case when a.attnotnull then ' not null' else '' end)
                from pg_attribute a
                join pg_class c on c.oid = a.attrelid
                join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
                    and c.relname <> 'flyway_schema_history'
                order by c.relname, a.attnum
                """));
        lines.addAll(ask("""
                select format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid))
                from pg_constraint
                where connamespace = 'public'::regnamespace and contype <> 'n'
                    and conrelid::regclass::text <> 'flyway_schema_history'
                order by 1
                """));
        lines.addAll(ask("""
                select format('index      %s', indexdef) from pg_indexes
                where schemaname = 'public' and tablename <> 'flyway_schema_history' order by 1
                """));
        Snapshot.same("schema.txt", String.join("\n", lines) + "\n");
    }

    @Test
    void everyColumnIsClassified() throws SQLException, IOException {
        Set<String> columns = new HashSet<>(ask("""
                select table_name || ',' || column_name from information_schema.columns
                where table_schema = 'public' and table_name <> 'flyway_schema_history'
                """));
        Set<String> classified = new HashSet<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/classification.csv"))) {
            if (line.startsWith("table,")) {
                continue;
            }
            String[] cells = line.split(",", 5);
            assertThat(cells).as(line).hasSize(5);
            assertThat(CLASSES).as(line).contains(cells[2]);
            assertThat(cells[3]).as(line).isNotBlank();
            assertThat(cells[4]).as(line).isNotBlank();
            assertThat(classified.add(cells[0] + "," + cells[1])).as(line).isTrue();
        }
        assertThat(classified).isEqualTo(columns);
    }

    @Test
    void whoeverKeepsAPersonSaysSo() throws SQLException {
        Set<String> tables = new HashSet<>(ask("""
                select distinct conrelid::regclass::text from pg_constraint
                where contype = 'f' and confrelid = 'person'::regclass
                """));
        Set<String> said = new HashSet<>();
        for (PersonalData data : TestServer.shared().beans(PersonalData.class)) {
            said.addAll(data.tables());
        }
        assertThat(said).containsAll(tables);
    }

    private static List<String> ask(String sql) throws SQLException {
        DatabaseAccess access = TestDatabase.fresh();
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(access.url(), access.user(), access.password());
                ResultSet answer = connection.createStatement().executeQuery(sql)) {
            while (answer.next()) {
                rows.add(answer.getString(1));
            }
        }
        rows.removeIf(row -> NOT_OURS.stream().anyMatch(row::contains));
        return rows;
    }
}
