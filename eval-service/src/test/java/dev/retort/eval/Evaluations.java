package dev.retort.eval;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Blessing;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationCompleted.Score;
import dev.retort.contracts.event.EvaluationDetails;
import dev.retort.contracts.event.Parity;
import dev.retort.contracts.event.Quality;
import dev.retort.contracts.event.Role;
import dev.retort.distill.score.Predictions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Events as tests need them: a name stands for a checkpoint, and decides its digests. */
public final class Evaluations {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    public static final int IMAGES = 100;

    private Evaluations() {}

    public static Digest digest(String name) {
        return Digest.of(name.getBytes(StandardCharsets.UTF_8));
    }

    public static Digest version(String name) {
        return digest("version of " + name);
    }

    public static CheckpointPublished checkpoint(String run, String name, boolean last) {
        return new CheckpointPublished(run, Role.STUDENT, "distilled", 10, 20, last, digest(name), "prefix/", START);
    }

    public static CheckpointPublished checkpoint(String run, String arm, long step, boolean last) {
        return new CheckpointPublished(
                run, Role.STUDENT, arm, step, 20, last, digest(run + arm + step), "prefix/", START.plusSeconds(step));
    }

    /** Of arm "distilled" that may be promoted, the arm's last one, {@code second} seconds after the start. */
    public static EvaluationCompleted evaluation(String run, String name, double heldOutAccuracy, int second) {
        return evaluation(run, name, heldOutAccuracy, second, Role.STUDENT, true, true);
    }

    public static EvaluationCompleted evaluation(
            String run, String name, double heldOutAccuracy, int second, Role role, boolean promotable, boolean last) {
        return new EvaluationCompleted(
                run,
                role,
                "distilled",
                10,
                last,
                digest(name),
                version(name),
                "resnet8",
                promotable,
                new Score(100, heldOutAccuracy, 1.5),
                new Score(100, 0.5, 1.5),
                1,
                1,
                1,
                START.plusSeconds(second),
                details(name),
                null);
    }

    /** Predictions of its own, and all as it should be. */
    public static EvaluationDetails details(String name) {
        Quality quality = new Quality(0, 1, 1, 0.5, 15, 0.05, 0.02, 1.4, 0.2, null);
        return new EvaluationDetails(
                digest("predictions of " + name),
                1.2,
                quality,
                quality,
                new Parity(32, 1e-6, 1),
                new Blessing(List.of(), 0.5, 1, 1000, 1));
    }

    /** So many right of the first ones of 100 images, two classes. */
    public static Predictions answers(int right) {
        int[] labels = new int[IMAGES];
        float[] logits = new float[2 * IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            logits[2 * i + (i < right ? 0 : 1)] = 1;
        }
        return Predictions.of(2, labels, logits);
    }
}
