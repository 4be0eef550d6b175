package dev.retort.gateway.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class JobQueueTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Pace pace = new Pace();
    private final JobQueue queue = new JobQueue(4, 1, pace, System::nanoTime);

    /** It may wait for a worker long after that, and its images hold the whole body of a request. */
    @Test
    void letsGoOfTheImagesOfAJobThatNobodyWaitsForAnyMore() {
        Job cancelled = offered(1);
        Job late = offered(1);
        assertThat(cancelled.images()).isPresent();

        cancelled.outcome().cancel(false);
        late.expire();

        assertThat(queue.size()).isEqualTo(2);
        assertThat(cancelled.images()).isEmpty();
        assertThat(late.images()).isEmpty();
    }

    @Test
    void givesAFreeWorkerWhatIsWaitingUpToTheBatch() throws InterruptedException {
        Job one = offered(1);
        Job two = offered(2);
        Job three = offered(1);

        assertThat(queue.take(images(3))).containsExactly(one, two);
        assertThat(queue.take(images(3))).containsExactly(three);
    }

    @Test
    void givesOneJobAtOnceAndWaitsForNoMore() throws InterruptedException {
        Job one = offered(1);

        assertThat(queue.take(images(16))).containsExactly(one);
    }

    @Test
    void givesAJobThatIsLargerThanTheBatchAlone() throws InterruptedException {
        Job large = offered(100);
        Job small = offered(1);

        assertThat(queue.take(images(3))).containsExactly(large);
        assertThat(queue.take(images(3))).containsExactly(small);
    }

    @Test
    void refusesWhatIsTooMuch() {
        for (int i = 0; i < 4; i++) {
            offered(1);
        }

        assertThat(queue.offer(job(1, HOUR))).contains(new Outcome.QueueFull(4));
        assertThat(queue.size()).isEqualTo(4);
    }

    @Test
    void dropsWhatIsTooLateOrCancelled() throws InterruptedException {
        Job late = job(1, Duration.ZERO);
        Job cancelled = job(1, HOUR);
        queue.offer(late);
        queue.offer(cancelled);
        Job wanted = offered(1);
        cancelled.outcome().cancel(false);

        assertThat(queue.take(images(16))).containsExactly(wanted);
        assertThat(late.outcome()).isCompletedWithValue(new Outcome.DeadlinePassed());
        assertThat(queue.size()).isZero();
    }

    @Test
    void refusesWhatWouldWaitForLongerThanItsDeadline() throws InterruptedException {
        pace.record(SECOND.toNanos(), 1);
        offered(2);
        offered(3);
        List<Job> computing = queue.take(images(1));

        // Five images wait or are computed, its own is the sixth, and a quarter may be more.
        assertThat(queue.offer(job(1, SECOND.multipliedBy(7))))
                .contains(new Outcome.WaitTooLong(SECOND.multipliedBy(5)));
        assertThat(queue.offer(job(1, SECOND.multipliedBy(8)))).isEmpty();
        queue.computed(computing);
        assertThat(queue.offer(job(1, SECOND.multipliedBy(7)))).isEmpty();
    }

    @Test
    void takesAnythingWhenAWorkerIsFree() throws Exception {
        pace.record(HOUR.toNanos(), 1);
        try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
            Future<List<Job>> taken = worker.submit(() -> queue.take(images(16)));
            Job job = job(1, SECOND.multipliedBy(9));

            await().until(() -> queue.offer(job).isEmpty());

            assertThat(taken.get()).containsExactly(job);
        }
    }

    @Test
    void doesNotComputeWhatWouldBeLateWhileOthersWait() throws InterruptedException {
        Job urgent = job(1, SECOND);
        assertThat(queue.offer(urgent)).isEmpty();
        Job patient = offered(1);
        pace.record(SECOND.multipliedBy(2).toNanos(), 1);

        assertThat(queue.take(images(16))).containsExactly(patient);
        assertThat(urgent.outcome()).isCompletedWithValue(new Outcome.DeadlinePassed());
    }

    @Test
    void makesNoBatchThatWouldTakeTooLong() throws InterruptedException {
        Job one = offered(1);
        Job two = offered(2);
        Job three = offered(1);
        pace.record(SECOND.toNanos(), 1);

        assertThat(queue.take(new BatchLimit(16, SECOND.multipliedBy(3)))).containsExactly(one, two);
        assertThat(queue.take(new BatchLimit(16, Duration.ofMillis(1)))).containsExactly(three);
    }

    @Test
    void makesNoBatchThatTakesMoreThanHalfOfWhatItsMostUrgentHasLeft() throws InterruptedException {
        Job one = offered(1);
        Job urgent = job(1, SECOND.multipliedBy(5));
        assertThat(queue.offer(urgent)).isEmpty();
        Job three = offered(2);
        pace.record(SECOND.toNanos(), 1);

        assertThat(queue.take(images(16))).containsExactly(one, urgent);
        assertThat(queue.take(images(16))).containsExactly(three);
    }

    @Test
    void makesTheSameBatchWhereALateOneWasDroppedBeforeIt() throws InterruptedException {
        pace.record(Duration.ofMillis(1).toNanos(), 1);
        assertThat(queue.offer(job(1, Duration.ZERO))).isEmpty();
        Job one = offered(1);
        Job two = offered(1);

        assertThat(queue.take(images(16))).containsExactly(one, two);
    }

    private static BatchLimit images(int greatest) {
        return new BatchLimit(greatest, HOUR);
    }

    private Job offered(int images) {
        Job job = job(images, HOUR);
        assertThat(queue.offer(job)).isEmpty();
        return job;
    }

    private static Job job(int images, Duration patience) {
        return new Job(Images.of(new float[images], images), Deadline.in(patience));
    }
}
