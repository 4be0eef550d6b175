package dev.retort.trainer;

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
import dev.retort.distill.data.DatasetException;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.data.drawn.DrawnImages;
import dev.retort.distill.view.ViewOrder;
import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.dataset.DatasetStore;
import dev.retort.kit.lifecycle.Topology;
import dev.retort.kit.log.KafkaRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Transfer sets of two views of 160 drawn images, in 20 batches on two partitions, with logits that nobody thought. */
@ApplicationScoped
class TransferSets {
    static final Digest TEACHER = Digest.of("a teacher".getBytes(StandardCharsets.UTF_8));
    static final int BATCH = 16;
    private static final int HELD_OUT = 40;

    private final DatasetStore datasets;
    private final Topology topology;
    private final KafkaConnection kafka;

    TransferSets(DatasetStore datasets, Topology topology, KafkaConnection kafka) {
        this.datasets = datasets;
        this.topology = topology;
        this.kafka = kafka;
    }

    private static Dataset images() throws DatasetException {
        return DrawnImages.dataset(new DatasetSpec.Drawn(200, 20, 1, HELD_OUT), (done, total, unit) -> {});
    }

    /** Its topic is there, and nothing on it. */
    TransferSet open(String name) throws Exception {
        Digest digest = datasets.publish(images());
        Digest id = Digest.of(name.getBytes(StandardCharsets.UTF_8));
        topology.ensureSoftTargets(Topics.softTargets(id), 2);
        return new TransferSet(
                id, digest, TEACHER, new Augmentation(Flip.RANDOM, 4, 0, 0), 7, HELD_OUT, 3, 2, 160, BATCH, 2, 10);
    }

    /** @param dirty with batches that are there twice, on another partition, and garbage */
    TransferSet write(String name, boolean dirty) throws Exception {
        Dataset dataset = images();
        TransferSet set = open(name);
        String topic = Topics.softTargets(set.id());
        ViewOrder order = new ViewOrder(HeldOutSplit.of(200, HELD_OUT, 3).training(), 7);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.properties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int batch = 0; batch < set.batches(); batch++) {
                SoftTargetBatch soft = batch(set, batch, order, dataset);
                send(producer, set.partitionOf(batch), SoftTargetCodec.encode(soft));
                if (dirty && batch % 3 == 0) {
                    send(producer, set.partitionOf(batch + 1), SoftTargetCodec.encode(soft));
                }
                if (dirty && batch == 4) {
                    soft.logits()[5] = Float.floatToFloat16(Float.NaN);
                    send(producer, 0, SoftTargetCodec.encode(soft));
                    producer.send(new ProducerRecord<>(topic, 1, null, "garbage".getBytes(StandardCharsets.UTF_8)))
                            .get();
                }
            }
        }
        return set;
    }

    private static SoftTargetBatch batch(TransferSet set, int batch, ViewOrder order, Dataset dataset) {
        int view = batch / set.batchesPerView();
        int first = batch % set.batchesPerView() * BATCH;
        int[] indices = new int[BATCH];
        Arrays.setAll(indices, i -> order.indexAt(view, first + i));
        int[] labels = Arrays.stream(indices).map(dataset.train()::label).toArray();
        Random random = new Random(batch);
        short[] logits = new short[BATCH * 10];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Float.floatToFloat16((float) random.nextGaussian() * 3);
        }
        return new SoftTargetBatch(set.id(), TEACHER, view, (long) batch * BATCH, 10, indices, labels, logits);
    }

    static void send(KafkaProducer<byte[], byte[]> producer, int partition, Message message) throws Exception {
        producer.send(new ProducerRecord<>(
                        message.topic(),
                        partition,
                        new byte[0],
                        message.value(),
                        KafkaRecords.headers(message.headers())))
                .get();
    }

    long deadLetters(TransferSet set) {
        TopicPartition partition = new TopicPartition(Topics.deadLetters(Topics.softTargets(set.id())), 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka.properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(List.of(partition)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
