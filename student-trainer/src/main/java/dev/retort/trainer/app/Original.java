package dev.retort.trainer.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.Precision;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.FileEntry;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.run.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** A checkpoint's manifest, as what a student that is trained again is measured by. */
record Original(CheckpointManifest made) {
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

    Precision precision() {
        return Precision.valueOf(made.precision().toUpperCase(Locale.ROOT));
    }

    Network network(Dataset dataset) {
        return Networks.create(
                made.network(), dataset.train().shape(), dataset.classes().size());
    }

    /** What is not as it was; precision and threads are taken as they were. */
    List<String> differences(ArmTraining.Collaborators with) {
        List<String> differences = new ArrayList<>();
        if (!made.codeVersion().equals(with.codeVersion())) {
            differences.add(
                    "made by version %s, trained again by %s".formatted(made.codeVersion(), with.codeVersion()));
        }
        int processors = Runtime.getRuntime().availableProcessors();
        if (made.threads() != with.threads()) {
            differences.add(
                    "made with %d threads, and trained again so, though this trainer is set to %d and has %d processors"
                            .formatted(made.threads(), with.threads(), processors));
        }
        return differences;
    }

    /** Why weights, statistics and memory of the optimizer are not the same, if they are not. */
    Optional<String> differs(TrainableNetwork again, Network network) {
        Digest state = Digest.of(again.state().toSafetensors(network));
        FileEntry recorded =
                Objects.requireNonNull(made.files().get(CheckpointManifest.STATE), "a checkpoint has a state");
        return state.equals(recorded.sha256())
                ? Optional.empty()
                : Optional.of("the state has digest %s, it had %s".formatted(state, recorded.sha256()));
    }
}
