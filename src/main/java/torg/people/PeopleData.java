package torg.people;

import java.util.List;
import org.springframework.stereotype.Component;
import torg.store.PersonalData;

/// Persons themselves; what they are kept for is said by the modules that know them.
@Component
class PeopleData implements PersonalData {
    @Override
    public List<Kind> kinds() {
        return List.of();
    }

    @Override
    public List<String> tables() {
        return List.of("person");
    }
}
