package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.access.Account;
import torg.access.Accounts;
import torg.edition.EditionId;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.text.Language;

/// Somebody who types where they work belongs there, and the ledger gets the number that they did not type.
class WorkplacesTest {
    @Test
    void aKnownWorkplaceFillsTheBasisAndAnUnknownOneWaitsForAnOrganiser() {
        try (TestServer server = TestServer.fresh(Map.of())) {
            server.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T09:00:00Z"));
            register(server, 1, "exempelstads KOMMUN");
            register(server, 2, "Okända byrån");
            register(server, 3, "Okända byrån");
            server.bean(Workplaces.class).run();
            Db db = server.bean(Db.class);
            List<String> found = db.sql("""
                    select person.name || ': ' || (organisation.name ->> 'sv') || ' '
                        || (organisation.confirmed_at is not null) as line
                    from person join organisation on organisation.id = person.organisation_id order by person.name
                    """).list(row -> row.string("line"));
            assertThat(found)
                    .containsExactly(
                            "Person 1: Exempelstads kommun true",
                            "Person 2: Okända byrån false",
                            "Person 3: Okända byrån false");
            long workplaces = db.sql("select count(distinct organisation_id) as count from person")
                    .one(row -> row.number("count"));
            assertThat(workplaces).isEqualTo(2);

            Account organiser = server.bean(Accounts.class).known("olle@example.org", "Olle", Language.SV, true);
            EditionId cast = EditionId.of(TestServer.CAST);
            InvoiceBases bases = server.bean(InvoiceBases.class);
            assertThat(bases.make(cast, organiser.id(), By.system("test"))).hasValue(1);
            assertThat(bases.lines(cast, 1))
                    .extracting(line -> line.buyer().number())
                    .containsExactly("212000-0019", "556000-0001", "556000-0001");
        }
    }

    private static void register(TestServer server, int number, String organisation) {
        assertThat(server.post(
                                "/torgdagen-2027/register",
                                Map.of(
                                        "key",
                                        "AbCdEfGhJkLmNpQrStUvWxY" + number,
                                        "type",
                                        "offentlig",
                                        "name",
                                        "Person " + number,
                                        "email",
                                        "person" + number + "@example.org",
                                        "organisation",
                                        organisation,
                                        "number",
                                        organisation.equals("Okända byrån") ? "5560000001" : ""))
                        .statusCode())
                .isEqualTo(303);
    }
}
