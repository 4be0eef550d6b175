package dev.retort.trainer.app;

import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.TrainableNetwork;
import dev.retort.distill.train.TrainingSettings;
import dev.retort.distill.train.TrainingState;
import dev.retort.kit.run.RunFailure;
import dev.retort.trainer.app.ArmTraining.Collaborators;
import dev.retort.trainer.app.History.Segment;
import dev.retort.trainer.domain.Replay;
import dev.retort.trainer.messaging.ReplayReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Trains the student of a cycle again from the weights of the champion that it went on from, the two logs and the record of
 * the cycle, and compares. The champion itself is another checkpoint, with a replay of its own.
 */
final class ReplayedCycle implements TrainedAgain {
    private final Original original;
    private final CheckpointManifest made;
    private final CycleSource source;
    private final Collaborators with;

    /** @throws RunFailure if the log does not hold what the checkpoint was made from */
    ReplayedCycle(Original original, CycleSource source, Collaborators with) {
        this.original = original;
        this.made = original.made();
        this.source = source;
        this.with = with;
        original.requireMadeFrom(source.run());
    }

    @Override
    public Replay.State perform(Prefetch.Check check, LongConsumer progress) throws InterruptedException {
        Dataset dataset = with.datasets().fetch(source.set().dataset());
        Network network = original.network(dataset);
        TrainingState state = TrainingState.fresh(
                network, with.startingWeights().of(source.cycle().parent(), network));
        Mixture mixture = source.mixture(source.newSamples(dataset));
        try (ReplayReader replay = with.log().replay(source.old(), dataset, mixture.firstReplayed(0))) {
            CycleLoop loop = new CycleLoop(source, mixture);
            for (Segment segment : original.history().segments()) {
                TrainingSettings settings = source.settings(segment.precision(), segment.threads());
                try (TrainableNetwork net = TrainableNetwork.open(network, dataset.normalization(), settings, state)) {
                    loop.run(net, replay, segment.from(), segment.to(), check, step -> progress.accept(step.steps()));
                    state = net.state();
                }
            }
        }
        List<String> reasons = new ArrayList<>();
        original.differs(state, network).ifPresent(reasons::add);
        compare(mixture.firstReplayed(made.step()), reasons);
        return reasons.isEmpty() ? new Replay.Agrees() : new Replay.Differs(reasons);
    }

    private void compare(long nextReplayed, List<String> reasons) {
        if (nextReplayed != made.nextSequence()) {
            reasons.add("the log was read up to sample %d; it was read up to %d"
                    .formatted(nextReplayed, made.nextSequence()));
        }
    }
}
