package dev.retort.teacher.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.LabellingConditions;
import dev.retort.contracts.event.Phase;
import dev.retort.contracts.event.PhaseProgressed;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetCompleted;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.contracts.experiment.TeacherSpec;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetException;
import dev.retort.distill.data.DatasetLocations;
import dev.retort.distill.data.DatasetSources;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.network.Network;
import dev.retort.kit.dataset.DatasetStore;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.RunFailure;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.RunWorker;
import dev.retort.kit.run.Runs;
import dev.retort.teacher.config.TeacherConfig;
import dev.retort.teacher.messaging.SoftTargetLog;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Brings one run to the point where students can read: dataset in the store, teacher trained, every view labelled. */
final class RunPreparation implements RunWorker.Work {
    private final RunView run;
    private final Collaborators with;

    RunPreparation(RunView run, Collaborators with) {
        this.run = run;
        this.with = with;
    }

    /** What a run needs of the service. */
    record Collaborators(
            Runs runs,
            DatasetStore datasets,
            TeacherNetworks networks,
            TeacherTraining training,
            TeacherModels models,
            OutsideTeachers outside,
            LabellingTeachers labellingTeachers,
            Labelling labelling,
            SoftTargetLog log,
            RunGuard guard,
            EventPublisher publisher,
            TeacherConfig config) {}

    @Override
    public String run() {
        return run.run();
    }

    @Override
    public void perform() throws InterruptedException {
        Digest known = run.dataset();
        Dataset dataset = known == null ? load() : with.datasets().fetch(known);
        Digest datasetDigest = known == null ? with.datasets().publish(dataset) : known;
        int heldOut = run.experiment().dataset().heldOutImages();
        if (heldOut >= dataset.train().size()) {
            throw new RunFailure(
                    "too-few-images",
                    "dataset.heldOutImages %d leaves none of %d images to train on"
                            .formatted(heldOut, dataset.train().size()));
        }
        HeldOutSplit split = HeldOutSplit.of(
                dataset.train().size(), heldOut, new Seeds(run.experiment().seed()).split());
        Digest teacherVersion = teacher(dataset, datasetDigest, split);
        TransferSet set = TransferSets.of(
                run.experiment(),
                datasetDigest,
                teacherVersion,
                split.training().length,
                dataset.classes().size());
        with.log().ensure(set);
        LabellingConditions conditions = with.labelling().begin(run, set);
        with.publisher().publish(new TransferSetOpened(run.run(), set, conditions, Instant.now()));
        with.labelling()
                .label(
                        run,
                        set,
                        dataset,
                        split,
                        () -> with.labellingTeachers().open(run, dataset, teacherVersion),
                        () -> isComplete(set));
        with.publisher().publish(new TransferSetCompleted(run.run(), set.id(), set.samples(), Instant.now()));
    }

    /** By the log: other replicas do not say when they are done. */
    private boolean isComplete(TransferSet set) throws InterruptedException {
        with.guard().checkTrainsOn(run.run());
        return with.log().missing(set).isEmpty();
    }

    private Dataset load() {
        try {
            Dataset dataset = DatasetSources.load(
                    run.experiment().dataset(),
                    new DatasetLocations(with.config().datasetDirectory()),
                    new ReportedLoading(with.publisher(), run.run()));
            long images = (long) dataset.train().size() + dataset.test().size();
            with.publisher()
                    .publish(
                            new PhaseProgressed(run.run(), Phase.DATASET, "", images, images, Map.of(), Instant.now()));
            return dataset;
        } catch (DatasetException e) {
            throw new RunFailure("dataset-unreadable", String.valueOf(e.getMessage()), e);
        }
    }

    /** The run's teacher: known, brought from elsewhere, named by the experiment, trained by a run like this one, or trained now. */
    private Digest teacher(Dataset dataset, Digest datasetDigest, HeldOutSplit split) throws InterruptedException {
        Digest version = run.teacherVersion();
        if (version != null) {
            return version;
        }
        Digest teacher = switch (run.experiment().teacher()) {
            case TeacherSpec.Outside outside -> with.outside().publish(outside, dataset, datasetDigest);
            case TeacherSpec.Catalogued catalogued -> catalogued(catalogued, dataset, datasetDigest, split);
        };
        String network = run.experiment().teacher().network();
        with.publisher().publish(new TeacherTrained(run.run(), datasetDigest, teacher, network, Instant.now()));
        return teacher;
    }

    private Digest catalogued(TeacherSpec.Catalogued teacher, Dataset dataset, Digest datasetDigest, HeldOutSplit split)
            throws InterruptedException {
        Digest named = teacher.version();
        Optional<Digest> found = named != null
                ? Optional.of(named)
                : TeacherReuse.find(with.runs().all(), run, datasetDigest);
        if (named != null) {
            // Students start on what follows: a teacher that is not there must not get that far.
            with.models().fetch(named, with.networks().network(teacher, dataset));
        }
        return found.isPresent() ? found.get() : train(teacher, dataset, datasetDigest, split);
    }

    private Digest train(TeacherSpec.Catalogued teacher, Dataset dataset, Digest datasetDigest, HeldOutSplit split)
            throws InterruptedException {
        TeacherTraining.Trained trained = with.training().train(run, teacher, dataset, datasetDigest, split);
        Network network = with.networks().network(teacher, dataset);
        return with.models().publish(run.run(), dataset, datasetDigest, network, trained);
    }
}
