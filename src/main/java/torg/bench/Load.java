package torg.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/// Clients that each do one thing after another for a time. Bounded in count and time.
final class Load {
    private static final int MAX_SAMPLES = 2_000_000;

    private Load() {}

    /// @param failed how many answers were not what they should be
    record Result(double perSecond, double p50Millis, double p99Millis, long failed) {}

    /// Does one thing; false where it failed.
    interface Client {
        boolean once() throws Exception;
    }

    static Result run(int clients, Duration time, IntFunction<Client> make) {
        long[] nanos = new long[MAX_SAMPLES];
        AtomicInteger samples = new AtomicInteger();
        LongAdder failed = new LongAdder();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                Client client = make.apply(i);
                threads.execute(() -> work(client, end, nanos, samples, failed));
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        int count = Math.min(samples.get(), MAX_SAMPLES);
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return new Result(
                count / seconds,
                count == 0 ? 0 : sorted[count / 2] / 1e6,
                count == 0 ? 0 : sorted[(int) (count * 0.99)] / 1e6,
                failed.sum());
    }

    private static void work(Client client, long end, long[] nanos, AtomicInteger samples, LongAdder failed) {
        while (System.nanoTime() < end) {
            long before = System.nanoTime();
            try {
                if (!client.once()) {
                    failed.increment();
                    continue;
                }
            } catch (Exception e) {
                failed.increment();
                continue;
            }
            int at = samples.getAndIncrement();
            if (at < MAX_SAMPLES) {
                nanos[at] = System.nanoTime() - before;
            }
        }
    }
}
