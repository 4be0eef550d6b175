package dev.retort.teacher.app;

import dev.retort.contracts.event.TransferSet;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.RunWorker;
import dev.retort.teacher.messaging.Leadership;
import java.util.Objects;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Labels a share of a set that another replica has opened. What goes wrong here ends the help and not the run. */
final class LabellingHelp implements RunWorker.Work {
    private static final Logger LOG = Logger.getLogger(LabellingHelp.class);

    private final RunView run;
    private final TransferSet set;
    private final RunPreparation.Collaborators with;
    private final Leadership leadership;
    private final Consumer<String> failed;

    /** @param failed takes the run, if this replica cannot help */
    LabellingHelp(RunView run, RunPreparation.Collaborators with, Leadership leadership, Consumer<String> failed) {
        this.run = run;
        this.set = Objects.requireNonNull(run.transferSet(), "the run has no transfer set");
        this.with = with;
        this.leadership = leadership;
        this.failed = failed;
    }

    @Override
    public String run() {
        return run.run();
    }

    @Override
    public void perform() throws InterruptedException {
        try {
            Dataset dataset = with.datasets().fetch(set.dataset());
            HeldOutSplit split = HeldOutSplit.of(dataset.train().size(), set.heldOutImages(), set.splitSeed());
            with.labelling().help(run, set);
            with.labelling()
                    .label(
                            run,
                            set,
                            dataset,
                            split,
                            () -> with.labellingTeachers().open(run, dataset, set.teacherVersion()),
                            this::isOver);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOG.errorf(e, "this replica does not help to label for run %s any more; the others go on", run.run());
            failed.accept(run.run());
        }
    }

    /** Also when this replica has come to lead: then it has more to do than to help. */
    private boolean isOver() {
        return leadership.leads()
                || with.runs()
                        .find(run.run())
                        .filter(now -> now.status() == RunView.Status.RUNNING && !now.transferSetComplete())
                        .isEmpty();
    }
}
