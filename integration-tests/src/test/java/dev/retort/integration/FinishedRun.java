package dev.retort.integration;

import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetOpened;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tiny experiment, run to its end once for all tests that look at what it leaves.
 *
 * @param checkpoints that its services announced
 */
record FinishedRun(String run, TransferSet set, List<CheckpointPublished> checkpoints) {
    private static @Nullable FinishedRun shared;

    static synchronized FinishedRun shared(RunLog log) throws IOException, InterruptedException {
        if (shared == null) {
            String run = Services.shared().submit(experiment());
            await(log, run, "distilled");
            await(log, run, "alone");
            shared = new FinishedRun(
                    run,
                    log.await(TransferSetOpened.class, opened -> opened.run().equals(run))
                            .transferSet(),
                    log.all(CheckpointPublished.class).stream()
                            .filter(checkpoint -> checkpoint.run().equals(run))
                            .toList());
        }
        return shared;
    }

    /** Another test's run, on other images, may have a champion already. */
    static String experiment() throws IOException {
        return Files.readString(ComposeFile.TOP.resolve("experiments/tiny.yaml"))
                + "\npromotion: {otherImages: replace}\n";
    }

    /** Trained and scored. */
    static void await(RunLog log, String run, String arm) {
        log.await(
                StudentTrained.class,
                trained -> trained.run().equals(run) && trained.arm().equals(arm));
        log.await(
                EvaluationCompleted.class,
                scored -> scored.run().equals(run) && scored.arm().equals(arm) && scored.last());
    }
}
