package torg.bench;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import torg.bench.BenchCommand.Measured;
import torg.edition.Edition;
import torg.mail.MailSender;
import torg.mail.Writer;
import torg.registration.TicketShop.TicketType;
import torg.store.Db;
import torg.store.Refusal;
import torg.store.Settings;

/// The letters of ten thousand registrations, with link, code and calendar file, to a mail server on the loopback that
/// keeps nothing; against the same number of copies of one finished message, pushed through one connection.
@Component
class MailBench {
    private static final int LETTERS = 10_000;
    private static final int CLIENTS = 64;

    private final Db db;
    private final RegisterBench registrations;
    private final MailSender sender;
    private final Writer writer;
    private final Settings settings;

    MailBench(Db db, RegisterBench registrations, MailSender sender, Writer writer, Settings settings) {
        this.db = db;
        this.registrations = registrations;
        this.sender = sender;
        this.writer = writer;
        this.settings = settings;
    }

    /// @param notes for what a line of the table does not say
    List<Measured> run(List<String> notes) {
        Edition edition = registrations.livingExample();
        if (othersWait(edition)) {
            throw new Refusal("letters wait in this outbox; use --home of a fresh demo, so that none of them is lost");
        }
        TicketType type = registrations.unlimited(edition);
        AtomicLong number = new AtomicLong();
        List<Measured> all = new ArrayList<>();
        try (MailSink sink = new MailSink(recipient -> "250 ok")) {
            MailSender ours = sender.to(sink.address());
            register(edition, type, number, 500);
            byte[] finished = finished();
            ours.run(); // warm

            double known = pushed(finished, sink);
            all.add(line("copies of one message", 1, known, null));

            register(edition, type, number, LETTERS);
            long start = System.nanoTime();
            ours.run();
            double perSecond = LETTERS / seconds(start);
            all.add(line("letters that wait", settings.mailSenders(), perSecond, perSecond / known));

            int before = sink.taken();
            long first = System.nanoTime();
            AtomicLong lastForm = new AtomicLong();
            try (ExecutorService rush = Executors.newSingleThreadExecutor()) {
                rush.execute(() -> {
                    register(edition, type, number, LETTERS);
                    lastForm.set(System.nanoTime());
                });
                while (sink.taken() < before + LETTERS) {
                    ours.run();
                    pause();
                }
            }
            double whole = seconds(first);
            double forms = (lastForm.get() - first) / 1e9;
            all.add(latency("registrations with their letters", LETTERS / whole));
            notes.add(String.format(
                    Locale.ROOT,
                    "%d registrations in %.1f s, the last of their letters %.1f s after the first form, %.2f s after the last",
                    LETTERS,
                    forms,
                    whole,
                    Math.max(0, whole - forms)));
        }
        return all;
    }

    private boolean othersWait(Edition edition) {
        return db.sql("""
                select exists (select 1 from mail
                    where state in ('queued', 'sending') and edition_id is distinct from :edition) as others
                """).set("edition", edition.id()).one(row -> row.truth("others"));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void register(Edition edition, TicketType type, AtomicLong number, int many) {
        AtomicInteger left = new AtomicInteger(many);
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> {
                    while (left.getAndDecrement() > 0) {
                        if (!registrations.register(edition, type, number)) {
                            throw new IllegalStateException("a registration was refused");
                        }
                    }
                });
            }
        }
    }

    /// One of the letters as it goes over the wire, near enough: text, HTML, code and calendar file.
    private byte[] finished() {
        Writer.Written written = writer.newest(1).getFirst();
        StringBuilder message = new StringBuilder("Subject: Provbrev\r\nFrom: torg@example.org\r\nTo: "
                + written.staged().recipient() + "\r\n"
                + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"-----\"\r\n\r\n");
        part(message, "text/plain; charset=utf-8", written.letter().text().getBytes(StandardCharsets.UTF_8));
        part(
                message,
                "text/html; charset=utf-8",
                written.letter().html().value().getBytes(StandardCharsets.UTF_8));
        written.letter().attachments().forEach(attachment -> part(message, attachment.mediaType(), attachment.bytes()));
        return message.append("-------\r\n--\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void part(StringBuilder message, String type, byte[] bytes) {
        message.append("-------\r\nContent-Type: ")
                .append(type)
                .append("\r\nContent-Transfer-Encoding: base64\r\n\r\n")
                .append(java.util.Base64.getMimeEncoder().encodeToString(bytes))
                .append("\r\n");
    }

    private static double pushed(byte[] finished, MailSink sink) {
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", "smtp");
        Session session = Session.getInstance(properties);
        try (Transport transport = session.getTransport()) {
            transport.connect(
                    sink.address().address().getHost(), sink.address().address().getPort(), null, null);
            MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(finished));
            long start = System.nanoTime();
            for (int i = 0; i < LETTERS; i++) {
                transport.sendMessage(message, message.getAllRecipients());
            }
            return LETTERS / seconds(start);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Measured line(
            String what, int clients, double perSecond, @org.jspecify.annotations.Nullable Double ratio) {
        return new Measured(what, clients, perSecond, 0, 0, 0, ratio);
    }

    /// From the registration to the mark that its letter is sent.
    private Measured latency(String what, double perSecond) {
        return db.sql("""
                select percentile_cont(0.5) within group (order by extract(epoch from sent_at - created_at)) as p50,
                    percentile_cont(0.99) within group (order by extract(epoch from sent_at - created_at)) as p99
                from (select sent_at, created_at from mail where state = 'sent' order by created_at desc limit :letters) sent
                """)
                .set("letters", LETTERS)
                .one(row -> new Measured(
                        what,
                        CLIENTS,
                        perSecond,
                        1000 * java.util.Objects.requireNonNull(row.decimalOrNull("p50")),
                        1000 * java.util.Objects.requireNonNull(row.decimalOrNull("p99")),
                        0,
                        null));
    }
}
