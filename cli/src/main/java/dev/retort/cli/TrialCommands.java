package dev.retort.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.cli.http.HttpCalls;
import dev.retort.cli.stack.RunningStack;
import dev.retort.cli.stack.Service;
import dev.retort.contracts.event.TrialEnd;
import dev.retort.contracts.event.TrialStart;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** Starts and ends trials, and waits until the gateway has done so. */
final class TrialCommands {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(250);

    private final RunningStack stack;
    private final String kind;

    /** @param kind canary or shadow */
    TrialCommands(RunningStack stack, String kind) {
        this.stack = stack;
        this.kind = kind;
    }

    /** @return what to tell the user */
    String start(TrialStart command) throws InterruptedException {
        CommandLog.append(stack, command);
        String started = command.requestedAt().toString();
        await(
                trial -> trial.isPresent()
                        && trial.get().path("startedAt").asText().equals(started)
                        && trial.get().path("answering").asBoolean(),
                "the gateway has not started it; its log says why");
        return "Version %s is the %s for %.4g %% of the requests"
                .formatted(command.modelVersion().abbreviated(), kind, 100 * command.share());
    }

    /** @return what to tell the user */
    String end(TrialEnd command) throws InterruptedException {
        Optional<JsonNode> before = trial();
        if (before.isEmpty()) {
            return "There is no " + kind;
        }
        CommandLog.append(stack, command);
        await(Optional::isEmpty, "the gateway has not ended it; its log says why");
        return "The %s has ended: %s".formatted(kind, before.get().path("figures"));
    }

    private void await(Predicate<Optional<JsonNode>> wanted, String otherwise) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!wanted.test(trial())) {
            if (Instant.now().isAfter(deadline)) {
                throw CommandFailure.failed(otherwise);
            }
            Thread.sleep(POLL);
        }
    }

    private Optional<JsonNode> trial() throws InterruptedException {
        try {
            for (JsonNode trial : HttpCalls.get(stack.address(Service.GATEWAY).resolve("/trials"))
                    .json()) {
                if (trial.path("kind").asText().equals(kind)) {
                    return Optional.of(trial);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw CommandFailure.failed("the gateway does not answer: " + e.getMessage(), e);
        }
    }
}
