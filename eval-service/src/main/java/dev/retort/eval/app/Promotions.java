package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Blessing;
import dev.retort.contracts.event.DecisionInputs;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationDetails;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.Promote;
import dev.retort.contracts.event.PromotionDecided;
import dev.retort.contracts.event.PromotionDecided.Verdict;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.Role;
import dev.retort.contracts.event.RollBack;
import dev.retort.eval.config.EvaluationConfig;
import dev.retort.eval.domain.Champion;
import dev.retort.eval.domain.PromotionDecision;
import dev.retort.eval.domain.PromotionRule;
import dev.retort.eval.domain.Standings;
import dev.retort.eval.domain.StoredCheckpoints;
import dev.retort.kit.log.BrokerUnavailableException;
import dev.retort.kit.store.LocalDiskException;
import dev.retort.kit.store.StoreRefusedException;
import dev.retort.kit.store.StoreUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Moves aliases: by the policy's decision on an evaluation, or by a person's command. One move at a time. Every answer is a
 * record on the log, before the alias moves: who is killed in between finishes it at the next start.
 */
@ApplicationScoped
public class Promotions {
    private static final Logger LOG = Logger.getLogger(Promotions.class);

    private final Standings standings;
    private final Candidacies candidacies;
    private final StoredCheckpoints checkpoints;
    private final PatientPublisher publisher;
    private final MeterRegistry metrics;
    private final Duration retryAfter;
    private final String codeVersion;

    Promotions(
            Standings standings,
            Candidacies candidacies,
            StoredCheckpoints checkpoints,
            PatientPublisher publisher,
            MeterRegistry metrics,
            EvaluationConfig config,
            @ConfigProperty(name = "quarkus.application.version") String codeVersion) {
        this.standings = standings;
        this.candidacies = candidacies;
        this.checkpoints = checkpoints;
        this.publisher = publisher;
        this.metrics = metrics;
        this.retryAfter = config.retryAfter();
        this.codeVersion = codeVersion;
    }

    /** As {@link #decide}; goes on trying while store or broker is away: the evaluation is on the log, and so must its decision be. */
    void decideWhenPossible(EvaluationCompleted evaluation) throws InterruptedException {
        while (true) {
            try {
                decide(evaluation);
                return;
            } catch (StoreUnavailableException
                    | StoreRefusedException
                    | BrokerUnavailableException
                    | LocalDiskException e) {
                LOG.warnf("no decision yet: %s; trying again in %s", e.getMessage(), retryAfter);
                Thread.sleep(retryAfter);
            }
        }
    }

    /**
     * Lets the policy of the evaluation's run decide, once. What that rests on is gathered beside commands and other
     * decisions, which do not wait for it; where one of them came in between it is gathered anew.
     */
    public void decide(EvaluationCompleted evaluation) throws InterruptedException {
        boolean settled = isSettled(evaluation);
        while (!settled) {
            var inputs = candidacies.of(evaluation, PromotionEvent.CHAMPION);
            settled = inputs.isEmpty() || settle(evaluation, inputs.get());
        }
    }

    private boolean isSettled(EvaluationCompleted evaluation) {
        Digest version = evaluation.modelVersion();
        return standings.isDecided(version)
                || champion(PromotionEvent.CHAMPION).filter(version::equals).isPresent();
    }

    /** False where the inputs are out of date. */
    private synchronized boolean settle(EvaluationCompleted evaluation, DecisionInputs inputs)
            throws InterruptedException {
        if (isSettled(evaluation)) {
            return true;
        }
        if (!candidacies.areCurrent(inputs, PromotionEvent.CHAMPION)) {
            return false;
        }
        PromotionDecision decision = PromotionRule.decide(inputs);
        record(new PromotionDecided(
                PromotionEvent.CHAMPION,
                evaluation.modelVersion(),
                champion(PromotionEvent.CHAMPION).orElse(null),
                decision.verdict(),
                decision.reasons(),
                PromotionDecided.POLICY,
                evaluation.at(),
                inputs,
                decision.test(),
                codeVersion,
                notBefore(PromotionEvent.CHAMPION, evaluation.at())));
        return true;
    }

    /** Refused as well while the store is away: a command behind it, such as a roll-back, needs none and is not to wait for it. */
    public synchronized void execute(Promote command) throws InterruptedException {
        Optional<EvaluationCompleted> evaluation = standings.find(command.modelVersion());
        Optional<String> obstacle = evaluation.isEmpty()
                ? Optional.of(
                        "there is no evaluated version " + command.modelVersion() + "; GET /leaderboard lists them")
                : obstacle(command, evaluation.get());
        answer(
                command.alias(),
                command.modelVersion(),
                obstacle.isPresent() ? Verdict.REFUSED : Verdict.PROMOTED,
                obstacle.orElse(command.reason()),
                command.requestedBy(),
                command.requestedAt());
    }

    private Optional<String> obstacle(Promote command, EvaluationCompleted evaluation) {
        EvaluationDetails details = evaluation.details();
        Blessing blessing = details == null ? null : details.blessing();
        if (evaluation.role() == Role.TEACHER) {
            return Optional.of(command.modelVersion() + " is a teacher, and a teacher is never served");
        }
        if (blessing == null) {
            return Optional.of("the infrastructure never blessed it: it was scored before there were blessings");
        }
        if (!blessing.given()) {
            return Optional.of("the infrastructure does not bless it: " + String.join("; ", blessing.faults()));
        }
        return champion(command.alias())
                .filter(command.modelVersion()::equals)
                .map(same -> command.alias() + " names " + same + " already")
                .or(() -> missingCheckpoint(evaluation));
    }

    private Optional<String> missingCheckpoint(EvaluationCompleted evaluation) {
        try {
            return checkpoints.has(evaluation)
                    ? Optional.empty()
                    : Optional.of(
                            "its checkpoint is gone from the store: neither a replay nor a retraining could begin at it");
        } catch (StoreUnavailableException | StoreRefusedException e) {
            return Optional.of(
                    "whether its checkpoint is in the store cannot be told (%s): ask again".formatted(e.getMessage()));
        }
    }

    /** One step back only: the log keeps the last record of an alias, and with it one version before. */
    public synchronized void execute(RollBack command) throws InterruptedException {
        Optional<Champion> champion = standings.champion(command.alias());
        Digest previous = champion.map(Champion::previous).orElse(null);
        Optional<String> obstacle = Optional.empty();
        if (previous == null) {
            obstacle = Optional.of(command.alias() + " has named no version before this one");
        } else if (champion.get().rolledBack()) {
            obstacle = Optional.of(
                    command.alias() + " was rolled back already; to go further back, promote a version by its name");
        }
        answer(
                command.alias(),
                previous,
                obstacle.isPresent() ? Verdict.REFUSED : Verdict.ROLLED_BACK,
                obstacle.orElse(command.reason()),
                command.requestedBy(),
                command.requestedAt());
    }

    /** Moves what was decided and not moved. To be called once, when the log has been read. */
    public synchronized void finish() throws InterruptedException {
        for (PromotionDecided decision : standings.unfinished()) {
            LOG.warnf("%s was to name %s: finishing that", decision.alias(), decision.candidate());
            move(decision);
        }
    }

    private void answer(
            String alias,
            @Nullable Digest candidate,
            Verdict verdict,
            String reason,
            String requestedBy,
            Instant requestedAt)
            throws InterruptedException {
        if (verdict == Verdict.REFUSED) {
            metrics.counter("retort.commands.refused").increment();
            LOG.errorf("the command of %s is refused: %s", requestedBy, reason);
        }
        record(new PromotionDecided(
                alias,
                candidate,
                champion(alias).orElse(null),
                verdict,
                List.of(reason),
                requestedBy,
                requestedAt,
                null,
                null,
                codeVersion,
                notBefore(alias, requestedAt)));
    }

    private void record(PromotionDecided decision) throws InterruptedException {
        publisher.publish(decision);
        standings.on(decision);
        metrics.counter(
                        "retort.promotions",
                        "verdict",
                        decision.verdict().name().toLowerCase(Locale.ROOT))
                .increment();
        LOG.infof(
                "%s %s: %s",
                decision.verdict(),
                decision.candidate() == null ? "nothing" : decision.candidate().abbreviated(),
                String.join("; ", decision.reasons()));
        if (decision.movesTheAlias()) {
            move(decision);
        }
    }

    private void move(PromotionDecided decision) throws InterruptedException {
        PromotionEvent event = event(decision);
        publisher.publish(event);
        standings.on(event);
        LOG.infof("%s is %s", event.alias(), event.modelVersion());
    }

    private PromotionEvent event(PromotionDecided decision) {
        Digest version = Objects.requireNonNull(decision.candidate(), "a decision that moves an alias names a version");
        String by = decision.inputs() == null ? "by %s: ".formatted(decision.requestedBy()) : "";
        String reason = by + String.join("; ", decision.reasons());
        if (decision.verdict() == Verdict.ROLLED_BACK) {
            Digest from = Objects.requireNonNull(decision.champion(), "a roll-back leaves a version");
            return new ModelRolledBack(decision.alias(), version, from, reason, decision.at());
        }
        EvaluationCompleted evaluation = standings.find(version).orElseThrow();
        return new ModelPromoted(
                decision.alias(),
                version,
                decision.champion(),
                evaluation.run(),
                evaluation.arm(),
                reason,
                decision.at());
    }

    /**
     * Now, but after the cause and after the alias' last record, whatever the clocks say: by their times it is known after
     * a restart what has been settled.
     */
    private Instant notBefore(String alias, Instant cause) {
        Instant now = Instant.now();
        Instant last = standings
                .champion(alias)
                .map(champion -> champion.since().plusNanos(1))
                .orElse(now);
        Instant latest = last.isAfter(now) ? last : now;
        return cause.isAfter(latest) ? cause : latest;
    }

    private Optional<Digest> champion(String alias) {
        return standings.champion(alias).map(Champion::modelVersion);
    }
}
