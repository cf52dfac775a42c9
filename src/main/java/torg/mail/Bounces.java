package torg.mail;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.FlagTerm;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import torg.store.Db;
import torg.store.RepeatedJob;
import torg.store.Settings;
import torg.store.Settings.Server;

/// Reads the mailbox that letters come back to and marks those that could not be delivered, by delivery reports
/// (RFC 3464). What it has read is marked as seen and stays there.
@Component
class Bounces implements RepeatedJob {
    private static final Logger LOG = LoggerFactory.getLogger(Bounces.class);
    private static final int MOST_AT_A_TIME = 500;
    private static final Pattern OURS = Pattern.compile("<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^>]*>");

    private final Db db;
    private final Settings settings;

    Bounces(Db db, Settings settings) {
        this.db = db;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "read-bounces";
    }

    @Override
    public int everySeconds() {
        return 60;
    }

    @Override
    public void run() {
        Server server = settings.bounces();
        if (server == null) {
            return;
        }
        String protocol = server.address().getScheme();
        Properties properties = new Properties();
        properties.put("mail." + protocol + ".connectiontimeout", "10000");
        properties.put("mail." + protocol + ".timeout", "20000");
        try (Store store = Session.getInstance(properties).getStore(protocol)) {
            store.connect(server.address().getHost(), server.address().getPort(), server.user(), server.password());
            String path = server.address().getPath();
            try (Folder folder = store.getFolder(path.length() > 1 ? path.substring(1) : "INBOX")) {
                folder.open(Folder.READ_WRITE);
                Message[] unseen = folder.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false));
                for (int i = 0; i < Math.min(unseen.length, MOST_AT_A_TIME); i++) {
                    read(unseen[i]);
                    unseen[i].setFlag(Flags.Flag.SEEN, true);
                }
            }
        } catch (MessagingException e) {
            LOG.warn("the mailbox for bounces cannot be read: {}", e.getMessage());
        }
    }

    private void read(Message message) {
        try {
            report(message).ifPresent(this::mark);
        } catch (MessagingException | java.io.IOException | RuntimeException e) {
            LOG.warn("a message in the mailbox for bounces cannot be understood: {}", e.getMessage());
        }
    }

    /// @param said by the server that gave up
    record Report(UUID mail, String said) {}

    /// Empty where it is no report, tells of a delay or a delivery, or is about somebody else's message.
    static Optional<Report> report(Message message) throws MessagingException, java.io.IOException {
        if (!message.isMimeType("multipart/report")) {
            return Optional.empty();
        }
        MultipartReport report = new MultipartReport(message.getDataHandler().getDataSource());
        MimeMessage returned = report.getReturnedMessage();
        if (returned == null || !(report.getReport() instanceof DeliveryStatus status)) {
            return Optional.empty();
        }
        Matcher ours = OURS.matcher(String.valueOf(returned.getMessageID()));
        for (int i = 0; i < status.getRecipientDSNCount(); i++) {
            InternetHeaders recipient = status.getRecipientDSN(i);
            if ("failed".equalsIgnoreCase(header(recipient, "Action")) && ours.find()) {
                String diagnosis = header(recipient, "Diagnostic-Code");
                String said = diagnosis == null ? header(recipient, "Status") : diagnosis;
                return Optional.of(new Report(
                        UUID.fromString(ours.group(1)),
                        String.valueOf(said)
                                .replaceFirst("^\\s*(?i)smtp;\\s*", "")
                                .replaceAll("\\s+", " ")));
            }
        }
        return Optional.empty();
    }

    private static @Nullable String header(InternetHeaders headers, String name) {
        String value = headers.getHeader(name, ", ");
        return value == null ? null : value.strip();
    }

    private void mark(Report report) {
        int marked = db.sql("""
                update mail set state = 'bounced', last_error = :said where id = :id and state in ('sending', 'sent')
                """).set("id", report.mail).set("said", report.said).run();
        if (marked == 1) {
            LOG.info("mail {} bounced", report.mail);
        }
    }
}
