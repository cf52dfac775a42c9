package torg.demo;

import java.time.LocalDate;
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
        List<Offering> required = new ArrayList<>();
        for (Offering offering : offerings.now(edition.id()).offerings()) {
            if (offering.withdrawnAt() == null && offering.required()) {
                required.add(offering);
            } else if (offering.withdrawnAt() == null && offering.block() != null) {
                blocks.computeIfAbsent(offering.block(), block -> new ArrayList<>())
                        .add(offering);
            }
        }
        record Holder(TicketId ticket, List<LocalDate> days) {}
        List<Holder> holders = db.sql("""
                select ticket.id, type.days
                from ticket
                join ticket_type type on type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
                where ticket.edition_id = :edition and ticket.state = 'valid' and type.attendance = 'on-site'
                order by ticket.created_at, ticket.id
                """)
                .set("edition", edition.id())
                .list(row -> new Holder(row.id("id", TicketId::new), row.dates("days")));
        Map<Offering, Integer> taken = new HashMap<>();
        List<Chosen> all = new ArrayList<>();
        Random random = new Random(2027);
        for (Holder holder : holders) {
            List<Offering> wanted = new ArrayList<>(required);
            for (List<Offering> block : blocks.values()) {
                Offering one = wanted(block, random);
                if (random.nextInt(100) < PERCENT_WHO_CHOOSE) {
                    wanted.add(one);
                }
            }
            for (Offering offering : wanted) {
                if (admits(holder.days, offering, edition) && taken.getOrDefault(offering, 0) < offering.left()) {
                    taken.merge(offering, 1, Integer::sum);
                    all.add(new Chosen(edition.id(), holder.ticket, offering.id(), offering.quota()));
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

    private static boolean admits(List<LocalDate> days, Offering offering, Edition edition) {
        return days.isEmpty()
                || (offering.starts() != null
                        && days.contains(
                                offering.starts().atZone(edition.timeZone()).toLocalDate()));
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
