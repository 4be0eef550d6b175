package dev.retort.gateway.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.Images;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Twice as many images as two workers can compute, in simulated time. */
final class OverloadTest {
    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();
    private static final int SECONDS = 20;
    private static final int MILLISECONDS_AN_IMAGE = 12;

    private long now;
    private final Random random = new Random(5);
    private final Pace pace = new Pace();
    private final JobQueue queue = new JobQueue(256, 2, pace, () -> now);
    private final List<SimulatedWorker> workers = List.of(new SimulatedWorker(), new SimulatedWorker());
    private int answered;
    private int late;

    @ParameterizedTest
    @CsvSource({"500, 1", "500, 4", "100, 1", "2000, 1", "2000, 16"})
    void answersNearlyAsMuchInTimeAsItCanCompute(int patienceMilliseconds, int images) {
        int capacity = 1000 * workers.size() / MILLISECONDS_AN_IMAGE;
        long between = Duration.ofSeconds(images).toNanos() / (2L * capacity);
        for (long next = 0; now < Duration.ofSeconds(SECONDS).toNanos(); now += MILLISECOND) {
            for (; next <= now; next += between) {
                queue.offer(job(images, Duration.ofMillis(patienceMilliseconds)));
            }
            workers.forEach(SimulatedWorker::goOn);
        }

        assertThat(answered).isGreaterThan(capacity * SECONDS * 90 / 100);
        assertThat(late).as("computed for nobody").isLessThan(answered / 50);
    }

    private Job job(int images, Duration patience) {
        return new Job(Images.of(new float[images], images), new Deadline(now + patience.toNanos()));
    }

    /** Takes from 70 to 130 % of the usual time. */
    private final class SimulatedWorker {
        private List<Job> batch = List.of();
        private long started;
        private long ends;

        void goOn() {
            if (!batch.isEmpty() && now >= ends) {
                end();
            }
            if (batch.isEmpty()) {
                batch = queue.takeNow(new BatchLimit(16, Duration.ofMillis(200)));
                started = now;
                ends = now + (long) images(batch) * MILLISECONDS_AN_IMAGE * MILLISECOND * random.nextInt(70, 131) / 100;
            }
        }

        private void end() {
            pace.record(ends - started, images(batch));
            for (Job job : batch) {
                if (job.nanosLeft(ends) >= 0) {
                    answered += job.count();
                } else {
                    late += job.count();
                }
            }
            queue.computed(batch);
            batch = List.of();
        }

        private int images(List<Job> jobs) {
            return jobs.stream().mapToInt(Job::count).sum();
        }
    }
}
