package torg.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;
import torg.TestServer;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.LocalIds;
import torg.text.Language;

/// A coordinator's order over HTTP: from the list to the last change, and what becomes of names that do not follow.
class GroupTest {
    private static final String GROUP = "/torgdagen-2027/register/group";
    private static final TestServer server = TestServer.fresh(Map.of());
    private final Db db = server.bean(Db.class);
    private final ConferenceClock clock = server.bean(ConferenceClock.class);

    @BeforeEach
    void saleIsOpen() {
        clock.set(Instant.parse("2027-03-01T09:00:00Z"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String found(String body, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(body);
        assertThat(matcher.find()).as(pattern + " in " + body).isTrue();
        return matcher.group(1);
    }

    private static Map<String, String> form(String step, String list) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("key", found(server.get(GROUP).body(), "name=\"key\" value=\"([A-Za-z0-9]{24})\""));
        form.put("do", step);
        form.put("name", "Siv Samordnare");
        form.put("email", "siv@example.org");
        form.put("organisation", "Sjöstads kommun");
        form.put("kind", "public");
        form.put("country", "SE");
        form.put("number", "212000-0142");
        form.put("reference", "REF 7");
        form.put("costCentre", "4711");
        form.put("type", "offentlig");
        form.put("list", list);
        return form;
    }

    private static String list(String prefix, int people) {
        return IntStream.range(0, people)
                .mapToObj(i -> prefix + " " + i + "\t" + prefix + i + "@example.org")
                .collect(Collectors.joining("\n", "Namn\tE-post\n", "\n"));
    }

    private static Map<String, String> hidden(String body) {
        Map<String, String> hidden = new LinkedHashMap<>();
        Matcher matcher = Pattern.compile(
                        "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">", Pattern.DOTALL)
                .matcher(body);
        while (matcher.find()) {
            hidden.put(matcher.group(1), matcher.group(2).replace("&#34;", "\"").replace("&amp;", "&"));
        }
        return hidden;
    }

    private static String path(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow().replaceAll("\\?.*", "");
    }

    private String placed(String prefix, int people, int nameless) {
        Map<String, String> form = form("check", list(prefix, people));
        form.put("nameless", String.valueOf(nameless));
        HttpResponse<String> check = server.post(GROUP, form);
        assertThat(check.statusCode()).as(check.body()).isEqualTo(200);
        Map<String, String> order = hidden(check.body());
        order.put("do", "order");
        return path(server.post(GROUP, order));
    }

    private long count(String sql) {
        return db.sql(sql).one(row -> row.number("count"));
    }

    @Test
    void aListIsLookedAtBeforeItIsOrderedAndEachPersonGetsALetter() {
        long mails = count("select count(*) from mail");
        long tickets = count("select count(*) from ticket");
        HttpResponse<String> check = server.post(GROUP, form("check", list("anna", 4)));
        assertThat(check.body())
                .contains("Granska beställningen", "anna 3", "Beställ", "Avboka senast en månad före.")
                .containsPattern("7.980.kr") // four at 1 995
                .containsPattern("9.975.kr"); // and VAT
        assertThat(count("select count(*) from ticket")).isEqualTo(tickets);
        Map<String, String> order = hidden(check.body());
        order.put("do", "order");
        String path = path(server.post(GROUP, order));
        assertThat(path(server.post(GROUP, order))).isEqualTo(path); // pressed twice
        assertThat(count("select count(*) from ticket")).isEqualTo(tickets + 4);
        assertThat(count("select count(*) from mail")).isEqualTo(mails + 5);
        HttpResponse<String> page = server.get(path);
        assertThat(page.body()).contains("anna 0", "noindex", "REF 7", "4711", "212000-0142");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("private, no-store");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(server.get("/torgdagen-2027/order/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsWrongComesBackAtItsPlaceWithTheWordsKept() {
        Map<String, String> form = form("check", "Namn\tE-post\nBo\tingen adress\nCilla\tcilla@example.org\n");
        form.put("number", "19850709-9805");
        form.put("people.0.name", "Dan");
        HttpResponse<String> answer = server.post(GROUP, form);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("Det ser ut som ett personnummer", "Rad 2, kolumn 2:", "Skriv personens e-postadress")
                .contains("ingen adress", "19850709-9805", "value=\"Dan\"");
        form.put("number", "212000-0143");
        assertThat(server.post(GROUP, form).body()).contains("Kontrollsiffran stämmer inte");
        Map<String, String> rows = form("rows", "");
        rows.put("people.1.name", "Eva");
        assertThat(server.post(GROUP, rows).body()).contains("value=\"Eva\"", "people.7.name");
        assertThat(server.post(GROUP, form("check", "")).body()).contains("Skriv vem som ska delta");
    }

    @Test
    void aColumnMappedTwiceIsRefusedAtThatField() {
        Map<String, String> form = form("check", "Vem\tVar\tHur\nÅsa\tSjöstad\tasa@example.org\n");
        HttpResponse<String> asked = server.post(GROUP, form);
        assertThat(asked.statusCode()).isEqualTo(422);
        assertThat(asked.body()).contains("Säg vilken kolumn", "Där står: Vem, Åsa");
        form.put("columns", "yes");
        form.put("column.0.what", "name");
        form.put("column.1.what", "name");
        form.put("column.2.what", "email");
        HttpResponse<String> twice = server.post(GROUP, form);
        assertThat(twice.statusCode()).isEqualTo(422);
        assertThat(twice.body()).contains("id=\"f-column-1-what-error\"", "redan valt för kolumn 1");
        form.put("column.1.what", "organisation");
        assertThat(server.post(GROUP, form).body()).contains("Granska beställningen", "Åsa");
    }

    @Test
    void theSamePersonTwiceInAListIsToldAndInASecondOrderAskedAbout() {
        HttpResponse<String> twice = server.post(
                GROUP,
                form("check", "Namn\tE-post\nBo Ek\tbo@example.org\nAnna\ta@example.org\nBo Ek\tBO@example.org\n"));
        assertThat(twice.statusCode()).isEqualTo(422);
        assertThat(twice.body()).contains("Rad 4", "rad 2").contains("BO@example.org");
        String order = placed("dubbel", 2, 0);
        Map<String, String> more = form("check", list("dubbel", 1));
        more.put("from", order.replaceAll(".*/", ""));
        Map<String, String> again = hidden(server.post(GROUP, more).body());
        again.put("do", "order");
        HttpResponse<String> asked = server.post(GROUP, again);
        assertThat(asked.statusCode()).isEqualTo(422);
        assertThat(asked.body()).contains("Det finns redan en anmälan med den adressen: dubbel0@example.org");
        again.put("again", "yes");
        path(server.post(GROUP, again));
    }

    @Test
    void aListOfFiveThousandIsToldHowManyAnOrderHolds() {
        HttpResponse<String> answer = server.post(GROUP, form("check", list("p", 5_000)));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).containsPattern("Listan har 5.000 personer, och en beställning rymmer högst 500");
        Map<String, String> few = form("check", list("p", 31));
        few.put("type", "student"); // a limit of its own
        assertThat(server.post(GROUP, few).body()).contains("31 platser är för många", "högst 30");
    }

    @Test
    void colleaguesHaveWhatTheyChoseBesides() {
        Map<String, String> form = form(
                "check",
                "Namn\tE-post\tTillval\nBo Ek\tbo-middag@example.org\tmiddag\nEva Al\teva-middag@example.org\t\n");
        form.put("attends", "yes");
        form.put("extras", "middag");
        form.put("people.0.name", "Dan Yr");
        form.put("people.0.email", "dan-middag@example.org");
        form.put("people.0.extras", "middag");
        HttpResponse<String> check = server.post(GROUP, form);
        assertThat(check.statusCode()).as(check.body()).isEqualTo(200);
        assertThat(check.body())
                .contains("beställa 4 platser")
                .containsPattern("9.180,00.kr|9.180.kr"); // 4 · 1 995 + 3 · 400
        long dinners = count("select count(*) from ticket_extra where given_back_at is null");
        Map<String, String> order = hidden(check.body());
        order.put("do", "change");
        assertThat(server.post(GROUP, order).body())
                .containsPattern("name=\"people.1.extras\" value=\"middag\" checked|value=\"middag\" checked");
        order.put("do", "order");
        String path = path(server.post(GROUP, order));
        assertThat(count("select count(*) from ticket_extra where given_back_at is null"))
                .isEqualTo(dinners + 3);
        assertThat(server.get(path).body()).containsPattern("9.180,00.kr|9.180.kr");
    }

    @Test
    void aPrivatePersonWhoPaysForOthersGivesAnAddress() {
        Map<String, String> form = form("check", list("barn", 2));
        form.put("kind", "private");
        form.put("organisation", "Siv Samordnare");
        form.put("number", "");
        HttpResponse<String> asked = server.post(GROUP, form);
        assertThat(asked.statusCode()).isEqualTo(422);
        assertThat(asked.body()).contains("id=\"f-address-error\"");
        form.put("address", "Storgatan 1\n111 11 Havsnäs");
        Map<String, String> order = hidden(server.post(GROUP, form).body());
        order.put("do", "order");
        path(server.post(GROUP, order));
        assertThat(db.sql("select buyer_address from ticket_order where buyer_kind = 'private'")
                        .list(row -> row.string("buyer_address")))
                .containsExactly("Storgatan 1\n111 11 Havsnäs");
    }

    @Test
    void whatCannotBeChosenBesidesIsToldAtItsPlace() {
        Map<String, String> form = form(
                "check",
                "Namn\tE-post\tBiljett\tTillval\nBo\tbo@example.org\tStudent\tMiddag\nEva\teva@example.org\t\tBuss\n");
        form.put("people.0.name", "Dan");
        form.put("people.0.email", "dan@example.org");
        form.put("people.0.type", "student");
        form.put("people.0.extras", "middag");
        HttpResponse<String> answer = server.post(GROUP, form);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("Rad 2, kolumn 4: Middag går inte att välja med biljetten Student")
                .contains("Rad 3, kolumn 4: Tillvalet ”Buss” finns inte. Välj bland: Middag")
                .contains("id=\"f-people-0-extras-error\"");
    }

    @Test
    void aCodeLowersThePriceOfAllAndIsToldWhereItIsOfNoUse() {
        server.bean(Codes.class)
                .make(
                        By.system("test"),
                        EditionId.of(TestServer.CAST),
                        List.of(new Codes.NewCode(
                                "GRUPP-50", Code.Kind.DISCOUNT, "", List.of("offentlig"), 50, 3, List.of(), null)));
        Map<String, String> form = form("check", list("rabatt", 3));
        form.put("code", "finns inte");
        HttpResponse<String> unknown = server.post(GROUP, form);
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(unknown.body()).contains("id=\"f-code-error\"", "value=\"finns inte\"", "rabatt2@example.org");
        form.put("code", "grupp-50");
        form.put("do", "code");
        assertThat(server.post(GROUP, form).body()).containsPattern("997,50.kr").contains("rabatt2@example.org");
        form.put("do", "check");
        form.put("nameless", "1");
        HttpResponse<String> few = server.post(GROUP, form);
        assertThat(few.statusCode()).isEqualTo(422);
        assertThat(few.body()).contains("Koden räcker till 3 platser, och du beställer 4");
        form.put("type", "student");
        assertThat(server.post(GROUP, form).body()).contains("Koden gäller ingen av biljetterna");
        form.put("type", "offentlig");
        form.remove("nameless");
        HttpResponse<String> check = server.post(GROUP, form);
        assertThat(check.body()).containsPattern("2.992,50.kr");
        Map<String, String> order = hidden(check.body());
        order.put("do", "order");
        assertThat(server.get(path(server.post(GROUP, order))).body()).containsPattern("2.992,50.kr");
        order.put("key", "CodeCodeCodeCodeCodeCode"); // used up now
        HttpResponse<String> spent = server.post(GROUP, order);
        assertThat(spent.statusCode()).isEqualTo(422);
        assertThat(spent.body()).contains("id=\"f-code-error\"", "rabatt2@example.org");
    }

    @Test
    void aCodeOpensATicketThatOnlyItOpens() {
        assertThat(server.get(GROUP).body()).doesNotContain("value=\"inbjuden\"");
        server.bean(Codes.class)
                .make(
                        By.system("test"),
                        EditionId.of(TestServer.CAST),
                        List.of(new Codes.NewCode(
                                "VARD", Code.Kind.ACCESS, "", List.of("inbjuden"), 0, 10, List.of(), null)));
        assertThat(server.get(GROUP + "?code=vard").body()).contains("value=\"inbjuden\"");
        Map<String, String> form = form("check", list("inbjuden", 2));
        form.put("type", "inbjuden");
        form.put("code", "vard");
        Map<String, String> order = hidden(server.post(GROUP, form).body());
        order.put("do", "order");
        assertThat(server.get(path(server.post(GROUP, order))).body()).contains("Inbjuden", "inbjuden 1");
    }

    @Test
    void aCodeThatIsOutOfDateIsToldAndAGroupWithoutNamesKeepsWhatItLowers() {
        EditionId id = EditionId.of(TestServer.CAST);
        server.bean(Codes.class)
                .make(
                        By.system("test"),
                        id,
                        List.of(
                                new Codes.NewCode(
                                        "FORBI",
                                        Code.Kind.DISCOUNT,
                                        "",
                                        List.of(),
                                        50,
                                        9,
                                        List.of(),
                                        Instant.parse("2027-02-01T00:00:00Z")),
                                new Codes.NewCode("HALLS", Code.Kind.DISCOUNT, "", List.of(), 50, 9, List.of(), null)));
        Map<String, String> form = form("check", list("halls", 1));
        form.put("code", "FORBI");
        HttpResponse<String> late = server.post(GROUP, form);
        assertThat(late.statusCode()).isEqualTo(422);
        assertThat(late.body()).contains("id=\"f-code-error\"", "halls0@example.org");
        form.put("code", "HALLS");
        form.put("nameless", "2");
        Map<String, String> hold = hidden(server.post(GROUP, form).body());
        hold.put("do", "hold");
        String kept = path(server.post(GROUP, hold));
        assertThat(server.get(kept).body()).containsPattern("2.992,50.kr");
        assertThat(server.bean(Codes.class).find(id, "HALLS").orElseThrow().used())
                .isEqualTo(3);
        server.post(kept + "/release", Map.of());
        assertThat(server.bean(Codes.class).find(id, "HALLS").orElseThrow().used())
                .isZero();
    }

    @Test
    void aGroupWithACodeQueuesAndIsOfferedAtItsPrice() {
        server.bean(Codes.class)
                .make(
                        By.system("test"),
                        EditionId.of(TestServer.CAST),
                        List.of(new Codes.NewCode(
                                "KOAR", Code.Kind.DISCOUNT, "", List.of("offentlig"), 50, 2, List.of(), null)));
        Map<String, String> form = form("check", list("koar", 2));
        form.put("code", "KOAR");
        Map<String, String> order = hidden(server.post(GROUP, form).body());
        int capacity = db.sql("select capacity from quota where key = 'sal'").one(row -> row.integer("capacity"));
        try {
            db.sql("update quota set capacity = taken where key = 'sal'").run();
            order.put("do", "order");
            HttpResponse<String> full = server.post(GROUP, order);
            assertThat(full.statusCode()).isEqualTo(409);
            assertThat(full.body()).contains("value=\"wait-together\"", "platser kvar till: Offentlig sektor.");
            order.put("do", "wait-together");
            assertThat(server.get(path(server.post(GROUP, order))).statusCode()).isEqualTo(200);
            assertThat(server.bean(Codes.class)
                            .find(EditionId.of(TestServer.CAST), "KOAR")
                            .orElseThrow()
                            .used())
                    .isEqualTo(2);
        } finally {
            db.sql("update quota set capacity = :capacity where key = 'sal'")
                    .set("capacity", capacity)
                    .run();
        }
    }

    @Test
    void aColleagueIsPutInTheLineForAFullSessionAndTakenOutOfIt() {
        String path = placed("vera", 2, 0);
        String vera =
                path + "/tickets/" + found(server.get(path).body(), "/tickets/([0-9a-f-]{36})\">vera 0") + "/waiting";
        assertThat(server.get(vera).body()).contains("Ingen programpunkt är full just nu");
        db.sql("update quota set taken = capacity where kind = 'session'").run();
        String full = found(server.get(vera).body(), "action=\"[^\"]+/waiting/([^\"/]+)\"");
        assertThat(path(server.post(vera + "/" + full, Map.of()))).isEqualTo(vera);
        path(server.post(vera + "/" + full, Map.of())); // pressed twice
        assertThat(server.get(vera).body()).contains("Plats 1 i kön", full + "/departure");
        assertThat(count("select count(*) from waiting where state = 'waiting' and thing = 'offering'"))
                .isEqualTo(1);
        String other = placed("vilgot", 1, 1);
        assertThat(server.post(other + vera.substring(path.length()) + "/" + full, Map.of())
                        .statusCode())
                .isEqualTo(404);
        path(server.post(vera + "/" + full + "/departure", Map.of()));
        assertThat(server.get(vera).body()).doesNotContain("Plats 1 i kön", "/departure");
        assertThat(server.post(vera + "/nothing", Map.of()).statusCode()).isEqualTo(404);
        db.sql("update quota set taken = 0 where kind = 'session'").run();
    }

    @Test
    void fiveHundredColleaguesAreOneOrder() {
        EditionId id = EditionId.of(TestServer.CAST);
        UUID hall = LocalIds.of(id, "quota", "sal");
        int capacity = (int) count("select capacity::bigint as count from quota where key = 'sal'");
        db.transaction(() -> server.bean(Quotas.class).resize(id, Map.of(hall, capacity + 500)));
        long tickets = count("select count(*) from ticket");
        String path = placed("kollega", 500, 0);
        assertThat(count("select count(*) from ticket")).isEqualTo(tickets + 500);
        assertThat(server.get(path).body()).contains("kollega 499");
    }

    @Test
    void aGroupThatFindsNoRoomQueuesTogetherAndTakesItsPlacesAtOnce() {
        Map<String, String> form = form("check", list("kö", 3).replace("kö", "ko"));
        form.put("type", "student"); // of which there are two
        Map<String, String> order = hidden(server.post(GROUP, form).body());
        order.put("do", "order");
        HttpResponse<String> full = server.post(GROUP, order);
        assertThat(full.statusCode()).isEqualTo(409);
        assertThat(full.body()).contains("Ställ alla i kö tillsammans", "ta de platser som blir lediga");
        Map<String, String> wish = hidden(full.body());
        wish.put("do", "wait-together");
        String mine = path(server.post(GROUP, wish));
        assertThat(server.get(mine).body()).contains("3 platser");
        assertThat(path(server.post(GROUP, wish))).isEqualTo(mine);

        EditionId id = EditionId.of(TestServer.CAST);
        db.transaction(() -> server.bean(Quotas.class).resize(id, Map.of(LocalIds.of(id, "quota", "studenter"), 5)));
        String entry = found(server.get(mine).body(), "/waiting/([0-9a-f-]{36})/acceptance");
        String placed = path(server.post(mine + "/waiting/" + entry + "/acceptance", Map.of()));
        assertThat(server.get(placed).body()).contains("ko 0", "ko 1", "ko 2");
        assertThat(path(server.post(mine + "/waiting/" + entry + "/acceptance", Map.of())))
                .isEqualTo(mine);
    }

    @Test
    void theCoordinatorSwapsNamesAndCancelsWithoutAskingAnybody() {
        String path = placed("berit", 3, 2);
        String page = server.get(path).body();
        assertThat(page).contains("2 platser saknar namn");
        String nameless = found(page, "/tickets/([0-9a-f-]{36})\">Plats utan namn");
        Map<String, String> person = new LinkedHashMap<>(Map.of(
                "name", "Nils Ny",
                "email", "nils@example.org",
                "organisation", "Sjöstads kommun",
                "language", "en",
                "version", "1"));
        assertThat(path(server.post(path + "/tickets/" + nameless + "/person", person)))
                .isEqualTo(path);
        HttpResponse<String> late = server.post(path + "/tickets/" + nameless + "/person", person);
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body())
                .contains("value=\"nils@example.org\"", "name=\"version\" value=\"2\"", "Det du skrev står kvar");
        String berit = found(page, "/tickets/([0-9a-f-]{36})\">berit 0");
        String secret = secret(berit);
        person.put("name", "Olga Ombytt");
        person.put("email", "");
        assertThat(server.post(path + "/tickets/" + berit + "/person", person).statusCode())
                .isEqualTo(422);
        person.put("email", "olga@example.org");
        path(server.post(path + "/tickets/" + berit + "/person", person));
        assertThat(secret(berit)).isNotEqualTo(secret);
        String other = found(page, "/tickets/([0-9a-f-]{36})\">berit 1");
        path(server.post(path + "/tickets/" + other + "/cancellation", Map.of()));
        path(server.post(path + "/tickets/" + berit + "/mail", Map.of()));
        assertThat(server.get(path).body()).contains("Nils Ny", "Olga Ombytt", "Avbokad", "En plats saknar namn");
        String strangers = placed("stranger", 1, 1);
        assertThat(server.get(strangers + "/tickets/" + berit).statusCode()).isEqualTo(404);
        assertThat(server.post(strangers + "/tickets/" + berit + "/cancellation", Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    private String secret(String ticket) {
        return db.sql("select secret from ticket where id = :id")
                .set("id", UUID.fromString(ticket))
                .one(row -> row.string("secret"));
    }

    @Test
    void theLinkIsRenewedByMailAndMoreAreRegisteredForTheSameBuyer() {
        String path = placed("gun", 1, 1);
        String more = server.get(path + "/more").body();
        assertThat(more).contains("value=\"Sjöstads kommun\"", "value=\"212000-0142\"");
        Map<String, String> again = form("check", list("gun", 1));
        again.put("from", hidden(more).get("from"));
        HttpResponse<String> check = server.post(GROUP, again);
        assertThat(check.body()).contains("Det finns redan en anmälan med den adressen: gun0@example.org");
        Map<String, String> order = hidden(check.body());
        order.put("do", "order");
        assertThat(server.post(GROUP, order).statusCode()).isEqualTo(422);
        order.put("again", "yes");
        path(server.post(GROUP, order));
        HttpResponse<String> renewed = server.post(path + "/link", Map.of());
        assertThat(renewed.body()).contains("Länken är bytt").doesNotContain("/order/");
        assertThat(server.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void whoPaysIsCorrectedOnceAndAConflictIsTold() {
        String path = placed("hans", 1, 1);
        Map<String, String> buyer = hidden(server.get(path + "/buyer").body());
        buyer.putAll(form("", ""));
        buyer.put("reference", "NY REF");
        path(server.post(path + "/buyer", buyer));
        assertThat(server.get(path).body()).contains("NY REF");
        buyer.put("reference", "MIN REF");
        HttpResponse<String> late = server.post(path + "/buyer", buyer);
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body())
                .contains("value=\"MIN REF\"", "name=\"version\" value=\"2\"", "Det du skrev står kvar")
                .containsPattern("(?s)Det här är sparat nu.*NY REF");
        buyer.put("version", "2");
        path(server.post(path + "/buyer", buyer));
        assertThat(server.get(path).body()).contains("MIN REF");
        buyer.put("gln", "123");
        assertThat(server.post(path + "/buyer", buyer).statusCode()).isEqualTo(422);
    }

    @Test
    void placesAreHeldWhileNamesAreCollected() {
        long taken = taken();
        Map<String, String> form = form("check", list("ivar", 1));
        form.put("nameless", "2");
        Map<String, String> hold = hidden(server.post(GROUP, form).body());
        hold.put("do", "hold");
        long mails = count("select count(*) from mail");
        String path = path(server.post(GROUP, hold));
        assertThat(taken()).isEqualTo(taken + 3);
        assertThat(count("select count(*) from mail")).isEqualTo(mails);
        assertThat(server.get(path).body()).contains("Vi håller 3 platser", "ivar 0");
        Map<String, String> names = new LinkedHashMap<>(Map.of("people.0.name", "Jan", "people.0.email", "fel"));
        assertThat(server.post(path + "/names", names).statusCode()).isEqualTo(422);
        names.put("people.0.email", "jan@example.org");
        path(server.post(path + "/names", names));
        assertThat(server.get(path).body()).contains("Jan", "En plats saknar namn");
        assertThat(count("select count(*) from mail")).isEqualTo(mails + 3);
        hold.put("key", "AbCdEfGhJkLmNpQrStUvWxY9");
        String second = path(server.post(GROUP, hold));
        path(server.post(second + "/release", Map.of()));
        assertThat(server.get(second).body()).contains("Platserna hålls inte längre");
        assertThat(taken()).isEqualTo(taken + 3);
    }

    private long taken() {
        return count("select taken::bigint as count from quota where key = 'sal'");
    }

    @Test
    void namesThatDoNotFollowAreAskedForTwiceAndThenThePlacesGoBack() {
        PlacedOrders orders = server.bean(PlacedOrders.class);
        db.sql("update ticket_order set names_by = null").run(); // those of other tests
        String path = placed("karl", 1, 2);
        long taken = taken();
        long gone = letters("names-gone");
        clock.set(Instant.parse("2027-05-15T09:00:00Z"));
        orders.remind();
        orders.remind();
        assertThat(letters("names")).isEqualTo(1L);
        clock.set(Instant.parse("2027-05-20T09:00:00Z"));
        orders.remind();
        assertThat(letters("names")).isEqualTo(2L);
        clock.set(Instant.parse("2027-05-22T21:59:00Z")); // still the last day in Stockholm
        orders.endNameless();
        assertThat(taken()).isEqualTo(taken);
        clock.set(Instant.parse("2027-05-22T22:01:00Z"));
        orders.endNameless();
        orders.endNameless();
        assertThat(server.get(path).body()).doesNotContain("saknar namn").contains("karl 0");
        assertThat(taken()).isEqualTo(taken - 2);
        assertThat(letters("names-gone")).isEqualTo(gone + 1);
        clock.set(Instant.parse("2027-03-01T09:00:00Z"));
    }

    private long letters(String kind) {
        return db.sql("select count(*) as count from mail where kind = :kind")
                .set("kind", kind)
                .one(row -> row.number("count"));
    }

    @Test
    void theConfirmationIsATaggedDocumentThatMeetsPdfUa() throws Exception {
        placed("lena", 40, 1);
        Edition edition = server.bean(Editions.class).published(TestServer.CAST).orElseThrow();
        UUID id = db.sql("select id from ticket_order order by number desc limit 1")
                .one(row -> row.uuid("id"));
        PlacedOrder order = server.bean(PlacedOrders.class)
                .find(EditionId.of(TestServer.CAST), id)
                .orElseThrow();
        VeraGreenfieldFoundryProvider.initialise();
        for (Language language : List.of(Language.SV, Language.EN)) {
            byte[] pdf = Confirmation.pdf(edition, language, order);
            try (PDFAParser parser = Foundries.defaultInstance()
                            .createParser(new ByteArrayInputStream(pdf), PDFAFlavour.PDFUA_1);
                    var validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFUA_1, false)) {
                ValidationResult result = validator.validate(parser);
                assertThat(result.getTestAssertions()).isEmpty();
                assertThat(result.isCompliant()).isTrue();
            }
            try (var document = org.apache.pdfbox.Loader.loadPDF(pdf)) {
                String text = new org.apache.pdfbox.text.PDFTextStripper().getText(document);
                assertThat(text)
                        .contains(String.valueOf(order.number()), "Sjöstads kommun", "212000-0142", "REF 7", "lena 39")
                        .containsPattern("102.243[,.]75"); // 41 at 1 995 and VAT
                assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo(language.code());
            }
        }
    }
}
