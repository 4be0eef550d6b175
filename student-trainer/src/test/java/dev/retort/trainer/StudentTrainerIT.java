package dev.retort.trainer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.Topics;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.ContinuousBatch.LateLabel;
import dev.retort.contracts.continuous.ContinuousBatchCodec;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.event.SamplesAdmitted;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.StopRun;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.event.TransferSet;
import dev.retort.contracts.event.TransferSetOpened;
import dev.retort.contracts.experiment.Augmentation;
import dev.retort.contracts.experiment.DatasetSpec;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.softtarget.SoftTargetBatch;
import dev.retort.contracts.softtarget.SoftTargetCodec;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.DatasetException;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.data.drawn.DrawnImages;
import dev.retort.distill.network.ImageShape;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.view.ViewOrder;
import dev.retort.kit.checkpoint.Checkpoints;
import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.dataset.DatasetStore;
import dev.retort.kit.lifecycle.Topology;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.log.KafkaRecords;
import dev.retort.kit.log.LogReader;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.MinioObjectStore;
import dev.retort.local.testing.LocalStackResource;
import dev.retort.local.testing.Readme;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class StudentTrainerIT {
    private static final int HELD_OUT = 40;
    private static final int BATCH = 16;
    private static final Digest TEACHER = Digest.of("a teacher".getBytes(StandardCharsets.UTF_8));
    private static final String EXPERIMENT = """
            name: small
            dataset: {source: drawn, trainImages: 200, testImages: 20, heldOutImages: 40}
            teacher: {network: resnet8, epochs: 1}
            transferSet: {views: 2, batchSize: 16, partitions: 2}
            student:
              network: resnet8
              epochs: 6
              checkpointEverySteps: 5
              # With all that a checkpoint can hold.
              optimizer: {kind: adamw}
              gradientClip: 5
              average: {decay: 0.9}
            arms:
              - {name: distilled, loss: {kind: dkd}}
            """;
    /** Six checkpoints of 30 steps. */
    private static final String SHORT = EXPERIMENT.replace("epochs: 6", "epochs: 3");

    private static final String CONTINUOUS = """
            continuous: {batchSize: 16, views: 2, window: 64, epochs: 8, trigger: {newSamples: 40}}
            """;
    private static final int CONTINUOUS_BATCHES = 4;
    /** Eight passes over 4 · 12 samples, eight of them a step. */
    private static final int CYCLE_STEPS = 48;

    @Inject
    LogReader reader;

    @Inject
    Runs runs;

    @Inject
    EventPublisher publisher;

    @Inject
    DatasetStore datasets;

    @Inject
    Checkpoints checkpoints;

    @Inject
    MinioObjectStore store;

    @Inject
    Topology topology;

    @Inject
    KafkaConnection kafka;

    @Inject
    MeterRegistry meters;

    @BeforeEach
    void waitUntilCaughtUp() {
        await().atMost(Duration.ofSeconds(60)).until(reader::caughtUp);
    }

    @Test
    void endsInTheSameBitsWhetherItWasStoppedOrNot() throws Exception {
        TransferSet set = writeTransferSet("clean", false);
        start("undisturbed", set);
        Digest undisturbed = finalState("undisturbed");

        start("disturbed", set);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> runs.find("disturbed")
                        .filter(run -> run.checkpoints().size() >= 2)
                        .isPresent());
        publisher.publish(new StopRun("disturbed", "to see it go on", "test", Instant.now()));
        await().until(() -> runs.find("disturbed").orElseThrow().status() == RunView.Status.STOPPED);
        publisher.publish(new StartRun("disturbed", EXPERIMENT, "test", Instant.now()));

        assertThat(finalState("disturbed")).isEqualTo(undisturbed);
    }

    @Test
    void trainsOnEveryBatchOnceWhateverElseIsOnTheLog() throws Exception {
        Set<String> newMeters = namesOfNewMeters();
        start("plain", writeTransferSet("plain", false));
        Digest plain = finalState("plain");
        TransferSet set = writeTransferSet("dirty", true);

        start("dirty", set);

        assertThat(finalState("dirty"))
                .as("duplicates and garbage change nothing")
                .isEqualTo(plain);
        assertThat(deadLetters(set)).isEqualTo(2);
        String exposition = given().get("/q/metrics").asString() + String.join("\n", newMeters);
        assertThat(Readme.missingMetrics(Path.of("README.md"), exposition)).isEmpty();
    }

    @Test
    void leavesARunThatWaitsForBatchesWhenItIsStoppedOrFails() throws Exception {
        start("stopped", openTransferSet("never-filled"));
        awaitFirstStep("stopped");
        publisher.publish(new StopRun("stopped", "it waits for nothing", "test", Instant.now()));
        start("failed", openTransferSet("never-filled-either"));
        awaitFirstStep("failed");
        publisher.publish(
                new RunFailed("failed", "teacher-service", "disk-full", "no labels will come", Instant.now()));

        assertThat(trainShortly("next")).hasSize(6);
    }

    @Test
    void trainsAStudentAgainToTheSameBitsAndNoticesOthers() throws Exception {
        List<CheckpointPublished> published = trainShortly("original");
        CheckpointPublished last = published.getLast();

        given().post("/replays/" + TEACHER).then().statusCode(404).body("error", containsString("no checkpoint"));
        given().post("/replays/nonsense").then().statusCode(400);
        given().post("/replays/" + last.checkpoint()).then().statusCode(200).body("steps", equalTo(30));
        assertThat(replayed(last).getString("state")).isEqualTo("agrees");

        CheckpointPublished other = publishWithStateOf(last, published.getFirst());
        given().post("/replays/" + other.checkpoint()).then().statusCode(200);
        JsonPath answer = replayed(other);
        assertThat(answer.getString("state")).isEqualTo("differs");
        assertThat(answer.getString("reasons")).contains("the state has digest").contains("the log was read");
    }

    @Test
    void deletesOldCheckpointsThatWereScoredAndMayNotBeServed() throws Exception {
        List<CheckpointPublished> published = trainShortly("pruned");
        published.forEach(checkpoint -> publisher.publish(scored(checkpoint)));

        List<CheckpointPublished> old = published.subList(0, published.size() - 3);
        await().untilAsserted(() ->
                assertThat(old).noneMatch(checkpoint -> store.exists(checkpoint.objectPrefix() + ObjectKeys.MANIFEST)));
        assertThat(old)
                .hasSize(3)
                .allMatch(checkpoint -> store.list(checkpoint.objectPrefix()).isEmpty());
        assertThat(published.subList(3, 6))
                .allMatch(checkpoint -> store.exists(checkpoint.objectPrefix() + ObjectKeys.MANIFEST));
    }

    private List<CheckpointPublished> trainShortly(String run) throws Exception {
        start(run, SHORT, writeTransferSet("for-" + run, false));
        await().atMost(Duration.ofMinutes(2))
                .until(() -> runs.find(run)
                        .filter(view -> view.status() == RunView.Status.DONE)
                        .isPresent());
        return runs.find(run).orElseThrow().checkpoints();
    }

    private static EvaluationCompleted scored(CheckpointPublished checkpoint) {
        EvaluationCompleted.Score score = new EvaluationCompleted.Score(20, 0.5, 1);
        return new EvaluationCompleted(
                checkpoint.run(),
                Role.STUDENT,
                checkpoint.arm(),
                checkpoint.step(),
                checkpoint.last(),
                checkpoint.checkpoint(),
                checkpoint.checkpoint(),
                "resnet8",
                false,
                score,
                score,
                1,
                1,
                1,
                Instant.now());
    }

    private static JsonPath replayed(CheckpointPublished checkpoint) {
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> given().get("/replays/" + checkpoint.checkpoint()).jsonPath(),
                        answer -> !answer.getString("state").equals("running"));
    }

    /** A checkpoint that says of itself that it is the other one's step, and is not. */
    private CheckpointPublished publishWithStateOf(CheckpointPublished claimed, CheckpointPublished actual) {
        CheckpointManifest manifest = checkpoints.fetch(claimed).manifest();
        Network network = Networks.create("resnet8", ImageShape.CIFAR, 10);
        CheckpointPublished forged = checkpoints.publish(
                Role.STUDENT,
                network,
                checkpoints.state(checkpoints.fetch(actual), network),
                files -> new CheckpointManifest(
                        manifest.run(),
                        manifest.arm(),
                        manifest.network(),
                        manifest.classes(),
                        manifest.step(),
                        manifest.totalSteps(),
                        manifest.dataset(),
                        manifest.transferSet(),
                        manifest.teacherVersion(),
                        0,
                        manifest.offsets(),
                        manifest.experiment(),
                        manifest.seed(),
                        manifest.precision(),
                        manifest.threads(),
                        null,
                        "forged",
                        files));
        await().until(() ->
                runs.find(manifest.run()).orElseThrow().checkpoints().contains(forged));
        return forged;
    }

    /** It has begun, and waits for its batch. */
    private void awaitFirstStep(String run) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> meters.find("retort.training.step").tag("run", run).gauge() != null);
    }

    /** New samples with and without labels, and old ones: the same bits, stopped in the middle or not. */
    @Test
    void retrainsTheChampionToTheSameBitsWhetherItWasStoppedOrNot() throws Exception {
        TransferSet old = writeTransferSet("replayed", false);
        ContinuousSet fresh = writeContinuousSet(old);
        Digest undisturbed = cycled("goes-on", old, fresh, () -> {});

        Digest disturbed = cycled("goes-on-again", old, fresh, () -> {
            await().atMost(Duration.ofMinutes(1)).until(() -> cycleCheckpoints("goes-on-again") >= 2);
            publisher.publish(new StopRun("goes-on-again", "to see it go on", "test", Instant.now()));
            await().until(() -> runs.find("goes-on-again").orElseThrow().status() == RunView.Status.STOPPED);
            publisher.publish(new StartRun("goes-on-again", EXPERIMENT + CONTINUOUS, "test", Instant.now()));
        });

        assertThat(disturbed).isEqualTo(undisturbed);
        assertThat(cycleCheckpoints("goes-on-again")).as("each once").isEqualTo(CYCLE_STEPS / 5 + 1);
        CheckpointPublished last =
                runs.find("goes-on-again").orElseThrow().latestCheckpoint("cycle-0001").orElseThrow();
        given().post("/replays/" + last.checkpoint()).then().statusCode(200).body("steps", equalTo(CYCLE_STEPS));
        assertThat(replayed(last).getString("state")).isEqualTo("agrees");
        given().get("/cycles")
                .then()
                .body("find { it.run == 'goes-on-again' }.waitsFor", equalTo("the end of cycle-0001"))
                .body("find { it.run == 'goes-on-again' }.cycles[0].state", equalTo("scoring"));
    }

    /** Trains the run's student, makes it the champion, lets new samples come, and answers the cycle's final state. */
    private Digest cycled(String run, TransferSet old, ContinuousSet fresh, Runnable disturbance) {
        publisher.publish(new StartRun(run, EXPERIMENT + CONTINUOUS, "test", Instant.now()));
        publisher.publish(new TeacherTrained(run, old.dataset(), TEACHER, "resnet8", Instant.now()));
        publisher.publish(new TransferSetOpened(run, old, Instant.now()));
        Digest trained = finalState(run);
        promote(run, runs.find(run).orElseThrow().latestCheckpoint("distilled").orElseThrow());
        publisher.publish(new ContinuousSetOpened(run, fresh, Instant.now()));
        for (int batch = 0; batch < CONTINUOUS_BATCHES; batch++) {
            publisher.publish(new SamplesAdmitted(
                    run, fresh.id(), batch, 16L * batch, 16L * batch + 16, 16, 4, 8, fresh.id(), Instant.now()));
        }
        disturbance.run();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> runs.find(run).orElseThrow().trainedArms().contains("cycle-0001"));
        RunView view = runs.find(run).orElseThrow();
        assertThat(view.failure()).isNull();
        CheckpointManifest manifest = checkpoints
                .fetch(view.latestCheckpoint("cycle-0001").orElseThrow())
                .manifest();
        assertThat(manifest.step()).isEqualTo(manifest.totalSteps()).isEqualTo(CYCLE_STEPS);
        Digest state = java.util.Objects.requireNonNull(manifest.files().get(CheckpointManifest.STATE))
                .sha256();
        assertThat(state).isNotEqualTo(trained);
        return state;
    }

    private long cycleCheckpoints(String run) {
        return runs.find(run).orElseThrow().checkpoints().stream()
                .filter(checkpoint -> checkpoint.arm().equals("cycle-0001"))
                .count();
    }

    private void promote(String run, CheckpointPublished checkpoint) {
        Digest version = Digest.of(run.getBytes(StandardCharsets.UTF_8));
        EvaluationCompleted.Score score = new EvaluationCompleted.Score(40, 0.5, 1);
        publisher.publish(new EvaluationCompleted(
                run,
                Role.STUDENT,
                "distilled",
                checkpoint.step(),
                true,
                checkpoint.checkpoint(),
                version,
                "resnet8",
                true,
                score,
                score,
                1,
                1,
                1,
                Instant.now()));
        publisher.publish(new ModelPromoted(
                PromotionEvent.CHAMPION, version, null, run, "distilled", "the first", Instant.now()));
    }

    /** With every batch there twice, and garbage in between. */
    private ContinuousSet writeContinuousSet(TransferSet old) throws Exception {
        ContinuousSet set = new ContinuousSet(
                        ContinuousSet.UNNAMED,
                        old.dataset(),
                        TEACHER,
                        new Augmentation(true, 4, 0, 0),
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
            for (int batch = 0; batch < CONTINUOUS_BATCHES; batch++) {
                Message message = ContinuousBatchCodec.encode(continuousBatch(set, batch));
                send(producer, 0, message);
                send(producer, 0, message);
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
                Collections.nCopies(BATCH, ""),
                number == 0 ? List.of() : List.of(new LateLabel(1, 3)),
                List.of(),
                set.id());
    }

    /** Also of the gauges that are gone when a training is over. */
    private Set<String> namesOfNewMeters() {
        Set<String> names = ConcurrentHashMap.newKeySet();
        meters.config().onMeterAdded(meter -> names.add(meter.getId().getName().replace('.', '_')));
        return names;
    }

    private void start(String run, TransferSet set) {
        start(run, EXPERIMENT, set);
    }

    private void start(String run, String experiment, TransferSet set) {
        publisher.publish(new StartRun(run, experiment, "test", Instant.now()));
        publisher.publish(new TeacherTrained(run, set.dataset(), TEACHER, "resnet8", Instant.now()));
        publisher.publish(new TransferSetOpened(run, set, Instant.now()));
    }

    /** Digest of the weights, momentum and statistics after the last step. */
    private Digest finalState(String run) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> runs.find(run)
                        .filter(view -> view.status() != RunView.Status.RUNNING)
                        .isPresent());
        RunView view = runs.find(run).orElseThrow();
        assertThat(view.failure()).isNull();
        CheckpointPublished last = view.latestCheckpoint("distilled").orElseThrow();
        assertThat(last.last()).isTrue();
        CheckpointManifest manifest = checkpoints.fetch(last).manifest();
        assertThat(manifest.step()).isEqualTo(60);
        assertThat(manifest.nextSequence()).isEqualTo(320);
        Digest state = java.util.Objects.requireNonNull(manifest.files().get(CheckpointManifest.STATE))
                .sha256();
        return state;
    }

    private static Dataset images() throws DatasetException {
        return DrawnImages.dataset(new DatasetSpec.Drawn(200, 20, 1, HELD_OUT), (done, total, unit) -> {});
    }

    private TransferSet openTransferSet(String name) throws Exception {
        Digest digest = datasets.publish(images());
        Digest id = Digest.of(name.getBytes(StandardCharsets.UTF_8));
        topology.ensureSoftTargets(Topics.softTargets(id), 2);
        return new TransferSet(
                id, digest, TEACHER, new Augmentation(true, 4, 0, 0), 7, HELD_OUT, 3, 2, 160, BATCH, 2, 10);
    }

    private TransferSet writeTransferSet(String name, boolean dirty) throws Exception {
        Dataset dataset = images();
        TransferSet set = openTransferSet(name);
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

    private static void send(KafkaProducer<byte[], byte[]> producer, int partition, Message message) throws Exception {
        producer.send(new ProducerRecord<>(
                        message.topic(),
                        partition,
                        new byte[0],
                        message.value(),
                        KafkaRecords.headers(message.headers())))
                .get();
    }

    private long deadLetters(TransferSet set) {
        TopicPartition partition = new TopicPartition(Topics.deadLetters(Topics.softTargets(set.id())), 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka.properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(List.of(partition)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
