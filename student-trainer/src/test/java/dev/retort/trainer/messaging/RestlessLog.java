package dev.retort.trainer.messaging;

import dev.retort.contracts.Digest;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.TrainingBatch;
import dev.retort.trainer.messaging.BatchSequence.Placed;
import dev.retort.trainer.messaging.SoftTargets.PositionedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** A log on two partitions of which each reader sees now one ahead, now the other, and every third batch twice. */
public final class RestlessLog {
    public static final Digest ANY = Digest.of(new byte[0]);
    public static final int CLASSES = 10;
    private static final int BATCH = 8;
    private static final int BATCHES = 1000;
    private static final int PARTITIONS = 2;
    private static final int LOOK_AHEAD = 16;
    private static final int DEPTH = 4;

    private final List<List<Integer>> partitions =
            List.of(new ArrayList<>(), new ArrayList<>()); // numbers of batches, by offset
    private final int[] offsets;
    private final BatchSequence sequence;

    private RestlessLog(LogPosition position) {
        for (int batch = 0; batch < BATCHES; batch++) {
            List<Integer> partition = partitions.get(batch % PARTITIONS);
            partition.add(batch);
            if (batch % 3 == 0) {
                partition.add(batch);
            }
        }
        this.offsets = IntStream.range(0, PARTITIONS)
                .map(partition -> position.offsets().getOrDefault(partition, 0L).intValue())
                .toArray();
        this.sequence = new BatchSequence(BATCH, PARTITIONS, LOOK_AHEAD, position);
    }

    /** Batches of noise from a position on. */
    public static Prefetch<PositionedBatch> read(ImageShape shape, LogPosition position) {
        RestlessLog log = new RestlessLog(position);
        return new Prefetch<>(DEPTH, () -> Optional.of(noise(log.next(), shape)));
    }

    private Placed next() {
        Optional<Placed> next = sequence.poll();
        while (next.isEmpty()) {
            readOn(
                    sequence.isFull()
                            ? sequence.nextPartition()
                            : ThreadLocalRandom.current().nextInt(PARTITIONS));
            next = sequence.poll();
        }
        return next.get();
    }

    private void readOn(int partition) {
        int offset = offsets[partition]++;
        sequence.add(batch(partitions.get(partition).get(offset)), partition, offset);
    }

    private static SoftTargetBatch batch(int number) {
        Random random = new Random(number);
        int[] labels = random.ints(BATCH, 0, CLASSES).toArray();
        short[] logits = new short[BATCH * CLASSES];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Float.floatToFloat16((float) random.nextGaussian() * 3);
        }
        return new SoftTargetBatch(ANY, ANY, 0, (long) number * BATCH, CLASSES, new int[BATCH], labels, logits);
    }

    private static PositionedBatch noise(Placed placed, ImageShape shape) {
        byte[] pixels = new byte[BATCH * shape.size()];
        new Random(placed.batch().firstSequence()).nextBytes(pixels);
        return new PositionedBatch(
                new TrainingBatch(
                        pixels, placed.batch().hardLabels(), placed.batch().logits()),
                placed.after());
    }
}
