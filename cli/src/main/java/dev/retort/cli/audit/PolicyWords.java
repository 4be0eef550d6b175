package dev.retort.cli.audit;

import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.RecentImages;
import dev.retort.contracts.experiment.Bounds;
import dev.retort.contracts.experiment.Comparison;
import dev.retort.contracts.experiment.ExportPrecision;
import dev.retort.contracts.experiment.PromotionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was asked of a candidate, in words. */
final class PolicyWords {
    private final List<String> words = new ArrayList<>();

    private PolicyWords() {}

    static String of(DecisionInputs inputs) {
        PolicyWords words = new PolicyWords();
        RecentImages recent = inputs.recent();
        words.words.add(recent == null ? claim(inputs.policy()) : claim(recent));
        words.floors(inputs.policy(), recent != null);
        words.bounds(inputs.policy().boundsOrNone(), inputs.candidate().precisionOrFp32());
        return String.join("; ", words.words);
    }

    private static String claim(PromotionPolicy policy) {
        Comparison comparison = policy.comparisonOrStandard();
        String claim = switch (comparison.rule()) {
            case BETTER -> "better";
            case NOT_WORSE -> "not worse by %s points%s".formatted(comparison.marginPoints(), gains(comparison));
        };
        return "%s, at level %s over all candidates that meet one champion".formatted(claim, comparison.level());
    }

    private static String claim(RecentImages recent) {
        return "continuous.gate: better on the new held-out images and not worse by %s points on the old ones, at level %s over all"
                        .formatted(recent.gate().marginPoints(), recent.gate().level())
                + " candidates that meet one champion";
    }

    private static String gains(Comparison comparison) {
        return comparison.gains().isEmpty()
                ? ""
                : comparison.gains().stream()
                        .map(gain -> gain.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .collect(Collectors.joining(" or ", ", and ", ""));
    }

    private void floors(PromotionPolicy policy, boolean retraining) {
        words.add("accuracy at least " + policy.minimumAccuracy());
        if (policy.minimumImprovement() > 0 && !retraining) {
            words.add("improvement at least " + policy.minimumImprovement());
        }
    }

    private void bounds(Bounds bounds, ExportPrecision precision) {
        add("recall of every class at least %s", bounds.minimumRecall());
        add("calibration error at most %s", bounds.maximumCalibrationError());
        add("p99 at most %s ms", bounds.maximumP99Milliseconds());
        add("artefact at most %s bytes", bounds.maximumArtefactBytes());
        add("a session at most %s bytes", bounds.maximumMemoryBytes());
        words.add("logits within %s of the training form's".formatted(bounds.logitDifference(precision)));
        words.add("the same class as it for at least %s of images".formatted(bounds.equalAnswers(precision)));
    }

    private void add(String format, @Nullable Number bound) {
        if (bound != null) {
            words.add(format.formatted(bound));
        }
    }
}
