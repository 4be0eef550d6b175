package dev.retort.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.gateway.domain.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class AnswersTest {
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
    void tellsWhoWouldWaitForTooLongToComeAgain() {
        assertThatThrownBy(() -> Answers.logits(new Outcome.WaitTooLong(Duration.ofMillis(420))))
                .isInstanceOfSatisfying(ApiException.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(429);
                    assertThat(refusal.isPassing()).isTrue();
                    assertThat(refusal).hasMessageContaining("420 ms");
                });
    }

    @Test
    void saysWhenTheTimeIsOverHoweverDeepItLies() {
        ApiException refusal = Answers.refusal(new CompletionException(new CompletionException(new TimeoutException())));

        assertThat(refusal.status()).isEqualTo(504);
    }

    @Test
    void tellsADefectByItsNumberInTheLogAndNotByItsWords() {
        ApiException refusal = Answers.refusal(new IllegalStateException("a secret of ours"));

        assertThat(refusal.status()).isEqualTo(500);
        assertThat(refusal).hasMessageNotContaining("secret");
    }
}
