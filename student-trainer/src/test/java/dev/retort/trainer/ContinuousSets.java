package dev.retort.trainer;

import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.ContinuousBatch.LateLabel;
import dev.retort.contracts.continuous.ContinuousBatchCodec;
import dev.retort.contracts.continuous.Requests;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.Flip;
import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.lifecycle.Topology;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A continuous set of four batches of noise, twelve of each to learn from. */
@ApplicationScoped
class ContinuousSets {
    static final int BATCHES = 4;
    private static final int BATCH = TransferSets.BATCH;

    private final Topology topology;
    private final KafkaConnection kafka;

    ContinuousSets(Topology topology, KafkaConnection kafka) {
        this.topology = topology;
        this.kafka = kafka;
    }

    /** With every batch there twice, and garbage in between. */
    ContinuousSet write(TransferSet old) throws Exception {
        ContinuousSet set = new ContinuousSet(
                        ContinuousSet.UNNAMED,
                        old.dataset(),
                        TransferSets.TEACHER,
                        new Augmentation(Flip.RANDOM, 4, 0, 0),
                        7,
                        3,
                        32,
                        32,
                        10,
                        BATCH,
                        2,
                        0.25)
                .named();
        topology.ensureContinuousSet(set);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.properties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int batch = 0; batch < BATCHES; batch++) {
                Message message = ContinuousBatchCodec.encode(continuousBatch(set, batch));
                TransferSets.send(producer, 0, message);
                TransferSets.send(producer, 0, message);
                byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(message.topic(), 0, null, garbage))
                        .get();
            }
        }
        return set;
    }

    /** Every fourth sample is held out, every second one has a label. */
    private static ContinuousBatch continuousBatch(ContinuousSet set, int number) {
        Random random = new Random(number);
        byte[] pixels = new byte[BATCH * set.imageBytes()];
        random.nextBytes(pixels);
        short[] logits = new short[set.views() * BATCH * set.classes()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Float.floatToFloat16((float) random.nextGaussian() * 3);
        }
        int[] labels = new int[BATCH];
        Arrays.setAll(labels, i -> i % 2 == 0 ? i % 10 : ContinuousBatch.NO_LABEL);
        boolean[] heldOut = new boolean[BATCH];
        for (int i = 0; i < BATCH; i += 4) {
            heldOut[i] = true;
        }
        return new ContinuousBatch(
                set,
                number,
                16L * number,
                16L * number + 16,
                pixels,
                logits,
                labels,
                heldOut,
                Requests.of(Collections.nCopies(BATCH, "")),
                number == 0 ? List.of() : List.of(new LateLabel(1, 3)),
                List.of(),
                set.id());
    }
}
