package dev.retort.teacher;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.equalTo;

import dev.retort.contracts.event.RunFailed;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/** Experiments that are given to the running service, and what comes of them. */
final class SubmittedRuns {
    static final String EXPERIMENT = """
            name: NAME
            dataset: {source: drawn, trainImages: 200, testImages: 20, heldOutImages: 40}
            teacher: {network: resnet8, epochs: 1, batchSize: 32}
            transferSet: {views: 1, batchSize: 32}
            student: {network: resnet8, epochs: 1}
            """;

    private final Runs runs;

    SubmittedRuns(Runs runs) {
        this.runs = runs;
    }

    /** The run's id; one that is running or done already is taken as it is. */
    static String start(String experiment) {
        return given().contentType("text/plain")
                .body(experiment)
                .post("/runs")
                .then()
                .statusCode(anyOf(equalTo(200), equalTo(202)))
                .extract()
                .path("run");
    }

    RunView labelled(String run) {
        RunView view = awaitRun(run, RunView::transferSetComplete);
        assertThat(view.failure()).isNull();
        return view;
    }

    RunFailed failed(String run) {
        return Objects.requireNonNull(awaitRun(run, view -> false).failure(), "the run failed");
    }

    private RunView awaitRun(String run, Predicate<RunView> done) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> runs.find(run)
                        .filter(view -> done.test(view) || view.failure() != null)
                        .isPresent());
        return runs.find(run).orElseThrow();
    }

    static String exposition() {
        return given().get("/q/metrics").asString();
    }
}
