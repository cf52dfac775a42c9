package torg.mail;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Wakes this node's senders when something is staged here, and every two seconds for what other nodes staged and what
/// is to be tried again.
@Component
@ConditionalOnWebApplication
class MailWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(MailWatch.class);
    private static final Duration POLL = Duration.ofSeconds(2);

    private final MailSender sender;
    private final Outbox outbox;
    private volatile boolean running;

    MailWatch(MailSender sender, Outbox outbox) {
        this.sender = sender;
        this.outbox = outbox;
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("mail-watch").start(this::watch);
    }

    private void watch() {
        try {
            while (running) {
                try {
                    sender.wake();
                } catch (DataAccessException | TransactionException e) {
                    LOG.warn("the outbox could not be read, trying again: {}", e.getMessage());
                }
                outbox.await(POLL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        running = false;
        try {
            sender.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
