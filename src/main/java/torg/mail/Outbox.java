package torg.mail;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.store.Db;
import torg.store.Id;
import torg.text.Language;

/// The outbox. [#write] belongs to the transaction of what the mail tells about; [MailSender] sends it afterwards,
/// perhaps
/// twice, never not at all.
@Component
public class Outbox {
    private final Db db;

    Outbox(Db db) {
        this.db = db;
    }

    /// @param kind what it is about, such as `sign-in`; for the operator's lists
    /// @param html the same text as HTML
    public record Mail(
            @Nullable Id edition,
            String kind,
            String senderName,
            String recipient,
            String recipientName,
            String subject,
            String text,
            String html,
            Language language,
            List<Attachment> attachments) {}

    /// @param content base64
    public record Attachment(String fileName, String mediaType, String content) {}

    public void write(Mail mail) {
        db.sql("""
                insert into mail (id, edition_id, kind, sender_name, recipient, recipient_name, subject, body_text, body_html,
                    language, attachments)
                values (:id, :edition, :kind, :sender, :recipient, :recipientName, :subject, :text, :html, :language,
                    :attachments)
                """)
                .set("id", UUID.randomUUID())
                .set("edition", mail.edition())
                .set("kind", mail.kind())
                .set("sender", mail.senderName())
                .set("recipient", mail.recipient())
                .set("recipientName", mail.recipientName())
                .set("subject", mail.subject().replaceAll("\\s+", " "))
                .set("text", mail.text())
                .set("html", mail.html())
                .set("language", mail.language())
                .setJson("attachments", mail.attachments())
                .run();
    }
}
