package dev.retort.trainer.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.Quantity;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.FileEntry;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.train.ThisMachine;
import dev.retort.distill.train.TrainingState;
import dev.retort.kit.checkpoint.Conditions;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.run.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A checkpoint's manifest, as what a student that is trained again is measured by, and how it came to be. */
record Original(CheckpointManifest made, History history) {
    /** @throws RunFailure if the log does not hold what the checkpoint was made from */
    void requireMadeFrom(RunView run) {
        if (!run.experimentText().equals(made.experiment())) {
            throw new RunFailure("replay-mismatch", "the experiment on the log is not the one of the checkpoint");
        }
        if (run.transferSet() == null || !run.transferSet().id().equals(made.transferSet())) {
            throw new RunFailure(
                    "replay-mismatch", "the log of the run does not name transfer set " + made.transferSet());
        }
    }

    Network network(Dataset dataset) {
        return Networks.create(
                made.network(), dataset.train().shape(), dataset.classes().size());
    }

    /** What is not as it was, or was not the same throughout; precision and threads are taken as they were, step by step. */
    List<String> differences(Collaborators with) {
        List<String> differences = new ArrayList<>();
        if (!made.codeVersion().equals(with.codeVersion())) {
            differences.add(
                    "made by version %s, trained again by %s".formatted(made.codeVersion(), with.codeVersion()));
        }
        int processors = Runtime.getRuntime().availableProcessors();
        if (made.threads() != with.threads()) {
            differences.add("made with %s, and trained again so, though this trainer is set to %d and has %s"
                    .formatted(
                            Quantity.of(made.threads(), "thread"),
                            with.threads(),
                            Quantity.of(processors, "processor")));
        }
        Conditions now = new Conditions(made.precision(), made.threads(), ThisMachine.describe());
        now.machineChangesSince(Conditions.of(made)).forEach(change -> differences.add("this machine: " + change));
        differences.addAll(history.changes());
        return differences;
    }

    /** Why weights, statistics and memory of the optimizer are not the same, if they are not. */
    Optional<String> differs(TrainingState again, Network network) {
        Digest state = Digest.of(again.toSafetensors(network));
        FileEntry recorded =
                Objects.requireNonNull(made.files().get(CheckpointManifest.STATE), "a checkpoint has a state");
        return state.equals(recorded.sha256())
                ? Optional.empty()
                : Optional.of("the state has digest %s, it had %s".formatted(state, recorded.sha256()));
    }
}
