package dev.retort.trainer.messaging;

import dev.retort.contracts.event.TransferSet;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.TrainingBatch;
import dev.retort.distill.view.ViewRenderer;
import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.log.DeadLetters;
import dev.retort.kit.run.Runs;
import dev.retort.trainer.config.TrainerConfig;
import dev.retort.trainer.messaging.BatchSequence.Placed;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** The training set of a student: soft targets from the log, and the views that the teacher saw, rendered again. */
@ApplicationScoped
public class SoftTargetLog {
    private final KafkaConnection connection;
    private final DeadLetters deadLetters;
    private final TrainerConfig config;
    private final Runs runs;

    SoftTargetLog(KafkaConnection connection, DeadLetters deadLetters, TrainerConfig config, Runs runs) {
        this.connection = connection;
        this.deadLetters = deadLetters;
        this.config = config;
        this.runs = runs;
    }

    /**
     * A batch ready to be trained on.
     *
     * @param after where to read on once it has been
     */
    public record PositionedBatch(TrainingBatch batch, LogPosition after) {}

    /** Batches from the position on, without end; closing it stops the reading. */
    public Prefetch<PositionedBatch> read(TransferSet set, Dataset dataset, LogPosition position) {
        SoftTargetReader reader = reader(set, dataset, position);
        int[] training = HeldOutSplit.of(dataset.train().size(), set.heldOutImages(), set.splitSeed())
                .training();
        ViewRenderer renderer =
                new ViewRenderer(dataset.train(), dataset.normalization(), set.augmentation(), training, set.seed());
        int pixels = dataset.train().shape().size();
        return new Prefetch<>(
                config.prefetchBatches(), () -> Optional.of(render(reader.next(), renderer, pixels)), reader::close);
    }

    /** Samples from one of the set on, without end. To be used and closed on the thread that calls this. */
    public ReplayReader replay(TransferSet set, Dataset dataset, long firstSample) throws InterruptedException {
        LogPosition position = new LogPosition(firstSample / set.batchSize(), Map.of());
        SoftTargetReader reader = reader(set, dataset, position);
        int[] training = HeldOutSplit.of(dataset.train().size(), set.heldOutImages(), set.splitSeed())
                .training();
        ViewRenderer renderer =
                new ViewRenderer(dataset.train(), dataset.normalization(), set.augmentation(), training, set.seed());
        try {
            return new ReplayReader(set, reader, renderer, (int) (firstSample % set.batchSize()));
        } catch (InterruptedException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private SoftTargetReader reader(TransferSet set, Dataset dataset, LogPosition position) {
        return new SoftTargetReader(
                set,
                dataset.train().size(),
                position,
                config.lookAheadBatches(),
                () -> isComplete(set),
                connection.properties(),
                deadLetters);
    }

    /** Any run may have said so: several read one set. */
    private boolean isComplete(TransferSet set) {
        return runs.all().stream().anyMatch(run -> run.transferSetComplete() && set.equals(run.transferSet()));
    }

    private static PositionedBatch render(Placed placed, ViewRenderer renderer, int imageBytes) {
        var soft = placed.batch();
        byte[] pixels = new byte[soft.size() * imageBytes]; // [n, c, h, w]
        for (int i = 0; i < soft.size(); i++) {
            renderer.render(soft.view(), soft.datasetIndices()[i], pixels, i * imageBytes);
        }
        return new PositionedBatch(new TrainingBatch(pixels, soft.hardLabels(), soft.logits()), placed.after());
    }
}
