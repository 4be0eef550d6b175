package dev.retort.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.cli.http.HttpAnswer;
import dev.retort.cli.http.HttpCalls;
import dev.retort.cli.stack.RunningStack;
import dev.retort.cli.stack.Service;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Questions to the evaluation service. */
final class EvaluationQueries {
    private final RunningStack stack;

    EvaluationQueries(RunningStack stack) {
        this.stack = stack;
    }

    /** @throws CommandFailure if the service does not answer, or refuses with a reason */
    JsonNode get(String path) throws InterruptedException {
        try {
            HttpAnswer answer = HttpCalls.get(stack.address(Service.EVALUATION).resolve(path));
            if (!answer.isSuccess()) {
                throw CommandFailure.usage(answer.reason());
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
