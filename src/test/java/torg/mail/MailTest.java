package torg.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torg.TestServer;
import torg.bench.MailSink;
import torg.mail.Outbox.Staged;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.Settings.Server;
import torg.text.Language;

/// Letters are written when they are sent over SMTP, and wait where no server takes them.
class MailTest {
    private static TestServer server;
    private static Db db;

    @BeforeAll
    static void start() {
        server = TestServer.fresh(Map.of("mail-from", "torg@example.org", "base-url", "https://konferens.example.org"));
        server.bean(ConferenceClock.class).set(Instant.parse("2027-03-01T09:00:00Z"));
        db = server.bean(Db.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void emptyOutbox() {
        db.sql("delete from mail").run();
    }

    private static Staged sample(String recipient) {
        return new Staged(
                UUID.randomUUID(),
                null,
                Writer.SAMPLE,
                recipient,
                "Åsa Öberg",
                Language.SV,
                Map.of("kind", "registration"),
                false);
    }

    private static void stage(int letters) {
        server.bean(Outbox.class)
                .stageAll(IntStream.range(0, letters)
                        .mapToObj(i -> sample("asa" + i + "@example.org"))
                        .toList());
    }

    /// Registers over HTTP and gives back her personal page.
    static String register(TestServer server, String name, String email) {
        Map<String, String> form = new LinkedHashMap<>();
        String body = server.get("/torgdagen-2027/register").body();
        form.put("key", body.replaceAll("(?s).*name=\"key\" value=\"([A-Za-z0-9]{24})\".*", "$1"));
        form.put("type", "offentlig");
        form.put("name", name);
        form.put("email", email);
        form.put("organisation", "Exempelstads kommun");
        return server.post("/torgdagen-2027/register", form)
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replace("?new", "");
    }

    private static List<String> states() {
        return db.sql("select state || ' ' || attempts as s from mail order by created_at, recipient")
                .list(row -> row.string("s"));
    }

    private static String error(String state) {
        return db.sql("select last_error from mail where state = :state")
                .set("state", state)
                .one(row -> row.string("last_error"));
    }

    private static void later() {
        db.sql("update mail set due_at = now() - interval '1 minute'").run();
    }

    @Test
    void aLetterArrivesWithCodeCalendarAndLinkAndItsRowHadNoneOfThem() throws Exception {
        GreenMail post = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        post.start();
        try {
            String mine = register(server, "Åsa [Öberg](https://evil.example.org)", "asa@example.org");
            String row = db.sql("select to_jsonb(mail)::text as row from mail").one(found -> found.string("row"));
            String secret = db.sql(
                            "select secret from ticket join person on person.id = person_id where email = :email")
                    .set("email", "asa@example.org")
                    .one(found -> found.string("secret"));
            MailSender sender = server.bean(MailSender.class)
                    .to(new Server(
                            URI.create("smtp://127.0.0.1:" + post.getSmtp().getPort()), null, null));
            sender.run();
            sender.run();
            assertThat(post.getReceivedMessages()).hasSize(1);
            MimeMessage arrived = post.getReceivedMessages()[0];
            assertThat(arrived.getSubject()).isEqualTo("Din biljett till Torgdagen 2027");
            assertThat(arrived.getFrom()[0].toString()).contains("torg@example.org");
            assertThat(arrived.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
            assertThat(arrived.getMessageID()).matches("<[0-9a-f-]{36}@konferens.example.org>");
            assertThat(((MimeMultipart) arrived.getContent()).getCount()).isEqualTo(3);
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            arrived.writeTo(raw);
            assertThat(raw.toString(StandardCharsets.UTF_8)).contains("text/plain", "text/html", "torgdagen-2027.ics");
            Letter letter = server.bean(Writer.class)
                    .read(UUID.fromString(arrived.getMessageID().substring(1, 37)))
                    .orElseThrow()
                    .letter();
            assertThat(letter.text())
                    .contains("Hej Åsa [Öberg](https://evil.example.org)!")
                    .contains("https://konferens.example.org" + mine)
                    .contains("Din biljett:\nhttps://konferens.example.org/torgdagen-2027/my/");
            assertThat(letter.html().value())
                    .doesNotContain("href=\"https://evil.example.org")
                    .contains("[Öberg]");
            assertThat(row).contains("asa@example.org").doesNotContain(mine.substring(20), secret, "/my/");
            assertThat(states()).containsExactly("sent 1");
        } finally {
            post.stop();
        }
    }

    @Test
    void whatIsStagedIsSentWithinASecondWithoutAnybodyAsking() throws Exception {
        try (MailSink post = new MailSink(recipient -> "250 ok");
                TestServer sending = TestServer.fresh(
                        Map.of("smtp-url", post.address().address().toString()))) {
            sending.bean(Outbox.class).stage(sample("asa@example.org"));
            for (int i = 0; i < 100 && post.taken() == 0; i++) {
                Thread.sleep(10);
            }
            assertThat(post.taken()).isEqualTo(1);
        }
    }

    @Test
    void manySendersSendEveryLetterOnce() {
        stage(1_000);
        try (MailSink post = new MailSink(recipient -> "250 ok");
                ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3; i++) {
                nodes.execute(server.bean(MailSender.class).to(post.address())::run);
            }
            nodes.close();
            assertThat(post.taken()).isEqualTo(1_000);
            assertThat(states()).hasSize(1_000).containsOnly("sent 1");
        }
    }

    @Test
    void whatACrashedSenderHadClaimedIsSentWhenItsLeaseIsOver() {
        stage(2);
        db.sql("update mail set state = 'sending', attempts = 1, due_at = now() + interval '5 minutes'")
                .run();
        try (MailSink post = new MailSink(recipient -> "250 ok")) {
            MailSender sender = server.bean(MailSender.class).to(post.address());
            sender.run();
            assertThat(post.taken()).isZero();
            later();
            sender.run();
            assertThat(post.taken()).isEqualTo(2);
            assertThat(states()).containsExactly("sent 2", "sent 2");
        }
    }

    @Test
    void anAddressThatIsRefusedForGoodBouncesAndOneThatIsBusyIsTriedAgain() {
        try (MailSink post = new MailSink(recipient -> recipient.startsWith("gone")
                ? "550 5.1.1 no such user here"
                : recipient.startsWith("busy") ? "450 4.2.0 greylisted" : "250 ok")) {
            Outbox outbox = server.bean(Outbox.class);
            outbox.stageAll(List.of(sample("busy@example.org"), sample("gone@example.org"), sample("ok@example.org")));
            server.bean(MailSender.class).to(post.address()).run();
            assertThat(states()).containsExactly("queued 1", "bounced 1", "sent 1");
            assertThat(error("bounced")).isEqualTo("550 5.1.1 no such user here");
        }
    }

    @Test
    void whoCancelledMeanwhileGetsNoTicket() {
        String mine = register(server, "Kim Ångrar", "kim@example.org");
        assertThat(server.post(mine + "/cancellation", Map.of()).statusCode()).isEqualTo(303);
        try (MailSink post = new MailSink(recipient -> "250 ok")) {
            server.bean(MailSender.class).to(post.address()).run();
            assertThat(post.taken()).isEqualTo(1); // that the place is cancelled
            assertThat(states()).containsExactly("dropped 1", "sent 1");
        }
    }

    @Test
    void aServerThatIsAwayIsTriedAgainSixTimesThenNamed() {
        stage(1);
        MailSender sender = server.bean(MailSender.class).to(new Server(URI.create("smtp://127.0.0.1:1"), null, null));
        for (int attempt = 0; attempt < 8; attempt++) {
            sender.run();
            later();
        }
        assertThat(states()).containsExactly("failed 6");
        assertThat(error("failed")).contains("127.0.0.1");
    }
}
