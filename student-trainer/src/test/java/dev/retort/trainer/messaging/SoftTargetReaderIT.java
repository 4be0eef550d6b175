package dev.retort.trainer.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.contracts.experiment.Flip;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import dev.retort.contracts.softtarget.SoftTargetCodec;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.drawn.DrawnImages;
import dev.retort.distill.train.Prefetch;
import dev.retort.distill.train.TrainingBatch;
import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.lifecycle.Topology;
import dev.retort.kit.log.DeadLetters;
import dev.retort.kit.log.KafkaRecords;
import dev.retort.kit.run.RunFailure;
import dev.retort.local.testing.LocalStackResource;
import dev.retort.trainer.config.TrainerConfig;
import dev.retort.trainer.messaging.SoftTargets.PositionedBatch;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
@Timeout(60)
class SoftTargetReaderIT {
    private static final Digest TEACHER = Digest.of("a teacher".getBytes(StandardCharsets.UTF_8));
    private static final int PARTITIONS = 8;
    private static final int BATCHES = 1600;
    private static final int LOOK_AHEAD = 64;
    private static final int NONE = -1;

    @Inject
    Topology topology;

    @Inject
    KafkaConnection kafka;

    @Inject
    DeadLetters deadLetters;

    @Inject
    SoftTargetLog log;

    @Inject
    TrainerConfig config;

    @Test
    void readsACompleteSetInOrderThoughEachPartitionHoldsMoreThanTheLookAhead() throws Exception {
        TransferSet set = set("eight partitions");
        write(set, NONE);

        try (SoftTargetReader reader = reader(set, true)) {
            for (int pass = 0; pass < 2; pass++) {
                for (long batch = 0; batch < BATCHES; batch++) {
                    assertThat(reader.next().batch().firstSequence()).isEqualTo(batch);
                }
            }
        }
    }

    @Test
    void failsWhenABatchIsMissingThoughFewAreBehindIt() throws Exception {
        TransferSet set = set("a hole near the end");
        int missing = BATCHES - 2 * PARTITIONS;
        write(set, missing);

        try (SoftTargetReader reader = reader(set, false)) {
            assertThatThrownBy(() -> readAll(reader))
                    .isInstanceOfSatisfying(
                            RunFailure.class, e -> assertThat(e.code()).isEqualTo("log-gap"))
                    .hasMessageContaining("batch " + missing);
        }
    }

    @Test
    void failsWhenTheLastBatchOfACompleteSetIsMissing() throws Exception {
        TransferSet set = set("without its end");
        write(set, BATCHES - 1);

        try (SoftTargetReader reader = reader(set, true)) {
            assertThatThrownBy(() -> readAll(reader))
                    .isInstanceOf(RunFailure.class)
                    .hasMessageContaining("batch " + (BATCHES - 1))
                    .hasMessageContaining("complete");
        }
    }

    /** The set begins again, and nobody has taken anything yet. */
    @Test
    void mixesOldSamplesFromAnyOneOnAsFarAheadAsItMay() throws Exception {
        TransferSet set = set("read again");
        write(set, NONE);
        Dataset dataset = DrawnImages.dataset(new DatasetSpec.Drawn(10, 10, 1, 1), LoadProgress.NONE);
        List<Long> samples = new CopyOnWriteArrayList<>();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        SoftTargets.Mixing mixing = old -> {
            samples.add(old.next().batch().firstSequence());
            threads.add(Thread.currentThread());
            return Optional.of(
                    new PositionedBatch(new TrainingBatch(new byte[0], new int[0], null), LogPosition.START));
        };

        try (Prefetch<PositionedBatch> mixed = log.mix(set, dataset, BATCHES - 2, mixing)) {
            await().until(() -> samples.size() > config.prefetchBatches());
            assertThat(mixed.take()).isPresent();
        }

        assertThat(samples)
                .startsWith(BATCHES - 2L, BATCHES - 1L, 0L, 1L)
                .hasSizeLessThan(config.prefetchBatches() + 3);
        assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
    }

    private static void readAll(SoftTargetReader reader) throws InterruptedException {
        for (int batch = 0; batch < BATCHES; batch++) {
            reader.next();
        }
    }

    private SoftTargetReader reader(TransferSet set, boolean complete) {
        return new SoftTargetReader(
                set, 10, LogPosition.START, LOOK_AHEAD, () -> complete, kafka.properties(), deadLetters);
    }

    private static TransferSet set(String name) {
        Digest id = Digest.of(name.getBytes(StandardCharsets.UTF_8));
        Augmentation none = new Augmentation(Flip.NEVER, 0, 0, 0);
        return new TransferSet(id, TEACHER, TEACHER, none, 1, 0, 1, 1, BATCHES, 1, PARTITIONS, 2);
    }

    /** One partition after the other, in record batches as large as they get: the worst order to read. */
    private void write(TransferSet set, int missing) throws Exception {
        topology.ensureSoftTargets(Topics.softTargets(set.id()), PARTITIONS);
        Map<String, Object> properties = new HashMap<>(kafka.properties());
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 1000);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 18);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                for (int batch = partition; batch < BATCHES; batch += PARTITIONS) {
                    if (batch != missing) {
                        send(producer, partition, batch(set, batch));
                    }
                }
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // closing the producer waits for all of them
    private static void send(KafkaProducer<byte[], byte[]> producer, int partition, SoftTargetBatch batch) {
        Message message = SoftTargetCodec.encode(batch);
        producer.send(new ProducerRecord<>(
                message.topic(), partition, new byte[0], message.value(), KafkaRecords.headers(message.headers())));
    }

    private static SoftTargetBatch batch(TransferSet set, int number) {
        return new SoftTargetBatch(
                set.id(), TEACHER, 0, number, 2, new int[] {number % 10}, new int[] {1}, new short[] {0, 0});
    }
}
