package dev.retort.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.CanaryBounds;
import dev.retort.contracts.event.CanaryEnded;
import dev.retort.contracts.event.StartCanary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // what the canary makes of an answer is looked at, not the answer
class CanaryTest {
    private static final RequestId ID = new RequestId("1");
    private static final Images IMAGE = Images.of(new float[12], 1);
    private static final Deadline DEADLINE = Deadline.in(Duration.ofMinutes(1));
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final RecordingObserver observer = new RecordingObserver();
    private final FakeModel model = new FakeModel(FakeModel.version("canary"));

    private Canary canary(double share, double errorRate, double p99Milliseconds, int least) {
        CanaryBounds bounds = new CanaryBounds(errorRate, p99Milliseconds, least);
        return new Canary(
                new StartCanary("champion", model.version(), share, bounds, "try it", "anna", NOON), model, observer);
    }

    private CompletableFuture<Outcome> ask(Canary canary) {
        try (Lease lease = canary.lease(ID, model).orElseThrow()) {
            return lease.model().ask(IMAGE, DEADLINE);
        }
    }

    @Test
    void answersNothingThatIsNotOfItsShare() {
        assertThat(canary(0, 1, 1000, 1).lease(ID, model)).isEmpty();
        assertThat(canary(1, 1, 1000, 1).lease(ID, model)).isPresent();
    }

    @Test
    void answersNothingThatWasMeantForAChampionWithOtherClasses() {
        FakeModel other = new FakeModel(FakeModel.version("other"), List.of("a", "c"));

        assertThat(canary(1, 1, 1000, 1).lease(ID, other)).isEmpty();
    }

    @Test
    void breaksItsBoundWhenTooManyRequestsAreNotAnswered() {
        Canary canary = canary(1, 0.1, 60_000, 10);
        for (int i = 0; i < 9; i++) {
            ask(canary);
        }
        model.answering(images -> CompletableFuture.failedFuture(new IllegalStateException("a defect")));
        ask(canary);
        assertThat(canary.breach()).as("1 of 10 is allowed").isEmpty();

        model.answering(images -> CompletableFuture.completedFuture(new Outcome.QueueFull(7)));
        ask(canary);

        assertThat(canary.breach()).get().asString().contains("did not answer 2 of its latest 11 requests");
        assertThat(observer.failed).hasValue(2);
        assertThat(observer.answered).hasValue(9);
    }

    @Test
    void breaksItsBoundWhenItsAnswersToPixelsAreNotFinite() {
        Canary canary = canary(1, 0.1, 60_000, 2);
        model.answering(FakeModel.logits(Float.NaN, 1));
        ask(canary);
        ask(canary);

        assertThat(canary.breach()).get().asString().contains("did not answer 2 of its latest 2 requests");
        assertThat(observer.failed).hasValue(2);
        assertThat(observer.answered).hasValue(0);
    }

    @Test
    void isNotBlamedForAnswersToNumbersThatAreNoPixels() {
        Canary canary = canary(1, 0, 60_000, 1);
        model.answering(FakeModel.logits(Float.NaN, 1));
        float[] huge = new float[12];
        huge[7] = 3e38f;
        try (Lease lease = canary.lease(ID, model).orElseThrow()) {
            lease.model().ask(Images.of(huge, 1), DEADLINE);
        }

        assertThat(canary.breach()).isEmpty();
        assertThat(observer.failed).hasValue(0);
    }

    @Test
    void isNotJudgedByTooFewRequests() {
        Canary canary = canary(1, 0, 1000, 3);
        model.answering(images -> CompletableFuture.failedFuture(new IllegalStateException("a defect")));
        ask(canary);
        ask(canary);
        assertThat(canary.breach()).isEmpty();

        ask(canary);

        assertThat(canary.breach()).isPresent();
    }

    @Test
    void breaksItsBoundWhenItIsTooSlow() {
        Canary canary = canary(1, 1, 1e-6, 1);

        ask(canary);

        assertThat(canary.breach()).get().asString().contains("the p99 of its latest 1 requests");
    }

    @Test
    void isNotBlamedForClientsThatLeaveOrWaitLessThanItsBoundAllows() {
        Canary canary = canary(1, 0, 60_000, 1);
        model.answering(images -> new CompletableFuture<>());
        ask(canary).cancel(false);
        model.answering(images -> CompletableFuture.completedFuture(new Outcome.DeadlinePassed()));
        ask(canary);
        model.answering(images -> CompletableFuture.completedFuture(new Outcome.WaitTooLong(Duration.ofSeconds(59))));

        ask(canary);

        assertThat(canary.breach()).isEmpty();
        assertThat(observer.failed).hasValue(0);
    }

    @Test
    void isBlamedForADeadlineThatPassesAfterItsBound() {
        Canary canary = canary(1, 0, 1e-6, 1);
        model.answering(images -> CompletableFuture.completedFuture(new Outcome.DeadlinePassed()));

        ask(canary);

        assertThat(canary.breach()).isPresent();
    }

    @Test
    void isBlamedForAWaitThatIsLongerThanItsBound() {
        Canary canary = canary(1, 0, 1000, 1);
        model.answering(images -> CompletableFuture.completedFuture(new Outcome.WaitTooLong(Duration.ofSeconds(2))));

        ask(canary);

        assertThat(canary.breach()).isPresent();
    }

    @Test
    void isNotSavedByAGoodPast() {
        Canary canary = canary(1, 0.5, 60_000, 1);
        for (int i = 0; i < 5000; i++) {
            ask(canary);
        }
        model.answering(images -> CompletableFuture.failedFuture(new IllegalStateException("a defect")));
        for (int i = 0; i < 501; i++) {
            ask(canary);
        }

        assertThat(canary.breach()).get().asString().contains("501 of its latest 1000");
    }

    @Test
    void tellsWhatWasSeenOfItAtItsEnd() {
        Canary canary = canary(1, 0.5, 60_000, 1);
        ask(canary);
        model.answering(images -> CompletableFuture.failedFuture(new IllegalStateException("a defect")));
        ask(canary);

        assertThat(canary.ended(true, "bad", NOON)).isInstanceOfSatisfying(CanaryEnded.class, ended -> {
            assertThat(ended.requests()).isEqualTo(2);
            assertThat(ended.failures()).isEqualTo(1);
            assertThat(ended.p99Milliseconds()).isPositive();
            assertThat(ended.startedAt()).isEqualTo(NOON);
        });
    }

    @Test
    void staysLoadedUntilItsLastRequestHasEnded() {
        Canary canary = canary(1, 1, 1000, 1);
        Lease lease = canary.lease(ID, model).orElseThrow();

        canary.close();
        assertThat(model.isClosed()).isFalse();
        assertThat(lease.model().ask(IMAGE, DEADLINE)).isCompleted();
        lease.close();

        assertThat(model.isClosed()).isTrue();
        assertThat(canary.lease(ID, model)).isEmpty();
    }
}
