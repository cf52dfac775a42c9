package torg.mail;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.ledger.Audit;
import torg.store.By;
import torg.store.Db;
import torg.store.Id;
import torg.store.Row;

/// The outbox as an edition's organisers see it: what became of each letter, and what they do about it.
@Component
public class DeliveryLog {
    public static final int SIZE = 50;

    private final Db db;
    private final Outbox outbox;
    private final Audit audit;

    DeliveryLog(Db db, Outbox outbox, Audit audit) {
        this.db = db;
        this.outbox = outbox;
        this.audit = audit;
    }

    public enum State {
        /// Waits for an organiser.
        HELD,
        QUEUED,
        SENDING,
        SENT,
        /// Tried as often as it is tried.
        FAILED,
        /// Refused for good, or came back.
        BOUNCED,
        /// There was nothing to tell any more.
        DROPPED,
        CANCELLED
    }

    /// What an organiser does to letters, and in which states they must be.
    public enum Verb {
        HOLD(State.HELD, Set.of(State.QUEUED)),
        RELEASE(State.QUEUED, Set.of(State.HELD)),
        CANCEL(State.CANCELLED, Set.of(State.HELD, State.QUEUED)),
        SEND_AGAIN(State.QUEUED, Set.of(State.SENT, State.FAILED, State.BOUNCED, State.CANCELLED));

        private final State to;
        private final Set<State> from;

        Verb(State to, Set<State> from) {
            this.to = to;
            this.from = from;
        }

        public boolean suits(State state) {
            return from.contains(state);
        }
    }

    /// @param said by the server, where something went wrong
    public record Entry(
            UUID id,
            String kind,
            String recipient,
            String recipientName,
            State state,
            Instant createdAt,
            @Nullable Instant sentAt,
            int attempts,
            @Nullable String said) {}

    /// Which letters, of those that are not to or about somebody whose name is masked: in this state, or in any; with
    /// these words in name, address or kind; or just one.
    public record Selection(
            @Nullable State state, String words, @Nullable UUID one) {
        public static Selection of(@Nullable State state, String words) {
            return new Selection(state, words, null);
        }

        public static Selection one(UUID id) {
            return new Selection(null, "", id);
        }
    }

    private static final String CHOSEN = """
            where edition_id = :edition
                and not exists (select 1 from masked where masked.id in (select value from jsonb_each_text(mail.reference)))
                and (cast(:one as uuid) is null or id = :one)
                and (cast(:state as text) is null or state = :state)
                and (:words = '' or folded(recipient_name || ' ' || recipient || ' ' || kind)
                    like all (select '%' || word || '%'
                        from unnest(string_to_array(replace(replace(folded(:words), '%', ''), '_', ''), ' ')) word))
            """;

    private Db.Statement chosen(String sql, Id edition, Selection selection) {
        return db.sql(sql)
                .set("edition", edition)
                .set("one", selection.one)
                .set("state", selection.state)
                .set("words", selection.words);
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.uuid("id"),
                row.string("kind"),
                row.string("recipient"),
                row.string("recipient_name"),
                row.choice("state", State.class),
                row.instant("created_at"),
                row.instantOrNull("sent_at"),
                row.integer("attempts"),
                row.stringOrNull("last_error"));
    }

    /// What the list can be sorted by, and the SQL for it: never what somebody typed.
    private static final Map<String, String> COLUMNS = Map.of(
            "recipient", "folded(recipient_name)",
            "kind", "kind",
            "state", "state",
            "staged", "created_at",
            "sent", "coalesce(sent_at, created_at)");

    /// @param sort a column's name, with `-` before it for the other direction
    public List<Entry> list(Id edition, Selection selection, String sort, int page) {
        boolean down = sort.startsWith("-");
        String column = COLUMNS.getOrDefault(down ? sort.substring(1) : sort, "created_at");
        return chosen(
                        "select * from mail " + CHOSEN + "order by " + column + (down ? " desc" : "")
                                + ", id limit :size offset :offset",
                        edition,
                        selection)
                .set("size", SIZE)
                .set("offset", (Math.max(page, 1) - 1) * SIZE)
                .list(DeliveryLog::entry);
    }

    public Optional<Entry> find(Id edition, UUID id) {
        return list(edition, Selection.one(id), "", 1).stream().findFirst();
    }

    /// How many are in which state.
    public Map<State, Long> figures(Id edition, String words) {
        Map<State, Long> figures = new EnumMap<>(State.class);
        chosen(
                        "select state, count(*) as letters from mail " + CHOSEN + "group by state",
                        edition,
                        Selection.of(null, words))
                .list(row -> figures.put(row.choice("state", State.class), row.number("letters")));
        return figures;
    }

    /// Those of the chosen letters that the verb would change: how many, and the first of them.
    public record Preview(long letters, List<Entry> first) {}

    public Preview preview(Id edition, Selection selection, Verb verb) {
        String suiting = CHOSEN + "and state = any(:from)\n";
        long letters = chosen("select count(*) as letters from mail " + suiting, edition, selection)
                .set("from", words(verb.from))
                .one(row -> row.number("letters"));
        return new Preview(
                letters,
                chosen(
                                "select * from mail " + suiting + "order by folded(recipient_name), id limit 200",
                                edition,
                                selection)
                        .set("from", words(verb.from))
                        .list(DeliveryLog::entry));
    }

    private static List<String> words(Set<State> states) {
        return states.stream().map(Db::written).toList();
    }

    private static final class OtherNumber extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OtherNumber() {
            super(null, null, false, false);
        }
    }

    /// @param previewed how many the organiser was told that it would be
    /// @return false where it would be another number by now; nothing is changed then
    public boolean act(By by, Id edition, Selection selection, Verb verb, long previewed) {
        try {
            db.transaction(() -> {
                int changed = chosen("""
                        update mail set state = :to, due_at = case when :to = 'queued' then now() else due_at end,
                            attempts = case when :to = 'queued' then 0 else attempts end,
                            last_error = case when :to = 'queued' then null else last_error end
                        """ + CHOSEN + "and state = any(:from)", edition, selection)
                        .set("to", verb.to)
                        .set("from", words(verb.from))
                        .run();
                if (changed != previewed) {
                    throw new OtherNumber();
                }
                audit.record(
                        by,
                        edition,
                        "letters-" + Db.written(verb),
                        new Audit.Subject(
                                "letters",
                                selection.one == null ? "" : selection.one.toString(),
                                selection.one == null ? String.valueOf(changed) : name(edition, selection.one)),
                        null,
                        Map.of(
                                "letters",
                                changed,
                                "state",
                                selection.state == null ? "" : Db.written(selection.state),
                                "search",
                                selection.words));
                outbox.wakeAfterCommit();
            });
            return true;
        } catch (OtherNumber e) {
            return false;
        }
    }

    private String name(Id edition, UUID id) {
        return find(edition, id).map(Entry::recipientName).orElse("");
    }

    /// What the server said when a letter to this address came back last, if one did.
    public Optional<String> bounced(Id edition, String address) {
        return db.sql("""
                select coalesce(last_error, '') as said from mail
                where edition_id = :edition and lower(recipient) = lower(:address) and state = 'bounced'
                order by created_at desc
                limit 1
                """).set("edition", edition).set("address", address).list(row -> row.string("said")).stream()
                .findFirst();
    }
}
