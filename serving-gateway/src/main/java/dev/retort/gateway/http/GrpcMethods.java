package dev.retort.gateway.http;

import com.google.protobuf.MessageLite;
import dev.retort.gateway.app.ChampionFollower;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.http.Questions.Target;
import dev.retort.gateway.http.wire.ModelInferRequest;
import dev.retort.gateway.http.wire.ModelMetadataRequest;
import dev.retort.gateway.http.wire.ModelReadyRequest;
import dev.retort.gateway.http.wire.ModelReadyResponse;
import dev.retort.gateway.http.wire.ServerLiveResponse;
import dev.retort.gateway.http.wire.ServerReadyResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** The methods of {@code inference.GRPCInferenceService}. Each fails with what {@link Answers#refusal} understands. */
@ApplicationScoped
class GrpcMethods {
    private final Questions questions;
    private final ModelDescriptions models;
    private final ServerResource server;
    private final ChampionFollower champion;
    private final Executor beside = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Method> byName = Map.of(
            "ServerLive",
            call -> now(ServerLiveResponse.newBuilder().setLive(true).build()),
            "ServerReady",
            call -> serverReady(),
            "ServerMetadata",
            call -> serverMetadata(),
            "ModelReady",
            this::modelReady,
            "ModelMetadata",
            this::modelMetadata,
            "ModelInfer",
            this::infer);

    GrpcMethods(Questions questions, ModelDescriptions models, ServerResource server, ChampionFollower champion) {
        this.questions = questions;
        this.models = models;
        this.server = server;
        this.champion = champion;
    }

    /** From a message to its answer. */
    interface Method {
        CompletableFuture<MessageLite> answer(GrpcCall call);
    }

    /** Empty if the service has none of that name. */
    Optional<Method> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    private CompletableFuture<MessageLite> serverReady() {
        try (Lease lease = champion.lease().orElse(null)) {
            boolean ready = lease != null && lease.model().trouble().isEmpty();
            return now(ServerReadyResponse.newBuilder().setReady(ready).build());
        }
    }

    private CompletableFuture<MessageLite> serverMetadata() {
        return now(GrpcMessages.metadata(server.server()));
    }

    /** Beside the event loop: a version that is not loaded will be. */
    private CompletableFuture<MessageLite> modelReady(GrpcCall call) {
        ModelReadyRequest request = call.read(ModelReadyRequest.parser());
        return CompletableFuture.supplyAsync(
                () -> ModelReadyResponse.newBuilder()
                        .setReady(models.answers(request.getName(), version(request.getVersion())))
                        .build(),
                beside);
    }

    private CompletableFuture<MessageLite> modelMetadata(GrpcCall call) {
        ModelMetadataRequest request = call.read(ModelMetadataRequest.parser());
        return CompletableFuture.supplyAsync(
                () -> GrpcMessages.metadata(models.metadata(request.getName(), version(request.getVersion()))), beside);
    }

    private CompletableFuture<MessageLite> infer(GrpcCall call) {
        ModelInferRequest request = call.read(ModelInferRequest.parser());
        return questions
                .ask(
                        new Target(request.getModelName(), version(request.getModelVersion()), call.deadline()),
                        call.message().remaining(),
                        reader -> GrpcMessages.request(request, reader)
                                .orCalled(call.headers().requestId()),
                        call.end()::then)
                .thenApply(answer -> {
                    call.called(answer.request().requestId());
                    return GrpcMessages.response(answer, answer.logits());
                });
    }

    private static CompletableFuture<MessageLite> now(MessageLite message) {
        return CompletableFuture.completedFuture(message);
    }

    private static Optional<String> version(String version) {
        return Optional.of(version).filter(given -> !given.isEmpty());
    }
}
