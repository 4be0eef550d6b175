package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Contender;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.Evidence;
import dev.retort.contracts.event.RecentImages;
import dev.retort.contracts.experiment.Arm;
import dev.retort.eval.domain.Champion;
import dev.retort.eval.domain.Cycles;
import dev.retort.eval.domain.PromotionRule;
import dev.retort.eval.domain.RecentAnswers;
import dev.retort.eval.domain.Standings;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers all that a decision rests on. That can take its time: models may be run for it, and the log be read. */
@ApplicationScoped
public class Candidacies {
    private final Standings standings;
    private final Runs runs;
    private final Meetings meetings;
    private final RecentAnswers recentAnswers;
    private final Cycles cycles;

    Candidacies(Standings standings, Runs runs, Meetings meetings, RecentAnswers recentAnswers, Cycles cycles) {
        this.cycles = cycles;
        this.standings = standings;
        this.runs = runs;
        this.meetings = meetings;
        this.recentAnswers = recentAnswers;
    }

    /** Empty where the log does not know the run yet, and with it the policy. */
    Optional<DecisionInputs> of(EvaluationCompleted candidate, String alias) throws InterruptedException {
        Optional<RunView> run = runs.find(candidate.run());
        return run.isEmpty() ? Optional.empty() : Optional.of(of(candidate, run.get(), alias));
    }

    /** Whether they still are what a decision would rest on: another decision, or a pause, may have come in between. */
    boolean areCurrent(DecisionInputs inputs, String alias) {
        Contender met = inputs.champion();
        Digest named = met == null ? inputs.evidenceOrNone().unknownChampion() : met.modelVersion();
        Digest now = champion(alias).orElse(null);
        boolean same = named == null ? now == null : named.equals(now);
        return same
                && (met == null || (inputs.attempt() == attempt(met.modelVersion()) && isHeldAsNoted(inputs, alias)));
    }

    /** Of a retraining: both models were shown many images since it was looked whether it is held. */
    private boolean isHeldAsNoted(DecisionInputs inputs, String alias) {
        RecentImages recent = inputs.recent();
        String noted = recent == null ? null : recent.paused();
        return !Arm.isCycle(inputs.candidate().arm())
                || Objects.equals(noted, cycles.paused(alias).orElse(null));
    }

    private DecisionInputs of(EvaluationCompleted candidate, RunView run, String alias) throws InterruptedException {
        Digest named = champion(alias).orElse(null);
        if (named == null) {
            return alone(run, candidate, null);
        }
        Optional<EvaluationCompleted> champion = standings.find(named);
        return champion.isEmpty()
                ? alone(run, candidate, Evidence.unknownChampion(named))
                : against(champion.get(), run, candidate);
    }

    private static DecisionInputs alone(RunView run, EvaluationCompleted candidate, @Nullable Evidence evidence) {
        return new DecisionInputs(
                PromotionRule.VERSION,
                run.experiment().promotion(),
                Contender.of(candidate),
                null,
                false,
                true,
                null,
                1,
                null,
                evidence);
    }

    private DecisionInputs against(EvaluationCompleted champion, RunView run, EvaluationCompleted candidate)
            throws InterruptedException {
        List<String> order = runs.all().stream().map(RunView::run).toList();
        Meetings.Meeting meeting =
                meetings.of(candidate, champion, run.experiment().promotion());
        RecentImages recent = recentAnswers.compare(candidate, champion).orElse(null);
        return new DecisionInputs(
                PromotionRule.VERSION,
                run.experiment().promotion(),
                Contender.of(candidate),
                Contender.of(champion),
                meeting.sameImages(),
                order.indexOf(candidate.run()) >= order.indexOf(champion.run()),
                meeting.table(),
                attempt(champion.modelVersion()),
                recent,
                meeting.evidence());
    }

    private int attempt(Digest champion) {
        return standings.comparisonsWith(champion) + 1;
    }

    private Optional<Digest> champion(String alias) {
        return standings.champion(alias).map(Champion::modelVersion);
    }
}
