package torg.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A browser as small as can be, over one connection kept open, so that the client takes little of the machine that it
/// measures.
final class Visitor implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 120_000;

    private final String host;
    private final Socket socket;
    private final InputStream in;
    private final Map<String, String> cookies = new TreeMap<>();

    Visitor(URI server) throws IOException {
        this.host = server.getAuthority();
        this.socket = new Socket(server.getHost(), server.getPort() < 0 ? 80 : server.getPort());
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    /// @param location where it leads, or nothing
    record Page(int status, String location, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    Page get(String path) throws IOException {
        return ask("GET " + path, "");
    }

    Page post(String path, Map<String, String> form) throws IOException {
        return ask(
                "POST " + path,
                form.entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&")));
    }

    private static String encoded(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8);
    }

    private Page ask(String what, String form) throws IOException {
        StringBuilder head =
                new StringBuilder(what).append(" HTTP/1.1\r\nHost: ").append(host);
        if (!cookies.isEmpty()) {
            head.append("\r\nCookie: ")
                    .append(cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        if (!form.isEmpty()) {
            head.append("\r\nContent-Type: application/x-www-form-urlencoded");
        }
        head.append("\r\nContent-Length: ")
                .append(form.length())
                .append("\r\n\r\n")
                .append(form);
        socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
        return answer();
    }

    private Page answer() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        String location = "";
        int length = 0;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
            String value = line.substring(name.length() + 1).strip();
            switch (name) {
                case "location" -> location = URI.create(value).getRawPath();
                case "content-length" -> length = Integer.parseInt(value);
                case "transfer-encoding" -> chunked = true;
                case "set-cookie" -> {
                    String[] cookie = value.split(";")[0].split("=", 2);
                    cookies.put(cookie[0], cookie[1]);
                }
                default -> {
                    // of no interest here
                }
            }
        }
        if (!chunked) {
            return new Page(status, location, in.readNBytes(length));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return new Page(status, location, body.toByteArray());
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the server hung up");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
