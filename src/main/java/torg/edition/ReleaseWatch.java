package torg.edition;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import torg.store.DatabaseAccess;

/// Listens for releases of other nodes on a connection of its own, and polls behind it every two seconds, because a
/// notification may be lost with its connection.
@Component
@ConditionalOnWebApplication
class ReleaseWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseWatch.class);
    private static final int POLL_MILLIS = 2_000;

    private final Releases releases;
    private final DatabaseAccess database;
    private volatile CountDownLatch stop = new CountDownLatch(0);

    ReleaseWatch(Releases releases, DatabaseAccess database) {
        this.releases = releases;
        this.database = database;
    }

    @Override
    public void start() {
        releases.catchUp();
        stop = new CountDownLatch(1);
        Thread.ofVirtual().name("release-watch").start(this::watch);
    }

    private void watch() {
        try {
            do {
                try (Connection connection =
                                DriverManager.getConnection(database.url(), database.user(), database.password());
                        Statement listen = connection.createStatement()) {
                    listen.execute("listen " + Releases.CHANNEL);
                    listen(connection.unwrap(PGConnection.class));
                } catch (SQLException | DataAccessException e) {
                    LOG.warn("release watch lost its connection, trying again: {}", e.getMessage());
                }
            } while (!stop.await(POLL_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(PGConnection notifications) throws SQLException {
        while (isRunning()) {
            PGNotification[] heard = notifications.getNotifications(POLL_MILLIS);
            if (heard != null) {
                for (PGNotification notification : heard) {
                    releases.heard(notification.getParameter());
                }
            }
            if (isRunning()) {
                releases.catchUp();
            }
        }
    }

    @Override
    public void stop() {
        stop.countDown();
    }

    @Override
    public boolean isRunning() {
        return stop.getCount() > 0;
    }
}
