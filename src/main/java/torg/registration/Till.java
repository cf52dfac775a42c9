package torg.registration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import torg.edition.EditionId;
import torg.registration.Code.CodeId;
import torg.registration.Orders.Holder;
import torg.registration.Orders.Outcome;
import torg.registration.Orders.Prepared;
import torg.registration.PersonalLinks.Purpose;
import torg.registration.Ticket.PersonId;
import torg.store.Db;

/// Where orders line up. One writer a node serves those who wait, up to [#BATCH] in one transaction: the quotas that
/// everybody wants are locked once for all of them, and the disk is waited for once. Nobody in the line holds a
/// connection. Several nodes take turns by the rows of the quotas.
///
/// An answer is given after the commit. Where a transaction fails as a whole, each of its orders is tried alone, so
/// that one that cannot be written does not take the others with it.
@Component
class Till implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Till.class);
    private static final int BATCH = 64;
    private static final int MAX_WAITING = 4_000;

    private final Db db;
    private final Quotas quotas;
    private final Codes codes;
    private final PersonalLinks links;
    private final OrderLinks orderLinks;
    private final BlockingQueue<Waiting> line = new ArrayBlockingQueue<>(MAX_WAITING);
    private volatile boolean closed;
    private final Thread writer;

    Till(Db db, Quotas quotas, Codes codes, PersonalLinks links, OrderLinks orderLinks) {
        this.db = db;
        this.quotas = quotas;
        this.codes = codes;
        this.links = links;
        this.orderLinks = orderLinks;
        this.writer = Thread.ofPlatform().name("till").daemon().start(this::work);
    }

    private record Waiting(Prepared order, Consumer<List<Prepared>> write, CompletableFuture<Outcome> answer) {}

    /// Waits until the order is committed or refused.
    ///
    /// @param write writes the orders that got their places
    /// @throws RuntimeException where nothing was ordered because the database did not take it
    Outcome take(Prepared order, Consumer<List<Prepared>> write) {
        Waiting waiting = new Waiting(order, write, new CompletableFuture<>());
        if (closed || !line.offer(waiting)) {
            return new Outcome.Rush();
        }
        if (closed && line.remove(waiting)) {
            return new Outcome.Rush();
        }
        try {
            return waiting.answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void work() {
        List<Waiting> batch = new ArrayList<>(BATCH);
        while (!closed || !line.isEmpty()) {
            try {
                Waiting first = line.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    line.drainTo(batch, BATCH - 1);
                    serve(batch);
                    batch.clear();
                }
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    @Override
    public void destroy() throws InterruptedException {
        closed = true;
        writer.join(10_000);
        List<Waiting> left = new ArrayList<>();
        line.drainTo(left);
        left.forEach(one -> one.answer.complete(new Outcome.Rush()));
    }

    private void serve(List<Waiting> batch) {
        try {
            List<Outcome> outcomes = db.transaction(() -> decide(batch));
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer.complete(outcomes.get(i));
            }
        } catch (CannotCreateTransactionException e) {
            // no connection: nothing was begun, and what was typed comes back with a sentence
            LOG.warn("{} orders found no connection: {}", batch.size(), e.toString());
            batch.forEach(one -> one.answer.complete(new Outcome.Rush()));
        } catch (RuntimeException | Error e) {
            if (batch.size() == 1) {
                batch.getFirst().answer.completeExceptionally(e);
                return;
            }
            LOG.warn(
                    "{} orders could not be written together and are tried one by one: {}", batch.size(), e.toString());
            batch.forEach(one -> serve(List.of(one)));
        }
    }

    /// One answer for each, in the order they came.
    private List<Outcome> decide(List<Waiting> batch) {
        List<Prepared> orders = batch.stream().map(Waiting::order).toList();
        Map<String, Sent> known = earlier(orders);
        Map<CodeId, Code> locked = codes.locked(orders);
        Map<Pool, Integer> free = free(orders);
        // after the quotas are locked: nobody gets a place in them meanwhile
        List<Holder> holders = new ArrayList<>(holders(orders.stream()
                .filter(Prepared::isOnce)
                .map(one -> one.order().orderer().email())
                .toList()));
        Map<Pool, Integer> taken = new HashMap<>();
        Map<CodeId, Integer> used = new HashMap<>();
        List<Prepared> placed = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (Prepared one : orders) {
            Sent earlier = known.get(name(one.order()));
            Holder before = holders.stream()
                    .filter(holder -> holder.holds(one))
                    .findFirst()
                    .orElse(null);
            Outcome outcome = earlier != null
                    ? earlier.again(one.row().digest())
                    : decide(one, before != null, free, locked, taken, used);
            if (earlier == null && outcome instanceof Outcome.Placed) {
                known.put(name(one.order()), new Sent(one.row().digest(), outcome));
                placed.add(before == null ? one : one.again(before));
                if (before == null && one.isOnce()) {
                    holders.add(one.holder());
                }
            }
            outcomes.add(outcome);
        }
        if (!placed.isEmpty()) {
            batch.getFirst().write.accept(placed);
            Map<EditionId, Map<UUID, Integer>> byEdition = new HashMap<>();
            taken.forEach((pool, places) -> byEdition
                    .computeIfAbsent(pool.edition, edition -> new HashMap<>())
                    .put(pool.quota, places));
            byEdition.forEach(quotas::takeLocked);
            codes.use(used);
        }
        return outcomes;
    }

    private static String name(NewOrder order) {
        return order.edition().id().value() + " " + order.key();
    }

    /// A form that has been sent before, and what became of it.
    private record Sent(@Nullable String digest, Outcome outcome) {
        Outcome again(String other) {
            return digest == null || digest.equals(other) ? outcome : new Outcome.OtherWords();
        }
    }

    private Map<String, Sent> earlier(List<Prepared> orders) {
        Map<String, Sent> earlier = new HashMap<>();
        db.sql("""
                select edition_id, id, orderer_id, idempotency_key, form_digest from ticket_order
                where idempotency_key = any(:keys)
                """)
                .set("keys", orders.stream().map(one -> one.order().key()).toList())
                .list(row -> new Before(
                        row.uuid("edition_id") + " " + row.string("idempotency_key"),
                        row.id("edition_id", EditionId::new),
                        row.uuid("id"),
                        row.id("orderer_id", PersonId::new),
                        row.stringOrNull("form_digest")))
                .forEach(before -> earlier.put(before.name, new Sent(before.digest, placedBefore(before))));
        return earlier;
    }

    private record Before(
            String name,
            EditionId edition,
            UUID order,
            PersonId person,
            @Nullable String digest) {}

    private Outcome placedBefore(Before before) {
        String path = orderLinks
                .current(before.edition, before.order)
                .map(token -> "/order/" + token)
                .orElseGet(() -> "/my/" + links.current(before.edition, before.person, Purpose.CHANGE));
        return new Outcome.Placed(before.order, before.person, path);
    }

    /// Who has a place and one of these addresses.
    List<Holder> holders(List<String> emails) {
        return emails.isEmpty()
                ? List.of()
                : db.sql("""
                        select ticket.edition_id, ticket.id, ticket.person_id, ticket.quota_ids, person.name, person.email
                        from person
                        join ticket on ticket.person_id = person.id
                        where lower(person.email) = any(:emails) and ticket.state in ('valid', 'pending')
                        order by ticket.created_at
                        """)
                        .set(
                                "emails",
                                emails.stream()
                                        .map(email -> email.toLowerCase(Locale.ROOT))
                                        .toList())
                        .list(row -> new Holder(
                                row.id("edition_id", EditionId::new),
                                row.uuid("id"),
                                row.uuid("person_id"),
                                row.string("name"),
                                row.string("email"),
                                Orders.same(row.string("name"), row.string("email")),
                                row.uuids("quota_ids")));
    }

    private record Pool(EditionId edition, UUID quota) {}

    private Map<Pool, Integer> free(List<Prepared> orders) {
        Map<EditionId, Set<UUID>> wanted = new HashMap<>();
        orders.forEach(one -> wanted.computeIfAbsent(one.order().edition().id(), id -> new HashSet<>())
                .addAll(one.order().places()));
        Map<Pool, Integer> free = new HashMap<>();
        wanted.entrySet().stream()
                .sorted(java.util.Comparator.comparing(entry -> entry.getKey().value()))
                .forEach(entry -> quotas.lockedFree(entry.getKey(), entry.getValue())
                        .forEach((quota, places) -> free.put(new Pool(entry.getKey(), quota), places)));
        return free;
    }

    /// @param again whether its person has a place: then nothing is taken, but refused is what anybody would be refused
    private static Outcome decide(
            Prepared one,
            boolean again,
            Map<Pool, Integer> free,
            Map<CodeId, Code> locked,
            Map<Pool, Integer> taken,
            Map<CodeId, Integer> used) {
        EditionId edition = one.order().edition().id();
        List<UUID> places = new ArrayList<>(one.order().places());
        Code code = one.order().code();
        int uses = 0;
        if (code != null) {
            uses = (int) one.order().tickets().stream()
                    .filter(ticket -> code.isFor(ticket.type()))
                    .count();
            Code left = locked.get(code.id());
            if (left == null || left.used() + used.getOrDefault(code.id(), 0) + uses > left.maxUses()) {
                return new Outcome.CodeSpent();
            }
            if (code.kind() == Code.Kind.RESERVED) {
                for (int i = 0; i < uses; i++) {
                    left.quotas().forEach(places::remove); // put aside already: one each
                }
            }
        }
        Map<Pool, Integer> wanted = new HashMap<>();
        places.forEach(quota -> wanted.merge(new Pool(edition, quota), 1, Integer::sum));
        List<UUID> full = wanted.entrySet().stream()
                .filter(want ->
                        taken.getOrDefault(want.getKey(), 0) + want.getValue() > free.getOrDefault(want.getKey(), 0))
                .map(want -> want.getKey().quota)
                .sorted()
                .toList();
        if (!full.isEmpty()) {
            return new Outcome.Full(full);
        }
        if (again) {
            return new Outcome.Placed(one.id(), one.orderer(), one.path());
        }
        wanted.forEach((pool, number) -> taken.merge(pool, number, Integer::sum));
        if (code != null) {
            used.merge(code.id(), uses, Integer::sum);
        }
        return new Outcome.Placed(one.id(), one.orderer(), one.path());
    }
}
