package dev.retort.cli.up;

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

/** An experiment from its file to the teacher service. */
record RunSubmission(Path file, String yaml, Experiment experiment) {

    /** @throws CommandFailure with every problem of the file */
    static RunSubmission read(Path file) {
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
     * Starts the run, or finds it running or done.
     *
     * @return its id
     * @throws CommandFailure if the service refuses the experiment
     * @throws IOException if it does not answer; asking again does no harm
     */
    String submitTo(URI teacher) throws IOException, InterruptedException {
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
