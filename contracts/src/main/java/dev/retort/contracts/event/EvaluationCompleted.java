package dev.retort.contracts.event;

import dev.retort.contracts.Arguments;
import dev.retort.contracts.Digest;
import dev.retort.contracts.experiment.ExportPrecision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint was exported to the form that would be served, and that form was scored. Decisions use heldOut only;
 * test is reported.
 *
 * @param modelVersion the exported artefact, under {@code models/}
 * @param promotable whether the experiment lets this arm be served
 * @param details null on records that are older than them
 * @param precision of the exported form; null is fp32
 */
public record EvaluationCompleted(
        String run,
        Role role,
        String arm,
        long step,
        boolean last,
        Digest checkpoint,
        Digest modelVersion,
        String network,
        boolean promotable,
        Score heldOut,
        Score test,
        long parameters,
        long multiplyAdds,
        long artefactBytes,
        Instant at,
        @Nullable EvaluationDetails details,
        @Nullable ExportPrecision precision)
        implements EvaluationEvent {
    public EvaluationCompleted {
        Arguments.requireName("run", run);
        Arguments.requireName("arm", arm);
        Arguments.requireNotNegative("step", step);
        Arguments.requireNotNegative("parameters", parameters);
        Arguments.requireNotNegative("multiplyAdds", multiplyAdds);
        Arguments.requireNotNegative("artefactBytes", artefactBytes);
    }

    public EvaluationCompleted(
            String run,
            Role role,
            String arm,
            long step,
            boolean last,
            Digest checkpoint,
            Digest modelVersion,
            String network,
            boolean promotable,
            Score heldOut,
            Score test,
            long parameters,
            long multiplyAdds,
            long artefactBytes,
            Instant at) {
        this(
                run,
                role,
                arm,
                step,
                last,
                checkpoint,
                modelVersion,
                network,
                promotable,
                heldOut,
                test,
                parameters,
                multiplyAdds,
                artefactBytes,
                at,
                null,
                null);
    }

    public ExportPrecision precisionOrFp32() {
        return precision == null ? ExportPrecision.FP32 : precision;
    }

    @Override
    public String key() {
        return checkpoint.hex();
    }

    /**
     * How well one split is classified.
     *
     * @param accuracy share of images whose greatest logit is the label's, in [0, 1]
     * @param negativeLogLikelihood mean of -log p(label), in nats
     */
    public record Score(int images, double accuracy, double negativeLogLikelihood) {
        public Score {
            Arguments.requireAtLeast("images", images, 1);
            Arguments.requireShare("accuracy", accuracy);
            Arguments.requireFinite("negativeLogLikelihood", negativeLogLikelihood);
        }
    }
}
