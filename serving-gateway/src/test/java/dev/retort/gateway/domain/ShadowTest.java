package dev.retort.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.event.ShadowEnded;
import dev.retort.contracts.event.StartShadow;
import dev.retort.gateway.domain.TrialObserver.Shadowing;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // what the shadow makes of an answer is looked at, not the answer
class ShadowTest {
    private static final RequestId ID = new RequestId("1");
    private static final Images IMAGES = Images.of(new float[24], 2);
    private static final Deadline DEADLINE = Deadline.in(Duration.ofMinutes(1));
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final int CAPACITY = 6;

    private final RecordingObserver observer = new RecordingObserver();
    private final FakeModel asked = new FakeModel(FakeModel.version("shadow"));
    private final FakeModel answering = new FakeModel(FakeModel.version("champion"));
    private final Champion champion = new Champion();
    private final Shadow shadow = shadow(1);

    @BeforeEach
    void answer() {
        answering.answering(FakeModel.logits(1, 0, 0, 1));
    }

    @AfterEach
    void close() {
        shadow.close();
        champion.clear();
    }

    private Shadow shadow(double share) {
        return new Shadow(
                new StartShadow("champion", asked.version(), share, "does it agree?", "anna", NOON),
                asked,
                new Backlog(CAPACITY, Long.MAX_VALUE),
                observer);
    }

    private CompletableFuture<Outcome> askChampion() {
        try (Lease lease = shadow.beside(champion.lease().orElseThrow(), ID)) {
            return lease.model().ask(IMAGES, DEADLINE);
        }
    }

    @Test
    void countsHowOftenItSaysWhatTheChampionSaid() {
        champion.swap(answering);
        asked.answering(FakeModel.logits(3, 1, 2, 1));

        assertThat(askChampion().join())
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answer -> assertThat(answer.logits().row(0))
                                .as("the champion's")
                                .containsExactly(1, 0));

        await().until(() -> shadow.figures().compared() == 2);
        assertThat(shadow.figures().agreed()).isEqualTo(1);
        assertThat(observer.count(Shadowing.AGREED)).isEqualTo(1);
        assertThat(observer.count(Shadowing.DISAGREED)).isEqualTo(1);
        assertThat(shadow.ended(false, "seen enough", NOON)).isInstanceOfSatisfying(ShadowEnded.class, ended -> {
            assertThat(ended.compared()).isEqualTo(2);
            assertThat(ended.agreed()).isEqualTo(1);
            assertThat(ended.disagreements()).isEqualTo(shadow.figures().disagreements());
        });
        assertThat(shadow.figures().disagreements()).singleElement().satisfies(disagreement -> {
            assertThat(disagreement.requestId()).isEqualTo("1");
            assertThat(disagreement.image()).isEqualTo(1);
            assertThat(disagreement.championClass()).isEqualTo("b");
            assertThat(disagreement.championProbability()).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-6));
            assertThat(disagreement.shadowClass()).isEqualTo("a");
            assertThat(disagreement.shadowProbability()).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-6));
        });
    }

    @Test
    void remembersTheLatestDisagreementsAndNoMore() {
        champion.swap(answering);
        asked.answering(FakeModel.logits(1, 2, 2, 1));
        for (int i = 0; i < 20; i++) {
            int compared = 2 * (i + 1);
            askChampion();
            await().until(() -> shadow.figures().compared() == compared);
        }

        assertThat(shadow.figures().disagreements()).hasSize(32);
    }

    @Test
    void comparesNothingWithAnAnswerOfTheChampionThatIsNone() {
        champion.swap(answering);
        answering.answering(FakeModel.logits(Float.NaN, 0, 0, 1));
        askChampion();
        answering.answering(FakeModel.logits(1, 0, 0, 1));
        asked.answering(FakeModel.logits(1, 0, 0, 1));

        askChampion();

        await().until(() -> shadow.figures().agreed() == 2);
        assertThat(shadow.figures().compared()).isEqualTo(2);
    }

    @Test
    void dropsWhatItCannotKeepUpWithAndNeverHoldsUpTheChampion() {
        champion.swap(answering);
        CompletableFuture<Outcome> stuck = new CompletableFuture<>();
        asked.answering(images -> stuck);

        for (int i = 0; i < 5; i++) {
            assertThat(askChampion()).isCompleted();
        }

        await().until(() -> shadow.figures().dropped() == 4);
        stuck.complete(new Outcome.DeadlinePassed());
        await().until(() -> shadow.figures().failures() == CAPACITY);
        assertThat(askChampion()).isCompleted();
        await().until(() -> shadow.figures().failures() == CAPACITY + 2);
    }

    @Test
    void livesOnWhenTheVersionFails() {
        champion.swap(answering);
        asked.answering(images -> CompletableFuture.failedFuture(new IllegalStateException("a defect")));
        askChampion();
        await().until(() -> shadow.figures().failures() == 2);

        asked.answering(FakeModel.logits(1, 0, 0, 1));
        askChampion();

        await().until(() -> shadow.figures().agreed() == 2);
    }

    @Test
    void leavesRequestsAloneThatAreNotOfItsShare() {
        champion.swap(answering);
        try (Lease lease = champion.lease().orElseThrow();
                Shadow none = shadow(0)) {
            assertThat(none.beside(lease, ID)).isSameAs(lease);
        }
    }

    @Test
    void freesTheVersionWhenItIsClosed() {
        shadow.close();

        await().until(asked::isClosed);
    }
}
