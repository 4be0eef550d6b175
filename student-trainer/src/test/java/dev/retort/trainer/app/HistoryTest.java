package dev.retort.trainer.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.Precision;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.Machine;
import dev.retort.kit.store.ObjectMissingException;
import dev.retort.trainer.app.History.Segment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Machine HERE = new Machine("amd64", List.of("avx2"), "2.7.1", "default");
    private static final Machine THERE = new Machine("amd64", List.of("avx2", "avx512f"), "2.7.1", "default");

    private final List<CheckpointPublished> published = new ArrayList<>();
    private final Map<Digest, CheckpointManifest> store = new HashMap<>();

    @Test
    void isOneSegmentWhereNothingChanged() {
        made("distilled", 10, "bf16", 2, HERE);
        made("distilled", 20, "bf16", 2, HERE);

        History history = history(made("distilled", 30, "bf16", 2, HERE));

        assertThat(history.segments()).containsExactly(new Segment(0, 30, Precision.BF16, 2));
        assertThat(history.changes()).isEmpty();
    }

    @Test
    void namesEachChangeAndTheStepFromWhichOn() {
        made("distilled", 10, "bf16", 2, HERE);
        made("distilled", 20, "bf16", 1, HERE);
        made("distilled", 30, "bf16", 1, THERE);

        History history = history(made("distilled", 40, "fp32", 1, THERE));

        assertThat(history.segments())
                .containsExactly(
                        new Segment(0, 10, Precision.BF16, 2),
                        new Segment(10, 30, Precision.BF16, 1),
                        new Segment(30, 40, Precision.FP32, 1));
        assertThat(history.changes())
                .containsExactly(
                        "from step 10 on it was made under other conditions: threads 1, before 2",
                        "from step 20 on it was made under other conditions: instructions [avx2, avx512f], before [avx2]",
                        "from step 30 on it was made under other conditions: precision fp32, before bf16");
    }

    @Test
    void passesOverWhatIsGone() {
        made("distilled", 10, "bf16", 2, HERE);
        Digest gone = digest(made("distilled", 20, "bf16", 2, HERE));
        made("distilled", 30, "bf16", 2, HERE);
        store.remove(gone);

        History history = history(made("distilled", 40, "bf16", 1, HERE));

        assertThat(history.segments())
                .containsExactly(new Segment(0, 30, Precision.BF16, 2), new Segment(30, 40, Precision.BF16, 1));
        assertThat(history.changes()).singleElement().asString().startsWith("from step 30 on");
    }

    @Test
    void beginsWithTheFirstCheckpointOfItsArmThoughThatComesFromAnother() {
        made("distilled", 30, "fp32", 1, THERE);

        History history = history(made("cycle-0001", 8, "bf16", 2, HERE));

        assertThat(history.segments()).containsExactly(new Segment(0, 8, Precision.BF16, 2));
        assertThat(history.changes()).isEmpty();
    }

    private History history(CheckpointManifest last) {
        return History.of(last, published, checkpoint -> {
            CheckpointManifest manifest = store.get(checkpoint.checkpoint());
            if (manifest == null) {
                throw new ObjectMissingException("gone");
            }
            return manifest;
        });
    }

    /** A checkpoint whose parent is the one that was made before it. */
    private CheckpointManifest made(String arm, long step, String precision, int threads, Machine machine) {
        Digest parent = published.isEmpty() ? null : published.getLast().checkpoint();
        CheckpointManifest manifest = manifest(arm, step, precision, threads, machine, parent);
        store.put(digest(manifest), manifest);
        published.add(new CheckpointPublished(
                "run", Role.STUDENT, arm, step, 40, false, digest(manifest), "p/", Instant.EPOCH));
        return manifest;
    }

    private static CheckpointManifest manifest(
            String arm, long step, String precision, int threads, Machine machine, @Nullable Digest parent) {
        Digest any = Digest.of(new byte[0]);
        return new CheckpointManifest(
                "run", arm, "resnet8", 10, step, 40, any, any, any, 0, Map.of(), "", 1, precision, threads, machine,
                parent, "test", Map.of());
    }

    private static Digest digest(CheckpointManifest manifest) {
        return Digest.of(manifest.toString().getBytes(StandardCharsets.UTF_8));
    }
}
