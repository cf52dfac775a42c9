package torg.store;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The one job queue, in the database: db-scheduler, over all nodes that serve.
@Component
@ConditionalOnWebApplication
class Jobs implements SmartLifecycle {
    private final Scheduler scheduler;
    private volatile boolean running;

    Jobs(DataSource dataSource, List<RepeatedJob> jobs) {
        List<RecurringTask<Void>> tasks = jobs.stream()
                .map(job -> Tasks.recurring(job.name(), FixedDelay.of(Duration.ofSeconds(job.everySeconds())))
                        .execute((instance, context) -> job.run()))
                .toList();
        this.scheduler = Scheduler.create(dataSource)
                .startTasks(tasks)
                .threads(3)
                .pollingInterval(Duration.ofSeconds(1))
                .shutdownMaxWait(Duration.ofSeconds(10))
                .build();
    }

    @Override
    public void start() {
        scheduler.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        scheduler.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
