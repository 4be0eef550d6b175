package dev.retort.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.contracts.ObjectKeys;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationDetails;
import dev.retort.contracts.event.QualityIntervals;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.distill.data.ImageSet;
import dev.retort.distill.onnx.OnnxModel;
import dev.retort.distill.score.GoldenAnswers;
import dev.retort.distill.score.Score;
import dev.retort.distill.score.Scorer;
import dev.retort.kit.store.Artefact;
import dev.retort.kit.store.ArtefactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;

/** What an evaluation says, held against the artefact that it is of. */
final class ScoredArtefacts {
    private ScoredArtefacts() {}

    /** Of 20 held-out images and three classes. */
    static void assertKnowsTheArtefact(EvaluationCompleted evaluation) {
        EvaluationDetails details = Objects.requireNonNull(evaluation.details());
        assertThat(details.parity().images()).isEqualTo(20);
        assertThat(details.parity().greatestLogitDifference()).isLessThan(1e-3);
        assertThat(details.parity().equalAnswers()).isEqualTo(1);
        assertThat(details.blessing().faults()).isEmpty();
        assertThat(details.blessing().p99Milliseconds())
                .isGreaterThanOrEqualTo(details.blessing().p50Milliseconds())
                .isPositive();
        assertThat(details.heldOut().topFiveAccuracy()).isEqualTo(1);
        QualityIntervals intervals = Objects.requireNonNull(details.heldOut().intervals());
        assertThat(intervals
                        .negativeLogLikelihood()
                        .contains(evaluation.heldOut().negativeLogLikelihood()))
                .isTrue();
        assertThat(intervals.calibratedError().contains(details.heldOut().calibratedError()))
                .isTrue();
        assertThat(Objects.requireNonNull(intervals.calibratedBrierScore())
                        .contains(Objects.requireNonNull(details.heldOut().calibratedBrierScore())))
                .isTrue();
    }

    /** @param heldOut of these images */
    static void assertScores(ArtefactStore artefacts, EvaluationCompleted evaluation, ImageSet images, int[] heldOut)
            throws IOException {
        Artefact<ModelManifest> artefact = artefacts.fetch(
                ObjectKeys.model(evaluation.modelVersion()), evaluation.modelVersion(), ModelManifest.class);
        try (OnnxModel model = OnnxModel.open(artefact.file(ModelManifest.ONNX), 1)) {
            Score score = Scorer.score(model::logits, images, heldOut);
            assertThat(evaluation.heldOut().accuracy()).isEqualTo(score.accuracy());
            assertThat(evaluation.heldOut().negativeLogLikelihood())
                    .isCloseTo(score.negativeLogLikelihood(), within(1e-9));
            assertThat(golden(artefact).fault(model::logits, 1e-6)).isEmpty();
        }
        assertThat(artefact.manifest().classes()).containsExactly("a", "b", "c");
        assertThat(artefact.manifest().files())
                .containsOnlyKeys(
                        ModelManifest.ONNX,
                        ModelManifest.WEIGHTS,
                        ModelManifest.GOLDEN_IMAGES,
                        ModelManifest.GOLDEN_LOGITS);
        assertThat(artefact.manifest().temperature())
                .as("what calibrates its probabilities travels with it")
                .isEqualTo(Objects.requireNonNull(evaluation.details()).temperature());
    }

    private static GoldenAnswers golden(Artefact<ModelManifest> artefact) throws IOException {
        int images = Objects.requireNonNull(artefact.manifest().golden()).images();
        assertThat(images).isEqualTo(16);
        return GoldenAnswers.decode(
                Files.readAllBytes(artefact.file(ModelManifest.GOLDEN_IMAGES)),
                Files.readAllBytes(artefact.file(ModelManifest.GOLDEN_LOGITS)),
                images);
    }
}
