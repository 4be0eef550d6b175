package dev.retort.teacher.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.SourceRecord;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.SamplesAdmitted;
import dev.retort.contracts.event.SourceQuarantined;
import dev.retort.contracts.experiment.ContinuousSpec;
import dev.retort.contracts.sample.Answer;
import dev.retort.contracts.sample.SampleMessage;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.score.OpenClassifier;
import dev.retort.kit.continuous.ContinuousLog;
import dev.retort.kit.continuous.SampleViews;
import dev.retort.kit.dataset.DatasetStore;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.RunWorker;
import dev.retort.teacher.domain.Admission;
import dev.retort.teacher.domain.Admitted;
import dev.retort.teacher.domain.Draft;
import dev.retort.teacher.domain.PixelStore;
import dev.retort.teacher.messaging.ContinuousBatchWriter;
import dev.retort.teacher.messaging.SampleLog;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Admits new samples of one run and lets its teacher label each full batch, until the run is stopped. */
final class SampleLabelling implements RunWorker.Work {
    private static final Logger LOG = Logger.getLogger(SampleLabelling.class);

    private final RunView run;
    private final ContinuousSpec spec;
    private final Collaborators with;

    SampleLabelling(RunView run, Collaborators with) {
        this.run = run;
        this.spec = Objects.requireNonNull(run.experiment().continuous(), "the run ends with its students");
        this.with = with;
    }

    /**
     * What it needs of the service.
     *
     * @param goesOn whether samples of a run are still to be labelled
     */
    record Collaborators(
            DatasetStore datasets,
            LabellingTeachers teachers,
            SampleLog samples,
            PixelStore pixels,
            ContinuousLog log,
            ContinuousBatchWriter.Factory writers,
            EventPublisher publisher,
            SampleMetrics metrics,
            Predicate<String> goesOn) {}

    @Override
    public String run() {
        return run.run();
    }

    /** Samples wait on their topic. */
    @Override
    public boolean outlastsOutages() {
        return true;
    }

    @Override
    public void perform() throws InterruptedException {
        Digest datasetDigest = Objects.requireNonNull(run.dataset(), "the run has no dataset");
        Digest teacherVersion = Objects.requireNonNull(run.teacherVersion(), "the run has no teacher");
        Dataset dataset = with.datasets().fetch(datasetDigest);
        ContinuousSet set = ContinuousSets.of(
                run.experiment(),
                spec,
                datasetDigest,
                teacherVersion,
                dataset.train().shape(),
                dataset.classes().size());
        try (ContinuousBatchWriter writer = with.writers().open(set);
                OpenClassifier teacher = with.teachers().open(run, dataset, teacherVersion)) {
            Admission admission = restored(set, ScoredImages.of(dataset, run.experiment()));
            with.publisher().publish(new ContinuousSetOpened(run.run(), set, Instant.now()));
            LOG.infof("samples for %s from offset %d on", run.run(), admission.nextOffset());
            label(admission, batch -> teacher.logits(batch, set.batchSize()), dataset, writer);
        }
    }

    /** The fold's state after the last batch on the log; what was not announced of it is announced again. */
    private Admission restored(ContinuousSet set, ScoredImages scored) throws InterruptedException {
        Admission admission = new Admission(
                set,
                spec.guards(),
                new PatientPixelStore(with.pixels(), () -> with.goesOn().test(run.run())),
                scored::contains);
        long batches = with.log().batches(set);
        long first = Math.max(0, batches - Admission.batchesRemembered(set));
        with.log().read(set, first, batches, batch -> {
            admission.restore(batch);
            if (batch.batch() == batches - 1) {
                announce(batch);
            }
        });
        return admission;
    }

    /** Pixels of a batch to its logits, [batchSize × classes]. */
    private interface Teacher {
        float[] logits(byte[] pixels);
    }

    private void label(Admission admission, Teacher teacher, Dataset dataset, ContinuousBatchWriter writer)
            throws InterruptedException {
        try (SampleLog.Reader reader = with.samples().from(admission.nextOffset())) {
            while (with.goesOn().test(run.run())) {
                reader.poll(new SampleLog.Receiver() {
                    @Override
                    public void on(long offset, SampleMessage message)
                            throws InterruptedException, MalformedMessageException {
                        Admitted admitted = admission.on(offset, message);
                        Optional<Draft> draft = admission.take();
                        if (draft.isPresent()) {
                            write(draft.get(), teacher, dataset, writer);
                        }
                        settle(offset, admitted);
                    }

                    @Override
                    public boolean unreadable(long offset, String source, MalformedMessageException why) {
                        Admitted admitted = admission.unreadable(offset, source, why);
                        count(offset, admitted);
                        return admitted instanceof Admitted.Refused;
                    }
                });
                reader.lag().ifPresent(with.metrics()::lag);
            }
        } finally {
            with.metrics().admitsNoMore();
        }
    }

    private void settle(long offset, Admitted admitted) throws MalformedMessageException {
        count(offset, admitted);
        if (admitted instanceof Admitted.Refused refused) {
            throw refused.why();
        }
    }

    private void count(long offset, Admitted admitted) {
        with.metrics().count(admitted);
        if (admitted instanceof Admitted.Refused(var why, SourceRecord record) && record != null) {
            with.metrics().quarantined();
            LOG.warnf(
                    "source %s is in quarantine: %d of its last %d messages cannot be used, the last because %s",
                    record.source(), record.refused(), record.messages(), why.getMessage());
            with.publisher()
                    .publish(new SourceQuarantined(
                            run.run(), record.source(), record.messages(), record.refused(), offset, Instant.now()));
        }
    }

    private void write(Draft draft, Teacher teacher, Dataset dataset, ContinuousBatchWriter writer)
            throws InterruptedException {
        byte[] pixels = draft.pixels();
        short[] logits = logits(draft, pixels, teacher, dataset);
        ContinuousBatch batch = draft.with(pixels, logits);
        writer.write(batch);
        announce(batch);
        compareAnswers(draft, batch);
    }

    /** [views, samples, classes]. */
    private static short[] logits(Draft draft, byte[] pixels, Teacher teacher, Dataset dataset) {
        ContinuousSet set = draft.set();
        SampleViews views = new SampleViews(set, dataset.normalization(), draft.firstSample(), pixels);
        HalfLogits all = new HalfLogits(set);
        byte[] seen = new byte[pixels.length]; // [n, c, h, w]
        for (int view = 0; view < set.views(); view++) {
            for (int place = 0; place < set.batchSize(); place++) {
                views.render(view, place, seen, place * set.imageBytes());
            }
            all.put(view, teacher.logits(seen));
        }
        return all.checked();
    }

    private void announce(ContinuousBatch batch) {
        int heldOut = 0;
        for (boolean kept : batch.heldOut()) {
            heldOut += kept ? 1 : 0;
        }
        int labelled = (int) Arrays.stream(batch.labels())
                .filter(label -> label != ContinuousBatch.NO_LABEL)
                .count();
        with.publisher()
                .publish(new SamplesAdmitted(
                        run.run(),
                        batch.set().id(),
                        batch.batch(),
                        batch.firstOffset(),
                        batch.nextOffset(),
                        batch.size(),
                        heldOut,
                        labelled,
                        batch.content(),
                        Instant.now()));
    }

    /** The one signal of quality that needs no label. */
    private void compareAnswers(Draft draft, ContinuousBatch batch) {
        for (int place = 0; place < batch.size(); place++) {
            Answer answer = draft.samples().get(place).answer();
            if (answer != null) {
                with.metrics().answer(answer.topClass() == batch.teacherAnswer(place));
            }
        }
    }
}
