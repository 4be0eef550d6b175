package dev.retort.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.SampleMessage;
import dev.retort.gateway.Configs;
import dev.retort.gateway.domain.Champion;
import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.FakeModel;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.RequestId;
import dev.retort.gateway.domain.SampleLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SamplingTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Log log = new Log();
    private final Champion champion = new Champion();
    private final Sampling all = sampling("1");

    private Sampling sampling(String share) {
        return new Sampling(log, Configs.sampling(share, "4"), registry);
    }

    @AfterEach
    void stop() {
        log.away.countDown();
        all.stop();
    }

    @Test
    void putsWhatWasAskedAndAnsweredOnTheLog() {
        ask(all, "order-7");

        await().until(() -> log.messages.size() == 1);
        assertThat(log.messages.getFirst())
                .isInstanceOfSatisfying(
                        Sample.class, sample -> assertThat(sample.requestId()).isEqualTo("order-7"));
        await().until(() -> count("sent") == 1);
    }

    @Test
    void dropsWhatTheLogDoesNotTakeAndNeverHoldsUpAnAnswer() {
        log.isAway = true;
        for (int i = 0; i < 10; i++) {
            ask(all, "order-" + i);
        }

        assertThat(count("dropped")).isEqualTo(6);
        log.isAway = false;
        log.away.countDown();

        await().until(() -> count("sent") == 4);
    }

    @Test
    void leavesRequestsAloneUnlessToldToSample() {
        champion.swap(new FakeModel(FakeModel.version("a")));
        Sampling none = sampling("0");
        try (Lease lease = champion.lease().orElseThrow()) {
            assertThat(none.beside(lease, new RequestId("1"))).isSameAs(lease);
        } finally {
            none.stop();
        }
    }

    @Test
    void refusesAShareThatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> sampling("1.5")).withMessageContaining("1.5");
    }

    private void ask(Sampling sampling, String id) {
        champion.swap(new FakeModel(FakeModel.version("a")));
        try (Lease lease = sampling.beside(champion.lease().orElseThrow(), new RequestId(id))) {
            assertThat(lease.model().ask(Images.of(new float[12], 1), Deadline.in(Duration.ofMinutes(1))))
                    .isCompleted();
        }
    }

    private double count(String outcome) {
        return registry.counter("retort.gateway.feedback.samples", "outcome", outcome)
                .count();
    }

    private static final class Log implements SampleLog {
        private final List<SampleMessage> messages = new CopyOnWriteArrayList<>();
        private final CountDownLatch away = new CountDownLatch(1);
        private volatile boolean isAway;

        @Override
        public void append(SampleMessage message) {
            if (isAway) {
                try {
                    away.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("stopped", e);
                }
            }
            messages.add(message);
        }
    }
}
