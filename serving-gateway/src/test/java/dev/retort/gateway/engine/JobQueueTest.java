package dev.retort.gateway.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class JobQueueTest {
    private final JobQueue queue = new JobQueue(4);

    @Test
    void givesAFreeWorkerWhatIsWaitingUpToTheBatch() throws InterruptedException {
        Job one = offered(1);
        Job two = offered(2);
        Job three = offered(1);

        assertThat(queue.take(3)).containsExactly(one, two);
        assertThat(queue.take(3)).containsExactly(three);
    }

    @Test
    void givesOneJobAtOnceAndWaitsForNoMore() throws InterruptedException {
        Job one = offered(1);

        assertThat(queue.take(16)).containsExactly(one);
    }

    @Test
    void givesAJobThatIsLargerThanTheBatchAlone() throws InterruptedException {
        Job large = offered(100);
        Job small = offered(1);

        assertThat(queue.take(3)).containsExactly(large);
        assertThat(queue.take(3)).containsExactly(small);
    }

    @Test
    void refusesWhatIsTooMuch() {
        for (int i = 0; i < 4; i++) {
            offered(1);
        }

        assertThat(queue.offer(job(1, Duration.ofMinutes(1)))).isFalse();
        assertThat(queue.size()).isEqualTo(4);
    }

    @Test
    void dropsWhatIsTooLateOrCancelled() throws InterruptedException {
        Job late = job(1, Duration.ZERO);
        Job cancelled = job(1, Duration.ofMinutes(1));
        queue.offer(late);
        queue.offer(cancelled);
        Job wanted = offered(1);
        cancelled.outcome().cancel(false);

        assertThat(queue.take(16)).containsExactly(wanted);
        assertThat(late.outcome()).isCompletedWithValue(new Outcome.DeadlinePassed());
        assertThat(queue.size()).isZero();
    }

    private Job offered(int images) {
        Job job = job(images, Duration.ofMinutes(1));
        assertThat(queue.offer(job)).isTrue();
        return job;
    }

    private static Job job(int images, Duration patience) {
        return new Job(Images.of(new float[images], images), Deadline.in(patience));
    }
}
