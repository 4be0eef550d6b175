package dev.retort.gateway.http;

import dev.retort.gateway.app.TrueLabels;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.RequestId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** True labels, from the wire to the log. */
@ApplicationScoped
class Feedback {
    static final String FORM = "expected {\"requestId\": \"…\", \"label\": \"…\"}";

    /** That may wait for the log at once. */
    private static final int GREATEST_WAITING = 64;

    private final TrueLabels labels;
    private final Duration patience;
    private final Semaphore waiting = new Semaphore(GREATEST_WAITING);
    private final Executor beside = Executors.newVirtualThreadPerTaskExecutor();

    Feedback(TrueLabels labels, GatewayConfig config) {
        this.labels = labels;
        this.patience = config.deadline();
    }

    /**
     * A true label.
     *
     * @param requestId as the answer had it
     * @param label a class of the champion, by its name or its number
     * @param image its place in a request of several
     */
    record Said(
            @Nullable String requestId,
            @Nullable String label,
            @Nullable Integer image) {}

    /** What was put on the log. */
    record Taken(String sample, String label) {}

    /**
     * Returns once the log has it.
     *
     * @throws ApiException if it makes no sense, or the log is away
     */
    Taken take(Said said) {
        if (said.requestId() == null || said.requestId().isBlank()) {
            throw ApiException.badRequest(FORM + ": 'requestId' is missing");
        }
        List<String> classes =
                labels.classes().orElseThrow(() -> ApiException.unavailable("its classes are not known"));
        int index = TrueLabels.index(classes, String.valueOf(said.label()))
                .orElseThrow(() -> ApiException.badRequest(
                        "unknown label '%s': the classes are %s".formatted(said.label(), classes)));
        String sample = sample(said);
        say(sample, index);
        return new Taken(sample, classes.get(index));
    }

    private static String sample(Said said) {
        RequestId id = RequestId.of(String.valueOf(said.requestId()));
        Integer image = said.image();
        if (image != null && image < 0) {
            throw ApiException.badRequest("image is %d: the first one is 0".formatted(image));
        }
        return image == null ? id.sampleName(0, 1) : id.sampleName(image, Integer.MAX_VALUE);
    }

    private void say(String sample, int label) {
        if (!waiting.tryAcquire()) {
            throw ApiException.overloaded(GREATEST_WAITING + " labels wait for the log already");
        }
        try {
            CompletableFuture.runAsync(() -> labels.say(sample, label), beside)
                    .whenComplete((said, failure) -> waiting.release())
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new ApiException(ApiException.UNAVAILABLE, "the log is away; try again in a moment");
        }
    }
}
