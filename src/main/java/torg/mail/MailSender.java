package torg.mail;

import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import torg.mail.Outbox.Staged;
import torg.store.Db;
import torg.store.Settings;
import torg.store.Settings.Server;

/// Sends what is due in the outbox, by several senders at a time. Without an SMTP server mail stays in the outbox.
///
/// A sender claims a batch for the time of a lease (`skip locked`: nobody waits for another), writes the letters and
/// sends them over one connection. After a crash those claimed and not yet marked are sent when the lease is over, some
/// of
/// them perhaps a second time. For the same reason no claim and no mark waits for the disk.
@Component
public class MailSender {
    private static final Logger LOG = LoggerFactory.getLogger(MailSender.class);
    private static final int BATCH = 50;

    /// So many are marked together: what a crash would send twice, for each sender.
    private static final int MARKED = 10;

    private static final int MAX_ATTEMPTS = 6;
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Duration LONGEST_SEND = Duration.ofMinutes(2);
    private static final String UTF_8 = "UTF-8";

    static {
        // else every part of every message searches all jars for them: half the work of sending
        System.setProperty("jakarta.mail.util.StreamProvider", "org.eclipse.angus.mail.util.MailStreamProvider");
    }

    private static final String SOON = "with soon as (select set_config('synchronous_commit', 'off', true))\n";

    private final Db db;
    private final Writer writer;
    private final Settings settings;
    private final @Nullable Server smtp;
    private final Semaphore idle;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("mail-sender-", 0).factory());
    private volatile boolean stopped;

    @Autowired
    MailSender(Db db, Writer writer, Settings settings) {
        this(db, writer, settings, settings.smtp());
    }

    private MailSender(Db db, Writer writer, Settings settings, @Nullable Server smtp) {
        this.db = db;
        this.writer = writer;
        this.settings = settings;
        this.smtp = smtp;
        this.idle = new Semaphore(settings.mailSenders());
    }

    /// The same over another server: for measuring.
    public MailSender to(Server other) {
        return new MailSender(db, writer, settings, other);
    }

    /// Sends until nothing is due.
    public void run() {
        boolean more = true;
        while (more) {
            more = wake();
            idle.acquireUninterruptibly(settings.mailSenders());
            idle.release(settings.mailSenders());
        }
    }

    /// Sets as many senders to work as there is work for, and does not wait for them.
    ///
    /// @return whether there was any
    boolean wake() {
        boolean any = false;
        while (smtp != null && !stopped && idle.tryAcquire()) {
            List<Staged> batch = List.of();
            try {
                batch = claim();
            } finally {
                if (batch.isEmpty()) {
                    idle.release();
                }
            }
            if (batch.isEmpty()) {
                break;
            }
            any = true;
            List<Staged> first = batch;
            threads.execute(() -> send(first));
            if (batch.size() < BATCH) {
                break;
            }
        }
        return any;
    }

    /// Lets every sender finish the letter that it has at hand.
    void stop() throws InterruptedException {
        stopped = true;
        if (!idle.tryAcquire(settings.mailSenders(), 10, TimeUnit.SECONDS)) {
            LOG.warn("a mail server is slow; what is under way is sent again when its lease is over");
        }
    }

    private List<Staged> claim() {
        return db.sql(SOON + """
                update mail set state = 'sending', attempts = attempts + 1, due_at = now() + :lease * interval '1 second'
                from soon
                where id = any(array(
                    select id from mail
                    where state in ('queued', 'sending') and due_at <= now()
                    order by (edition_id is not null), (schedule_id is not null), due_at
                    limit :batch
                    for update skip locked))
                returning mail.*
                """)
                .set("lease", LEASE.toSeconds())
                .set("batch", BATCH)
                .list(Outbox::staged);
    }

    private void send(List<Staged> first) {
        try (Connection connection = new Connection()) {
            List<Staged> batch = first;
            while (!batch.isEmpty() && send(batch, connection)) {
                batch = batch.size() == BATCH && !stopped ? claim() : List.of();
            }
        } catch (RuntimeException e) {
            LOG.error("a sender of mail broke; its letters are sent when their lease is over", e);
        } finally {
            idle.release();
        }
    }

    /// @return whether the server can be reached
    private boolean send(List<Staged> batch, Connection connection) {
        Instant over = Instant.now().plus(LEASE).minus(LONGEST_SEND);
        Map<UUID, Letter> letters = written(batch);
        List<UUID> sent = new ArrayList<>();
        try {
            return send(batch, letters, connection, over, sent);
        } finally {
            mark(sent, "sent");
        }
    }

    private boolean send(
            List<Staged> batch, Map<UUID, Letter> letters, Connection connection, Instant over, List<UUID> sent) {
        for (int i = 0; i < batch.size(); i++) {
            Staged staged = batch.get(i);
            Letter letter = letters.get(staged.id());
            if (stopped) {
                giveBack(batch.subList(i, batch.size()));
                return false;
            }
            if (Instant.now().isAfter(over)) {
                return true; // the lease of the rest runs out; whoever claims it then sends it
            }
            if (letter == null) {
                mark(List.of(staged.id()), "dropped");
                continue;
            }
            try {
                connection.send(message(connection.session, staged, letter));
                sent.add(staged.id());
                if (sent.size() == MARKED) {
                    mark(sent, "sent");
                    sent.clear();
                }
            } catch (Unreachable e) {
                batch.subList(i, batch.size()).forEach(rest -> failed(rest.id(), e));
                return false;
            } catch (MessagingException | UnsupportedEncodingException e) {
                refusal(e).ifPresentOrElse(said -> bounced(staged.id(), said), () -> failed(staged.id(), e));
            }
        }
        return true;
    }

    /// A letter that cannot be written does not stop the others.
    private Map<UUID, Letter> written(List<Staged> batch) {
        try {
            return writer.write(batch);
        } catch (RuntimeException e) {
            Map<UUID, Letter> written = new HashMap<>();
            for (Staged one : batch) {
                try {
                    written.putAll(writer.write(List.of(one)));
                } catch (RuntimeException wrong) {
                    LOG.error("letter {} of kind {} cannot be written", one.id(), one.kind(), wrong);
                    failed(one.id(), wrong);
                }
            }
            return written;
        }
    }

    private void mark(List<UUID> letters, String state) {
        if (letters.isEmpty()) {
            return;
        }
        db.sql(SOON + """
                update mail set state = :state, sent_at = case when :state = 'sent' then now() end, last_error = null
                from soon
                where id = any(:ids) and state = 'sending'
                """).set("state", state).set("ids", letters).run();
    }

    private void giveBack(List<Staged> batch) {
        db.sql("""
                update mail set state = 'queued', due_at = now(), attempts = attempts - 1
                where id = any(:ids) and state = 'sending'
                """).set("ids", batch.stream().map(Staged::id).toList()).run();
    }

    private void bounced(UUID id, String said) {
        LOG.info("mail {} was refused", id);
        db.sql("update mail set state = 'bounced', last_error = :said where id = :id")
                .set("said", said)
                .set("id", id)
                .run();
    }

    /// Again after 1, 4, 16, 64 and 256 minutes; then it has failed.
    private void failed(UUID id, Exception e) {
        LOG.warn("mail {} was not sent: {}", id, e.getMessage());
        db.sql("""
                update mail set last_error = :error, due_at = now() + power(4, attempts - 1) * interval '1 minute',
                    state = case when attempts >= :most then 'failed' else 'queued' end
                where id = :id and state = 'sending'
                """)
                .set("id", id)
                .set("error", String.valueOf(e.getMessage()).strip())
                .set("most", MAX_ATTEMPTS)
                .run();
    }

    /// What the server said where it refuses the address for good (5xx, RFC 5321 section 4.2.1).
    private static Optional<String> refusal(Exception e) {
        for (Exception next = e; next instanceof MessagingException chained; next = chained.getNextException()) {
            if (chained instanceof SMTPAddressFailedException refused && refused.getReturnCode() / 100 == 5) {
                return Optional.of(String.valueOf(refused.getMessage()).strip());
            }
        }
        return Optional.empty();
    }

    private MimeMessage message(Session session, Staged staged, Letter letter)
            throws MessagingException, UnsupportedEncodingException {
        MimeMessage message =
                new Identified(session, staged.id(), settings.baseUrl().getHost());
        message.setFrom(new InternetAddress(settings.mailFrom(), letter.sender(), UTF_8));
        message.setRecipient(
                Message.RecipientType.TO, new InternetAddress(staged.recipient(), staged.recipientName(), UTF_8));
        message.setSubject(letter.subject(), UTF_8);
        message.setSentDate(new java.util.Date());
        message.setHeader("Content-Language", letter.language().code());
        message.setHeader("Auto-Submitted", "auto-generated");
        MimeMultipart words =
                new MimeMultipart("alternative", text(letter.text(), "plain"), text(letter.page(), "html"));
        MimeBodyPart body = new MimeBodyPart();
        body.setContent(words);
        MimeMultipart all = new MimeMultipart("mixed", body);
        for (Letters.Attachment attachment : letter.attachments()) {
            MimeBodyPart part = new MimeBodyPart();
            part.setDataHandler(new DataHandler(new ByteArrayDataSource(attachment.bytes(), attachment.mediaType())));
            part.setFileName(attachment.fileName());
            part.setDisposition(Part.ATTACHMENT);
            all.addBodyPart(part);
        }
        message.setContent(all);
        message.saveChanges();
        return message;
    }

    private static MimeBodyPart text(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    /// With the id of its row as Message-ID, by which a delivery report finds it again.
    private static final class Identified extends MimeMessage {
        private final UUID id;
        private final String host;

        Identified(Session session, UUID id, String host) {
            super(session);
            this.id = id;
            this.host = host;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + "@" + host + ">");
        }
    }

    private static final class Unreachable extends MessagingException {
        private static final long serialVersionUID = 1L;

        Unreachable(MessagingException e) {
            super(e.getMessage(), e);
        }
    }

    /// One connection to the server, opened with the first letter and kept open for the next.
    private final class Connection implements AutoCloseable {
        private final Session session;
        private @Nullable Transport open;

        Connection() {
            this.session = Session.getInstance(properties());
        }

        void send(MimeMessage message) throws MessagingException {
            Address[] recipients = message.getAllRecipients();
            boolean fresh = open == null;
            try {
                transport().sendMessage(message, recipients);
            } catch (SendFailedException | Unreachable e) {
                throw e;
            } catch (MessagingException e) {
                close();
                if (fresh) {
                    throw e;
                }
                transport().sendMessage(message, recipients); // the server had closed what was open
            }
        }

        private Transport transport() throws MessagingException {
            if (open == null) {
                Server server = java.util.Objects.requireNonNull(smtp);
                try {
                    Transport transport = session.getTransport();
                    transport.connect(
                            server.address().getHost(), server.address().getPort(), server.user(), server.password());
                    open = transport;
                } catch (MessagingException e) {
                    throw new Unreachable(e);
                }
            }
            return open;
        }

        @Override
        public void close() {
            if (open != null) {
                try {
                    open.close();
                } catch (MessagingException e) {
                    LOG.debug("the mail server did not say good-bye", e);
                }
                open = null;
            }
        }
    }

    private Properties properties() {
        Server server = java.util.Objects.requireNonNull(smtp);
        String protocol = "smtps".equals(server.address().getScheme()) ? "smtps" : "smtp";
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", protocol);
        properties.put("mail." + protocol + ".starttls.enable", "true");
        properties.put("mail." + protocol + ".connectiontimeout", "10000");
        properties.put("mail." + protocol + ".timeout", "20000");
        properties.put("mail." + protocol + ".writetimeout", "20000");
        properties.put("mail." + protocol + ".auth", String.valueOf(server.user() != null));
        return properties;
    }
}
