package dev.retort.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.contracts.Digest;
import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.RunFailed;
import dev.retort.contracts.manifest.CheckpointManifest;
import dev.retort.contracts.manifest.FileEntry;
import dev.retort.contracts.manifest.ManifestCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a run has come to.
 *
 * @param finalStates by arm, the digest of weights, momentum and statistics after the last step
 * @param checkpoints every one that was announced, once for each time
 * @param scored the checkpoint of every evaluation, once for each time
 * @param batches by first sequence number, how often it is on the log
 */
record Outcome(
        Map<String, Digest> finalStates,
        List<Digest> checkpoints,
        List<Digest> scored,
        Map<Long, Integer> batches,
        List<RunFailed> failures) {

    /** @param bucket the folder in which the store keeps its objects */
    static Outcome of(RunLog log, Path bucket) throws IOException, MalformedMessageException {
        List<CheckpointPublished> published = log.all(CheckpointPublished.class);
        Map<String, Digest> states = new TreeMap<>();
        for (CheckpointPublished checkpoint : published) {
            if (checkpoint.last()) {
                states.put(checkpoint.arm(), state(bucket.resolve(checkpoint.objectPrefix())));
            }
        }
        List<Digest> scored = new ArrayList<>(log.all(EvaluationCompleted.class).stream()
                .map(EvaluationCompleted::checkpoint)
                .toList());
        return new Outcome(
                states,
                published.stream().map(CheckpointPublished::checkpoint).toList(),
                scored,
                log.batches(),
                log.all(RunFailed.class));
    }

    private static Digest state(Path checkpoint) throws IOException, MalformedMessageException {
        byte[] manifest = Files.readAllBytes(checkpoint.resolve(ObjectKeys.MANIFEST));
        FileEntry state = Objects.requireNonNull(
                ManifestCodec.decode(manifest, CheckpointManifest.class).files().get(CheckpointManifest.STATE));
        assertThat(Digest.ofFile(checkpoint.resolve(CheckpointManifest.STATE))).isEqualTo(state.sha256());
        return state.sha256();
    }

    /** Bit for bit what an undisturbed run comes to, with nothing lost on the way and nothing done twice. */
    void assertLike(Outcome undisturbed) {
        assertThat(finalStates).as("final states").isEqualTo(undisturbed.finalStates);
        assertThat(checkpoints).as("checkpoints").containsExactlyInAnyOrderElementsOf(undisturbed.checkpoints);
        assertThat(scored).as("scored, each once").containsExactlyInAnyOrderElementsOf(checkpoints);
        assertThat(batches).as("batches by sequence").isEqualTo(undisturbed.batches);
    }
}
