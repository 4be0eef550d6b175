package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationDetails;
import dev.retort.contracts.event.Interval;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.manifest.PredictionsManifest;
import dev.retort.distill.score.ConfusionMatrix;
import dev.retort.distill.score.Predictions;
import dev.retort.distill.statistics.Agreement;
import dev.retort.distill.statistics.McNemar;
import dev.retort.distill.statistics.PairedDifference;
import dev.retort.eval.domain.PairedAnswers;
import dev.retort.eval.storage.StoredPredictions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares two versions by what they said, without running either. */
@ApplicationScoped
public class Comparisons {
    private static final double CONFIDENCE = 0.95;

    private final StoredPredictions predictions;

    Comparisons(StoredPredictions predictions) {
        this.predictions = predictions;
    }

    /**
     * Two versions on the same images; the first is the table's candidate, the second its champion.
     *
     * @param interval 95 % of the difference, by Tango's score
     * @param midP McNemar's, one-sided, of "the first is no better"; of these two alone, nothing is corrected
     * @param agreement share of images to which both give the same class
     */
    public record Pairing(
            PairedCounts table, double difference, Interval interval, double midP, double agreement, double kappa) {

        static Pairing of(Predictions one, Predictions other) {
            PairedCounts table = PairedAnswers.table(one, other);
            return new Pairing(
                    table,
                    table.difference(),
                    PairedDifference.interval(table, CONFIDENCE),
                    McNemar.midP(table),
                    Agreement.share(one.answers(), other.answers()),
                    Agreement.kappa(one.answers(), other.answers(), one.classes()));
        }
    }

    /** Null where the two have not answered the same images, or what they said is not kept. */
    public record Pairings(
            @Nullable Pairing heldOut, @Nullable Pairing test) {}

    public Pairings compare(EvaluationCompleted one, EvaluationCompleted other) {
        Digest first = kept(one);
        Digest second = kept(other);
        if (first == null || second == null) {
            return new Pairings(null, null);
        }
        Optional<PredictionsManifest> a = predictions.manifest(first);
        Optional<PredictionsManifest> b = predictions.manifest(second);
        if (a.isEmpty() || b.isEmpty() || !a.get().dataset().equals(b.get().dataset())) {
            return new Pairings(null, null);
        }
        boolean sameHeldOut = a.get().splitSeed() == b.get().splitSeed()
                && a.get().heldOutImages() == b.get().heldOutImages();
        return new Pairings(
                sameHeldOut ? pairing(predictions.find(first), predictions.find(second)) : null,
                pairing(predictions.findTest(first), predictions.findTest(second)));
    }

    /** On the held-out split; empty where what it said is not kept. */
    public Optional<ConfusionMatrix> confusion(EvaluationCompleted evaluation) {
        Digest kept = kept(evaluation);
        return kept == null ? Optional.empty() : predictions.find(kept).map(ConfusionMatrix::of);
    }

    private static @Nullable Pairing pairing(Optional<Predictions> one, Optional<Predictions> other) {
        return one.isPresent() && other.isPresent() ? Pairing.of(one.get(), other.get()) : null;
    }

    private static @Nullable Digest kept(EvaluationCompleted evaluation) {
        EvaluationDetails details = evaluation.details();
        return details == null ? null : details.predictions();
    }
}
