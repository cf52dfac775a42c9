package torg.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.edition.EditionId;
import torg.mail.Outbox.Staged;
import torg.store.Db;
import torg.text.Language;

/// Letters that come back, as delivery reports in a mailbox.
class BouncesTest {
    private static MimeMessage report(UUID mail, String action) throws Exception {
        String text = """
                From: MAILER-DAEMON@example.net
                To: torg@example.org
                Subject: Undelivered Mail Returned to Sender
                Message-ID: <report-%2$s@example.net>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

                --b1
                Content-Type: text/plain; charset=us-ascii

                I'm sorry to have to inform you that your message could not be delivered.

                --b1
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.net
                Arrival-Date: Mon, 1 Mar 2027 10:00:00 +0100

                Final-Recipient: rfc822; asa@example.net
                Action: %2$s
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 <asa@example.net>: Recipient address
                    rejected: User unknown

                --b1
                Content-Type: text/rfc822-headers

                Subject: Din biljett
                Message-ID: <%1$s@konferens.example.org>
                From: torg@example.org

                --b1--
                """.formatted(mail, action).replace("\n", "\r\n");
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void aLetterThatComesBackIsSeenAndADelayIsNot() throws Exception {
        GreenMail post = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
        post.start();
        GreenMailUser mailbox = post.setUser("torg@example.org", "torg", "hemligt");
        try (TestServer server = TestServer.fresh(Map.of(
                "bounces-url", "imap://torg:hemligt@127.0.0.1:" + post.getImap().getPort() + "/INBOX"))) {
            List<Staged> letters = List.of(letter("asa@example.net"), letter("bo@example.net"));
            server.bean(Outbox.class).stageAll(letters);
            Db db = server.bean(Db.class);
            db.sql("update mail set state = 'sent', sent_at = now()").run();
            mailbox.deliver(report(letters.getFirst().id(), "failed"));
            mailbox.deliver(report(letters.getLast().id(), "delayed"));
            mailbox.deliver(report(UUID.randomUUID(), "failed"));
            mailbox.deliver(new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream("Subject: Hej\r\n\r\nHej".getBytes(StandardCharsets.US_ASCII))));
            server.bean(Bounces.class).run();
            server.bean(Bounces.class).run();
            List<String> states = db.sql(
                            "select recipient || ' ' || state || ' ' || coalesce(last_error, '') as s from mail order by 1")
                    .list(row -> row.string("s"));
            assertThat(states)
                    .isEqualTo(List.of(
                            "asa@example.net bounced 550 5.1.1 <asa@example.net>: Recipient address rejected: User unknown",
                            "bo@example.net sent "));
            assertThat(server.bean(DeliveryLog.class)
                            .bounced(EditionId.of(TestServer.CAST), "ASA@example.net")
                            .isPresent())
                    .isTrue();
        } finally {
            post.stop();
        }
    }

    private static Staged letter(String recipient) {
        return Staged.of(
                EditionId.of(TestServer.CAST), "links", recipient, "Kim", Language.SV, "ticket", UUID.randomUUID());
    }
}
