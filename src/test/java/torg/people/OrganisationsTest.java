package torg.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.edition.EditionId;
import torg.people.Duplicates.Merged;
import torg.people.Duplicates.Why;
import torg.people.Organisations.Corrected;
import torg.people.Organisations.Known;
import torg.store.By;
import torg.store.Db;
import torg.text.Text;

/// What is known of organisations, over a real database. Each test has names of its own.
class OrganisationsTest {
    private static final By OLLE = new By("account", "1", "Olle");
    private static final EditionId EDITION = new EditionId(UUID.randomUUID());

    private static TestServer server;
    private static Organisations organisations;
    private static Duplicates duplicates;

    @BeforeAll
    static void start() {
        server = TestServer.fresh(Map.of());
        organisations = server.bean(Organisations.class);
        duplicates = server.bean(Duplicates.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Known known(String name, @Nullable String number) {
        return find(db().transaction(() -> organisations.known(Text.sv(name), number, null, null, null)));
    }

    private static Known find(UUID id) {
        return organisations.find(id).orElseThrow();
    }

    private static Db db() {
        return server.bean(Db.class);
    }

    private static UUID personFrom(UUID organisation) {
        UUID id = UUID.randomUUID();
        db().sql("insert into person (id, name, language, organisation_id) values (:id, 'Åsa', 'sv', :organisation)")
                .set("id", id)
                .set("organisation", organisation)
                .run();
        return id;
    }

    private static UUID organisationOf(UUID person) {
        return db().sql("select organisation_id from person where id = :id")
                .set("id", person)
                .one(row -> row.uuid("organisation_id"));
    }

    private static List<String> suggested(String typed) {
        return organisations.suggest(typed, 8).stream()
                .map(one -> one.name().exactly(torg.text.Language.SV))
                .toList();
    }

    private static long audited(String action, UUID organisation) {
        return db().sql("select count(*) from audit where action = :action and subject_id = :id")
                .set("action", action)
                .set("id", organisation.toString())
                .one(row -> row.number("count"));
    }

    @Test
    void whatIsTypedIsTheKnownOneByItsNumberOrByItsName() {
        Known one = known("Nötköpings kommun", "212000-0100");
        assertThat(organisations.typed("Något annat", "212000-0100")).isEqualTo(one.id());
        assertThat(organisations.typed(" notkopings   KOMMUN ", null)).isEqualTo(one.id());
        UUID other = organisations.typed("Nötköpings kommun", "212000-0118");
        assertThat(other).isNotEqualTo(one.id());
        assertThat(find(other).confirmed()).isFalse();
        assertThat(organisations.typed("Nötköpings kommun", "212000-0118")).isEqualTo(other);
    }

    @Test
    void aNameThatTwoHaveTellsNothing() {
        Known one = known("Gemensamma nämnden", "212000-0126");
        assertThat(organisations.typed("Gemensamma nämnden", null)).isEqualTo(one.id());
        known("Gemensamma nämnden", "212000-0134");
        assertThat(find(organisations.typed("Gemensamma nämnden", null)).confirmed())
                .isFalse();
    }

    @Test
    void manyWhoTypeTheSameNewNameAtOnceComeFromTheSameOrganisation() throws Exception {
        CyclicBarrier start = new CyclicBarrier(16);
        Callable<UUID> typing = () -> {
            start.await();
            return organisations.typed("Rusningens kommun", null);
        };
        try (var threads = Executors.newFixedThreadPool(16)) {
            var ids = threads.invokeAll(java.util.Collections.nCopies(16, typing));
            assertThat(ids)
                    .extracting(id -> id.get())
                    .containsOnly(ids.getFirst().get());
        }
    }

    @Test
    void onlyWhatIsVouchedForIsOffered() {
        known("Förslagets myndighet", "212000-0142");
        organisations.typed("Förslaget som någon skrev", null);
        assertThat(suggested("forslag")).containsExactly("Förslagets myndighet");
        assertThat(suggested("fö")).contains("Förslagets myndighet");
        assertThat(suggested("slagets myn")).containsExactly("Förslagets myndighet");
        assertThat(suggested("2120000142")).containsExactly("Förslagets myndighet");
        assertThat(suggested("f")).isEmpty();
        assertThat(suggested("%_")).isEmpty();
    }

    @Test
    void whoeverCorrectsVouchesAndTheSlowerOneIsTold() {
        Known before = find(organisations.typed("Rättningens nämnd", null));
        Known changed = new Known(
                before.id(),
                Text.of("Rättningens nämnd", "Board of Corrections"),
                "SE",
                "212000-0159",
                "7300010000001",
                EInvoiceAddress.of("0088:7300010000001"),
                new ReferencePattern("9###"),
                Text.sv("Fyra siffror som börjar med 9."),
                null,
                false,
                null,
                before.version());
        assertThat(organisations.correct(OLLE, EDITION, changed)).isEqualTo(new Corrected.Done());
        assertThat(organisations.correct(OLLE, EDITION, changed)).isEqualTo(new Corrected.Conflict());
        Known after = find(before.id());
        assertThat(after.confirmed()).isTrue();
        assertThat(after.eInvoice()).hasToString("0088:7300010000001");
        assertThat(audited("corrected-organisation", before.id())).isEqualTo(1);
        known("Upptagna nämnden", "212000-0167");
        Known taken = new Known(
                after.id(), after.name(), "SE", "212000-0167", null, null, null, Text.EMPTY, null, true, null, 2);
        assertThat(organisations.correct(OLLE, EDITION, taken)).isEqualTo(new Corrected.NumberTaken());
    }

    @Test
    void aMergeMovesPeopleKeepsWhatOnlyOneKnewAndCanBeTakenBack() {
        Known into = known("Sammanslagningens kommun", null);
        Known from = known("Sammanslagnings kommun", "212000-0175");
        UUID person = personFrom(from.id());
        assertThat(duplicates.find(100))
                .anySatisfy(
                        pair -> assertThat(List.of(pair.one().id(), pair.other().id()))
                                .containsExactlyInAnyOrder(from.id(), into.id()));
        assertThat(duplicates.merge(OLLE, EDITION, from.id(), into.id())).isEqualTo(new Merged.Done());
        assertThat(organisationOf(person)).isEqualTo(into.id());
        assertThat(find(from.id())).isEqualTo(find(into.id()));
        assertThat(find(into.id()).number()).isEqualTo("212000-0175");
        assertThat(organisations.typed("sammanslagnings kommun", null)).isEqualTo(into.id());
        assertThat(audited("merged-organisation", into.id())).isEqualTo(1);
        String before = db().sql("select before::text from audit where action = :action and subject_id = :id")
                .set("action", "merged-organisation")
                .set("id", into.id().toString())
                .one(row -> row.string("before"));
        assertThat(before).contains("Sammanslagnings kommun");
        assertThat(suggested("sammanslag")).containsExactly("Sammanslagningens kommun");

        UUID later = personFrom(into.id());
        UUID merge = duplicates.merges(into.id()).getFirst().id();
        assertThat(duplicates.undo(OLLE, EDITION, merge)).isEqualTo(new Merged.Done());
        assertThat(duplicates.undo(OLLE, EDITION, merge)).isEqualTo(new Merged.Gone());
        assertThat(organisationOf(person)).isEqualTo(from.id());
        assertThat(organisationOf(later)).isEqualTo(into.id());
        assertThat(find(from.id()).number()).isEqualTo("212000-0175");
        assertThat(find(into.id()).number()).isNull();
        assertThat(duplicates.merges(into.id())).isEmpty();
        assertThat(audited("unmerged-organisation", into.id())).isEqualTo(1);
    }

    @Test
    void mergesCanFollowEachOtherButNotInACircle() {
        Known a = known("Kedja alfa", null);
        Known b = known("Kedja beta", null);
        Known c = known("Kedja gamma", null);
        UUID person = personFrom(a.id());
        assertThat(duplicates.merge(OLLE, EDITION, a.id(), a.id())).isEqualTo(new Merged.Same());
        assertThat(duplicates.merge(OLLE, EDITION, a.id(), b.id())).isEqualTo(new Merged.Done());
        assertThat(duplicates.merge(OLLE, EDITION, c.id(), a.id())).isEqualTo(new Merged.Gone());
        assertThat(duplicates.merge(OLLE, EDITION, b.id(), c.id())).isEqualTo(new Merged.Done());
        assertThat(find(a.id()).id()).isEqualTo(c.id());
        assertThat(organisationOf(person)).isEqualTo(c.id());
        UUID first = duplicates.merges(b.id()).getFirst().id();
        assertThat(duplicates.undo(OLLE, EDITION, first)).isEqualTo(new Merged.Gone()); // the later one first
        assertThat(duplicates.undo(
                        OLLE, EDITION, duplicates.merges(c.id()).getFirst().id()))
                .isEqualTo(new Merged.Done());
        assertThat(duplicates.undo(OLLE, EDITION, first)).isEqualTo(new Merged.Done());
        assertThat(organisationOf(person)).isEqualTo(a.id());
        assertThat(duplicates.merge(OLLE, EDITION, a.id(), UUID.randomUUID())).isEqualTo(new Merged.Gone());
    }

    @Test
    void ofTwoMergesTheOppositeWayAtOnceExactlyOneHappens() throws Exception {
        for (int round = 0; round < 10; round++) {
            UUID one = organisations.typed("Motsatt ett " + round, null);
            UUID other = organisations.typed("Motsatt två " + round, null);
            UUID person = personFrom(one);
            CyclicBarrier start = new CyclicBarrier(2);
            try (var threads = Executors.newFixedThreadPool(2)) {
                var there = threads.submit(() -> {
                    start.await();
                    return duplicates.merge(OLLE, EDITION, one, other);
                });
                var back = threads.submit(() -> {
                    start.await();
                    return duplicates.merge(OLLE, EDITION, other, one);
                });
                assertThat(List.of(there.get(), back.get()))
                        .containsExactlyInAnyOrder(new Merged.Done(), new Merged.Gone());
            }
            assertThat(find(one).id()).isEqualTo(find(other).id()).isEqualTo(organisationOf(person));
        }
    }

    @Test
    void duplicatesAreThoseOfOneNumberOneGlnOrNearlyOneName() {
        UUID before = organisations.typed("Tidigt skriven", "212000-0191");
        Known number = known("Senare känd", "212000-0191");
        known("Trillingverket norr", "212000-0209");
        known("Trillingverket norra", "212000-0217");
        assertThat(duplicates.find(200))
                .anySatisfy(pair -> {
                    assertThat(List.of(pair.one().id(), pair.other().id()))
                            .containsExactlyInAnyOrder(before, number.id());
                    assertThat(pair.why()).isEqualTo(Why.NUMBER);
                })
                .noneMatch(pair -> pair.toString().contains("Trillingverket norra")); // two numbers are two
    }

    @Test
    void amongTenThousandTheyAreFoundAndComparedSoonEnough() {
        db().sql("""
                insert into organisation (id, name, confirmed_at)
                select gen_random_uuid(), jsonb_build_object('sv', initcap(substr(md5(n::text), 1, 8)) || ' kommun'), now()
                from generate_series(1, 10000) n
                """).run();
        db().sql("analyze organisation").run();
        long start = System.nanoTime();
        duplicates.find(50);
        assertThat((System.nanoTime() - start) / 1_000_000).as("milliseconds").isLessThan(15_000);
        start = System.nanoTime();
        organisations.suggest("kommun", 8);
        assertThat((System.nanoTime() - start) / 1_000_000).as("milliseconds").isLessThan(500);
        db().sql("delete from organisation where name->>'sv' ~ '^[0-9A-Fa-f]{8} kommun$'")
                .run();
    }
}
