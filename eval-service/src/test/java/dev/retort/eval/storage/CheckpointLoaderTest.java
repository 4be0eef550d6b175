package dev.retort.eval.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.network.Network;
import dev.retort.distill.network.Networks;
import dev.retort.distill.network.Normalization;
import dev.retort.distill.train.TrainingState;
import dev.retort.distill.weights.Initialization;
import dev.retort.eval.PublishedCheckpoints;
import dev.retort.eval.RandomImages;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.testing.MemoryStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a checkpoint can be that is in the store as its digest says, and cannot be scored all the same. */
class CheckpointLoaderTest {
    @TempDir
    Path directory;

    private ArtefactStore artefacts = new ArtefactStore(new MemoryStore(), Path.of("unused"));
    private PublishedCheckpoints checkpoints = new PublishedCheckpoints(
            artefacts, Path.of("unused"), "run", "experiment", images(), Digest.of(new byte[0]));

    enum Fault {
        OTHER_SHAPES(Reason.WRONG_SHAPE),
        LARGER_NETWORK(Reason.WRONG_SHAPE),
        NOT_FINITE(Reason.NON_FINITE),
        NO_SAFETENSORS(Reason.NOT_PARSEABLE),
        OTHER_CLASSES(Reason.WRONG_SHAPE),
        UNKNOWN_DATASET(Reason.UNKNOWN_DATASET),
        UNKNOWN_NETWORK(Reason.OUT_OF_RANGE);

        private final Reason reason;

        Fault(Reason reason) {
            this.reason = reason;
        }
    }

    private static Dataset images() {
        return new Dataset(
                "noise",
                List.of("a", "b", "c"),
                new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)),
                new RandomImages(60, 1),
                new RandomImages(30, 1000));
    }

    @BeforeEach
    void dataset() throws IOException {
        artefacts = new ArtefactStore(new MemoryStore(), directory.resolve("cache"));
        Path folder = Files.createDirectory(directory.resolve("published"));
        checkpoints = PublishedCheckpoints.of(artefacts, folder, "run", "experiment", images());
    }

    private byte[] state(String network, int classes) {
        Network description = Networks.create(network, images().train().shape(), classes);
        return TrainingState.fresh(description, Initialization.kaiming(description, 1))
                .toSafetensors(description);
    }

    /** All numbers behind the header. */
    private static byte[] notFinite(byte[] state) {
        int header = (int) ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN).getLong();
        for (int at = Long.BYTES + header; at + Float.BYTES <= state.length; at += Float.BYTES) {
            ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN).putFloat(at, Float.NaN);
        }
        return state;
    }

    private CheckpointPublished publish(Fault fault) throws IOException {
        byte[] state = switch (fault) {
            case OTHER_SHAPES -> state("resnet8", 4);
            case LARGER_NETWORK -> state("resnet20", 3);
            case NOT_FINITE -> notFinite(state("resnet8", 3));
            case NO_SAFETENSORS -> "no tensors at all".getBytes(StandardCharsets.UTF_8);
            case OTHER_CLASSES, UNKNOWN_DATASET, UNKNOWN_NETWORK -> state("resnet8", 3);
        };
        Map<String, Path> files =
                Map.of(CheckpointManifest.STATE, Files.write(directory.resolve(CheckpointManifest.STATE), state));
        CheckpointManifest manifest = new CheckpointManifest(
                "run",
                "distilled",
                fault == Fault.UNKNOWN_NETWORK ? "resnet7" : "resnet8",
                fault == Fault.OTHER_CLASSES ? 4 : 3,
                7,
                PublishedCheckpoints.TOTAL_STEPS,
                fault == Fault.UNKNOWN_DATASET ? Digest.of(new byte[1]) : checkpoints.dataset(),
                null,
                null,
                0,
                Map.of(),
                "experiment",
                5,
                "fp32",
                1,
                null,
                null,
                "test",
                ArtefactStore.entries(files));
        Digest digest = artefacts.publish(id -> ObjectKeys.checkpoint("run", "distilled", 7, id), manifest, files);
        return new CheckpointPublished(
                "run",
                Role.STUDENT,
                "distilled",
                7,
                PublishedCheckpoints.TOTAL_STEPS,
                false,
                digest,
                ObjectKeys.checkpoint("run", "distilled", 7, digest),
                Instant.now());
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void refusesWhatCannotBeScoredSayingWhyAndLoadsTheNext(Fault fault) throws Exception {
        CheckpointLoader loader = StorageBeans.on(artefacts).loader();
        CheckpointPublished faulty = publish(fault);

        MalformedMessageException refusal =
                catchThrowableOfType(MalformedMessageException.class, () -> loader.load(faulty));

        assertThat(refusal.reason()).isEqualTo(fault.reason);
        assertThat(refusal).message().isNotBlank();
        assertThat(loader.load(checkpoints.publish("distilled", 1, 8)).network().name())
                .isEqualTo("resnet8");
    }

    @Test
    void namesWhatALargerNetworkHasBeside() throws Exception {
        CheckpointPublished larger = publish(Fault.LARGER_NETWORK);

        assertThat(catchThrowableOfType(
                        MalformedMessageException.class,
                        () -> StorageBeans.on(artefacts).loader().load(larger)))
                .hasMessageContaining("not of network resnet8")
                .hasMessageContaining("layer1.1.conv1.weight and 59 more");
    }

    @Test
    void refusesAStateThatNoArrayCanHold() throws Exception {
        CheckpointLoader.requireReadable(1L << 30);
        MalformedMessageException refusal =
                catchThrowableOfType(MalformedMessageException.class, () -> CheckpointLoader.requireReadable(3L << 30));

        assertThat(refusal.reason()).isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(refusal).hasMessageContaining("3221225472");
    }
}
