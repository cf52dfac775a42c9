package torg.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import torg.store.Settings.Server;

/// A mail server on the loopback that takes everything and keeps nothing: as much of SMTP (RFC 5321) as a sender needs.
public final class MailSink implements AutoCloseable {
    private static final byte[] END = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket socket;
    private final UnaryOperator<String> recipients;
    private final AtomicInteger taken = new AtomicInteger();

    /// @param recipients what it answers to `RCPT TO:<…>`
    public MailSink(UnaryOperator<String> recipients) {
        this.recipients = recipients;
        try {
            this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("mail-sink").start(this::listen);
    }

    public Server address() {
        return new Server(URI.create("smtp://127.0.0.1:" + socket.getLocalPort()), null, null);
    }

    /// How many messages came so far.
    public int taken() {
        return taken.get();
    }

    private void listen() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> {
                    try (client) {
                        talk(client);
                    } catch (IOException e) {
                        // the sender is gone
                    }
                });
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void talk(Socket client) throws IOException {
        client.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(client.getInputStream(), 1 << 16);
        OutputStream out = new BufferedOutputStream(client.getOutputStream());
        say(out, "220 sink");
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String verb = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
            switch (verb) {
                case "EHLO" -> say(out, "250-sink\r\n250 8BITMIME");
                case "RCPT" -> say(out, recipients.apply(line.replaceAll(".*<(.*)>.*", "$1")));
                case "DATA" -> {
                    say(out, "354 go on");
                    skipMessage(in);
                    taken.incrementAndGet();
                    say(out, "250 taken");
                }
                case "QUIT" -> {
                    say(out, "221 bye");
                    return;
                }
                default -> say(out, "250 ok");
            }
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.US_ASCII).strip();
    }

    private static void skipMessage(InputStream in) throws IOException {
        int matched = 2; // an empty message is "." right away
        while (matched < END.length) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("the message has no end");
            }
            matched = b == END[matched] ? matched + 1 : b == END[0] ? 1 : 0;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
