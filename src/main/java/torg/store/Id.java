package torg.store;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// The id of one kind of thing. Each kind has a record of its own, so that a room's id is never taken for a session's.
public interface Id {
    @JsonValue
    UUID value();
}
