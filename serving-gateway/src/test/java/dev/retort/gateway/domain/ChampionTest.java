package dev.retort.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChampionTest {
    private static final int ASKING = 8;
    private static final int SWAPS = 20_000;

    private final Champion champion = new Champion();
    private final FakeModel first = new FakeModel(FakeModel.version("first"));
    private final FakeModel second = new FakeModel(FakeModel.version("second"));

    @Test
    void hasNoLeaseBeforeTheFirstModel() {
        assertThat(champion.lease()).isEmpty();
    }

    @Test
    void closesTheOldModelWhenItsLastRequestHasEnded() {
        champion.swap(first);
        Lease one = champion.lease().orElseThrow();
        Lease other = champion.lease().orElseThrow();

        champion.swap(second);
        one.close();
        assertThat(first.isClosed()).as("the other request still holds it").isFalse();
        assertThat(other.model()).isSameAs(first);

        other.close();
        assertThat(first.timesClosed()).isEqualTo(1);
        assertThat(second.isClosed()).isFalse();
    }

    @Test
    void countsALeaseThatIsClosedTwiceOnce() {
        champion.swap(first);
        Lease one = champion.lease().orElseThrow();
        Lease other = champion.lease().orElseThrow();
        champion.swap(second);

        one.close();
        one.close();

        assertThat(first.isClosed()).isFalse();
        other.close();
        assertThat(first.timesClosed()).isEqualTo(1);
    }

    @Test
    void closesTheLastModelWhenItIsCleared() {
        champion.swap(first);

        champion.clear();

        assertThat(first.timesClosed()).isEqualTo(1);
        assertThat(champion.lease()).isEmpty();
    }

    @Test
    void answersNoRequestWithAClosedModelWhileItSwaps() throws Exception {
        champion.swap(first);
        List<FakeModel> models = new ArrayList<>(List.of(first));
        AtomicBoolean swapping = new AtomicBoolean(true);
        CountDownLatch asking = new CountDownLatch(ASKING);
        Images image = Images.of(new float[12], 1);
        Deadline later = Deadline.in(Duration.ofMinutes(1));
        Callable<Long> ask = () -> {
            long answers = 0;
            asking.countDown();
            while (swapping.get()) {
                try (Lease lease = champion.lease().orElseThrow()) {
                    // Throws if the model is closed.
                    answers += lease.model().ask(image, later).isDone() ? 1 : 0;
                }
            }
            return answers;
        };

        try (ExecutorService threads = Executors.newFixedThreadPool(ASKING)) {
            List<Future<Long>> answers = new ArrayList<>();
            for (int i = 0; i < ASKING; i++) {
                answers.add(threads.submit(ask));
            }
            asking.await();
            for (int i = 0; i < SWAPS; i++) {
                FakeModel next = new FakeModel(FakeModel.version("next"));
                models.add(next);
                champion.swap(next);
            }
            swapping.set(false);
            for (Future<Long> answered : answers) {
                answered.get();
            }
        }

        assertThat(models.subList(0, SWAPS)).allMatch(model -> model.timesClosed() == 1);
        assertThat(models.getLast().isClosed()).isFalse();
    }
}
