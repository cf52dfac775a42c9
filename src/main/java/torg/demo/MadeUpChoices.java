package torg.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.registration.Offering;
import torg.registration.Offerings;
import torg.registration.SessionChoices;
import torg.registration.SessionChoices.Chosen;
import torg.registration.Ticket.TicketId;
import torg.store.Db;

/// What the made-up participants choose: not quite half of them at each time, and some sessions more than others.
@Component
class MadeUpChoices {
    private static final int PERCENT_WHO_CHOOSE = 45;
    private static final int AT_ONCE = 10_000;

    private final Db db;
    private final Offerings offerings;
    private final SessionChoices choices;

    MadeUpChoices(Db db, Offerings offerings, SessionChoices choices) {
        this.db = db;
        this.offerings = offerings;
        this.choices = choices;
    }

    void fill(Edition edition) {
        boolean made = db.sql("select exists (select 1 from session_choice where edition_id = :edition) as made")
                .set("edition", edition.id())
                .one(row -> row.truth("made"));
        if (made) {
            return;
        }
        Map<String, List<Offering>> blocks = new LinkedHashMap<>();
        for (Offering offering : offerings.now(edition.id()).offerings()) {
            if (offering.withdrawnAt() == null && offering.block() != null) {
                blocks.computeIfAbsent(offering.block(), block -> new ArrayList<>())
                        .add(offering);
            }
        }
        List<TicketId> tickets = db.sql(
                        "select id from ticket where edition_id = :edition and state = 'valid' order by created_at, id")
                .set("edition", edition.id())
                .list(row -> row.id("id", TicketId::new));
        Map<Offering, Integer> taken = new HashMap<>();
        List<Chosen> all = new ArrayList<>();
        Random random = new Random(2027);
        for (TicketId ticket : tickets) {
            for (List<Offering> block : blocks.values()) {
                Offering wanted = wanted(block, random);
                if (random.nextInt(100) < PERCENT_WHO_CHOOSE && taken.getOrDefault(wanted, 0) < wanted.left()) {
                    taken.merge(wanted, 1, Integer::sum);
                    all.add(new Chosen(edition.id(), ticket, wanted.id(), wanted.quota()));
                }
            }
        }
        db.transaction(() -> {
            taken.forEach((offering, count) -> db.sql(
                            "update quota set taken = taken + :count where edition_id = :edition and id = :quota")
                    .set("count", count)
                    .set("edition", edition.id())
                    .set("quota", offering.quota())
                    .run());
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                choices.insertAll(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
            }
        });
    }

    /// Larger rooms draw more; by a quarter more or less than their size.
    private static Offering wanted(List<Offering> block, Random random) {
        double at = random.nextDouble()
                * block.stream().mapToDouble(MadeUpChoices::drawing).sum();
        for (Offering offering : block) {
            at -= drawing(offering);
            if (at < 0) {
                return offering;
            }
        }
        return block.getLast();
    }

    private static double drawing(Offering offering) {
        return offering.seats() * (0.75 + Math.floorMod(offering.code().hashCode(), 50) / 100.0);
    }
}
