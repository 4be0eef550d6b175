package dev.retort.teacher;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.retort.contracts.Digest;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import dev.retort.contracts.softtarget.SoftTargetCodec;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.data.LoadProgress;
import dev.retort.distill.data.drawn.DrawnImages;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.onnx.OnnxExport;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.weights.Initialization;
import dev.retort.distill.weights.Weights;
import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.log.KafkaRecords;
import dev.retort.kit.log.LogReader;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import dev.retort.local.testing.LocalStackResource;
import dev.retort.teacher.config.TeacherConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class TeacherServiceIT {
    /** A seed of its own: a teacher that another test has trained would be found and not trained again. */
    private static final String EXPERIMENT = """
            name: small
            dataset: {source: drawn, trainImages: 200, testImages: 20, heldOutImages: 40}
            teacher: {network: resnet8, epochs: 1, batchSize: 32}
            transferSet: {views: 2, batchSize: 32, partitions: 2}
            student: {network: resnet8, epochs: 1}
            seed: 11
            """;

    /** The log holds fp16, of 11 bits; what libraries make of one network differs by less. */
    private static final Offset<Float> IN_HALVES = Offset.offset(0.01f);

    @Inject
    LogReader reader;

    @Inject
    Runs runs;

    @Inject
    KafkaConnection kafka;

    @Inject
    TeacherConfig config;

    @BeforeEach
    void waitUntilCaughtUp() {
        await().atMost(Duration.ofSeconds(60)).until(reader::caughtUp);
    }

    @Test
    void trainsATeacherAndWritesEveryViewOnceAndInSequence() throws Exception {
        String run = given().contentType("text/plain")
                .body(EXPERIMENT)
                .post("/runs")
                .then()
                .statusCode(202)
                .extract()
                .path("run");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> runs.find(run)
                        .filter(view -> view.transferSetComplete() || view.status() == RunView.Status.FAILED)
                        .isPresent());

        RunView view = runs.find(run).orElseThrow();
        assertThat(view.failure()).isNull();
        TransferSet set = Objects.requireNonNull(view.transferSet());
        NavigableMap<Long, SoftTargetBatch> batches = read(set);
        assertThat(batches.keySet())
                .containsExactlyElementsOf(IntStream.range(0, (int) set.batches())
                        .mapToObj(batch -> (long) batch * set.batchSize())
                        .toList());
        assertThat(batches.firstEntry().getValue().logits())
                .isNotEqualTo(batches.lastEntry().getValue().logits());
        assertThat(view.latestCheckpoint("teacher")).isPresent();

        given().contentType("text/plain").body(EXPERIMENT).post("/runs").then().statusCode(200);
    }

    @Test
    void labelsWithATeacherFromElsewhereAsItWasTrained() throws Exception {
        Network network = Networks.create("resnet8", ImageShape.CIFAR, 10);
        Weights weights = Initialization.kaiming(network, 5);
        Normalization none = new Normalization(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
        Files.createDirectories(config.datasetDirectory());
        Path file = Files.write(
                config.datasetDirectory().resolve("elsewhere.onnx"), OnnxExport.export(network, weights, none));
        // Views are the images themselves, so that what is expected needs no renderer.
        String outside = EXPERIMENT
                .replaceAll("teacher: .*", """
                        teacher:
                          file: elsewhere.onnx
                          sha256: DIGEST
                          preprocessing:
                            channels: bgr
                            scale: 255
                            mean: [127.5, 76.5, -51]
                            standardDeviation: [51, 127.5, 382.5]""")
                .replace("views: 2,", "views: 1, augmentation: {flip: false, cropPadding: 0},");

        RunView run = prepared(outside.replace("DIGEST", Digest.ofFile(file).hex()));
        RunView mistaken =
                prepared(outside.replace("DIGEST", Digest.of(new byte[0]).hex()));

        assertThat(run.failure()).isNull();
        assertThat(run.checkpoints()).as("nothing is trained").isEmpty();
        TransferSet set = Objects.requireNonNull(run.transferSet());
        assertThat(set.teacherVersion()).isEqualTo(run.teacherVersion());
        // The same network with mean and deviation inside, asked about the images as they were drawn, blue first.
        byte[] whole =
                OnnxExport.export(network, weights, new Normalization(List.of(0.5, 0.3, -0.2), List.of(0.2, 0.5, 1.5)));
        NavigableMap<Long, SoftTargetBatch> batches = read(set);
        assertThat(batches).hasSize((int) set.batches());
        try (OnnxModel expected = OnnxModel.open(whole, 1)) {
            for (SoftTargetBatch batch : batches.values()) {
                assertThat(logits(batch)).containsExactly(expected.logits(drawn(batch), set.batchSize()), IN_HALVES);
            }
        }
        assertThat(Objects.requireNonNull(mistaken.failure()).code()).isEqualTo("teacher-mismatch");
    }

    private static float[] logits(SoftTargetBatch batch) {
        float[] logits = new float[batch.logits().length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Float.float16ToFloat(batch.logits()[i]);
        }
        return logits;
    }

    /** [n, c, h, w], the planes in the other order. */
    private static byte[] drawn(SoftTargetBatch batch) {
        ImageSet images = DrawnImages.dataset(new DatasetSpec.Drawn(200, 20, 1, 40), LoadProgress.NONE)
                .train();
        byte[] pixels = new byte[batch.size() * images.shape().size()];
        byte[] image = new byte[images.shape().size()];
        int area = image.length / 3;
        for (int i = 0; i < batch.size(); i++) {
            images.copyPixels(batch.datasetIndices()[i], image, 0);
            for (int plane = 0; plane < 3; plane++) {
                System.arraycopy(image, (2 - plane) * area, pixels, i * image.length + plane * area, area);
            }
        }
        return pixels;
    }

    private RunView prepared(String experiment) {
        String run = given().contentType("text/plain")
                .body(experiment)
                .post("/runs")
                .then()
                .statusCode(202)
                .extract()
                .path("run");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> runs.find(run)
                        .filter(view -> view.transferSetComplete() || view.status() == RunView.Status.FAILED)
                        .isPresent());
        return runs.find(run).orElseThrow();
    }

    @Test
    void refusesAnExperimentWithEveryLineThatIsWrong() {
        String wrong = EXPERIMENT.replace("network: resnet8, epochs: 1}", "network: resnet7, epochs: 0, epoch: 3}");

        given().contentType("text/plain")
                .body(wrong)
                .post("/runs")
                .then()
                .statusCode(400)
                .body("problems.find { it.key == 'student.network' }.message", containsString("resnet20"))
                .body("problems.find { it.key == 'student.epoch' }.line", equalTo(5));
    }

    @Test
    void saysThatARunIsUnknown() {
        given().get("/runs/nothing").then().statusCode(404).body("error", containsString("GET /runs"));
    }

    private NavigableMap<Long, SoftTargetBatch> read(TransferSet set) throws Exception {
        TreeMap<Long, SoftTargetBatch> batches = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka.properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, set.partitions())
                    .mapToObj(p -> new TopicPartition(Topics.softTargets(set.id()), p))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long records = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(records).as("no batch twice").isEqualTo(set.batches());
            while (batches.size() < records) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(10))) {
                    SoftTargetBatch batch =
                            SoftTargetCodec.decode(KafkaRecords.headers(record.headers()), record.value());
                    assertThat(record.partition()).isEqualTo(set.partitionOf(batch.firstSequence() / set.batchSize()));
                    batches.put(batch.firstSequence(), batch);
                }
            }
        }
        return batches;
    }
}
