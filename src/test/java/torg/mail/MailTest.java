package torg.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.store.Db;
import torg.text.Language;

/// Mail goes over SMTP, and waits where no server takes it.
class MailTest {
    private static final Outbox.Mail LETTER = new Outbox.Mail(
            null,
            "test",
            "Torgdagen – provet",
            "asa@example.org",
            "Åsa Öberg",
            "Välkommen, Åsa",
            "Hej Åsa",
            "<p>Hej Åsa</p>",
            Language.SV,
            List.of(new Outbox.Attachment(
                    "torgdagen.ics",
                    "text/calendar",
                    Base64.getEncoder().encodeToString("BEGIN:VCALENDAR".getBytes(StandardCharsets.UTF_8)))));

    private static String state(Db db) {
        return db.sql("select state || ' ' || attempts as s from mail where kind = 'test'")
                .one(row -> row.string("s"));
    }

    @Test
    void aLetterArrivesAsItWasWrittenAndOnce() throws Exception {
        GreenMail post = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        post.start();
        try (TestServer server = TestServer.fresh(
                Map.of("smtp-url", "smtp://127.0.0.1:" + post.getSmtp().getPort(), "mail-from", "torg@example.org"))) {
            server.bean(Outbox.class).write(LETTER);
            assertThat(post.waitForIncomingEmail(15_000, 1)).isTrue();
            server.bean(MailSender.class).run();
            assertThat(post.getReceivedMessages()).hasSize(1);
            MimeMessage arrived = post.getReceivedMessages()[0];
            assertThat(arrived.getSubject()).isEqualTo("Välkommen, Åsa");
            assertThat(arrived.getFrom()[0].toString()).contains("torg@example.org");
            assertThat(arrived.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
            assertThat(((MimeMultipart) arrived.getContent()).getCount()).isEqualTo(2);
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            arrived.writeTo(raw);
            assertThat(raw.toString(StandardCharsets.UTF_8)).contains("text/plain", "text/html", "torgdagen.ics");
            assertThat(state(server.bean(Db.class))).isEqualTo("sent 1");
        } finally {
            post.stop();
        }
    }

    @Test
    void aServerThatIsAwayIsTriedAgainSixTimesThenNamed() {
        try (TestServer server = TestServer.fresh(Map.of("smtp-url", "smtp://127.0.0.1:1"))) {
            Db db = server.bean(Db.class);
            server.bean(Outbox.class).write(LETTER);
            for (int attempt = 0; attempt < 8; attempt++) {
                server.bean(MailSender.class).run();
                db.sql("update mail set created_at = created_at - interval '1 hour'")
                        .run();
            }
            assertThat(state(db)).isEqualTo("failed 6");
            String error =
                    db.sql("select last_error from mail where kind = 'test'").one(row -> row.string("last_error"));
            assertThat(error).contains("127.0.0.1");
        }
    }
}
