package dev.retort.eval;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationCompleted.Score;
import dev.retort.contracts.event.Role;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Events as tests need them: a name stands for a checkpoint, and decides its digests. */
public final class Evaluations {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

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
                START.plusSeconds(second));
    }
}
