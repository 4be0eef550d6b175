package dev.retort.eval.app;

import dev.retort.contracts.MalformedMessageException;
import dev.retort.contracts.MalformedMessageException.Reason;
import dev.retort.distill.data.Dataset;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.onnx.UnusableModelException;
import dev.retort.distill.score.GoldenAnswers;
import dev.retort.distill.score.NonFiniteLogitException;
import dev.retort.distill.score.Predictions;
import dev.retort.distill.score.Scorer;
import java.io.IOException;
import java.util.Arrays;

/** What an exported artefact said to the images of both splits, and to a few of them alone. */
record ArtefactAnswers(Predictions heldOut, Predictions test, GoldenAnswers golden) {
    /** That a version carries with it, for whoever serves it to ask again. */
    private static final int GOLDEN_IMAGES = 16;

    /**
     * @param shown of the held-out images, of which the golden ones are taken
     * @throws MalformedMessageException if it cannot be loaded, or answers what is no number: no retry can help
     */
    static ArtefactAnswers of(byte[] onnx, Dataset dataset, int[] heldOut, int[] shown, int threads)
            throws MalformedMessageException, IOException {
        try (OnnxModel model = OnnxModel.open(onnx, threads)) {
            return new ArtefactAnswers(
                    Scorer.predict(model::logits, dataset.train(), heldOut),
                    Scorer.predict(model::logits, dataset.test()),
                    GoldenAnswers.of(
                            model::logits,
                            dataset.train(),
                            Arrays.copyOf(shown, Math.min(GOLDEN_IMAGES, shown.length))));
        } catch (NonFiniteLogitException e) {
            throw new MalformedMessageException(Reason.NON_FINITE, String.valueOf(e.getMessage()), e);
        } catch (UnusableModelException e) {
            throw new MalformedMessageException(
                    Reason.NOT_PARSEABLE, "what was exported cannot be loaded: " + e.getMessage(), e);
        }
    }
}
