package dev.retort.trainer.app;

import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.train.TrainingState;
import dev.retort.kit.run.RunFailure;
import dev.retort.trainer.app.History.Segment;
import dev.retort.trainer.domain.Replay;
import dev.retort.trainer.messaging.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Trains a student again from what its checkpoint names, each step with the precision and the number of threads that its
 * {@link History} names, and compares. Publishes nothing. The champion that a cycle went on from is another checkpoint, with a
 * replay of its own.
 */
final class TrainedAgain {
    private final Original original;
    private final StudentSource source;
    private final Collaborators with;
    private LogPosition position = LogPosition.START;

    /** @throws RunFailure if the log does not hold what the checkpoint was made from */
    TrainedAgain(Original original, StudentSource source, Collaborators with) {
        original.requireMadeFrom(source.run());
        this.original = original;
        this.source = source;
        this.with = with;
    }

    /**
     * @param check asked before each step, and while one waits for what they learn from
     * @param progress told the number of steps done
     * @return that it agrees with its original, or differs
     */
    Replay.State perform(Prefetch.Check check, LongConsumer progress) throws InterruptedException {
        Dataset dataset = with.datasets().fetch(source.transferSet().dataset());
        Network network = original.network(dataset);
        Start start = source.start(with.startingWeights(), network, dataset);
        TrainingState state = start.state().get();
        try (StudentSource.Batches batches = source.batches(with.log(), dataset, start, check)) {
            for (Segment segment : original.history().segments()) {
                TrainingSettings settings = source.settings(segment.precision(), segment.threads());
                try (TrainableNetwork net = TrainableNetwork.open(network, dataset.normalization(), settings, state)) {
                    StepLoop.run(source, net, batches.ahead(), segment.from(), segment.to(), check, step -> {
                        position = step.after();
                        progress.accept(step.steps());
                    });
                    state = net.state();
                }
            }
        }
        List<String> reasons = new ArrayList<>();
        original.differs(state, network).ifPresent(reasons::add);
        comparePosition(reasons);
        return reasons.isEmpty() ? new Replay.Agrees() : new Replay.Differs(reasons);
    }

    private void comparePosition(List<String> reasons) {
        CheckpointManifest made = original.made();
        if (!position.equals(new LogPosition(made.nextSequence(), made.offsets()))) {
            reasons.add("the log was read up to sample %d, offsets %s; it was read up to %d, %s"
                    .formatted(
                            position.nextSequence(),
                            new TreeMap<>(position.offsets()),
                            made.nextSequence(),
                            new TreeMap<>(made.offsets())));
        }
    }
}
