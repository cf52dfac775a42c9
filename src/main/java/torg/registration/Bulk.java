package torg.registration;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.edition.Organiser;
import torg.ledger.Audit;
import torg.mail.Audiences;
import torg.registration.Registrations.Change;
import torg.registration.Ticket.TicketId;
import torg.registration.TicketShop.TicketType;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.RepeatedJob;
import torg.store.Row;
import torg.text.Text;

/// Does the same to many tickets. An organiser sees beforehand whom it is about; a job does it, one ticket a
/// transaction, so that it can be watched, stopped, and taken back where that is possible.
@Component
class Bulk implements RepeatedJob {
    static final int MAX = 5_000;
    private static final int STEP = 20;

    private final Db db;
    private final Registrations registrations;
    private final TicketStream tickets;
    private final Editions editions;
    private final ConferenceClock clock;
    private final Audit audit;

    Bulk(
            Db db,
            Registrations registrations,
            TicketStream tickets,
            Editions editions,
            ConferenceClock clock,
            Audit audit) {
        this.db = db;
        this.registrations = registrations;
        this.tickets = tickets;
        this.editions = editions;
        this.clock = clock;
        this.audit = audit;
    }

    enum Verb {
        APPROVE,
        CANCEL,
        MOVE,
        /// New personal links.
        LINKS,
        /// A letter: the page of letters to many does it.
        MAIL;

        boolean canBeUndone() {
            return this == CANCEL || this == MOVE;
        }
    }

    /// @param type the key of the ticket type to move to
    record Task(
            EditionId edition, UUID id, Verb verb, @Nullable String type, String reason, By by, State state) {}

    enum State {
        RUNNING,
        STOPPED,
        DONE,
        UNDOING,
        UNDONE
    }

    /// How far it has come.
    ///
    /// @param skipped tickets that it did not fit: cancelled already, or without room
    /// @param kept    those that could not be taken back, because their place is somebody else's now
    record Progress(Task task, int all, int done, int skipped, int undone, int kept) {
        int percent() {
            int passed = task.state == State.UNDOING || task.state == State.UNDONE ? undone + kept : done + skipped;
            int of = task.state == State.UNDOING || task.state == State.UNDONE ? done + undone + kept : all;
            return of == 0 ? 100 : passed * 100 / of;
        }
    }

    /// Why a ticket was passed over, or could not be taken back.
    ///
    /// @param full where there was no room, in all of them
    record Why(Reason reason, List<Room> full) {}

    enum Reason {
        FULL,
        /// Somebody else changed it in the same moment.
        CHANGED,
        /// It is no longer what it was: cancelled, valid again, or without its holder.
        LATE
    }

    /// The places of one kind, as they were when there was no room.
    ///
    /// @param before how many there were when the verb was done
    record Room(Text name, int before, int capacity, int taken) {
        boolean isLowered() {
            return capacity < before;
        }
    }

    /// A ticket that was left as it is.
    record Left(Ticket ticket, boolean undone, Why why) {}

    static final int MAX_LEFT = 200;

    /// Those that the verb, or taking it back, left as they are; by name, without those whose identity is protected.
    List<Left> left(EditionId edition, UUID id) {
        record Item(boolean undone, Why why) {}
        Map<TicketId, Item> items = new HashMap<>();
        db.sql("""
                select ticket_id, outcome, why from bulk_item
                where edition_id = :edition and bulk_id = :bulk and why is not null
                """)
                .set("edition", edition)
                .set("bulk", id)
                .list(row -> items.put(
                        row.id("ticket_id", TicketId::new),
                        new Item(row.string("outcome").equals("kept"), row.json("why", Why.class))));
        return db
                .sql(Registrations.TICKET + """
                        where ticket.edition_id = :edition and ticket.id = any(cast(:ids as uuid[]))
                            and person.protected is not true
                        order by folded(person.name), ticket.id
                        limit :most
                        """)
                .set("edition", edition)
                .set("ids", List.copyOf(items.keySet()))
                .set("most", MAX_LEFT)
                .list(Registrations::ticket)
                .stream()
                .map(ticket -> {
                    Item item = Objects.requireNonNull(items.get(ticket.id()));
                    return new Left(ticket, item.undone, item.why);
                })
                .toList();
    }

    UUID start(Organiser organiser, Verb verb, @Nullable String type, String reason, List<TicketId> chosen) {
        UUID id = UUID.randomUUID();
        db.transaction(() -> {
            db.sql("""
                    insert into bulk (edition_id, id, verb, ticket_type, reason, by_kind, by_id, by_name, made_at)
                    values (:edition, :id, :verb, :type, :reason, :byKind, :byId, :byName, :now)
                    """)
                    .set("edition", organiser.id())
                    .set("id", id)
                    .set("verb", verb)
                    .set("type", type)
                    .set("reason", reason)
                    .set("byKind", organiser.by().kind())
                    .set("byId", organiser.by().id())
                    .set("byName", organiser.by().name())
                    .set("now", clock.instant())
                    .run();
            db.sql("""
                    insert into bulk_item (edition_id, bulk_id, ticket_id)
                    select edition_id, :bulk, id from ticket
                    where edition_id = :edition and id = any(cast(:tickets as uuid[]))
                    """)
                    .set("bulk", id)
                    .set("edition", organiser.id())
                    .set("tickets", chosen)
                    .run();
            audit.record(
                    organiser.by(),
                    organiser.id(),
                    "began-bulk",
                    new Audit.Subject("bulk", id.toString(), Db.written(verb)),
                    null,
                    Map.of("tickets", chosen.size(), "reason", reason));
        });
        return id;
    }

    /// Keeps whom it is about, so that they can be written to.
    ///
    /// @return the audience that they are
    String keep(Organiser organiser, List<TicketId> chosen) {
        List<UUID> sorted = chosen.stream().map(TicketId::value).sorted().toList();
        UUID id = UUID.nameUUIDFromBytes(sorted.toString().getBytes(StandardCharsets.UTF_8));
        db.sql("""
                insert into chosen_ticket (edition_id, id, ticket_id)
                select edition_id, :id, id from ticket
                where edition_id = :edition and id = any(cast(:tickets as uuid[]))
                on conflict do nothing
                """)
                .set("id", id)
                .set("edition", organiser.id())
                .set("tickets", sorted)
                .run();
        return Audiences.CHOSEN + id;
    }

    Optional<Progress> progress(EditionId edition, UUID id) {
        return db.sql("""
                select bulk.*, count(*)::int as all_of_them,
                    count(*) filter (where outcome = 'done')::int as done,
                    count(*) filter (where outcome = 'skipped')::int as skipped,
                    count(*) filter (where outcome = 'undone')::int as undone,
                    count(*) filter (where outcome = 'kept')::int as kept
                from bulk
                join bulk_item item on item.edition_id = bulk.edition_id and item.bulk_id = bulk.id
                where bulk.edition_id = :edition and bulk.id = :id
                group by bulk.edition_id, bulk.id
                """)
                .set("edition", edition)
                .set("id", id)
                .optional(row -> new Progress(
                        task(row),
                        row.integer("all_of_them"),
                        row.integer("done"),
                        row.integer("skipped"),
                        row.integer("undone"),
                        row.integer("kept")));
    }

    private static Task task(Row row) {
        return new Task(
                row.id("edition_id", EditionId::new),
                row.uuid("id"),
                row.choice("verb", Verb.class),
                row.stringOrNull("ticket_type"),
                row.string("reason"),
                new By(row.string("by_kind"), row.string("by_id"), row.string("by_name")),
                row.choice("state", State.class));
    }

    /// Stops what is running; what has been done stays done.
    void stop(Organiser organiser, UUID id) {
        turn(organiser, id, List.of(State.RUNNING), State.STOPPED, "stopped-bulk");
    }

    /// Takes back what has been done, where the verb allows it.
    void undo(Organiser organiser, UUID id) {
        if (progress(organiser.id(), id)
                .filter(it -> it.task.verb.canBeUndone())
                .isPresent()) {
            turn(organiser, id, List.of(State.STOPPED, State.DONE), State.UNDOING, "undid-bulk");
        }
    }

    private void turn(Organiser organiser, UUID id, List<State> from, State to, String action) {
        db.transaction(() -> {
            int turned = db.sql("""
                    update bulk set state = :to where edition_id = :edition and id = :id and state = any(:from)
                    """)
                    .set("to", to)
                    .set("edition", organiser.id())
                    .set("id", id)
                    .set("from", from)
                    .run();
            if (turned == 1) {
                audit.record(
                        organiser.by(),
                        organiser.id(),
                        action,
                        new Audit.Subject("bulk", id.toString(), id.toString()),
                        null,
                        null);
            }
        });
    }

    @Override
    public String name() {
        return "bulk";
    }

    @Override
    public int everySeconds() {
        return 2;
    }

    @Override
    public void run() {
        boolean more = true;
        while (more) {
            more = false;
            for (Task task : db.sql("select * from bulk where state in ('running', 'undoing') order by made_at")
                    .list(Bulk::task)) {
                more |= step(task);
            }
        }
    }

    /// @return whether there was anything to do
    private boolean step(Task task) {
        boolean back = task.state == State.UNDOING;
        List<TicketId> next = db.sql("""
                select ticket_id from bulk_item
                where edition_id = :edition and bulk_id = :bulk
                    and (case when :back then outcome = 'done' else outcome is null end)
                order by ticket_id
                limit :step
                """)
                .set("edition", task.edition)
                .set("bulk", task.id)
                .set("back", back)
                .set("step", STEP)
                .list(row -> row.id("ticket_id", TicketId::new));
        if (next.isEmpty()) {
            db.sql("update bulk set state = :to where edition_id = :edition and id = :id and state = :from")
                    .set("to", back ? State.UNDONE : State.DONE)
                    .set("edition", task.edition)
                    .set("id", task.id)
                    .set("from", task.state)
                    .run();
            return false;
        }
        Edition edition = editions.known(task.edition);
        next.forEach(ticket -> db.transaction(() -> {
            boolean open = db.sql("select 1 from bulk where edition_id = :edition and id = :id and state = :state")
                    .set("edition", task.edition)
                    .set("id", task.id)
                    .set("state", task.state)
                    .optional(row -> 1)
                    .isPresent();
            if (open) {
                one(task, edition, ticket, back);
            }
        }));
        return true;
    }

    private void one(Task task, Edition edition, TicketId id, boolean back) {
        Ticket ticket = registrations.find(task.edition, id).orElseThrow();
        if (!back) {
            rememberPlaces(task, id);
        }
        Change change = back ? takeBack(task, ticket) : act(task, edition, ticket);
        String outcome = change == Change.DONE ? back ? "undone" : "done" : back ? "kept" : "skipped";
        Why why = switch (change) {
            case DONE -> null;
            case CONFLICT -> new Why(Reason.CHANGED, List.of());
            case TOO_LATE -> new Why(Reason.LATE, List.of());
            case FULL -> new Why(Reason.FULL, back ? full(task, id) : List.of());
        };
        db.sql("""
                update bulk_item set outcome = :outcome, type_before = coalesce(type_before, :type), why = :why
                where edition_id = :edition and bulk_id = :bulk and ticket_id = :ticket
                """)
                .set("outcome", outcome)
                .set("type", ticket.typeKey())
                .setJson("why", why)
                .set("edition", task.edition)
                .set("bulk", task.id)
                .set("ticket", id)
                .run();
    }

    /// How many places there are where the ticket has its own, so that it can be said later what has changed.
    private void rememberPlaces(Task task, TicketId id) {
        db.sql("""
                update bulk_item set places = (select jsonb_object_agg(quota.id, quota.capacity)
                    from ticket
                    join quota on quota.edition_id = ticket.edition_id and quota.id = any(ticket.quota_ids)
                    where ticket.edition_id = bulk_item.edition_id and ticket.id = bulk_item.ticket_id)
                where edition_id = :edition and bulk_id = :bulk and ticket_id = :ticket
                """)
                .set("edition", task.edition)
                .set("bulk", task.id)
                .set("ticket", id)
                .run();
    }

    /// Where the ticket had its places and there is no room now; what a moved one has all the while is not meant.
    private List<Room> full(Task task, TicketId id) {
        return db.sql("""
                select quota.name, (item.places ->> cast(quota.id as text))::int as before, quota.capacity, quota.taken
                from bulk_item item
                join ticket on ticket.edition_id = item.edition_id and ticket.id = item.ticket_id
                join quota on quota.edition_id = item.edition_id and jsonb_exists(item.places, cast(quota.id as text))
                where item.edition_id = :edition and item.bulk_id = :bulk and item.ticket_id = :ticket
                    and quota.taken >= quota.capacity
                    and not (ticket.state <> 'cancelled' and quota.id = any(ticket.quota_ids))
                order by quota.position
                """)
                .set("edition", task.edition)
                .set("bulk", task.id)
                .set("ticket", id)
                .list(row -> new Room(
                        row.text("name"), row.integer("before"), row.integer("capacity"), row.integer("taken")));
    }

    private Change act(Task task, Edition edition, Ticket ticket) {
        return switch (task.verb) {
            case APPROVE -> registrations.decide(task.by, task.edition, ticket, true, task.reason);
            case CANCEL -> registrations.cancel(task.by, task.edition, ticket, task.reason, true);
            case MOVE ->
                type(task.edition, task.type)
                        .map(type -> registrations.move(task.by, task.edition, ticket, type, task.reason))
                        .orElse(Change.TOO_LATE);
            case LINKS -> {
                if (ticket.isCancelled() || !ticket.isNamed()) {
                    yield Change.TOO_LATE;
                }
                registrations.renewLinks(task.by, edition, ticket);
                yield Change.DONE;
            }
            case MAIL -> Change.TOO_LATE;
        };
    }

    private Change takeBack(Task task, Ticket ticket) {
        return switch (task.verb) {
            case CANCEL -> registrations.revive(task.by, task.edition, ticket, task.reason);
            case MOVE ->
                type(
                                task.edition,
                                db.sql("""
                                        select type_before from bulk_item
                                        where edition_id = :edition and bulk_id = :bulk and ticket_id = :ticket
                                        """)
                                        .set("edition", task.edition)
                                        .set("bulk", task.id)
                                        .set("ticket", ticket.id())
                                        .one(row -> row.string("type_before")))
                        .map(type -> registrations.move(task.by, task.edition, ticket, type, task.reason))
                        .orElse(Change.TOO_LATE);
            case APPROVE, LINKS, MAIL -> Change.TOO_LATE;
        };
    }

    private Optional<TicketType> type(EditionId edition, @Nullable String key) {
        return key == null ? Optional.empty() : tickets.draft(edition).type(key);
    }
}
