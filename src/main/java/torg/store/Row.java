package torg.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import torg.text.Text;

/// One row of an answer, read by column name. The plain readers refuse null; those that end in `OrNull` allow it.
public final class Row {
    private final ResultSet rows;

    Row(ResultSet rows) {
        this.rows = rows;
    }

    public UUID uuid(String column) {
        return value(column, UUID.class);
    }

    public @Nullable UUID uuidOrNull(String column) {
        return valueOrNull(column, UUID.class);
    }

    public <T> T id(String column, Function<UUID, T> id) {
        return id.apply(uuid(column));
    }

    public <T> @Nullable T idOrNull(String column, Function<UUID, T> id) {
        UUID value = uuidOrNull(column);
        return value == null ? null : id.apply(value);
    }

    public String string(String column) {
        return value(column, String.class);
    }

    public @Nullable String stringOrNull(String column) {
        return valueOrNull(column, String.class);
    }

    public int integer(String column) {
        return value(column, Integer.class);
    }

    public @Nullable Integer integerOrNull(String column) {
        return valueOrNull(column, Integer.class);
    }

    public long number(String column) {
        return value(column, Long.class);
    }

    public @Nullable Double decimalOrNull(String column) {
        return valueOrNull(column, Double.class);
    }

    public boolean truth(String column) {
        return value(column, Boolean.class);
    }

    public Instant instant(String column) {
        return value(column, OffsetDateTime.class).toInstant();
    }

    public @Nullable Instant instantOrNull(String column) {
        OffsetDateTime value = valueOrNull(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    public LocalDate date(String column) {
        return value(column, LocalDate.class);
    }

    public @Nullable LocalDate dateOrNull(String column) {
        return valueOrNull(column, LocalDate.class);
    }

    public byte[] bytes(String column) {
        return value(column, byte[].class);
    }

    /// A `jsonb` column that holds a text in several languages.
    public Text text(String column) {
        return json(column, Text.class);
    }

    public <T> T json(String column, Class<T> type) {
        return Json.read(value(column, String.class), type);
    }

    public <T> @Nullable T jsonOrNull(String column, Class<T> type) {
        String json = stringOrNull(column);
        return json == null ? null : Json.read(json, type);
    }

    /// A column whose `check` lists the enum's names in lower case, with `-` for `_`.
    public <E extends Enum<E>> E choice(String column, Class<E> type) {
        return Db.choice(string(column), type);
    }

    public <E extends Enum<E>> @Nullable E choiceOrNull(String column, Class<E> type) {
        String value = stringOrNull(column);
        return value == null ? null : Db.choice(value, type);
    }

    /// An array column of such words.
    public <E extends Enum<E>> List<E> choices(String column, Class<E> type) {
        return strings(column).stream().map(value -> Db.choice(value, type)).toList();
    }

    public List<String> strings(String column) {
        return List.of((String[]) array(column));
    }

    public List<LocalDate> dates(String column) {
        return Arrays.stream((java.sql.Date[]) array(column))
                .map(java.sql.Date::toLocalDate)
                .toList();
    }

    public List<UUID> uuids(String column) {
        return List.of((UUID[]) array(column));
    }

    private Object array(String column) {
        try {
            return rows.getArray(column).getArray();
        } catch (SQLException e) {
            throw new IllegalStateException("column " + column, e);
        }
    }

    private <T> T value(String column, Class<T> type) {
        T value = valueOrNull(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }

    private <T> @Nullable T valueOrNull(String column, Class<T> type) {
        try {
            if (type == byte[].class) {
                return type.cast(rows.getBytes(column));
            }
            if (type == String.class) {
                return type.cast(rows.getString(column));
            }
            return rows.getObject(column, type);
        } catch (SQLException e) {
            throw new IllegalStateException("column " + column, e);
        }
    }
}
