package torg.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
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
import torg.text.Language;

/// Complete registrations, committed, against a plain transaction of three inserts on the same database and pool.
///
/// The made-up registrations go into the living example of the home that the command works on; without HTTP.
@Component
class RegisterBench {
    private static final Duration WARM = Duration.ofSeconds(3);
    private static final Duration TIME = Duration.ofSeconds(6);

    private final DataSource dataSource;
    private final Db db;
    private final Editions editions;
    private final TicketStream tickets;
    private final Orders orders;

    RegisterBench(DataSource dataSource, Db db, Editions editions, TicketStream tickets, Orders orders) {
        this.dataSource = dataSource;
        this.db = db;
        this.editions = editions;
        this.tickets = tickets;
        this.orders = orders;
    }

    List<Measured> run() {
        Edition edition = livingExample();
        TicketType type = unlimited(edition);
        db.sql(
                        "create table if not exists bench_row (id uuid primary key, name text not null, at timestamptz not null)")
                .run();
        try {
            AtomicLong number = new AtomicLong();
            Load.run(16, WARM, client -> () -> register(edition, type, number));
            List<Measured> all = new ArrayList<>();
            for (int clients : new int[] {16, 64}) {
                Load.Result known = Load.run(clients, TIME, client -> this::threeInserts);
                Load.Result ours = Load.run(clients, TIME, client -> () -> register(edition, type, number));
                all.add(PagesBench.measured("three inserts, one commit", clients, known, null));
                all.add(PagesBench.measured("a registration", clients, ours, ours.perSecond() / known.perSecond()));
            }
            return all;
        } finally {
            db.sql("drop table bench_row").run();
        }
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
