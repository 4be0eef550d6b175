package dev.retort.cli.run;

import dev.retort.cli.CommandFailure;
import dev.retort.cli.http.HttpAnswer;
import dev.retort.cli.http.HttpCalls;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.InvalidExperimentException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** An experiment from its file to the teacher service. */
public record RunSubmission(Path file, String yaml, Experiment experiment) {
    /** A service takes some seconds to start. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** @throws CommandFailure with every problem of the file */
    public static RunSubmission read(Path file) {
        try {
            String yaml = Files.readString(file);
            return new RunSubmission(file, yaml, ExperimentReader.read(yaml));
        } catch (IOException e) {
            throw CommandFailure.usage("%s cannot be read as a text in UTF-8: %s".formatted(file, e.getMessage()));
        } catch (InvalidExperimentException e) {
            throw CommandFailure.usage("%s cannot be run as written:%n%s".formatted(file, e.getMessage()));
        }
    }

    /**
     * Starts the run, or finds it running or done. A service that dies just then is asked again: that does no harm.
     *
     * @return its id
     * @throws CommandFailure if the service refuses the experiment or stays away
     */
    public String submitTo(Deployment deployment) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                return submitTo(deployment.teacher());
            } catch (IOException e) {
                if (Instant.now().isAfter(deadline)) {
                    throw CommandFailure.failed("the teacher service does not take the run: " + e, e);
                }
                Thread.sleep(PAUSE);
                deployment.keepUp();
            }
        }
    }

    private String submitTo(URI teacher) throws IOException, InterruptedException {
        HttpAnswer answer =
                HttpCalls.post(teacher.resolve("/runs"), "application/yaml", yaml.getBytes(StandardCharsets.UTF_8));
        if (answer.status() == 400) {
            throw CommandFailure.usage("%s: %s%s".formatted(file, answer.reason(), problems(answer)));
        }
        String run = answer.json().path("run").asText();
        if (!answer.isSuccess() || run.isEmpty()) {
            throw CommandFailure.failed("the teacher service does not take the run: " + answer.reason());
        }
        return run;
    }

    private static String problems(HttpAnswer answer) {
        StringBuilder lines = new StringBuilder();
        answer.json()
                .path("problems")
                .forEach(problem -> lines.append("%n  line %s, %s: %s"
                        .formatted(
                                problem.path("line").asText(),
                                problem.path("key").asText(),
                                problem.path("message").asText())));
        return lines.toString();
    }
}
