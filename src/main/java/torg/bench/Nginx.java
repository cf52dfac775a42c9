package torg.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// nginx with its usual settings and one folder of files, for comparison; nothing where it is not installed.
///
/// @param address of the file `page`; null where there is no nginx
record Nginx(@Nullable Process process, @Nullable URI address) implements AutoCloseable {
    static Nginx serving(Path folder) throws IOException {
        Path program = List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/bin/nginx")).stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (program == null) {
            return new Nginx(null, null);
        }
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                worker_processes auto;
                daemon off;
                pid %1$s/nginx.pid;
                error_log /dev/null;
                events { }
                http {
                  access_log off;
                  sendfile on;
                  keepalive_requests 1000000000;
                  client_body_temp_path %1$s/a;
                  proxy_temp_path %1$s/b;
                  fastcgi_temp_path %1$s/c;
                  uwsgi_temp_path %1$s/d;
                  scgi_temp_path %1$s/e;
                  server {
                    listen 127.0.0.1:%2$d;
                    root %1$s;
                  }
                }
                """.formatted(folder, port));
        return new Nginx(
                new ProcessBuilder(program.toString(), "-c", configuration.toString(), "-e", "/dev/null")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start(),
                URI.create("http://127.0.0.1:" + port + "/page"));
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
    }
}
