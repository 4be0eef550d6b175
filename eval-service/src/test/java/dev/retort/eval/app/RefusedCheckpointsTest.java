package dev.retort.eval.app;

import static dev.retort.eval.Evaluations.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.eval.PublishedCheckpoints;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Checkpoints that cannot be scored, and the next one, which is. */
class RefusedCheckpointsTest extends EvaluatedRuns {
    @Test
    void refusesACheckpointOfAnotherDatasetThanItsRunsAndScoresTheNext() throws Exception {
        PublishedCheckpoints checkpoints = dataset(0);
        try (World world = new World(artefacts("cache"))) {
            run(world, checkpoints);
            CheckpointPublished other = dataset(1).publish("distilled", 1, 1);
            read(world, other);
            read(world, checkpoints.publish("distilled", 1, 2));
            world.start();
            awaitDecisions(world, FORMS);

            assertThat(world.refused).containsExactly(other);
            assertThat(world.skipped())
                    .singleElement()
                    .satisfies(skipped -> assertThat(skipped.reason()).contains("trained on dataset"));
        }
    }

    @Test
    void saysThatNobodyNeedWaitForACheckpointThatCannotBeRead() throws Exception {
        PublishedCheckpoints checkpoints = dataset(0);
        try (World world = new World(artefacts("cache"))) {
            run(world, checkpoints);
            CheckpointPublished real = checkpoints.publish("distilled", 1, 1);
            CheckpointPublished gone = new CheckpointPublished(
                    RUN,
                    real.role(),
                    real.arm(),
                    2,
                    real.totalSteps(),
                    false,
                    digest("gone"),
                    real.objectPrefix() + "gone/",
                    Instant.now());
            read(world, gone);
            read(world, real);
            world.start();
            awaitDecisions(world, FORMS);

            assertThat(world.refused).containsExactly(gone);
            assertThat(world.skipped()).singleElement().satisfies(skipped -> {
                assertThat(skipped.checkpoint()).isEqualTo(gone.checkpoint());
                assertThat(skipped.reason()).startsWith("it cannot be scored: ");
            });
        }
    }
}
