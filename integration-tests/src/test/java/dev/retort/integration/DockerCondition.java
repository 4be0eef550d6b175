package dev.retort.integration;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Asked of each test and not of its class: a class that is skipped counts as one. */
final class DockerCondition implements ExecutionCondition {
    /** {@code ./retort test} counts skipped tests by this reason. */
    static final String NO_DOCKER = "no Docker";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestMethod().isEmpty() || Engine.answers()) {
            return ConditionEvaluationResult.enabled("a container engine answers, or is not needed yet");
        }
        return ConditionEvaluationResult.disabled(NO_DOCKER);
    }
}
