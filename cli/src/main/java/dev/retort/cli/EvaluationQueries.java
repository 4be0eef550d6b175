package dev.retort.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.cli.http.HttpAnswer;
import dev.retort.cli.http.HttpCalls;
import dev.retort.cli.stack.RunningStack;
import dev.retort.cli.stack.Service;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Questions to the evaluation service. */
final class EvaluationQueries {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** It reads a dataset from the store, and all batches that a line of retrainings learned from. */
    private static final Duration LINEAGE = Duration.ofMinutes(15);

    /** From here on it is not what was asked for that is wrong. */
    private static final int SERVICE_FAULT = 500;

    private final RunningStack stack;

    EvaluationQueries(RunningStack stack) {
        this.stack = stack;
    }

    /** @throws CommandFailure if the service does not answer, or refuses with a reason */
    JsonNode get(String path) throws InterruptedException {
        return get(path, ANSWER);
    }

    /**
     * What a version was made from, walked anew.
     *
     * @param version or its first digits
     * @throws CommandFailure as {@link #get}
     */
    JsonNode lineage(String version) throws InterruptedException {
        return get("/versions/%s/lineage".formatted(encoded(version)), LINEAGE);
    }

    private JsonNode get(String path, Duration patience) throws InterruptedException {
        try {
            HttpAnswer answer = HttpCalls.get(stack.address(Service.EVALUATION).resolve(path), patience);
            if (!answer.isSuccess()) {
                throw answer.status() >= SERVICE_FAULT
                        ? CommandFailure.failed(answer.reason())
                        : CommandFailure.usage(answer.reason());
            }
            return answer.json();
        } catch (IOException e) {
            throw CommandFailure.failed("eval-service does not answer: " + e.getMessage(), e);
        }
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
