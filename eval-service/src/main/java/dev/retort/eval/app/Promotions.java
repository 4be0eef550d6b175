package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.Promote;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.RollBack;
import dev.retort.contracts.experiment.Experiment;
import dev.retort.contracts.experiment.Seeds;
import dev.retort.eval.domain.Champion;
import dev.retort.eval.domain.HeldOutImages;
import dev.retort.eval.domain.PromotionDecision;
import dev.retort.eval.domain.PromotionRule;
import dev.retort.eval.domain.ScoredVersion;
import dev.retort.eval.domain.Standings;
import dev.retort.kit.run.RunView;
import dev.retort.kit.run.Runs;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Moves aliases: by the policy's decision on an evaluation, or by a person's command. One move at a time. */
@ApplicationScoped
public class Promotions {
    private static final Logger LOG = Logger.getLogger(Promotions.class);

    private final Standings standings;
    private final Runs runs;
    private final PatientPublisher publisher;
    private final MeterRegistry metrics;

    Promotions(Standings standings, Runs runs, PatientPublisher publisher, MeterRegistry metrics) {
        this.standings = standings;
        this.runs = runs;
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /** Lets the policy of the evaluation's run decide. */
    public synchronized void decide(EvaluationCompleted evaluation) throws InterruptedException {
        Optional<RunView> run = runs.find(evaluation.run());
        Optional<Digest> champion = champion(PromotionEvent.CHAMPION).map(Champion::modelVersion);
        if (run.isEmpty() || champion.equals(Optional.of(evaluation.modelVersion()))) {
            return;
        }
        ScoredVersion championScore =
                champion.flatMap(standings::find).map(this::scored).orElse(null);
        PromotionDecision decision =
                PromotionRule.decide(run.get().experiment().promotion(), scored(evaluation), championScore);
        count("retort.promotions", "decision", decision.getClass().getSimpleName());
        String reason = String.join("; ", decision.reasons());
        LOG.infof(
                "%s %s, step %d of %s: %s",
                decision.getClass().getSimpleName(),
                evaluation.modelVersion().abbreviated(),
                evaluation.step(),
                evaluation.arm(),
                reason);
        switch (decision) {
            case PromotionDecision.Promoted _ ->
                move(promoted(PromotionEvent.CHAMPION, evaluation, reason, evaluation.at()));
            case PromotionDecision.Rejected _, PromotionDecision.Inconclusive _ -> {}
        }
    }

    public synchronized void execute(Promote command) throws InterruptedException {
        Optional<EvaluationCompleted> evaluation = standings.find(command.modelVersion());
        Optional<Champion> champion = champion(command.alias());
        if (evaluation.isEmpty()) {
            refuse(
                    "Promote",
                    "there is no evaluated version " + command.modelVersion() + "; GET /leaderboard lists them");
        } else if (evaluation.get().role() == Role.TEACHER) {
            refuse("Promote", command.modelVersion() + " is a teacher, and a teacher is never served");
        } else if (champion.isPresent() && champion.get().modelVersion().equals(command.modelVersion())) {
            refuse("Promote", command.alias() + " names " + command.modelVersion() + " already");
        } else {
            String reason = "by %s: %s".formatted(command.requestedBy(), command.reason());
            move(promoted(command.alias(), evaluation.get(), reason, command.requestedAt()));
        }
    }

    /** One step back only: the log keeps the last record of an alias, and with it one version before. */
    public synchronized void execute(RollBack command) throws InterruptedException {
        Optional<Champion> champion = champion(command.alias());
        if (champion.isEmpty() || champion.get().previous() == null) {
            refuse("RollBack", command.alias() + " has named no version before this one");
        } else if (champion.get().rolledBack()) {
            refuse(
                    "RollBack",
                    command.alias() + " was rolled back already; to go further back, promote a version by its name");
        } else {
            String reason = "by %s: %s".formatted(command.requestedBy(), command.reason());
            move(rolledBack(champion.get(), champion.get().previous(), reason, command.requestedAt()));
        }
    }

    private ModelPromoted promoted(String alias, EvaluationCompleted evaluation, String reason, Instant cause) {
        return new ModelPromoted(
                alias,
                evaluation.modelVersion(),
                champion(alias).map(Champion::modelVersion).orElse(null),
                evaluation.run(),
                evaluation.arm(),
                reason,
                notBefore(alias, cause));
    }

    private ModelRolledBack rolledBack(Champion from, Digest to, String reason, Instant cause) {
        return new ModelRolledBack(from.alias(), to, from.modelVersion(), reason, notBefore(from.alias(), cause));
    }

    /**
     * Now, but after the cause and after the alias' last record, whatever the clocks say: by their times it is known after
     * a restart what has been settled.
     */
    private Instant notBefore(String alias, Instant cause) {
        Instant now = Instant.now();
        Instant last =
                champion(alias).map(champion -> champion.since().plusNanos(1)).orElse(now);
        Instant latest = last.isAfter(now) ? last : now;
        return cause.isAfter(latest) ? cause : latest;
    }

    private void move(PromotionEvent event) throws InterruptedException {
        publisher.publish(event);
        standings.on(event);
        LOG.infof("%s is %s: %s", event.alias(), event.modelVersion(), event.reason());
    }

    private void refuse(String command, String reason) {
        count("retort.commands.refused", "command", command);
        LOG.errorf("%s refused: %s", command, reason);
    }

    private Optional<Champion> champion(String alias) {
        return standings.champion(alias);
    }

    private ScoredVersion scored(EvaluationCompleted evaluation) {
        List<RunView> all = runs.all();
        int order = IntStream.range(0, all.size())
                .filter(i -> all.get(i).run().equals(evaluation.run()))
                .findFirst()
                .orElse(-1);
        return new ScoredVersion(evaluation, order < 0 ? null : heldOut(all.get(order)), order);
    }

    private static @Nullable HeldOutImages heldOut(RunView run) {
        if (run.dataset() == null) {
            return null;
        }
        Experiment experiment = run.experiment();
        return new HeldOutImages(
                run.dataset(), experiment.dataset().heldOutImages(), new Seeds(experiment.seed()).split());
    }

    private void count(String name, String tag, String value) {
        metrics.counter(name, tag, value.toLowerCase(Locale.ROOT)).increment();
    }
}
