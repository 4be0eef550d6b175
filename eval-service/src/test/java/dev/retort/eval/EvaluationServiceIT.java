package dev.retort.eval;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import dev.retort.contracts.DeadLetter;
import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationDetails;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.event.Promote;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.RollBack;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.event.TeacherTrained;
import dev.retort.contracts.experiment.Bounds;
import dev.retort.contracts.experiment.ExperimentReader;
import dev.retort.contracts.experiment.ExportPrecision;
import dev.retort.contracts.experiment.InvalidExperimentException;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.data.HeldOutSplit;
import dev.retort.distill.network.Normalization;
import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.log.KafkaRecords;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.MinioObjectStore;
import dev.retort.local.testing.LocalStackResource;
import dev.retort.local.testing.Readme;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service against a real broker and a real store. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class EvaluationServiceIT {
    private static final String EXPERIMENT = """
            name: evaluation-it
            seed: 5
            dataset: {source: drawn, trainImages: 60, testImages: 30, heldOutImages: 20}
            teacher: {network: resnet20, epochs: 1}
            student: {network: resnet8, epochs: 1}
            arms:
              - {name: distilled, loss: {temperature: 4}}
              - {name: alone, promote: false, loss: {softTargetWeight: 0}}
            """;
    private static final String RUN = run(EXPERIMENT);
    private static final String INT8_EXPERIMENT = EXPERIMENT
            .replace("evaluation-it", "int8-it")
            .replace("epochs: 1}\narms", "epochs: 1, export: {precisions: [fp32, int8], calibrationImages: 16}}\narms");
    private static final String INT8_RUN = run(INT8_EXPERIMENT);
    private static final Dataset DATASET = new Dataset(
            "noise",
            List.of("a", "b", "c"),
            new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)),
            new RandomImages(60, 1),
            new RandomImages(30, 1000));

    @Inject
    EventPublisher publisher;

    @Inject
    ArtefactStore artefacts;

    @Inject
    MinioObjectStore store;

    @Inject
    LogRecorder log;

    @Inject
    KafkaConnection kafka;

    @TempDir
    Path directory;

    @Test
    void scoresPromotesAndRollsBackAndPutsACorruptCheckpointAside() throws Exception {
        PublishedCheckpoints checkpoints = PublishedCheckpoints.of(artefacts, directory, RUN, EXPERIMENT, DATASET);
        Digest dataset = checkpoints.dataset();
        publisher.publish(new StartRun(RUN, EXPERIMENT, "test", Instant.now()));
        publisher.publish(new TeacherTrained(RUN, dataset, Evaluations.digest("teacher"), "resnet20", Instant.now()));

        CheckpointPublished corrupt = checkpoints.publish("distilled", 1, 10);
        store.put(corrupt.objectPrefix() + CheckpointManifest.STATE, new byte[] {1, 2, 3});
        publisher.publish(corrupt);
        CheckpointPublished good = checkpoints.publish("distilled", 2, 20);
        publisher.publish(good);

        EvaluationCompleted evaluation =
                log.await(EvaluationCompleted.class, event -> event.checkpoint().equals(good.checkpoint()));
        assertThat(evaluation.promotable()).isTrue();
        assertThat(evaluation.test().images()).isEqualTo(30);
        assertScoresTheServedArtefactOnTheHeldOutImages(evaluation);
        ScoredArtefacts.assertKnowsTheArtefact(evaluation);
        assertThat(decision().verdict()).isEqualTo(Verdict.PROMOTED);
        ModelPromoted promoted = log.await(ModelPromoted.class, event -> true);
        assertThat(promoted.modelVersion()).isEqualTo(evaluation.modelVersion());
        assertThat(promoted.previous()).isNull();
        assertDeadLettered(corrupt, "CORRUPT_ARTEFACT");

        CheckpointPublished twin = checkpoints.publish("distilled", 2, 30);
        publisher.publish(twin);
        PromotionDecided undecided = decision();
        assertThat(undecided.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        PairedCounts table = Objects.requireNonNull(
                Objects.requireNonNull(undecided.inputs()).table());
        assertThat(table.onlyCandidate() + table.onlyChampion())
                .as("twins answer alike")
                .isZero();
        assertThat(table.images()).isEqualTo(20);
        publisher.publish(checkpoints.publish("alone", 4, 30));
        assertThat(decision().verdict()).isEqualTo(Verdict.REJECTED);

        Digest twinVersion = Objects.requireNonNull(undecided.candidate());
        publisher.publish(new Promote("champion", twinVersion, "a test", "test", Instant.now()));
        ModelPromoted next = log.await(ModelPromoted.class, event -> true);
        assertThat(next.previous()).isEqualTo(evaluation.modelVersion());
        publisher.publish(new RollBack("champion", "a test", "test", Instant.now()));
        ModelRolledBack back = log.await(ModelRolledBack.class, event -> true);
        assertThat(back.modelVersion()).isEqualTo(evaluation.modelVersion());
        AskedVersions.assertExplains(twinVersion);
        assertWalksBackUntilTheArtefactIsDamaged(evaluation.modelVersion());
        AskedVersions.assertCompares(evaluation.modelVersion(), twinVersion);

        assertScoresBothForms(dataset);

        AskedVersions.assertRanks(RUN, evaluation.modelVersion());
        given().get("/q/health/ready").then().statusCode(200);

        publisher.publish(new Promote("champion", Evaluations.digest("unknown"), "a test", "test", Instant.now()));
        await().untilAsserted(() -> assertThat(Readme.missingMetrics(
                        Path.of("README.md"), given().get("/q/metrics").asString()))
                .isEmpty());
    }

    private static String run(String experiment) {
        try {
            return ExperimentReader.runId(ExperimentReader.read(experiment));
        } catch (InvalidExperimentException e) {
            throw new AssertionError(e);
        }
    }

    private PromotionDecided decision() throws InterruptedException {
        return log.await(PromotionDecided.class, event -> true);
    }

    private void assertScoresBothForms(Digest dataset) throws Exception {
        publisher.publish(new StartRun(INT8_RUN, INT8_EXPERIMENT, "test", Instant.now()));
        publisher.publish(
                new TeacherTrained(INT8_RUN, dataset, Evaluations.digest("teacher"), "resnet20", Instant.now()));
        CheckpointPublished checkpoint = new PublishedCheckpoints(
                        artefacts, directory, INT8_RUN, INT8_EXPERIMENT, DATASET, dataset)
                .publish("distilled", 2, 30);
        publisher.publish(checkpoint);

        EvaluationCompleted fp32 =
                log.await(EvaluationCompleted.class, event -> event.checkpoint().equals(checkpoint.checkpoint()));
        EvaluationCompleted int8 =
                log.await(EvaluationCompleted.class, event -> event.checkpoint().equals(checkpoint.checkpoint()));
        assertThat(fp32.precisionOrFp32()).isEqualTo(ExportPrecision.FP32);
        assertThat(int8.precisionOrFp32()).isEqualTo(ExportPrecision.INT8);
        assertThat(int8.artefactBytes()).isLessThan(fp32.artefactBytes() / 2);
        assertScoresTheServedArtefactOnTheHeldOutImages(int8);
        EvaluationDetails details = Objects.requireNonNull(int8.details());
        assertThat(details.blessing().faults()).isEmpty();
        assertThat(details.parity().greatestLogitDifference()).isBetween(1e-4, Bounds.INT8_LOGIT_DIFFERENCE);
        assertThat(Objects.requireNonNull(details.agreements()).champion()).isGreaterThan(0.5);
        assertThat(Objects.requireNonNull(Objects.requireNonNull(fp32.details()).agreements())
                        .champion())
                .as("the champion has the same weights")
                .isEqualTo(1);
        AskedVersions.lineage(int8.modelVersion())
                .body("findAll { it.what != 'code' }.verified", everyItem(equalTo(true)))
                .body("detail[0]", containsString("int8"));
        given().queryParam("run", INT8_RUN)
                .queryParam("sort", "size")
                .get("/leaderboard")
                .then()
                .body("precision", contains("INT8", "FP32"));
    }

    private void assertScoresTheServedArtefactOnTheHeldOutImages(EvaluationCompleted evaluation) throws Exception {
        long splitSeed = new Seeds(ExperimentReader.read(EXPERIMENT).seed()).split();
        int[] heldOut = HeldOutSplit.of(60, 20, splitSeed).heldOut();
        ScoredArtefacts.assertScores(artefacts, evaluation, DATASET.train(), heldOut);
    }

    private void assertWalksBackUntilTheArtefactIsDamaged(Digest version) {
        AskedVersions.assertWalksBack(version);

        store.put(ObjectKeys.model(version) + ModelManifest.ONNX, new byte[] {1});
        AskedVersions.lineage(version)
                .body("verified", contains(false))
                .body("detail[0]", containsString(ModelManifest.ONNX));
    }

    private void assertDeadLettered(CheckpointPublished checkpoint, String reason) {
        TopicPartition partition = new TopicPartition(Topics.deadLetters(Topics.CHECKPOINTS), 0);
        Map<String, Object> properties = new HashMap<>(kafka.properties());
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<ConsumerRecord<String, byte[]>> letters =
                    consumer.poll(Duration.ofSeconds(30)).records(partition);
            assertThat(letters).hasSize(1);
            assertThat(letters.getFirst().key())
                    .isEqualTo(checkpoint.checkpoint().hex());
            assertThat(KafkaRecords.headers(letters.getFirst().headers())).containsEntry(DeadLetter.REASON, reason);
            assertThat(new String(letters.getFirst().value(), StandardCharsets.UTF_8))
                    .contains(checkpoint.checkpoint().hex());
        }
    }
}
