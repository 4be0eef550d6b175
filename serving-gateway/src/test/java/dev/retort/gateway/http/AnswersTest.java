package dev.retort.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Logits;
import dev.retort.gateway.domain.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class AnswersTest {
    private static final Images PIXELS = Images.of(new float[] {0, 1}, 1);
    private static final Outcome NOT_FINITE = new Outcome.Answered(new Logits(new float[] {Float.NaN, 0}, 2));

    @Test
    void takesAClientThatHasGoneForNoDefect() {
        CompletableFuture<String> asked = new CompletableFuture<>();
        CompletableFuture<ApiException> refusal =
                asked.thenApply(String::strip).handle((answer, failure) -> Answers.refusal(failure));

        asked.cancel(false);

        assertThat(refusal.join().status()).isEqualTo(400);
        assertThat(refusal.join()).hasMessageContaining("closed the connection");
    }

    @Test
    void takesAnAnswerToPixelsThatIsNotFiniteForAFaultOfTheVersionAndNotOfTheClient() {
        Images huge = Images.of(new float[] {3e38f, 0}, 1);

        assertThatThrownBy(() -> Answers.logits(NOT_FINITE, PIXELS))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(500));
        assertThatThrownBy(() -> Answers.logits(NOT_FINITE, huge))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(400));
    }

    @Test
    void tellsWhoWouldWaitForTooLongToComeAgain() {
        assertThatThrownBy(() -> Answers.logits(new Outcome.WaitTooLong(Duration.ofMillis(420)), PIXELS))
                .isInstanceOfSatisfying(ApiException.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(429);
                    assertThat(refusal.isPassing()).isTrue();
                    assertThat(refusal).hasMessageContaining("420 ms");
                });
    }

    @Test
    void saysWhenTheTimeIsOverHoweverDeepItLies() {
        ApiException refusal =
                Answers.refusal(new CompletionException(new CompletionException(new TimeoutException())));

        assertThat(refusal.status()).isEqualTo(504);
    }

    @Test
    void tellsADefectByItsNumberInTheLogAndNotByItsWords() {
        ApiException refusal = Answers.refusal(new IllegalStateException("a secret of ours"));

        assertThat(refusal.status()).isEqualTo(500);
        assertThat(refusal).hasMessageNotContaining("secret");
    }
}
