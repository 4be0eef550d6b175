package dev.retort.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.retort.cli.ExitCode;
import dev.retort.cli.http.Gateway;
import dev.retort.cli.http.HttpAnswer;
import dev.retort.cli.http.HttpCalls;
import dev.retort.cli.http.Prediction;
import dev.retort.cli.stack.RunningStack;
import dev.retort.cli.stack.Service;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.RecentImages;
import dev.retort.contracts.event.RetrainingStarted;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.event.SamplesAdmitted;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.SampleCodec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A whole cycle: samples in, another answer out; whoever works on it is killed on the way. */
@DisabledOnOs(OS.WINDOWS)
class ContinuousIT {
    private static final String EXPERIMENT = """
            name: goes-on
            dataset: {source: drawn, trainImages: 192, testImages: 32, heldOutImages: 64}
            teacher: {network: resnet8, epochs: 1, batchSize: 32}
            transferSet: {views: 1, batchSize: 32, augmentation: {cropPadding: 0}}
            student: {network: resnet8, epochs: 1, checkpointEverySteps: 20}
            arms:
              - name: distilled
                loss: {hardLabelWeight: 1, softTargetWeight: 0.05, temperature: 4}
            # After four steps logits are ties.
            promotion: {minimumEqualAnswers: 0, maximumLogitDifference: 100}
            continuous:
              batchSize: 32
              views: 1
              heldOutShare: 0.3
              epochs: 16
              learningRate: 0.1
              trigger: {newSamples: 100}
              replay: {share: 0.25}
              # Nothing is learnt of the old images, so nothing can be forgotten.
              gate: {marginPoints: 90}
            """;
    private static final int SAMPLES = 192;
    /** Numbers of images that are never sent. */
    private static final int ASKED_FROM = 1000;

    @TempDir
    Path temporary;

    @Test
    void answersOtherwiseOnceNewSamplesHaveComeWhoeverIsKilledOnTheWay() throws Exception {
        Path experiment = Files.writeString(temporary.resolve("goes-on.yaml"), EXPERIMENT);
        Path data = temporary.resolve("data");
        List<Path> asked = images();
        try (RunningUp up = RunningUp.start(experiment, data, 0, Files.createTempFile(temporary, "up", ".log"));
                RunLog log = up.log()) {
            up.awaitServing();
            Gateway gateway = new Gateway(up.address(Service.GATEWAY));
            int before = right(gateway, asked);
            assertThat(before).isLessThan(asked.size() / 2);

            send(up.stack(), SAMPLES / 2);
            log.await(SamplesAdmitted.class, admitted -> true);
            up.kill(Service.TEACHER);
            sendTheRestOverHttp(up.address(Service.TEACHER));
            RetrainingStarted cycle = log.await(RetrainingStarted.class, started -> true);
            // It has a place to go on from, and steps to go.
            log.await(CheckpointPublished.class, checkpoint -> checkpoint.arm().equals(cycle.arm()));
            up.kill(Service.TRAINER);
            log.await(StudentTrained.class, trained -> trained.arm().equals(cycle.arm()));
            up.kill(Service.EVALUATION);
            ModelPromoted promoted =
                    log.await(ModelPromoted.class, event -> event.arm().equals(cycle.arm()));

            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(() -> gateway.predict(asked.getFirst())
                            .modelVersion()
                            .equals(promoted.modelVersion().hex()));
            assertThat(right(gateway, asked)).isGreaterThan(asked.size() * 3 / 4);
            assertOnTheLog(log, cycle);
            assertThat(get(up.address(Service.TRAINER), "/cycles").findValuesAsText("state"))
                    .containsExactly("promoted");
            assertLineage(get(
                    up.address(Service.EVALUATION),
                    "/versions/%s/lineage".formatted(promoted.modelVersion().hex())));
            assertSameBitsUndisturbed(up, promoted);
        }
    }

    /** Trained again from the first step to the last, with nobody killed. */
    private static void assertSameBitsUndisturbed(RunningUp up, ModelPromoted promoted) throws Exception {
        RunningUp.Ended replayed = up.command("replay", promoted.modelVersion().hex());

        assertThat(replayed.exitCode()).as(replayed.output()).isEqualTo(ExitCode.OK);
        assertThat(replayed.output())
                .contains("Training %s of".formatted(promoted.arm()))
                .contains("The bits agree");
    }

    /** Both parts of its mixture, and what the student learned from that it went on from; each digest is checked. */
    private static void assertLineage(JsonNode lineage) {
        assertThat(lineage.findValuesAsText("what"))
                .containsSubsequence("checkpoint", "replayed", "new samples", "went on from", "transfer set");
        assertThat(lineage)
                .as(lineage.toPrettyString())
                .allMatch(step -> step.path("verified").asBoolean(true));
    }

    /** A service that was killed may be on its way back. */
    private static JsonNode get(URI service, String path) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> HttpCalls.get(service.resolve(path)).json(), answer -> !answer.isEmpty());
    }

    /** Nothing twice, nothing different the second time, nothing failed; and why it was promoted. */
    private static void assertOnTheLog(RunLog log, RetrainingStarted cycle) {
        assertThat(log.all(RunFailed.class)).isEmpty();
        assertThat(log.all(RetrainingStarted.class)).containsExactly(cycle);
        List<SamplesAdmitted> admitted = log.all(SamplesAdmitted.class);
        assertThat(admitted).extracting(SamplesAdmitted::batch).contains(0L, 1L, 2L, 3L, 4L);
        assertThat(admitted.stream()
                        .map(batch -> Map.entry(batch.batch(), batch.content()))
                        .distinct())
                .as("each batch has one content, however often it is announced")
                .doesNotHaveDuplicates()
                .hasSameSizeAs(
                        admitted.stream().map(SamplesAdmitted::batch).distinct().toList());
        PromotionDecided decision = log.all(PromotionDecided.class).getLast();
        RecentImages recent =
                Objects.requireNonNull(Objects.requireNonNull(decision.inputs()).recent());
        assertThat(recent.images()).isEqualTo(recent.labelled()).isGreaterThan(20);
        assertThat(Objects.requireNonNull(recent.table()).difference()).isPositive();
        assertThat(String.join("\n", decision.reasons())).contains("new:").contains("old:");
    }

    private List<Path> images() throws Exception {
        List<Path> images = new ArrayList<>();
        for (int number = ASKED_FROM; number < ASKED_FROM + 20; number++) {
            images.add(ColourSamples.png(number, temporary.resolve("images")));
        }
        return images;
    }

    private static int right(Gateway gateway, List<Path> images) throws InterruptedException {
        int right = 0;
        for (int i = 0; i < images.size(); i++) {
            Prediction prediction = gateway.predict(images.get(i));
            right += prediction.predictions().getFirst().label().equals(ColourSamples.name(ASKED_FROM + i)) ? 1 : 0;
        }
        return right;
    }

    /** Every image twice, and one that cannot be used. */
    private static void send(RunningStack stack, int count) throws Exception {
        Sample odd = new Sample("camera", 1, 2, 2, new byte[] {1, 2, 3, 4}, null, null, null);
        List<Sample> samples = new ArrayList<>(
                IntStream.range(0, count).mapToObj(ColourSamples::sample).toList());
        samples.add(1, odd);
        samples.addAll(IntStream.range(0, count).mapToObj(ColourSamples::sample).toList());
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.kafka()), new StringSerializer(), new ByteArraySerializer())) {
            for (Sample sample : samples) {
                var message = SampleCodec.encode(sample);
                ProducerRecord<String, byte[]> record =
                        new ProducerRecord<>(message.topic(), message.key(), message.value());
                message.headers()
                        .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
                producer.send(record).get();
            }
        }
    }

    /** Refused while the teacher is on its way back. */
    private void sendTheRestOverHttp(URI teacher) throws Exception {
        for (int number = SAMPLES / 2; number < SAMPLES; number++) {
            byte[] file = Files.readAllBytes(ColourSamples.png(number, temporary.resolve("sent")));
            String query = "/samples?source=http&label=" + ColourSamples.label(number);
            Awaitility.await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> {
                HttpAnswer answer = HttpCalls.post(teacher.resolve(query), "image/png", file);
                return answer.isSuccess();
            });
        }
    }
}
