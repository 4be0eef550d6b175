package dev.retort.teacher;

import static dev.retort.teacher.SubmittedRuns.EXPERIMENT;
import static dev.retort.teacher.SubmittedRuns.exposition;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.Topics;
import dev.retort.contracts.continuous.ContinuousBatch;
import dev.retort.contracts.continuous.ContinuousBatch.LateLabel;
import dev.retort.contracts.event.ContinuousSet;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.event.StudentTrained;
import dev.retort.contracts.sample.Sample;
import dev.retort.contracts.sample.SampleCodec;
import dev.retort.contracts.sample.StoredSample;
import dev.retort.kit.continuous.ContinuousLog;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.log.LogReader;
import dev.retort.kit.log.MessageSender;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.MinioObjectStore;
import dev.retort.local.testing.LocalStackResource;
import dev.retort.teacher.app.OpenSets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes of new samples that are given to a running service. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class NewSamplesIT {
    @Inject
    LogReader reader;

    @Inject
    Runs runs;

    @Inject
    MessageSender sender;

    @Inject
    EventPublisher publisher;

    @Inject
    ContinuousLog log;

    @Inject
    OpenSets openSets;

    @Inject
    MinioObjectStore store;

    @BeforeEach
    void waitUntilCaughtUp() {
        await().atMost(Duration.ofSeconds(60)).until(reader::caughtUp);
    }

    @Test
    void labelsNewSamplesInBatchesAndPutsAsideWhatCannotBeUsed() throws Exception {
        given().contentType("image/png")
                .body(png(1))
                .post("/samples")
                .then()
                .statusCode(anyOf(equalTo(409), equalTo(202)));
        String run = SubmittedRuns.start(
                EXPERIMENT.replace("NAME", "goes-on") + "continuous: {batchSize: 4, views: 3, heldOutShare: 0.5}\n");
        new SubmittedRuns(runs).labelled(run);
        publisher.publish(new StudentTrained(run, "distilled", 1, Digest.of(new byte[0]), Instant.now()));

        await().atMost(Duration.ofMinutes(1))
                .until(() -> given().contentType("image/png")
                                .body(png(2))
                                .post("/samples?source=test&label=3")
                                .statusCode()
                        == 202);
        given().contentType("image/png")
                .body(png(2))
                .post("/samples?label=77")
                .then()
                .statusCode(400);
        given().contentType("image/png")
                .body("no image".getBytes(StandardCharsets.UTF_8))
                .post("/samples")
                .then()
                .statusCode(400)
                .body("error", containsString("not a PNG, JPEG or WebP"));
        given().multiPart("image", "3.png", png(3))
                .multiPart("image", "4.png", png(4))
                .multiPart("image", "5.png", png(5))
                .multiPart("label", "1")
                .multiPart("label", "")
                .multiPart("label", "2")
                .post("/samples")
                .then()
                .statusCode(202)
                .body("samples", hasSize(3));
        given().contentType("image/png")
                .body(png(4))
                .post("/samples?source=somebody-else&label=0")
                .then()
                .statusCode(202);
        byte[] garbage = "{garbage".getBytes(StandardCharsets.UTF_8);
        sender.send(new Message(Topics.SAMPLES, "x", Map.of("ce_specversion", "1.0", "ce_type", "nonsense"), garbage));
        sender.send(SampleCodec.encode(new Sample("test", 1, 2, 2, new byte[] {1, 2, 3, 4}, null, null, null)));
        given().multiPart("image", "5.png", png(5))
                .multiPart("image", "6.png", png(6))
                .multiPart("image", "7.png", png(7))
                .multiPart("image", "8.png", png(8))
                .multiPart("image", "9.png", png(9))
                .post("/samples")
                .then()
                .statusCode(202);

        ContinuousSet set = openSets.find().orElseThrow();
        List<ContinuousBatch> batches = new ArrayList<>();
        log.read(set, 0, 2, batches::add);
        assertThat(batches.get(0).labels()).containsExactly(3, 1, ContinuousBatch.NO_LABEL, 2);
        assertThat(batches.get(1).labels()).containsOnly(ContinuousBatch.NO_LABEL);
        assertThat(batches.get(1).lateLabels())
                .as("of an image that came before without it")
                .containsExactly(new LateLabel(2, 0));
        assertThat(batches.get(1).firstOffset()).isEqualTo(batches.get(0).nextOffset());
        assertThat(batches.get(1).nextOffset())
                .as("one twice, one with a late label, two unusable")
                .isEqualTo(batches.get(0).nextOffset() + 8);
        assertThat(batches.get(0).logits(0, 1))
                .hasSize(10)
                .isNotEqualTo(batches.get(0).logits(1, 1));
        assertThat(batches.get(1).content()).isEqualTo(contentOf(batches));
        await().until(() -> exposition().contains("retort_samples_total{outcome=\"duplicate\"} 1.0"));
        assertThat(exposition())
                .contains("retort_samples_total{outcome=\"refused\"} 2.0")
                .contains("retort_samples_lag");
        takesImagesThatLieInTheStore(set);
    }

    /** Of the three that cannot be used one is not there, one is longer than it should be, one is another. */
    private void takesImagesThatLieInTheStore(ContinuousSet set) throws Exception {
        given().contentType("image/png")
                .body(png(10))
                .post("/samples?pixels=elsewhere")
                .then()
                .statusCode(400)
                .body("error", containsString("by-key"));
        for (int number = 20; number < 23; number++) {
            StoredSample stored = StoredSample.of(image(number));
            byte[] pixels = image(number == 22 ? 30 : number).pixels();
            if (number > 20) {
                store.put(stored.key(), Arrays.copyOf(pixels, pixels.length + (number == 21 ? 1 : 0)));
            }
            sender.send(SampleCodec.encode(stored));
        }
        List<String> sent = given().multiPart("image", "10.png", png(10))
                .multiPart("image", "11.png", png(11))
                .multiPart("image", "12.png", png(12))
                .multiPart("image", "13.png", png(13))
                .post("/samples?source=test&pixels=by-key")
                .then()
                .statusCode(202)
                .extract()
                .path("samples");

        List<ContinuousBatch> batches = new ArrayList<>();
        log.read(set, 2, 3, batches::add);
        assertThat(IntStream.range(0, 4)
                        .mapToObj(
                                place -> batches.getFirst().imageContent(place).hex()))
                .containsExactlyElementsOf(sent);
        assertThat(sent).allMatch(content -> store.exists(ObjectKeys.sample(new Digest(content))));
        assertThat(batches.getFirst().nextOffset() - batches.getFirst().firstOffset())
                .as("four, and three unusable")
                .isEqualTo(4 + 3);
        await().until(() -> exposition().contains("retort_samples_total{outcome=\"refused\"} 5.0"));
        assertThat(exposition()).contains("reason=\"MISSING_ARTEFACT\"").contains("reason=\"CORRUPT_ARTEFACT\"");
    }

    private static Sample image(int number) {
        byte[] pixels = new byte[3 * 32 * 32];
        new Random(number).nextBytes(pixels);
        return new Sample("test", 3, 32, 32, pixels, null, null, null);
    }

    /** As somebody else would recompute it. */
    private static Digest contentOf(List<ContinuousBatch> batches) {
        Digest content = ContinuousBatch.NOTHING;
        for (ContinuousBatch batch : batches) {
            List<Digest> images = IntStream.range(0, batch.size())
                    .mapToObj(batch::imageContent)
                    .toList();
            content = ContinuousBatch.content(content, images, batch.labels(), batch.lateLabels());
        }
        return content;
    }

    private static byte[] png(int number) {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 1200; i++) {
            image.setRGB(i % 40, i / 40, number * 7919 * (i % 40 + 1));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
