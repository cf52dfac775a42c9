package torg.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;
import torg.bench.BenchCommand.Measured;
import torg.edition.Edition;
import torg.edition.Editions;
import torg.registration.Buyer;
import torg.registration.NewOrder;
import torg.registration.Orders;
import torg.registration.Orders.Outcome;
import torg.registration.TicketShop;
import torg.registration.TicketShop.TicketType;
import torg.registration.TicketStream;
import torg.store.Db;
import torg.store.Refusal;
import torg.store.Settings;
import torg.store.Tokens;
import torg.text.Language;

/// Complete registrations: from the form that is sent to a Torg that serves, to the committed order with its letters
/// staged; against a plain transaction of three inserts on the same database, through a pool of the same size. All but
/// the first line
/// with a hundred thousand registrations there.
///
/// The made-up registrations go into the living example of the home that the command works on.
@Component
class RegisterBench {
    private static final Duration WARM = Duration.ofSeconds(6);
    private static final Duration TIME = Duration.ofSeconds(5);
    private static final int GROUP = 6;
    private static final int CROWD = 100_000;
    private static final int SCARCE = 500;
    private static final Pattern TOTAL = Pattern.compile("name=\"total\" value=\"(\\d+)\"");
    private static final Pattern SESSION = Pattern.compile("name=\"(session\\.[^\"]+)\" value=\"([A-Z0-9]{6})\" aria");
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz";

    private final DataSource dataSource;
    private final Db db;
    private final Editions editions;
    private final TicketStream tickets;
    private final Orders orders;
    private final Crowd crowd;
    private final Settings settings;
    private final AtomicLong number = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();

    RegisterBench(
            DataSource dataSource,
            Db db,
            Editions editions,
            TicketStream tickets,
            Orders orders,
            Crowd crowd,
            Settings settings) {
        this.dataSource = dataSource;
        this.db = db;
        this.editions = editions;
        this.tickets = tickets;
        this.orders = orders;
        this.crowd = crowd;
        this.settings = settings;
    }

    /// @param notes for what a line of the table does not say
    List<Measured> run(List<String> notes) {
        Edition edition = livingExample();
        unlimited(edition);
        TicketType type = tickets.draft(edition.id()).types().stream()
                .filter(one -> one.audience().equals(TicketShop.Audience.PUBLIC)
                        && one.minAnOrder() == 1
                        && one.maxAnOrder() >= GROUP)
                .max(Comparator.comparing((TicketType one) -> one.quotas().size()))
                .orElseThrow();
        String path = "/" + edition.slug() + "/register";
        Map<String, String> wish = wish(path, type);
        db.sql(
                        "create table if not exists bench_row (id uuid primary key, name text not null, at timestamptz not null)")
                .run();
        try {
            Load.run(16, WARM, visitors(visitor -> single(visitor, path, wish)));
            List<Measured> all = new ArrayList<>();
            Load.Result before = Load.run(64, TIME, single(path, wish));
            crowd.grow(edition.id(), type, crowd.count(edition.id()) + CROWD);
            Load.Result after = Load.run(64, TIME, single(path, wish));
            all.add(PagesBench.measured("a registration, few there", 64, before, null));
            all.add(PagesBench.measured(
                    "a registration, " + CROWD + " more there", 64, after, after.perSecond() / before.perSecond()));
            for (int clients : new int[] {16, 64, 256}) {
                Load.Result known = Load.run(clients, TIME, client -> this::threeInserts);
                all.add(PagesBench.measured("three inserts, one commit", clients, known, null));
                all.add(line(edition, notes, "a registration", clients, known, single(path, wish)));
                all.add(line(edition, notes, "an order of " + GROUP, clients, known, group(path, type)));
            }
            all.add(waiting(edition, notes, path, wish, type));
            return all;
        } finally {
            db.sql("drop table bench_row").run();
        }
    }

    private Measured line(
            Edition edition,
            List<String> notes,
            String what,
            int clients,
            Load.Result known,
            IntFunction<Load.Client> client) {
        long orders = count("ticket_order", edition);
        long tickets = count("ticket", edition);
        long letters = count("mail", edition);
        long said = answered.get();
        long commits = commits();
        Busy busy = Busy.now();
        Load.Result ours = Load.run(clients, TIME, client);
        said = answered.get() - said;
        orders = count("ticket_order", edition) - orders;
        tickets = count("ticket", edition) - tickets;
        notes.add(String.format(
                Locale.ROOT,
                "%s, %d clients: %d answered, %d orders and %d tickets committed, %d letters staged, %.2f commits an order; %s; %s",
                what,
                clients,
                said,
                orders,
                tickets,
                count("mail", edition) - letters,
                (commits() - commits) / (double) Math.max(1, orders),
                busy.since(),
                oversold(edition)));
        return PagesBench.measured(what, clients, ours, ours.perSecond() / known.perSecond());
    }

    /// More want to come than there are places; some cancel, and the next in the list is offered theirs.
    private Measured waiting(
            Edition edition, List<String> notes, String path, Map<String, String> wish, TicketType type) {
        db.sql("""
                update quota set capacity = taken + :more where edition_id = :edition and key = :key
                """)
                .set("more", SCARCE)
                .set("edition", edition.id())
                .set("key", type.quotas().getLast())
                .run();
        Load.Result result = Load.run(64, TIME, client -> {
            Visitor visitor = visitor();
            Deque<String> mine = new ArrayDeque<>();
            AtomicLong turn = new AtomicLong();
            return () -> {
                if (turn.incrementAndGet() % 4 == 0 && !mine.isEmpty()) {
                    return visitor.post(mine.removeFirst() + "/cancellation", Map.of("yes", "yes"))
                                    .status()
                            == 303;
                }
                Map<String, String> form = form(wish);
                Visitor.Page page = visitor.post(path, form);
                if (page.status() == 409) {
                    form.put("wait", "yes");
                    return visitor.post(path, form).status() == 303;
                }
                mine.add(page.location());
                return page.status() == 303;
            };
        });
        notes.add("with a waiting list: "
                + db.sql("""
                        select count(*) || ' joined it, ' || (select count(*) from waiting_offer where edition_id = :edition)
                            || ' places were offered' as what
                        from waiting where edition_id = :edition
                        """).set("edition", edition.id()).one(row -> row.string("what"))
                + "; " + oversold(edition));
        unlimited(edition);
        return PagesBench.measured("with a waiting list", 64, result, null);
    }

    /// What the form offers: the ticket of most quotas, and the first session.
    private Map<String, String> wish(String path, TicketType type) {
        try (Visitor visitor = new Visitor(settings.baseUrl())) {
            Matcher session = SESSION.matcher(visitor.get(path).text());
            if (!session.find()) {
                throw new Refusal(settings.baseUrl() + path + " offers no session");
            }
            return Map.of("type", type.key(), session.group(1), session.group(2));
        } catch (IOException e) {
            throw new Refusal("no Torg is serving the examples at " + settings.baseUrl() + "; start ./torg demo first");
        }
    }

    private Map<String, String> form(Map<String, String> wish) {
        long mine = number.incrementAndGet();
        Map<String, String> form = new LinkedHashMap<>(wish);
        form.put("key", Tokens.random(LETTERS, 24));
        form.put("name", "Prov " + mine);
        form.put("email", "prov" + mine + "@deltagare.example.org");
        form.put("organisation", "Provkommunen");
        form.put("kind", "public");
        form.put("number", "2120000142");
        return form;
    }

    private boolean single(Visitor visitor, String path, Map<String, String> wish) throws IOException {
        return placed(visitor.post(path, form(wish)));
    }

    private boolean placed(Visitor.Page page) {
        if (page.status() == 303) {
            answered.incrementAndGet();
        }
        return page.status() == 303;
    }

    private IntFunction<Load.Client> single(String path, Map<String, String> wish) {
        return visitors(visitor -> single(visitor, path, wish));
    }

    private IntFunction<Load.Client> group(String path, TicketType type) {
        String total;
        try (Visitor visitor = visitor()) {
            Matcher said = TOTAL.matcher(visitor.post(path + "/group", group(type, Map.of("do", "check")))
                    .text());
            if (!said.find()) {
                throw new Refusal(settings.baseUrl() + path + "/group does not say what six places cost");
            }
            total = said.group(1);
        } catch (IOException e) {
            throw new Refusal("no Torg is serving the examples at " + settings.baseUrl());
        }
        return visitors(visitor ->
                placed(visitor.post(path + "/group", group(type, Map.of("do", "order", "total", total)))));
    }

    private Map<String, String> group(TicketType type, Map<String, String> step) {
        Map<String, String> form = form(Map.of("type", type.key(), "country", "SE"));
        form.putAll(step);
        for (int i = 0; i < GROUP; i++) {
            long mine = number.incrementAndGet();
            form.put("people." + i + ".name", "Prov " + mine);
            form.put("people." + i + ".email", "prov" + mine + "@deltagare.example.org");
        }
        return form;
    }

    private interface Visit {
        boolean once(Visitor visitor) throws IOException;
    }

    private IntFunction<Load.Client> visitors(Visit visit) {
        return client -> {
            Visitor visitor = visitor();
            return () -> visit.once(visitor);
        };
    }

    Visitor visitor() {
        try {
            return new Visitor(settings.baseUrl());
        } catch (IOException e) {
            throw new Refusal("no Torg is serving the examples at " + settings.baseUrl());
        }
    }

    private long count(String table, Edition edition) {
        return db.sql("select count(*) as rows from " + table + " where edition_id = :edition")
                .set("edition", edition.id())
                .one(row -> row.number("rows"));
    }

    private long commits() {
        return db.sql("select xact_commit from pg_stat_database where datname = current_database()")
                .one(row -> row.number("xact_commit"));
    }

    /// Compares every quota with what is held of it.
    private String oversold(Edition edition) {
        return db.sql("""
                with held as (
                    select quota, sum(places) as places from (
                        select unnest(quota_ids) as quota, 1 as places from ticket
                            where edition_id = :edition and state <> 'cancelled'
                        union all
                        select unnest(quota_ids), 1 from ticket_extra
                            where edition_id = :edition and given_back_at is null
                        union all
                        select quota_id, 1 from session_choice where edition_id = :edition and left_at is null
                        union all
                        select unnest(quota_ids), places from waiting_offer
                            where edition_id = :edition and state = 'open'
                        union all
                        select unnest(quota_ids), reserved from code where edition_id = :edition and reserved > 0) holds
                    group by quota)
                select count(*) filter (where taken > capacity) as oversold,
                    count(*) filter (where taken <> coalesce(held.places, 0)) as wrong, count(*) as quotas
                from quota left join held on held.quota = quota.id
                where edition_id = :edition
                """)
                .set("edition", edition.id())
                .one(row -> row.number("oversold") + " of " + row.number("quotas") + " quotas oversold, "
                        + row.number("wrong") + " counted wrong");
    }

    Edition livingExample() {
        return editions.draft("exempelkonferensen")
                .filter(found -> found.example() == Edition.Example.LIVING)
                .orElseThrow(() -> new Refusal("there is no living example here; use --home of a demo"));
    }

    /// Its first ticket, for as many as want it.
    TicketType unlimited(Edition edition) {
        db.sql("update quota set capacity = 10000000 where edition_id = :edition")
                .set("edition", edition.id())
                .run();
        return tickets.draft(edition.id()).types().stream()
                .findFirst()
                .map(TicketType::always)
                .orElseThrow(() -> new Refusal("the living example sells no tickets"));
    }

    boolean register(Edition edition, TicketType type, AtomicLong number) {
        long mine = number.incrementAndGet();
        return orders.place(NewOrder.single(
                        edition,
                        TicketShop.Terms.USUAL,
                        "bench-" + UUID.randomUUID(),
                        type,
                        "Prov " + mine,
                        "prov" + mine + "@deltagare.example.org",
                        Buyer.of("Provkommunen", ""),
                        Language.SV))
                instanceof Outcome.Placed;
    }

    private boolean threeInserts() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("insert into bench_row values (?, ?, now())")) {
                for (int i = 0; i < 3; i++) {
                    insert.setObject(1, UUID.randomUUID());
                    insert.setString(2, "name");
                    insert.executeUpdate();
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
            return true;
        }
    }
}
