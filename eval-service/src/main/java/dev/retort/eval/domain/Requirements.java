package dev.retort.eval.domain;

import dev.retort.contracts.event.Blessing;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.Parity;
import dev.retort.contracts.event.Quality;
import dev.retort.contracts.event.QualityIntervals;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.experiment.Bounds;
import dev.retort.contracts.experiment.ExportPrecision;
import dev.retort.contracts.experiment.PromotionPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate must be whatever the champion is: a student that may be promoted, the same in both forms, blessed by the
 * infrastructure, within the policy's floors and ceilings. All that is broken is told, not the first alone. A figure that a
 * record lacks breaks a bound that the policy sets on it, and no other; parity and blessing are always asked for.
 */
final class Requirements {
    /** Accuracies are sums of 1 / images; a difference this small is rounding. */
    private static final double ROUNDING = 1e-9;

    private final Bounds bounds;
    private final List<String> broken = new ArrayList<>();

    private Requirements(Bounds bounds) {
        this.bounds = bounds;
    }

    /** In words; empty where all is kept. */
    static List<String> broken(PromotionPolicy policy, Contender candidate) {
        if (candidate.role() == Role.TEACHER) {
            return List.of("a teacher is never served");
        }
        if (!candidate.promotable()) {
            return List.of("the experiment does not promote arm " + candidate.arm());
        }
        Requirements requirements = new Requirements(policy.boundsOrNone());
        requirements.accuracy(policy, candidate);
        requirements.quality(candidate.heldOut());
        requirements.parity(candidate.parity(), candidate.precisionOrFp32());
        requirements.blessing(candidate.blessing());
        requirements.size(candidate.artefactBytes());
        requirements.memory(candidate.blessing());
        return List.copyOf(requirements.broken);
    }

    private void accuracy(PromotionPolicy policy, Contender candidate) {
        if (candidate.accuracy() < policy.minimumAccuracy() - ROUNDING) {
            broken.add("held-out accuracy %s is under the least of %s"
                    .formatted(Words.percent(candidate.accuracy()), Words.percent(policy.minimumAccuracy())));
        }
    }

    private void quality(@Nullable Quality quality) {
        QualityIntervals intervals = quality == null ? null : quality.intervals();
        Double recall = bounds.minimumRecall();
        if (recall != null && !(quality != null && quality.leastRecall() >= recall - ROUNDING)) {
            broken.add("the least recall of a class is %s%s, asked for %s"
                    .formatted(
                            quality == null ? "unknown" : Words.percent(quality.leastRecall()),
                            intervals == null ? "" : Words.sure(intervals.leastRecall()),
                            Words.percent(recall)));
        }
        Double error = bounds.maximumCalibrationError();
        if (error != null && !(quality != null && quality.calibratedError() <= error + ROUNDING)) {
            broken.add("the calibration error, as served, is %s%s, at most %s is asked for"
                    .formatted(
                            quality == null ? "unknown" : Words.percent(quality.calibratedError()),
                            intervals == null ? "" : Words.sure(intervals.calibratedError()),
                            Words.percent(error)));
        }
    }

    private void parity(@Nullable Parity parity, ExportPrecision precision) {
        if (parity == null) {
            broken.add("what the artefact answers was never compared with the training form");
            return;
        }
        double difference = bounds.logitDifference(precision);
        if (!(parity.greatestLogitDifference() <= difference)) {
            broken.add("the artefact's logits differ from the training form's by up to %s, at most %s is allowed"
                    .formatted(parity.greatestLogitDifference(), difference));
        }
        double equalAnswers = bounds.equalAnswers(precision);
        if (!(parity.equalAnswers() >= equalAnswers)) {
            broken.add("the artefact gives %s of %d images the training form's class, at least %s is asked for"
                    .formatted(Words.percent(parity.equalAnswers()), parity.images(), Words.percent(equalAnswers)));
        }
    }

    private void blessing(@Nullable Blessing blessing) {
        if (blessing == null) {
            broken.add("the infrastructure never blessed it");
        } else {
            blessing.faults().forEach(fault -> broken.add("the infrastructure does not bless it: " + fault));
        }
        Double ceiling = bounds.maximumP99Milliseconds();
        if (ceiling != null && !(blessing != null && blessing.p99Milliseconds() <= ceiling)) {
            broken.add("one image takes %s (p99), at most %s is asked for"
                    .formatted(
                            blessing == null ? "an unknown time" : Words.milliseconds(blessing.p99Milliseconds()),
                            Words.milliseconds(ceiling)));
        }
    }

    private void memory(@Nullable Blessing blessing) {
        Long ceiling = bounds.maximumMemoryBytes();
        Long held = blessing == null ? null : blessing.memoryBytes();
        if (ceiling != null && !(held != null && held <= ceiling)) {
            broken.add("a session holds %s, at most %s are asked for"
                    .formatted(held == null ? "an unknown number of bytes" : Words.bytes(held), Words.bytes(ceiling)));
        }
    }

    private void size(long artefactBytes) {
        Long ceiling = bounds.maximumArtefactBytes();
        if (ceiling != null && artefactBytes > ceiling) {
            broken.add("the artefact has %s, at most %s are asked for"
                    .formatted(Words.bytes(artefactBytes), Words.bytes(ceiling)));
        }
    }
}
