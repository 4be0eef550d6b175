package dev.retort.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import dev.retort.kit.config.ServiceConfig;
import dev.retort.local.testing.LocalStackResource;
import dev.retort.teacher.messaging.SoftTargetLog;
import dev.retort.teacher.messaging.SoftTargetWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a transfer set takes on the broker's disk. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class SoftTargetSizeIT {
    private static final Logger LOG = Logger.getLogger(SoftTargetSizeIT.class);
    private static final int TRAINING_IMAGES = 45_000;
    private static final int BATCH = 128;
    private static final int CLASSES = 10;
    private static final double BUDGET = 28;

    @Inject
    SoftTargetLog log;

    @Inject
    ServiceConfig config;

    /**
     * Every image of CIFAR-10's training part, with logits that nothing can compress.
     *
     * @param batchesARequest how many messages may share a batch of records; 1 is a teacher slower than the producer's
     *     linger, which pays for a batch's header on every message
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void takesAtMost28BytesASampleOnDisk(int batchesARequest) throws Exception {
        TransferSet set = transferSet("measured " + batchesARequest);
        SplittableRandom random = new SplittableRandom(11);
        int[] indices = random.ints(0, TRAINING_IMAGES)
                .distinct()
                .limit(TRAINING_IMAGES)
                .toArray();
        log.ensure(set);
        try (SoftTargetWriter writer = log.writer(set)) {
            for (int batch = 0; batch < set.batches(); batch++) {
                writer.write(batch(set, batch, indices, random), batch);
                if (batch % batchesARequest == batchesARequest - 1) {
                    writer.flush();
                }
            }
            writer.flush();
        }

        double bytesASample = segmentBytes(set) / (double) set.samples();

        LOG.infof("%d messages a request: %.2f bytes a sample on disk", batchesARequest, bytesASample);
        // Ten logits and a label are 21 bytes: less would mean that not everything is on the disk.
        assertThat(bytesASample).isBetween(21.0, BUDGET);
    }

    private static TransferSet transferSet(String name) {
        int samples = TRAINING_IMAGES / BATCH * BATCH;
        Digest id = Digest.of(name.getBytes(StandardCharsets.UTF_8));
        return new TransferSet(id, id, id, Augmentation.NONE, 1, 5000, 1, 1, samples, BATCH, 2, CLASSES);
    }

    private static SoftTargetBatch batch(TransferSet set, int batch, int[] indices, SplittableRandom random) {
        int[] part = new int[BATCH];
        System.arraycopy(indices, batch * BATCH, part, 0, BATCH);
        short[] logits = new short[BATCH * CLASSES];
        for (int i = 0; i < logits.length; i++) {
            // Any bits but the exponent of infinity and NaN.
            logits[i] = (short) (random.nextInt(0x7C00) | (random.nextInt(2) << 15));
        }
        return new SoftTargetBatch(
                set.id(),
                set.teacherVersion(),
                0,
                (long) batch * BATCH,
                CLASSES,
                part,
                random.ints(BATCH, 0, CLASSES).toArray(),
                logits);
    }

    /** Of the segments of every partition of the set's topic. */
    private long segmentBytes(TransferSet set) throws IOException {
        String topic = Topics.softTargets(set.id());
        Path stack = Objects.requireNonNull(config.cacheDirectory().getParent());
        try (Stream<Path> files = Files.walk(stack)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .filter(file -> String.valueOf(file.getParent()).contains(topic + "-"))
                    .mapToLong(SoftTargetSizeIT::size)
                    .sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
