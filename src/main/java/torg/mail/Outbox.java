package torg.mail;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.store.Db;
import torg.store.Id;
import torg.store.Json;
import torg.store.Row;
import torg.text.Language;

/// The outbox. [#stage] belongs to the transaction of what the letter tells about; [MailSender] writes and sends it
/// afterwards, perhaps twice, never not at all.
@Component
public class Outbox {
    private final Db db;
    private final Semaphore staged = new Semaphore(0);

    Outbox(Db db) {
        this.db = db;
    }

    /// A letter that is to be written: to whom, of what kind, about what. Never what it says: links and codes are made
    /// when it is sent, so that the database has none.
    ///
    /// @param reference ids of what it is about, for the [Letters] of its kind
    /// @param held      waits until an organiser lets it go
    public record Staged(
            UUID id,
            @Nullable UUID edition,
            String kind,
            String recipient,
            String recipientName,
            Language language,
            Map<String, String> reference,
            boolean held) {

        /// @param about an id under its name, such as `ticket`
        public static Staged of(
                @Nullable Id edition,
                String kind,
                String recipient,
                String recipientName,
                Language language,
                String name,
                UUID about) {
            return new Staged(
                    UUID.randomUUID(),
                    edition == null ? null : edition.value(),
                    kind,
                    recipient,
                    recipientName,
                    language,
                    Map.of(name, about.toString()),
                    false);
        }

        /// The letter as it would look, with values that nobody has, for whoever writes its words.
        public static Staged sample(
                Id edition, String recipient, String recipientName, Language language, LetterKind kind) {
            return new Staged(
                    UUID.randomUUID(),
                    edition.value(),
                    Writer.SAMPLE,
                    recipient,
                    recipientName,
                    language,
                    Map.of("kind", kind.key()),
                    false);
        }

        /// In words that are nowhere saved yet.
        public Staged saying(Template words) {
            Map<String, String> more = new LinkedHashMap<>(reference);
            more.put("subject", words.subject());
            more.put("body", words.body());
            return new Staged(id, edition, kind, recipient, recipientName, language, more, held);
        }

        public boolean isAbout(String name) {
            return reference.containsKey(name);
        }

        /// The id that the reference has under this name.
        public UUID about(String name) {
            String id = reference.get(name);
            if (id == null) {
                throw new IllegalStateException("letter " + this.id + " is about no " + name);
            }
            return UUID.fromString(id);
        }
    }

    public void stage(Staged letter) {
        stageAll(List.of(letter));
    }

    /// All of them in one statement. The senders of this node are told after the commit, other nodes look every two
    /// seconds. Not by `NOTIFY`: it lets only one transaction at a time commit in the whole database, each waiting
    /// for the disk of the one before.
    public void stageAll(List<Staged> letters) {
        stage(letters, null);
    }

    /// @param schedule what they belong to; nobody gets two of it
    /// @return how many are new
    int stage(List<Staged> letters, @Nullable UUID schedule) {
        int rows = db.sql("""
                insert into mail (id, edition_id, kind, recipient, recipient_name, language, reference, state, schedule_id,
                    schedule_recipient)
                select id, edition, kind, recipient, name, language, reference, case when held then 'held' else 'queued' end,
                    cast(:schedule as uuid), case when cast(:schedule as uuid) is not null then about end
                from jsonb_to_recordset(cast(:letters as jsonb)) as letter(id uuid, edition uuid, kind text, recipient text,
                    name text, language text, reference jsonb, held boolean, about uuid)
                on conflict do nothing
                """)
                .set("schedule", schedule)
                .set(
                        "letters",
                        Json.write(letters.stream()
                                .map(letter -> row(letter, schedule))
                                .toList()))
                .run();
        wakeAfterCommit();
        return rows;
    }

    void wakeAfterCommit() {
        db.afterCommit(staged::release);
    }

    private static Map<String, @Nullable Object> row(Staged letter, @Nullable UUID schedule) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", letter.id);
        row.put("edition", letter.edition);
        row.put("kind", letter.kind);
        row.put("recipient", letter.recipient);
        row.put("name", letter.recipientName);
        row.put("language", letter.language);
        row.put("reference", letter.reference);
        row.put("held", letter.held);
        if (schedule != null) {
            row.put("about", letter.about(Audiences.RECIPIENT));
        }
        return row;
    }

    /// Waits until something is staged on this node, and then a moment more, so that a rush is taken in batches.
    void await(Duration longest) throws InterruptedException {
        if (staged.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            Thread.sleep(20);
            staged.drainPermits();
        }
    }

    static Staged staged(Row row) {
        Map<String, String> reference = new LinkedHashMap<>();
        row.json("reference", Map.class)
                .forEach((name, value) -> reference.put(String.valueOf(name), String.valueOf(value)));
        return new Staged(
                row.uuid("id"),
                row.uuidOrNull("edition_id"),
                row.string("kind"),
                row.string("recipient"),
                row.string("recipient_name"),
                new Language(row.string("language")),
                reference,
                row.string("state").equals("held"));
    }
}
