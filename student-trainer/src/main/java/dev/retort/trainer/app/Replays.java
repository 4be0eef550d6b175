package dev.retort.trainer.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.Arm;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.run.RunView;
import dev.retort.trainer.domain.Replay;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Trains students again, one at a time, beside what is trained. An audit: it leaves nothing on the log or in the store. */
@ApplicationScoped
public class Replays {
    private static final Logger LOG = Logger.getLogger(Replays.class);

    private final Collaborators collaborators;
    private final Retrainings retrainings;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("replay").daemon().factory());
    private @Nullable Replay latest;

    Replays(StudentTraining training, Retrainings retrainings) {
        this.collaborators = training.collaborators();
        this.retrainings = retrainings;
    }

    /**
     * Begins, or finds that it goes on already.
     *
     * @throws RunFailure if the log knows no such checkpoint of a student, or another replay goes on
     */
    public synchronized Replay start(Digest checkpoint) {
        if (latest != null && !latest.isOver()) {
            if (latest.checkpoint().equals(checkpoint)) {
                return latest;
            }
            throw new RunFailure("replay-busy", "checkpoint %s is being replayed".formatted(latest.checkpoint()));
        }
        CheckpointPublished published = published(checkpoint);
        CheckpointManifest made = collaborators.checkpoints().fetch(published).manifest();
        RunView run = collaborators.runs().find(made.run()).orElseThrow();
        Original original =
                new Original(made, History.of(made, run.checkpoints(), collaborators.checkpoints()::manifest));
        TrainedAgain training = new TrainedAgain(original, source(run, made.arm()), collaborators);
        Replay begun = new Replay(
                checkpoint,
                made.run(),
                made.arm(),
                made.step(),
                original.differences(collaborators),
                new Replay.Running(0));
        latest = begun;
        thread.execute(() -> perform(training));
        return begun;
    }

    private StudentSource source(RunView run, String arm) {
        if (Arm.isCycle(arm)) {
            return retrainings
                    .source(run, arm)
                    .orElseThrow(() -> new RunFailure(
                            "replay-mismatch", "the log does not say what %s learned from".formatted(arm)));
        }
        return ArmSource.of(run)
                .filter(source -> source.armName().equals(arm))
                .findFirst()
                .orElseThrow(() -> new RunFailure(
                        "replay-mismatch", "the log names no transfer set of the run, or no arm %s".formatted(arm)));
    }

    /** The latest, if it is of this checkpoint. */
    public synchronized Optional<Replay> find(Digest checkpoint) {
        return Optional.ofNullable(latest).filter(replay -> replay.checkpoint().equals(checkpoint));
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }

    private CheckpointPublished published(Digest checkpoint) {
        return collaborators.runs().all().stream()
                .flatMap(run -> run.checkpoints().stream())
                .filter(known -> known.checkpoint().equals(checkpoint) && known.role() == Role.STUDENT)
                .findFirst()
                .orElseThrow(() -> new RunFailure(
                        "replay-unknown", "no checkpoint %s of a student is on the log".formatted(checkpoint)));
    }

    private void perform(TrainedAgain training) {
        try {
            become(training.perform(Replays::checkGoesOn, done -> become(new Replay.Running(done))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            become(new Replay.Failed("the service stops"));
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "a replay failed");
            become(new Replay.Failed(String.valueOf(e.getMessage())));
        }
    }

    private static void checkGoesOn() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private synchronized void become(Replay.State state) {
        latest = latest == null ? null : latest.with(state);
    }
}
