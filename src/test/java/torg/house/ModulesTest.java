package torg.house;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import torg.TorgApplication;

class ModulesTest {
    @Test
    void modulesDependOnlyOnWhatTheyDeclare() {
        ApplicationModules.of(TorgApplication.class).verify();
    }
}
