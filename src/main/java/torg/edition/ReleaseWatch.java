package torg.edition;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import torg.store.postgres.EmbeddedDatabase;

/// Listens for releases of other nodes on a connection of its own, and polls behind it every two seconds, because a
/// notification may be lost with its connection.
@Component
@ConditionalOnWebApplication
class ReleaseWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseWatch.class);
    private static final int POLL_MILLIS = 2_000;

    private final Releases releases;
    private final EmbeddedDatabase.Access database;
    private volatile boolean running;
    private volatile Thread thread = Thread.currentThread();

    ReleaseWatch(Releases releases, EmbeddedDatabase.Access database) {
        this.releases = releases;
        this.database = database;
    }

    @Override
    public void start() {
        releases.catchUp();
        running = true;
        thread = Thread.ofVirtual().name("release-watch").start(this::watch);
    }

    private void watch() {
        while (running) {
            try (Connection connection =
                            DriverManager.getConnection(database.url(), database.user(), database.password());
                    Statement listen = connection.createStatement()) {
                listen.execute("listen " + Releases.CHANNEL);
                PGConnection notifications = connection.unwrap(PGConnection.class);
                while (running) {
                    PGNotification[] heard = notifications.getNotifications(POLL_MILLIS);
                    if (heard != null) {
                        for (PGNotification notification : heard) {
                            releases.heard(notification.getParameter());
                        }
                    }
                    releases.catchUp();
                }
            } catch (java.sql.SQLException | org.springframework.dao.DataAccessException e) {
                if (running) {
                    LOG.warn("release watch lost its connection, trying again: {}", e.getMessage());
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        running = false;
        thread.interrupt();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
