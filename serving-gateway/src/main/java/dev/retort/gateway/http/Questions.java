package dev.retort.gateway.http;

import dev.retort.gateway.app.Traffic;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.Logits;
import dev.retort.gateway.domain.Outcome;
import dev.retort.gateway.domain.ServedModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/** From a request on the wire to what a model makes of it, whatever the wire. The model is held until it has answered. */
@ApplicationScoped
class Questions {
    /** Larger bodies are parsed beside the event loop; of smaller ones, handing over would take longer. */
    private static final int PARSED_AT_ONCE = 64 * 1024;

    private final ModelNames models;
    private final Traffic traffic;
    private final int greatestBatch;
    private final Executor beside = Executors.newVirtualThreadPerTaskExecutor();

    Questions(ModelNames models, Traffic traffic, GatewayConfig config) {
        this.models = models;
        this.traffic = traffic;
        this.greatestBatch = config.greatestBatch();
    }

    /**
     * Which model is asked, and until when.
     *
     * @param version the one that answers now where absent
     */
    record Target(String model, Optional<String> version, Deadline deadline) {}

    /** What came of it. */
    record Answer(InferenceRequest request, ServedModel model, Outcome outcome) {
        /** @throws ApiException if there is none */
        Logits logits() {
            return Answers.logits(outcome, request.images());
        }
    }

    /**
     * Fails with what {@link Answers#refusal} understands.
     *
     * @param bytes that are to be parsed
     * @param read the request, with a reader for the model that was found
     * @param whenGone is given what to do when the client has gone: then nobody needs it computed
     */
    CompletableFuture<Answer> ask(
            Target target, int bytes, Function<RequestReader, InferenceRequest> read, Consumer<Runnable> whenGone) {
        return models.lease(target.model(), target.version(), target.deadline())
                .thenComposeAsync(lease -> ask(lease, target, read, whenGone), parser(bytes));
    }

    /** Where so many bytes are parsed. */
    Executor parser(int bytes) {
        return bytes <= PARSED_AT_ONCE ? Runnable::run : beside;
    }

    static Deadline sooner(Deadline deadline, Optional<Duration> patience) {
        Duration remaining = deadline.remaining();
        return patience.filter(shorter -> shorter.compareTo(remaining) < 0)
                .map(Deadline::in)
                .orElse(deadline);
    }

    private CompletableFuture<Answer> ask(
            Lease named, Target target, Function<RequestReader, InferenceRequest> read, Consumer<Runnable> whenGone) {
        Lease lease = named;
        try {
            InferenceRequest request = read.apply(
                    new RequestReader(named.model().input(), named.model().names(), greatestBatch));
            lease = target.version().isPresent() ? named : traffic.route(named, request.requestId());
            ServedModel model = lease.model();
            CompletableFuture<Outcome> outcome =
                    model.ask(request.images(), sooner(target.deadline(), request.patience()));
            whenGone.accept(() -> outcome.cancel(false));
            Lease held = lease;
            return outcome.whenComplete((computed, failure) -> held.close())
                    .thenApply(computed -> new Answer(request, model, computed));
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }
}
