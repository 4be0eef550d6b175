package dev.retort.gateway.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CanaryEnded;
import dev.retort.contracts.event.EndCanary;
import dev.retort.contracts.event.EndShadow;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.ShadowEnded;
import dev.retort.contracts.event.StartCanary;
import dev.retort.contracts.event.StartShadow;
import dev.retort.contracts.event.TrialEnd;
import dev.retort.contracts.event.TrialEnded;
import dev.retort.contracts.event.TrialStart;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.Backlog;
import dev.retort.gateway.domain.Canary;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.ModelLoader;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.domain.Shadow;
import dev.retort.gateway.domain.Trial;
import dev.retort.gateway.domain.TrialFigures;
import dev.retort.gateway.domain.TrialReport;
import dev.retort.kit.log.EventHandler;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps the canary and the shadow what the log says they are, and ends a canary that is out of its bounds. What is over
 * takes no request from the moment that it is known; its end is then said on the log.
 */
@ApplicationScoped
public class Trials implements EventHandler {
    private static final Logger LOG = Logger.getLogger(Trials.class);
    private static final Duration JUDGED_EVERY = Duration.ofMillis(250);

    private final TrialSlot canary = new TrialSlot();
    private final TrialSlot shadow = new TrialSlot();
    private final ChampionFollower champion;
    private final ModelLoader loader;
    private final TrialReport report;
    private final TrialMetrics metrics;
    private final GatewayConfig config;
    private final Duration retryPause;
    private final ScheduledExecutorService loading = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("trial-loader").daemon().factory());
    private final ScheduledExecutorService judging = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("trial-judge").daemon().factory());

    private volatile boolean caughtUp;

    Trials(
            ChampionFollower champion,
            ModelLoader loader,
            TrialReport report,
            TrialMetrics metrics,
            GatewayConfig config) {
        this.champion = champion;
        this.loader = loader;
        this.report = report;
        this.metrics = metrics;
        this.config = config;
        this.retryPause = config.loadRetryPause();
        metrics.register("canary", canary);
        metrics.register("shadow", shadow);
    }

    @Override
    public void on(Event event) {
        if (event instanceof TrialStart start && isOfChampion(start.alias())) {
            changed(slot(start), slot(start).on(start));
        } else if (event instanceof TrialEnd end && isOfChampion(end.alias())) {
            changed(slot(end), slot(end).on(end));
        } else if (event instanceof TrialEnded ended && isOfChampion(ended.alias())) {
            changed(slot(ended), slot(ended).on(ended));
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it runs until the executor is shut down
    public void caughtUp() {
        caughtUp = true;
        judging.scheduleWithFixedDelay(
                this::judge, JUDGED_EVERY.toMillis(), JUDGED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        begin(canary);
        begin(shadow);
    }

    /** The canary that answers. */
    public Optional<Canary> canary() {
        return canary.running().map(Canary.class::cast);
    }

    /** The shadow that answers. */
    public Optional<Shadow> shadow() {
        return shadow.running().map(Shadow.class::cast);
    }

    /** Those that are on by the log, each with what has been seen of it here; without figures while it is loaded. */
    public List<View> view() {
        return List.of(canary, shadow).stream()
                .flatMap(slot -> slot.open().stream()
                        .map(start -> new View(start, slot.running().map(Trial::figures))))
                .toList();
    }

    /** A trial as it stands. */
    public record View(TrialStart start, Optional<TrialFigures> figures) {}

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    void stop() {
        loading.shutdownNow();
        judging.shutdownNow();
        List.of(canary, shadow).forEach(slot -> slot.running().ifPresent(Trial::close));
    }

    private static boolean isOfChampion(String alias) {
        return alias.equals(PromotionEvent.CHAMPION);
    }

    private TrialSlot slot(TrialStart start) {
        return switch (start) {
            case StartCanary ofCanary -> canary;
            case StartShadow ofShadow -> shadow;
        };
    }

    private TrialSlot slot(TrialEnd end) {
        return switch (end) {
            case EndCanary ofCanary -> canary;
            case EndShadow ofShadow -> shadow;
        };
    }

    private TrialSlot slot(TrialEnded ended) {
        return switch (ended) {
            case CanaryEnded ofCanary -> canary;
            case ShadowEnded ofShadow -> shadow;
        };
    }

    private void changed(TrialSlot slot, Optional<Trial> over) {
        over.ifPresent(trial -> over(trial, trial.ended(false, slot.lastWord(), Instant.now())));
        begin(slot);
    }

    private void over(Trial trial, TrialEnded ended) {
        LOG.infof("the trial of %s is over: %s", ended.modelVersion().abbreviated(), ended.reason());
        report.ended(ended);
        trial.close();
    }

    private void begin(TrialSlot slot) {
        beginAfter(slot, Duration.ZERO);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what it throws is caught where it runs
    private void beginAfter(TrialSlot slot, Duration pause) {
        if (caughtUp && !loading.isShutdown()) {
            loading.schedule(() -> load(slot), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void load(TrialSlot slot) {
        TrialStart start = slot.toBegin().orElse(null);
        if (start == null) {
            return;
        }
        try (Lease lease = champion.lease().orElse(null)) {
            if (lease == null) {
                beginAfter(slot, JUDGED_EVERY);
                return;
            }
            requireAnother(start, lease.model().version());
            Trial trial = trial(start, lease.model());
            if (slot.begin(trial)) {
                LOG.infof("version %s is tried: %s", start.modelVersion().abbreviated(), start);
            } else {
                trial.close();
            }
        } catch (RefusedModelException e) {
            LOG.errorf("version %s is not tried: %s", start.modelVersion(), e.getMessage());
            report.refused(start, e);
            TrialEnded ended = TrialFigures.endedAtOnce(start, "it was refused: " + e.getMessage(), Instant.now());
            slot.on(ended);
            report.ended(ended);
        } catch (IOException | RuntimeException | Error e) {
            // An error too: no memory for one more model leaves the champion answering.
            LOG.warnf(
                    "version %s cannot be loaded for its trial now (%s); trying again in %s",
                    start.modelVersion().abbreviated(), e, retryPause);
            beginAfter(slot, retryPause);
        }
    }

    private static void requireAnother(TrialStart start, Digest answering) throws RefusedModelException {
        if (start.modelVersion().equals(answering)) {
            throw new RefusedModelException("it is the champion");
        }
    }

    private Trial trial(TrialStart start, ServedModel beside) throws RefusedModelException, IOException {
        ServedModel model = switch (start) {
            case StartCanary ofCanary -> loader.load(start.modelVersion());
            case StartShadow ofShadow -> loader.loadForBackground(start.modelVersion());
        };
        if (!Trial.areAlike(model, beside)) {
            model.close();
            throw new RefusedModelException("it takes %s and has the classes %s, the champion %s and %s"
                    .formatted(
                            model.input(),
                            model.manifest().classes(),
                            beside.input(),
                            beside.manifest().classes()));
        }
        return switch (start) {
            case StartCanary ofCanary -> new Canary(ofCanary, model, metrics);
            case StartShadow ofShadow -> new Shadow(ofShadow, model, backlog(), metrics);
        };
    }

    private Backlog backlog() {
        return new Backlog(config.shadowQueue(), config.shadowQueueMemory().asLongValue());
    }

    private void judge() {
        try {
            for (TrialSlot slot : List.of(canary, shadow)) {
                slot.running()
                        .ifPresent(trial -> reasonToEnd(trial)
                                .flatMap(reason -> slot.end(trial, reason, Instant.now()))
                                .ifPresent(ended -> over(trial, ended)));
            }
        } catch (RuntimeException e) {
            // The executor would not call again.
            LOG.error("a defect while judging trials", e);
        }
    }

    private Optional<String> reasonToEnd(Trial trial) {
        try (Lease lease = champion.lease().orElse(null)) {
            if (lease != null && lease.model().version().equals(trial.start().modelVersion())) {
                return Optional.of("it became the champion");
            }
            if (lease != null && !Trial.areAlike(trial.model(), lease.model())) {
                return Optional.of("the champion takes other images now, or has other classes");
            }
        }
        return trial.breach();
    }
}
