package torg.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/// A bare Jetty that answers everything with the bytes of one file: what [PagesBench] measures against. It runs in a
/// process of its own, prints its port, and ends when its input does.
final class Yardstick {
    private Yardstick() {}

    public static void main(String[] words) throws Exception {
        byte[] body = Files.readAllBytes(Path.of(words[0]));
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
        server.start();
        System.out.println("port " + ((ServerConnector) server.getConnectors()[0]).getLocalPort());
        while (System.in.read() >= 0) {
            // until whoever started this closes it
        }
        server.stop();
    }

    /// Starts it beside this process.
    static Process beside(Path file) throws IOException {
        String classPath = System.getProperty("java.class.path");
        boolean inOneJar = classPath.endsWith(".jar") && !classPath.contains(java.io.File.pathSeparator);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        "-Dloader.main=" + Yardstick.class.getName(),
                        inOneJar
                                ? "org.springframework.boot.loader.launch.PropertiesLauncher"
                                : Yardstick.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
