package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.ExportPrecision;
import org.jspecify.annotations.Nullable;

/**
 * A version as a decision sees it: nothing of the test split is here.
 *
 * @param accuracy on the held-out split
 * @param predictions null for a version that was scored before predictions were kept; so are the three after it
 * @param precision of the exported form; null is fp32
 */
public record Contender(
        Digest modelVersion,
        String run,
        Role role,
        String arm,
        long step,
        boolean last,
        boolean promotable,
        int heldOutImages,
        double accuracy,
        long artefactBytes,
        @Nullable Digest predictions,
        @Nullable Quality heldOut,
        @Nullable Parity parity,
        @Nullable Blessing blessing,
        @Nullable ExportPrecision precision) {
    public Contender {
        Arguments.requireFinite("accuracy", accuracy);
    }

    public Contender(
            Digest modelVersion,
            String run,
            Role role,
            String arm,
            long step,
            boolean last,
            boolean promotable,
            int heldOutImages,
            double accuracy,
            long artefactBytes,
            @Nullable Digest predictions,
            @Nullable Quality heldOut,
            @Nullable Parity parity,
            @Nullable Blessing blessing) {
        this(
                modelVersion,
                run,
                role,
                arm,
                step,
                last,
                promotable,
                heldOutImages,
                accuracy,
                artefactBytes,
                predictions,
                heldOut,
                parity,
                blessing,
                null);
    }

    public ExportPrecision precisionOrFp32() {
        return precision == null ? ExportPrecision.FP32 : precision;
    }

    public static Contender of(EvaluationCompleted evaluation) {
        EvaluationDetails details = evaluation.details();
        return new Contender(
                evaluation.modelVersion(),
                evaluation.run(),
                evaluation.role(),
                evaluation.arm(),
                evaluation.step(),
                evaluation.last(),
                evaluation.promotable(),
                evaluation.heldOut().images(),
                evaluation.heldOut().accuracy(),
                evaluation.artefactBytes(),
                details == null ? null : details.predictions(),
                details == null ? null : details.heldOut(),
                details == null ? null : details.parity(),
                details == null ? null : details.blessing(),
                evaluation.precision());
    }
}
