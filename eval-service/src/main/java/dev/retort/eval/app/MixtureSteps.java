package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.Quantity;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.eval.app.Lineages.Step;
import dev.retort.eval.domain.Cycles.Cycle;
import dev.retort.eval.domain.MixtureRead;
import dev.retort.kit.run.RunView;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two parts of a retraining's mixture as steps of a lineage: each with its range and how often it was read. */
final class MixtureSteps {
    private static final String REPLAYED = "replayed";
    private static final String NEW = "new samples";

    private final RunView run;
    private final BatchContents contents;

    MixtureSteps(RunView run, BatchContents contents) {
        this.run = run;
        this.contents = contents;
    }

    List<Step> of(CheckpointManifest checkpoint, Cycle cycle) throws InterruptedException {
        TransferSet old = run.transferSet();
        String named = cycle.started().transferSet().hex();
        if (old == null || !old.id().hex().equals(named) || !old.id().equals(checkpoint.transferSet())) {
            return List.of(new Step(REPLAYED, named, false, "the log of its run names another one or none"));
        }
        MixtureRead read =
                new MixtureRead(cycle.started(), checkpoint.step(), checkpoint.nextSequence(), old, cycle.samples());
        return List.of(replayed(read), fresh(read, cycle.set()));
    }

    private static Step replayed(MixtureRead read) {
        TransferSet old = read.old();
        long end = read.firstReplayed() + read.replayed();
        String range = read.replayed() == 0
                ? "nothing: all images of a step are new"
                : String.format(
                        Locale.ROOT,
                        "samples [%d, %d)%s, %d a step; %.2f passes over %s of %s",
                        read.firstReplayed(),
                        end,
                        end > old.samples() ? ", counted on where it begins again at " + old.samples() : "",
                        read.cycle().replayPerStep(),
                        read.replayPasses(),
                        Quantity.of(old.views(), "view"),
                        Quantity.of(old.samplesPerView(), "image"));
        return step(
                REPLAYED, old.id().hex(), old.hasIdOfItsContents() ? null : "its id is not the digest of it", range);
    }

    private Step fresh(MixtureRead read, ContinuousSet set) throws InterruptedException {
        Digest content = read.batches().content();
        if (!read.isWhole() || content == null) {
            return new Step(NEW, set.id().hex(), false, "the log does not know all of its batches");
        }
        String detail = String.format(
                Locale.ROOT,
                "batches [%d, %d), offsets [%d, %d) of retort.samples, content %s; %s, %d a step: %s%.2f passes over %s, %s",
                read.cycle().firstBatch(),
                read.cycle().endBatch(),
                read.batches().firstOffset(),
                read.batches().nextOffset(),
                content.abbreviated(),
                Quantity.of(read.fresh(), "sample"),
                read.cycle().newPerStep(),
                leavesSomeOut() ? "at least " : "",
                read.passes(),
                Quantity.of(read.training(), "image"),
                "at " + Quantity.of(set.views(), "view") + (set.views() == 1 ? "" : " in turn"));
        return step(NEW, set.id().hex(), fault(read, set, content), detail);
    }

    private @Nullable String fault(MixtureRead read, ContinuousSet set, Digest content) throws InterruptedException {
        return set.hasIdOfItsContents()
                ? contents.fault(set, read.cycle().firstBatch(), read.cycle().endBatch(), content)
                        .orElse(null)
                : "its id is not the digest of it";
    }

    private boolean leavesSomeOut() {
        Experiment experiment = run.experiment();
        return experiment.continuous() != null && experiment.continuous().minimumConfidence() > 0;
    }

    private static Step step(String what, String name, @Nullable String fault, String detail) {
        return fault == null ? new Step(what, name, true, detail) : new Step(what, name, false, fault);
    }
}
