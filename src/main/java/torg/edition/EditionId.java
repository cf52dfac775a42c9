package torg.edition;

import java.util.UUID;
import torg.store.Id;
import torg.store.LocalIds;

public record EditionId(UUID value) implements Id {
    public static EditionId of(String slug) {
        return new EditionId(LocalIds.of("edition", slug));
    }
}
