package torg.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import torg.text.Language;
import torg.text.Text;

/// The database: SQL in sight, values bound by name, rows read by [Row].
///
/// ```java
/// db.sql("select name from room where edition_id = :edition order by position")
///         .set("edition", edition)
///         .list(row -> row.text("name"));
/// ```
/// Every statement has a timeout of [#TIMEOUT_SECONDS]. Ids, languages, texts, instants and enums are bound as their
/// columns want them; lists of strings, dates and ids as arrays (`= any(:ids)`).
@Component
public class Db {
    public static final int TIMEOUT_SECONDS = 20;

    private final NamedParameterJdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final TransactionTemplate nested;
    private final TransactionTemplate reading;
    private final LongAdder statements = new LongAdder();

    public Db(DataSource dataSource, PlatformTransactionManager transactionManager) {
        JdbcTemplate template = new JdbcTemplate(dataSource);
        template.setQueryTimeout(TIMEOUT_SECONDS);
        this.jdbc = new NamedParameterJdbcTemplate(template);
        this.transactions = new TransactionTemplate(transactionManager);
        this.nested = new TransactionTemplate(transactionManager);
        this.nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.reading = new TransactionTemplate(transactionManager);
        this.reading.setReadOnly(true);
        this.reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    public Statement sql(String sql) {
        return new Statement(sql);
    }

    /// Does all of it or nothing; joins the transaction that is already under way, if there is one.
    @SuppressWarnings("NullAway") // a transaction gives back what the work gives back
    public <T extends @Nullable Object> T transaction(Supplier<T> work) {
        return transactions.execute(status -> work.get());
    }

    public void transaction(Runnable work) {
        transactions.executeWithoutResult(status -> work.run());
    }

    /// Like [#transaction], but inside one that is under way it can fail alone: what it did is undone, and the other
    /// goes
    /// on.
    @SuppressWarnings("NullAway")
    public <T extends @Nullable Object> T attempt(Supplier<T> work) {
        return nested.execute(status -> work.get());
    }

    /// Reads several things as they were at one moment.
    @SuppressWarnings("NullAway")
    public <T extends @Nullable Object> T snapshot(Supplier<T> work) {
        return reading.execute(status -> work.get());
    }

    /// Does this once the transaction has committed, or at once where none is under way.
    public void afterCommit(Runnable work) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            work.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }

    /// Tells every node, when this transaction commits.
    public void notify(String channel, String payload) {
        sql("select pg_notify(:channel, :payload)")
                .set("channel", channel)
                .set("payload", payload)
                .list(row -> "");
    }

    /// How many statements have been sent so far: tests look at the difference.
    public long statements() {
        return statements.sum();
    }

    static <E extends Enum<E>> E choice(String value, Class<E> type) {
        return Enum.valueOf(type, value.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /// How an enum's constant is written in a column, a file and an address: `HOST_EDITOR` is `host-editor`.
    public static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// One statement and its values. Ends with [#list], [#one], [#optional] or [#run].
    public final class Statement {
        private final String sql;
        private final Map<String, @Nullable Object> values = new HashMap<>();

        private Statement(String sql) {
            this.sql = sql;
        }

        public Statement set(String name, @Nullable Object value) {
            values.put(name, bound(value));
            return this;
        }

        /// Binds the value as `jsonb`.
        public Statement setJson(String name, @Nullable Object value) {
            values.put(name, value == null ? null : jsonb(Json.write(value)));
            return this;
        }

        public <T> List<T> list(Function<Row, T> row) {
            statements.increment();
            return jdbc.query(sql, parameters(), (rows, index) -> row.apply(new Row(rows)));
        }

        public <T> Optional<T> optional(Function<Row, T> row) {
            List<T> rows = list(row);
            if (rows.size() > 1) {
                throw new IllegalStateException("one row expected, got " + rows.size() + ": " + sql);
            }
            return rows.stream().findFirst();
        }

        public <T> T one(Function<Row, T> row) {
            return optional(row).orElseThrow(() -> new IllegalStateException("one row expected, got none: " + sql));
        }

        /// The number of rows that were changed: look at it wherever somebody else may have been faster.
        public int run() {
            statements.increment();
            return jdbc.update(sql, parameters());
        }

        private MapSqlParameterSource parameters() {
            return new MapSqlParameterSource(values);
        }
    }

    private static @Nullable Object bound(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Id id -> id.value();
            case Language language -> language.code();
            case Text text -> jsonb(Json.write(text));
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case Enum<?> constant -> written(constant);
            case Collection<?> items -> array(items);
            default -> value;
        };
    }

    private static PGobject jsonb(String json) {
        try {
            PGobject object = new PGobject();
            object.setType("jsonb");
            object.setValue(json);
            return object;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static org.springframework.jdbc.core.SqlTypeValue array(Collection<?> items) {
        @Nullable Object[] elements = items.stream().map(Db::bound).toArray();
        Object first = elements.length == 0 ? null : elements[0];
        String type = first instanceof UUID ? "uuid" : first instanceof java.time.LocalDate ? "date" : "text";
        return (PreparedStatement statement, int index, int sqlType, @Nullable String typeName) -> {
            if (elements.length == 0) {
                statement.setObject(index, "{}", java.sql.Types.OTHER); // of whatever type the column has
                return;
            }
            Connection connection = statement.getConnection();
            statement.setArray(index, connection.createArrayOf(type, elements));
        };
    }
}
