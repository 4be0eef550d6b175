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
import java.util.concurrent.Callable;

/** Soft targets from the log, and the views that the teacher saw, rendered again. */
@ApplicationScoped
public class SoftTargetLog implements SoftTargets {
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

    @Override
    public Prefetch<PositionedBatch> read(TransferSet set, Dataset dataset, LogPosition position) {
        ViewRenderer renderer = renderer(set, dataset);
        SoftTargetReader reader = reader(set, dataset, position);
        int pixels = dataset.train().shape().size();
        return ahead(() -> Optional.of(render(reader.next(), renderer, pixels)), reader);
    }

    @Override
    public Prefetch<PositionedBatch> mix(TransferSet set, Dataset dataset, long firstSample, Mixing mixing) {
        ViewRenderer renderer = renderer(set, dataset);
        SoftTargetReader reader = reader(set, dataset, new LogPosition(firstSample, Map.of()));
        ReplayReader old = new ReplayReader(set, reader, renderer, (int) (firstSample % set.batchSize()));
        return ahead(() -> mixing.next(old), reader);
    }

    private Prefetch<PositionedBatch> ahead(Callable<Optional<PositionedBatch>> batches, SoftTargetReader reader) {
        return new Prefetch<>(config.prefetchBatches(), batches, reader::close);
    }

    private static ViewRenderer renderer(TransferSet set, Dataset dataset) {
        int[] training = HeldOutSplit.of(dataset.train().size(), set.heldOutImages(), set.splitSeed())
                .training();
        return new ViewRenderer(dataset.train(), dataset.normalization(), set.augmentation(), training, set.seed());
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
