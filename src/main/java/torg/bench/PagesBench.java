package torg.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.springframework.stereotype.Component;
import torg.bench.BenchCommand.Measured;
import torg.store.Refusal;
import torg.store.Settings;

/// The programme page of a Torg that is serving, against a bare Jetty in this process that sends the same bytes.
@Component
class PagesBench {
    private static final Duration WARM = Duration.ofSeconds(4);
    private static final Duration TIME = Duration.ofSeconds(6);
    private static final int[] CLIENTS = {1, 16, 64};

    private final Settings settings;

    PagesBench(Settings settings) {
        this.settings = settings;
    }

    List<Measured> run() {
        URI page = page();
        byte[] body = fetch(page);
        Server yardstick = bare(body);
        try {
            yardstick.start();
            int port = ((ServerConnector) yardstick.getConnectors()[0]).getLocalPort();
            URI bare = URI.create("http://localhost:" + port + page.getPath());
            Load.run(16, WARM, client -> new Getter(bare));
            Load.run(16, WARM, client -> new Getter(page));
            List<Measured> all = new ArrayList<>();
            for (int clients : CLIENTS) {
                Load.Result known = Load.run(clients, TIME, client -> new Getter(bare));
                Load.Result ours = Load.run(clients, TIME, client -> new Getter(page));
                all.add(measured("bare Jetty, " + body.length + " bytes", clients, known, null));
                all.add(measured("Torg, " + page.getPath(), clients, ours, ours.perSecond() / known.perSecond()));
            }
            return all;
        } catch (Exception e) {
            throw new Refusal("the yardstick could not be started: " + e.getMessage());
        } finally {
            try {
                yardstick.stop();
            } catch (Exception e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static Measured measured(
            String what, int clients, Load.Result result, @org.jspecify.annotations.Nullable Double ratio) {
        return new Measured(
                what, clients, result.perSecond(), result.p50Millis(), result.p99Millis(), result.failed(), ratio);
    }

    private URI page() {
        for (String edition : List.of("exempelkonferensen", "offentliga-rummet-2018")) {
            URI page = URI.create(settings.baseUrl() + "/" + edition + "/programme");
            try {
                fetch(page);
                return page;
            } catch (Refusal e) {
                // the next one, or say so below
            }
        }
        throw new Refusal("no Torg is serving the examples at " + settings.baseUrl()
                + "; start ./torg demo first (TORG_BASE_URL says where)");
    }

    private static byte[] fetch(URI page) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(page)
                            .header("Accept-Encoding", "gzip")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200) {
                return answer.body();
            }
        } catch (IOException e) {
            // said below
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Refusal(page + " does not answer");
    }

    private static Server bare(byte[] body) {
        Server server = new Server(0);
        ByteBuffer bytes = ByteBuffer.allocateDirect(body.length).put(body).flip();
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.setStatus(200);
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html;charset=utf-8");
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
                response.write(true, bytes.duplicate(), callback);
                return true;
            }
        });
        return server;
    }

    /// A connection that is kept, and reads answers by their length: little of the machine goes to the client.
    private static final class Getter implements Load.Client {
        private final byte[] question;
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final byte[] line = new byte[64 << 10];

        Getter(URI page) {
            try {
                question = ("GET " + page.getPath() + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
                socket = new Socket("localhost", page.getPort());
                socket.setTcpNoDelay(true);
                in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
                out = socket.getOutputStream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean once() throws IOException {
            out.write(question);
            String status = line();
            int length = -1;
            for (String header = line(); !header.isEmpty(); header = line()) {
                if (header.regionMatches(true, 0, "Content-Length: ", 0, 16)) {
                    length = Integer.parseInt(header.substring(16));
                }
            }
            if (length < 0) {
                throw new IOException("an answer without length");
            }
            in.skipNBytes(length);
            return status.startsWith("HTTP/1.1 200");
        }

        private String line() throws IOException {
            int length = 0;
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the connection was closed");
                }
                line[length++] = (byte) c;
            }
            return new String(line, 0, length - 1, StandardCharsets.US_ASCII);
        }
    }
}
