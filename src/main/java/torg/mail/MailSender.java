package torg.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;
import torg.store.Db;
import torg.store.RepeatedJob;
import torg.store.Settings;

/// Sends what lies in the outbox, oldest first; a mail that fails is tried again, six times at most.
///
/// Each mail is a transaction of its own, so that a crash sends at most one of them twice. Several nodes may send at
/// once: each takes other rows (`skip locked`). Without an SMTP server mail stays in the
/// outbox.
@Component
class MailSender implements RepeatedJob {
    private static final Logger LOG = LoggerFactory.getLogger(MailSender.class);
    private static final int MAX_ATTEMPTS = 6;

    private final Db db;
    private final Settings settings;

    MailSender(Db db, Settings settings) {
        this.db = db;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "send-mail";
    }

    @Override
    public int everySeconds() {
        return 2;
    }

    private record Waiting(
            UUID id,
            String senderName,
            String recipient,
            String recipientName,
            String subject,
            String text,
            String html,
            String language,
            List<Outbox.Attachment> attachments) {}

    @Override
    public void run() {
        if (settings.smtp() == null) {
            return;
        }
        JavaMailSenderImpl smtp = smtp();
        while (next(smtp)) {
            // more are waiting
        }
    }

    /// @return whether there was one to send
    private boolean next(JavaMailSenderImpl smtp) {
        return db.transaction(() -> {
            Waiting mail = db.sql("""
                    select id, sender_name, recipient, recipient_name, subject, body_text, body_html, language, attachments
                    from mail
                    where state = 'queued' and created_at + attempts * attempts * interval '1 minute' <= now()
                    order by created_at
                    limit 1
                    for update skip locked
                    """)
                    .optional(row -> new Waiting(
                            row.uuid("id"),
                            row.string("sender_name"),
                            row.string("recipient"),
                            row.string("recipient_name"),
                            row.string("subject"),
                            row.string("body_text"),
                            row.string("body_html"),
                            row.string("language"),
                            List.of(row.json("attachments", Outbox.Attachment[].class))))
                    .orElse(null);
            if (mail == null) {
                return false;
            }
            try {
                smtp.send(message(smtp, mail));
                db.sql("update mail set state = 'sent', sent_at = now(), attempts = attempts + 1 where id = :id")
                        .set("id", mail.id())
                        .run();
            } catch (MailException | MessagingException | UnsupportedEncodingException e) {
                LOG.warn("mail {} was not sent: {}", mail.id(), e.getMessage());
                db.sql("""
                        update mail set attempts = attempts + 1, last_error = :error,
                            state = case when attempts + 1 >= :most then 'failed' else 'queued' end
                        where id = :id
                        """)
                        .set("id", mail.id())
                        .set("error", String.valueOf(e.getMessage()))
                        .set("most", MAX_ATTEMPTS)
                        .run();
            }
            return true;
        });
    }

    private MimeMessage message(JavaMailSenderImpl smtp, Waiting mail)
            throws MessagingException, UnsupportedEncodingException {
        MimeMessage message = smtp.createMimeMessage();
        MimeMessageHelper helper = new MimeMessageHelper(
                message, MimeMessageHelper.MULTIPART_MODE_MIXED_RELATED, StandardCharsets.UTF_8.name());
        helper.setFrom(settings.mailFrom(), mail.senderName());
        helper.setTo(new jakarta.mail.internet.InternetAddress(mail.recipient(), mail.recipientName(), "UTF-8"));
        helper.setSubject(mail.subject());
        helper.setText(mail.text(), mail.html());
        message.setHeader("Content-Language", mail.language());
        message.setHeader("Auto-Submitted", "auto-generated");
        for (Outbox.Attachment attachment : mail.attachments()) {
            helper.addAttachment(
                    attachment.fileName(),
                    new ByteArrayResource(Base64.getDecoder().decode(attachment.content())),
                    attachment.mediaType());
        }
        return message;
    }

    private JavaMailSenderImpl smtp() {
        Settings.Server server = java.util.Objects.requireNonNull(settings.smtp());
        JavaMailSenderImpl smtp = new JavaMailSenderImpl();
        smtp.setHost(server.address().getHost());
        smtp.setPort(server.address().getPort());
        smtp.setUsername(server.user());
        smtp.setPassword(server.password());
        smtp.setDefaultEncoding(StandardCharsets.UTF_8.name());
        boolean tls = "smtps".equals(server.address().getScheme());
        Properties properties = smtp.getJavaMailProperties();
        properties.put("mail.transport.protocol", tls ? "smtps" : "smtp");
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.connectiontimeout", "10000");
        properties.put("mail.smtp.timeout", "20000");
        properties.put("mail.smtp.writetimeout", "20000");
        properties.put("mail.smtp.auth", String.valueOf(server.user() != null));
        return smtp;
    }
}
