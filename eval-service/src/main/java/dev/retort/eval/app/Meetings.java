package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationDetails;
import dev.retort.contracts.event.Evidence;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.experiment.Comparison;
import dev.retort.contracts.experiment.Comparison.Gain;
import dev.retort.contracts.experiment.Comparison.Rule;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.PromotionPolicy;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.distill.score.Predictions;
import dev.retort.eval.domain.CalibrationGain;
import dev.retort.eval.domain.CommonImages;
import dev.retort.eval.domain.HeldOutAnswers;
import dev.retort.eval.domain.HeldOutImages;
import dev.retort.eval.domain.HeldOutIndices;
import dev.retort.eval.domain.PairedAnswers;
import dev.retort.eval.domain.RelativeSpeed;
import dev.retort.eval.domain.Standings;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Lets candidate and champion meet: on the images that both runs hold out, and in what the policy asks for beside. */
@ApplicationScoped
public class Meetings {
    private static final Logger LOG = Logger.getLogger(Meetings.class);

    private final Standings standings;
    private final Runs runs;
    private final HeldOutAnswers answers;
    private final HeldOutIndices splits;
    private final RelativeSpeed speed;

    Meetings(Standings standings, Runs runs, HeldOutAnswers answers, HeldOutIndices splits, RelativeSpeed speed) {
        this.standings = standings;
        this.runs = runs;
        this.answers = answers;
        this.splits = splits;
        this.speed = speed;
    }

    /** @param table null where they cannot be compared */
    record Meeting(boolean sameImages, @Nullable PairedCounts table, Evidence evidence) {}

    /** Two versions' answers to the same images. */
    private record Pair(Predictions candidate, Predictions champion) {}

    Meeting of(EvaluationCompleted candidate, EvaluationCompleted champion, PromotionPolicy policy) {
        HeldOutImages here = heldOut(candidate.run());
        HeldOutImages there = heldOut(champion.run());
        boolean same = here != null && here.equals(there);
        CommonImages common = common(here, there);
        Pair pair = common == null ? null : pair(common, candidate, champion);
        PairedCounts table = pair == null ? null : table(pair);
        Comparison comparison = policy.comparisonOrStandard();
        boolean asked = comparison.rule() == Rule.NOT_WORSE && table != null;
        Evidence evidence = new Evidence(
                common == null ? null : (Long) (long) common.size(),
                null,
                anchor(candidate, champion),
                asked && comparison.gains().contains(Gain.FASTER)
                        ? speed.time(candidate.modelVersion(), champion.modelVersion())
                                .orElse(null)
                        : null,
                asked && pair != null && comparison.gains().contains(Gain.BETTER_CALIBRATED)
                        ? CalibrationGain.of(
                                pair.candidate(), temperature(candidate), pair.champion(), temperature(champion))
                        : null);
        return new Meeting(same, table, evidence);
    }

    private Evidence.@Nullable Anchor anchor(EvaluationCompleted candidate, EvaluationCompleted champion) {
        Digest version = standings.anchorOf(champion.modelVersion());
        if (version.equals(champion.modelVersion())) {
            return null;
        }
        Optional<EvaluationCompleted> anchor = standings.find(version);
        if (anchor.isEmpty()) {
            return new Evidence.Anchor(version, "", null);
        }
        CommonImages common =
                common(heldOut(candidate.run()), heldOut(anchor.get().run()));
        Pair pair = common == null ? null : pair(common, candidate, anchor.get());
        return new Evidence.Anchor(version, anchor.get().run(), pair == null ? null : table(pair));
    }

    private @Nullable CommonImages common(@Nullable HeldOutImages here, @Nullable HeldOutImages there) {
        if (here == null || there == null) {
            return null;
        }
        return CommonImages.of(here, there, splits).orElse(null);
    }

    /** Null before the log says which dataset the run is on. */
    private @Nullable HeldOutImages heldOut(String run) {
        return runs.find(run).map(Meetings::heldOut).orElse(null);
    }

    static @Nullable HeldOutImages heldOut(RunView run) {
        if (run.dataset() == null) {
            return null;
        }
        Experiment experiment = run.experiment();
        return new HeldOutImages(
                run.dataset(), experiment.dataset().heldOutImages(), new Seeds(experiment.seed()).split());
    }

    /** Null where they cannot be compared, whatever is wrong with one of them: that is an answer, and no reason to fail. */
    private @Nullable Pair pair(CommonImages common, EvaluationCompleted candidate, EvaluationCompleted champion) {
        if (common.size() == 0) {
            return null;
        }
        try {
            Optional<Predictions> one = find(candidate);
            Optional<Predictions> other = find(champion);
            return one.isPresent() && other.isPresent()
                    ? new Pair(common.ofCandidate(one.get()), common.ofChampion(other.get()))
                    : null;
        } catch (IllegalArgumentException e) {
            LOG.errorf("predictions that cannot be compared: %s", e.getMessage());
            return null;
        }
    }

    private static @Nullable PairedCounts table(Pair pair) {
        try {
            return PairedAnswers.table(pair.candidate(), pair.champion());
        } catch (IllegalArgumentException e) {
            LOG.errorf("predictions that cannot be compared: %s", e.getMessage());
            return null;
        }
    }

    private Optional<Predictions> find(EvaluationCompleted evaluation) {
        EvaluationDetails details = evaluation.details();
        return details == null ? Optional.empty() : answers.find(details.predictions());
    }

    private static double temperature(EvaluationCompleted evaluation) {
        EvaluationDetails details = evaluation.details();
        return details == null ? 1 : details.temperature();
    }
}
