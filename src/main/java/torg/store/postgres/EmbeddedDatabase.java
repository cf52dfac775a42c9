package torg.store.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torg.store.DatabaseAccess;
import torg.store.Refusal;

/// A PostgreSQL server of Torg's own, started in the installation's home and stopped with it.
///
/// Durable as a server should be (fsync, synchronous commit), on the loopback only, with a password that it makes
/// itself.
/// A server that a killed Torg left behind is stopped cleanly before the next start. PostgreSQL refuses to run as root;
/// as root it is started in a user namespace of its own.
public final class EmbeddedDatabase implements AutoCloseable {
    /// The layout of a home; counts up when an older Torg could no longer read it.
    static final int HOME_VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final Duration START = Duration.ofSeconds(60);

    private final Path home;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final Process server;
    private final int port;
    private final String password;
    private boolean closed;

    private EmbeddedDatabase(
            Path home, FileChannel lockFile, FileLock lock, Process server, int port, String password) {
        this.home = home;
        this.lockFile = lockFile;
        this.lock = lock;
        this.server = server;
        this.port = port;
        this.password = password;
    }

    public DatabaseAccess access() {
        return access(port, "torg", password);
    }

    private static DatabaseAccess access(int port, String database, String password) {
        return new DatabaseAccess("jdbc:postgresql://127.0.0.1:" + port + "/" + database, "torg", password);
    }

    /// Starts the server of this home, making both where they are not there yet.
    ///
    /// @throws Refusal where it cannot be: not writable, in use, of a newer version, as root where
    /// the system has no user namespaces
    public static EmbeddedDatabase start(Path home) {
        return start(home, List.of());
    }

    /// @param options further `name=value` settings of the server, for tests
    public static EmbeddedDatabase start(Path home, List<String> options) {
        FileChannel lockFile = null;
        try {
            prepare(home);
            lockFile = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lockFile.tryLock();
            if (lock == null) {
                throw new Refusal("another Torg is running in " + home + "; stop it first, or choose another --home");
            }
            Path binaries = Binaries.unpacked(home);
            String password = password(home);
            Path data = home.resolve("database");
            initialise(binaries, home, data);
            stopOrphan(binaries, data);
            int port = freePort();
            Process server = run(binaries, home, data, port, options);
            EmbeddedDatabase database = new EmbeddedDatabase(home, lockFile, lock, server, port, password);
            database.awaitReady(data);
            database.createIfMissing("torg");
            write(home.resolve("run"), String.valueOf(port));
            return database;
        } catch (AccessDeniedException e) {
            close(lockFile);
            throw new Refusal("cannot write in " + home + ": " + e.getMessage());
        } catch (java.nio.channels.OverlappingFileLockException e) {
            close(lockFile);
            throw new Refusal("another Torg is running in " + home + "; stop it first, or choose another --home");
        } catch (IOException e) {
            close(lockFile);
            throw new Refusal("the database in " + home + " cannot be started: " + e.getMessage());
        } catch (Refusal e) {
            close(lockFile);
            throw e;
        }
    }

    /// The database of a Torg that is serving in this home now, for commands beside it.
    public static Optional<DatabaseAccess> running(Path home) {
        Path run = home.resolve("run");
        if (!Files.exists(run)) {
            return Optional.empty();
        }
        try (FileChannel file = FileChannel.open(home.resolve("lock"), StandardOpenOption.WRITE);
                FileLock free = file.tryLock()) {
            if (free != null) {
                return Optional.empty();
            }
            int port = Integer.parseInt(Files.readAllLines(run).getFirst());
            return Optional.of(access(port, "torg", password(home)));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Where the Torg of this home answers, for commands beside it: the second line of the file `run`.
    public void answersAt(URI baseUrl) {
        try {
            write(home.resolve("run"), port + "\n" + baseUrl);
        } catch (IOException e) {
            LOG.warn("commands beside this Torg will not know its address: {}", e.getMessage());
        }
    }

    /// What [#answersAt] wrote; empty where no Torg is serving in this home.
    public static Optional<URI> answering(Path home) {
        try {
            return Files.readAllLines(home.resolve("run")).stream()
                    .skip(1)
                    .map(URI::create)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void prepare(Path home) throws IOException {
        Path existing = home;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing)) {
            throw new Refusal(existing + " is no folder; choose another --home");
        }
        try {
            Files.createDirectories(home);
            Path probe = Files.createTempFile(home, "write", ".probe"); // root passes isWritable on a read-only mount
            Files.delete(probe);
        } catch (IOException e) {
            throw new Refusal("the folder " + home + " cannot be written; choose another --home");
        }
        Path version = home.resolve("version");
        if (Files.exists(version)) {
            String found = Files.readString(version).strip();
            if (!found.matches("\\d{1,6}") || Integer.parseInt(found) > HOME_VERSION) {
                throw new Refusal(home + " was made by a newer Torg (home version " + found + ", this one reads "
                        + HOME_VERSION + "); nothing was changed");
            }
        } else {
            write(version, String.valueOf(HOME_VERSION));
        }
        Files.createDirectories(home.resolve("log"));
    }

    private static String password(Path home) throws IOException {
        Path file = home.resolve("database.secret");
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            write(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }

    /// Writes whole or not at all, readable by the owner alone.
    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text + "\n");
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private static void initialise(Path binaries, Path home, Path data) throws IOException {
        Path version = data.resolve("PG_VERSION");
        if (Files.exists(version)) {
            String found = Files.readString(version).strip();
            if (!found.equals(Binaries.MAJOR)) {
                throw new Refusal("the database in " + home + " is of PostgreSQL " + found + ", this Torg brings "
                        + Binaries.MAJOR + "; nothing was changed");
            }
            return;
        }
        Path fresh = home.resolve("database.new");
        Binaries.delete(fresh);
        LOG.info("database created in {}", home);
        command(
                home.resolve("log/initdb.log"),
                Duration.ofMinutes(2),
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + fresh,
                "--username=torg",
                "--pwfile=" + home.resolve("database.secret"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=icu",
                "--icu-locale=sv-SE",
                "--data-checksums");
        Files.move(fresh, data, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /// A server that a killed Torg left behind is ours if it is PostgreSQL and was started for this folder.
    private static void stopOrphan(Path binaries, Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        Optional<ProcessHandle> process = lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
        boolean ours = process.filter(ProcessHandle::isAlive)
                .map(ProcessHandle::info)
                .filter(info -> info.command().orElse("").endsWith("/postgres")
                        && String.join(" ", info.arguments().orElse(new String[0]))
                                .contains(data.toString()))
                .isPresent();
        if (ours) {
            LOG.info("stopping the database that an earlier Torg left behind, pid {}", lines.getFirst());
            command(
                    data.resolveSibling("log/stop.log"),
                    Duration.ofSeconds(60),
                    binaries.resolve("bin/pg_ctl").toString(),
                    "stop",
                    "--pgdata=" + data,
                    "--mode=fast",
                    "--wait",
                    "--timeout=45");
        } else {
            Files.delete(pidFile); // of a process that is gone, or that is not a server of this folder
        }
    }

    private static Process run(Path binaries, Path home, Path data, int port, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                binaries.resolve("bin/postgres").toString(), "-D", data.toString(), "-p", String.valueOf(port)));
        List<String> settings = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "password_encryption=scram-sha-256",
                "max_connections=100",
                "shared_buffers=256MB",
                "max_wal_size=1GB",
                "timezone=UTC",
                "log_timezone=UTC",
                "logging_collector=on",
                "log_directory=" + home.resolve("log"),
                "log_filename=postgres-%a.log",
                "log_rotation_age=1d",
                "log_rotation_size=0",
                "log_truncate_on_rotation=on",
                "log_min_messages=warning"));
        settings.addAll(options);
        settings.forEach(setting -> {
            command.add("-c");
            command.add(setting);
        });
        return new ProcessBuilder(asOrdinaryUser(command))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log/start.log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        Instant until = Instant.now().plus(START);
        while (Instant.now().isBefore(until)) {
            if (!server.isAlive()) {
                throw new IOException("it stopped at once; see " + home.resolve("log") + "\n"
                        + Files.readString(home.resolve("log/start.log")));
            }
            // line 8 of postmaster.pid says "ready" (PostgreSQL, src/include/utils/pidfile.h)
            if (Files.exists(pidFile)) {
                List<String> lines = Files.readAllLines(pidFile);
                if (lines.size() >= 8 && lines.get(7).strip().equals("ready")) {
                    return;
                }
            }
            try {
                if (server.waitFor(15, TimeUnit.MILLISECONDS)) {
                    continue;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        close();
        throw new IOException("it was not ready after " + START.toSeconds() + " seconds");
    }

    private void createIfMissing(String name) throws IOException {
        DatabaseAccess access = access(port, "postgres", password);
        try (Connection connection = DriverManager.getConnection(access.url(), access.user(), access.password());
                Statement statement = connection.createStatement()) {
            boolean there;
            try (var found = statement.executeQuery("select 1 from pg_database where datname = '" + name + "'")) {
                there = found.next();
            }
            if (!there) {
                statement.execute("create database " + name);
            }
        } catch (SQLException e) {
            close();
            throw new IOException(e.getMessage(), e);
        }
    }

    private static List<String> asOrdinaryUser(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        if (!works("unshare", "-U", "true")) {
            throw new Refusal("PostgreSQL does not run as root, and this system allows no user namespaces (unshare -U);"
                    + " start Torg as an ordinary user, or set TORG_DATABASE_URL");
        }
        List<String> wrapped = new ArrayList<>(List.of("unshare", "-U", "--"));
        wrapped.addAll(command);
        return wrapped;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void command(Path log, Duration limit, String... command) throws IOException {
        Process process = new ProcessBuilder(asOrdinaryUser(List.of(command)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command[0] + " took longer than " + limit.toSeconds() + " seconds");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(Files.readString(log).strip());
        }
    }

    /// Stops the server; what was committed is on disk already.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            server.toHandle().destroy(); // SIGTERM is a smart shutdown; the pool is closed before this one
            if (!server.waitFor(5, TimeUnit.SECONDS)) {
                command(
                        home.resolve("log/stop.log"),
                        Duration.ofSeconds(60),
                        home.resolve("postgres-" + Binaries.VERSION + "/bin/pg_ctl")
                                .toString(),
                        "stop",
                        "--pgdata=" + home.resolve("database"),
                        "--mode=fast",
                        "--wait",
                        "--timeout=45");
            }
            Files.deleteIfExists(home.resolve("run"));
            lock.release();
        } catch (IOException e) {
            LOG.warn("the database did not stop cleanly: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(lockFile);
        }
    }

    private static void close(@Nullable FileChannel file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            LOG.debug("lock file", e);
        }
    }
}
