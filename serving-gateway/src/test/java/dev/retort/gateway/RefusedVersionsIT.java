package dev.retort.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.Topics;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.kit.store.MinioObjectStore;
import dev.retort.local.testing.LocalStackResource;
import dev.retort.local.testing.Readme;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Versions that must not answer. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class RefusedVersionsIT {
    @Inject
    PublishedModels models;

    @Inject
    MinioObjectStore store;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String broker;

    @Test
    void refusesACorruptVersionAndGoesOnWithTheOneBefore() throws IOException {
        Digest good = models.promoted(5);
        Digest changed = models.publish(6);
        store.put(ObjectKeys.model(changed) + ModelManifest.ONNX, "changed".getBytes(StandardCharsets.UTF_8));
        Digest noModel = models.publish("no ONNX at all".getBytes(StandardCharsets.UTF_8));
        Digest missing = Digest.of("never published".getBytes(StandardCharsets.UTF_8));

        for (Digest bad : List.of(changed, noModel, missing)) {
            models.promote(bad);
            await().untilAsserted(() -> given().get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body(containsString(bad.hex()))
                    .body(containsString(good.hex())));
            given().contentType("image/png")
                    .body(Images.png(20, 20))
                    .post("/predict")
                    .then()
                    .statusCode(200)
                    .body("modelVersion", equalTo(good.hex()));
        }
        assertThat(deadLetters(3))
                .as("reported on the log")
                .containsExactlyInAnyOrder(changed.hex(), noModel.hex(), missing.hex());
        Digest next = models.promoted(7);
        given().get("/q/health/ready").then().body(containsString(next.hex())).body(not(containsString("refused")));
        String exposition = given().get("/q/metrics").asString();
        assertThat(Readme.missingMetrics(Path.of("README.md"), exposition)).isEmpty();
    }

    /** Keys of the first letters about promotions. */
    private List<String> deadLetters(int count) {
        Map<String, Object> properties = Map.of("bootstrap.servers", broker, "auto.offset.reset", "earliest");
        List<String> keys = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(Topics.deadLetters(Topics.PROMOTIONS), 0)));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(letter -> keys.add(letter.key()));
                return keys.size() >= count;
            });
        }
        return keys;
    }
}
