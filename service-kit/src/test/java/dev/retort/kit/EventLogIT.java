package dev.retort.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.DeadLetter;
import dev.retort.contracts.Digest;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.Topics;
import dev.retort.contracts.event.Message;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.event.StartRun;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.kit.config.KafkaConnection;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.log.KafkaRecords;
import dev.retort.kit.log.LogReader;
import dev.retort.kit.log.MessageSender;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.CorruptArtefactException;
import dev.retort.kit.store.MinioObjectStore;
import dev.retort.kit.store.ObjectMissingException;
import dev.retort.local.testing.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class EventLogIT {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String EXPERIMENT = """
            name: small
            dataset: {source: drawn}
            teacher: {network: resnet8, epochs: 1}
            student: {network: resnet8, epochs: 1}
            """;

    @Inject
    EventPublisher publisher;

    @Inject
    MessageSender sender;

    @Inject
    LogReader reader;

    @Inject
    Runs runs;

    @Inject
    KafkaConnection kafka;

    @Inject
    MinioObjectStore store;

    @Inject
    ArtefactStore artefacts;

    @TempDir
    Path directory;

    @BeforeEach
    void waitUntilCaughtUp() {
        await().atMost(Duration.ofSeconds(60)).until(reader::caughtUp);
    }

    @Test
    void foldsWhatItPublishes() {
        publisher.publish(new StartRun("small-1", EXPERIMENT, "test", NOW));
        publisher.publish(new RunFailed("small-1", "test", "disk-full", "no space left", NOW.plusSeconds(1)));

        await().until(() -> runs.find("small-1")
                .filter(run -> run.status() == RunView.Status.FAILED)
                .isPresent());

        publisher.publish(new StartRun("small-1", EXPERIMENT, "test", NOW.plusSeconds(2)));
        await().until(() -> runs.find("small-1").orElseThrow().status() == RunView.Status.RUNNING);
    }

    @Test
    void hasFoldedWhatItPublishedOnceItHasWaitedForThat() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            String run = "own-" + i;
            publisher.publish(new StartRun(run, EXPERIMENT, "test", NOW));

            publisher.awaitRead();

            assertThat(runs.find(run)).as(run).isPresent();
        }
    }

    @Test
    void deadLettersWhatItCannotReadAndGoesOn() {
        byte[] garbage = "{garbage".getBytes(StandardCharsets.UTF_8);
        sender.send(new Message(Topics.COMMANDS, "x", Map.of("ce_specversion", "1.0", "ce_type", "nonsense"), garbage));
        publisher.publish(new StartRun("small-2", EXPERIMENT, "test", NOW));

        await().until(() -> runs.find("small-2").isPresent());
        ConsumerRecord<String, byte[]> dead = first(Topics.deadLetters(Topics.COMMANDS));

        assertThat(dead.value()).isEqualTo(garbage);
        assertThat(KafkaRecords.headers(dead.headers()))
                .containsEntry(DeadLetter.REASON, "UNKNOWN_TYPE")
                .containsEntry(DeadLetter.TOPIC, Topics.COMMANDS);
    }

    @Test
    void deadLettersTheLargestMessageThatKafkaTakes() {
        byte[] large = new byte[(1 << 20) - 200];
        new Random(1).nextBytes(large);
        sender.send(
                new Message(Topics.EVALUATIONS, "x", Map.of("ce_specversion", "1.0", "ce_type", "nonsense"), large));

        ConsumerRecord<String, byte[]> dead = first(Topics.deadLetters(Topics.EVALUATIONS));

        assertThat(dead.value()).isEqualTo(large);
    }

    @Test
    void keepsArtefactsByDigestAndRefusesChangedOnes() throws Exception {
        Path onnx = Files.writeString(directory.resolve("model.onnx"), "bytes of a model");
        ModelManifest manifest = manifest(Map.of(ModelManifest.ONNX, onnx));
        Digest digest = artefacts.publish(ObjectKeys::model, manifest, Map.of(ModelManifest.ONNX, onnx));

        var fetched = artefacts.fetch(ObjectKeys.model(digest), digest, ModelManifest.class);
        assertThat(fetched.manifest()).isEqualTo(manifest);
        assertThat(fetched.file(ModelManifest.ONNX)).hasSameTextualContentAs(onnx);

        store.put(ObjectKeys.model(digest) + ModelManifest.ONNX, "changed bytes!!!".getBytes(StandardCharsets.UTF_8));
        Files.delete(fetched.file(ModelManifest.ONNX));
        assertThatThrownBy(() -> artefacts.fetch(ObjectKeys.model(digest), digest, ModelManifest.class))
                .isInstanceOf(CorruptArtefactException.class);
        assertThatThrownBy(() -> artefacts.fetch(ObjectKeys.model(digest), digest, ModelManifest.class))
                .as("it comes anew from the store, and is still not what was published")
                .isInstanceOf(CorruptArtefactException.class);
        assertThatThrownBy(() -> store.get("nothing/here")).isInstanceOf(ObjectMissingException.class);
        assertThat(store.list("models/")).contains(ObjectKeys.model(digest) + ObjectKeys.MANIFEST);
    }

    private static ModelManifest manifest(Map<String, Path> files) {
        return new ModelManifest(
                "resnet8",
                List.of("a", "b"),
                3,
                8,
                8,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                "run",
                "arm",
                1,
                null,
                Digest.of(new byte[0]),
                null,
                null,
                "test",
                ArtefactStore.entries(files));
    }

    private ConsumerRecord<String, byte[]> first(String topic) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(kafka.properties(), new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(20))) {
                return record;
            }
            throw new AssertionError("nothing on " + topic);
        }
    }
}
