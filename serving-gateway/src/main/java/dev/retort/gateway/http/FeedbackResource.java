package dev.retort.gateway.http;

import dev.retort.gateway.app.TrueLabels;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.RequestId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What an image really showed. */
@Path("/feedback")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Feedback")
public class FeedbackResource {
    /** That may wait for the log at once. */
    private static final int GREATEST_WAITING = 64;

    private final TrueLabels labels;
    private final Duration patience;
    private final Semaphore waiting = new Semaphore(GREATEST_WAITING);
    private final Executor beside = Executors.newVirtualThreadPerTaskExecutor();

    FeedbackResource(TrueLabels labels, GatewayConfig config) {
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
    public record Feedback(
            @Nullable String requestId,
            @Nullable String label,
            @Nullable Integer image) {}

    /** What was put on the log. */
    public record Taken(String sample, String label) {}

    @POST
    @Operation(summary = "Tells the true label of an image that was asked about")
    @APIResponse(responseCode = "202", description = "It is on the log")
    @APIResponse(responseCode = "400", description = "No request id, or no such label; says which there are")
    @APIResponse(responseCode = "429", description = "Too many wait for the log")
    @APIResponse(
            responseCode = "503",
            description = "No model answers yet, or the log is away; saying it again does no harm")
    public Response feedback(@Nullable Feedback feedback) {
        if (feedback == null
                || feedback.requestId() == null
                || feedback.requestId().isBlank()) {
            throw ApiException.badRequest("expected {\"requestId\": \"…\", \"label\": \"…\"}: 'requestId' is missing");
        }
        List<String> classes =
                labels.classes().orElseThrow(() -> ApiException.unavailable("its classes are not known"));
        int index = TrueLabels.index(classes, String.valueOf(feedback.label()))
                .orElseThrow(() -> ApiException.badRequest(
                        "unknown label '%s': the classes are %s".formatted(feedback.label(), classes)));
        String sample = sample(feedback);
        say(sample, index);
        return Response.accepted(new Taken(sample, classes.get(index))).build();
    }

    private static String sample(Feedback feedback) {
        RequestId id = RequestId.of(String.valueOf(feedback.requestId()));
        Integer image = feedback.image();
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
