package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.PairedCounts;
import dev.retort.contracts.event.RecentImages;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.distill.score.Predictions;
import dev.retort.eval.domain.Champion;
import dev.retort.eval.domain.HeldOutAnswers;
import dev.retort.eval.domain.HeldOutImages;
import dev.retort.eval.domain.PairedAnswers;
import dev.retort.eval.domain.PromotionRule;
import dev.retort.eval.domain.RecentAnswers;
import dev.retort.eval.domain.Standings;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Gathers all that a decision rests on. */
@ApplicationScoped
public class Candidacies {
    private static final Logger LOG = Logger.getLogger(Candidacies.class);

    private final Standings standings;
    private final Runs runs;
    private final HeldOutAnswers answers;
    private final RecentAnswers recentAnswers;

    Candidacies(Standings standings, Runs runs, HeldOutAnswers answers, RecentAnswers recentAnswers) {
        this.standings = standings;
        this.runs = runs;
        this.answers = answers;
        this.recentAnswers = recentAnswers;
    }

    /** Empty where the log does not know the run yet, and with it the policy. */
    Optional<DecisionInputs> of(EvaluationCompleted candidate, String alias) throws InterruptedException {
        Optional<RunView> run = runs.find(candidate.run());
        return run.isEmpty() ? Optional.empty() : Optional.of(of(candidate, run.get(), alias));
    }

    private DecisionInputs of(EvaluationCompleted candidate, RunView run, String alias) throws InterruptedException {
        EvaluationCompleted champion = standings
                .champion(alias)
                .map(Champion::modelVersion)
                .flatMap(standings::find)
                .orElse(null);
        if (champion == null) {
            return inputs(run, Contender.of(candidate), null, false, true, null, 1, null);
        }
        List<String> order = runs.all().stream().map(RunView::run).toList();
        boolean sameImages = sameImages(run, champion);
        return inputs(
                run,
                Contender.of(candidate),
                Contender.of(champion),
                sameImages,
                order.indexOf(candidate.run()) >= order.indexOf(champion.run()),
                sameImages ? table(Contender.of(candidate), Contender.of(champion)) : null,
                standings.comparisonsWith(champion.modelVersion()) + 1,
                recentAnswers.compare(candidate, champion).orElse(null));
    }

    private static DecisionInputs inputs(
            RunView run,
            Contender candidate,
            @Nullable Contender champion,
            boolean sameImages,
            boolean laterRun,
            @Nullable PairedCounts table,
            int attempt,
            @Nullable RecentImages recent) {
        return new DecisionInputs(
                PromotionRule.VERSION,
                run.experiment().promotion(),
                candidate,
                champion,
                sameImages,
                laterRun,
                table,
                attempt,
                recent);
    }

    private boolean sameImages(RunView run, EvaluationCompleted champion) {
        HeldOutImages images = heldOut(run);
        HeldOutImages others =
                runs.find(champion.run()).map(Candidacies::heldOut).orElse(null);
        return images != null && images.equals(others);
    }

    /** Null before the log says which dataset the run is on. */
    static @Nullable HeldOutImages heldOut(RunView run) {
        if (run.dataset() == null) {
            return null;
        }
        Experiment experiment = run.experiment();
        return new HeldOutImages(
                run.dataset(), experiment.dataset().heldOutImages(), new Seeds(experiment.seed()).split());
    }

    /** Null where they cannot be compared, whatever is wrong with one of them: that is an answer, and no reason to fail. */
    private @Nullable PairedCounts table(Contender candidate, Contender champion) {
        try {
            Optional<Predictions> one = find(candidate.predictions());
            Optional<Predictions> other = find(champion.predictions());
            return one.isPresent() && other.isPresent() ? PairedAnswers.table(one.get(), other.get()) : null;
        } catch (IllegalArgumentException e) {
            LOG.errorf("predictions that cannot be compared: %s", e.getMessage());
            return null;
        }
    }

    private Optional<Predictions> find(@Nullable Digest predictions) {
        return predictions == null ? Optional.empty() : answers.find(predictions);
    }
}
