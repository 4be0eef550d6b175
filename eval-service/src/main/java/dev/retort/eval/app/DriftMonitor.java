package dev.retort.eval.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ContinuousSetOpened;
import dev.retort.contracts.event.DriftDetected;
import dev.retort.contracts.event.EvaluationCompleted;
import dev.retort.contracts.event.EvaluationDetails;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.experiment.Arm;
import dev.retort.distill.drift.AnswerDistribution;
import dev.retort.distill.score.Calibration;
import dev.retort.distill.score.Predictions;
import dev.retort.eval.config.EvaluationConfig;
import dev.retort.eval.domain.AnswerFeed;
import dev.retort.eval.domain.Champion;
import dev.retort.eval.domain.DriftBounds;
import dev.retort.eval.domain.DriftNotice;
import dev.retort.eval.domain.DriftNotice.Statistic;
import dev.retort.eval.domain.DriftWatch;
import dev.retort.eval.domain.HeldOutAnswers;
import dev.retort.eval.domain.SeenAnswer;
import dev.retort.eval.domain.Standings;
import dev.retort.kit.log.EventHandler;
import dev.retort.kit.outage.Outage;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Watches what the gateway answers to new images, on a thread of its own. The reference is what the champion said to its
 * held-out images; one that a retraining made for what comes in now is compared with its first answers to that instead. A
 * champion that is replaced begins anew. A drift is on the log once, for the run that takes samples.
 */
@ApplicationScoped
public class DriftMonitor implements EventHandler {
    private static final Logger LOG = Logger.getLogger(DriftMonitor.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Standings standings;
    private final HeldOutAnswers heldOut;
    private final AnswerFeed.Source feeds;
    private final PatientPublisher publisher;
    private final DriftGauges gauges;
    private final DriftBounds bounds;
    private final Duration retryAfter;
    private final Outage trouble = new Outage(LOG, "what watching for drift needs");
    private final Map<Statistic, Instant> toldAt = new EnumMap<>(Statistic.class);
    /** Seen, and on no log yet. Of the thread alone. */
    private final Map<Statistic, DriftNotice> untold = new EnumMap<>(Statistic.class);

    private final Thread thread = Thread.ofPlatform().name("drift").daemon().unstarted(this::run);
    private @Nullable ContinuousSetOpened opened;

    DriftMonitor(
            Standings standings,
            HeldOutAnswers heldOut,
            AnswerFeed.Source feeds,
            PatientPublisher publisher,
            DriftGauges gauges,
            EvaluationConfig config) {
        this.standings = standings;
        this.heldOut = heldOut;
        this.feeds = feeds;
        this.publisher = publisher;
        this.gauges = gauges;
        this.retryAfter = config.retryAfter();
        this.bounds = new DriftBounds(
                config.driftWindow(),
                config.driftLeastAnswers(),
                config.driftStabilityIndex(),
                config.driftConfidenceP(),
                config.driftAgreement(),
                config.driftClassAgreement());
    }

    @Override
    public synchronized void on(Event event) {
        if (event instanceof ContinuousSetOpened open) {
            opened = open;
        }
        if (event instanceof DriftDetected drift) {
            for (Statistic statistic : Statistic.values()) {
                if (statistic.text().equals(drift.statistic())) {
                    toldAt.put(statistic, drift.at());
                }
            }
        }
    }

    @Override
    public void caughtUp() {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try (AnswerFeed feed = feeds.open(bounds.window())) {
                follow(feed);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                // Store or broker, memory, or a defect of ours: what was seen is read again. A thread that has ended
                // tells nothing.
                LOG.debug("watching for drift begins again", e);
                trouble.failed(e.toString());
                gauges.showNothing();
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(retryAfter);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(AnswerFeed feed) throws InterruptedException {
        @Nullable DriftWatch watch = null;
        @Nullable ContinuousSetOpened followed = null;
        while (true) {
            ContinuousSetOpened newest = newest();
            if (newest != null && !newest.equals(followed)) {
                feed.follow(newest.set());
                followed = newest;
            }
            watch = watchOf(watch, feed);
            List<SeenAnswer> seen = feed.poll(POLL);
            trouble.over();
            if (watch == null) {
                gauges.showNothing();
            } else {
                saw(seen, watch, feed);
                gauges.show(watch);
                count(watch);
                tell(watch, newest);
            }
        }
    }

    private void saw(List<SeenAnswer> seen, DriftWatch watch, AnswerFeed feed) {
        boolean compares = watch.hasReference();
        seen.forEach(watch::saw);
        if (!compares && watch.hasReference()) {
            feed.skipToLast(bounds.window());
        }
    }

    private synchronized @Nullable ContinuousSetOpened newest() {
        return opened;
    }

    /** The one that we have, while its version is the champion; nothing where it is not known what a version said. */
    private @Nullable DriftWatch watchOf(@Nullable DriftWatch current, AnswerFeed feed) {
        Optional<Champion> champion = standings.champion(PromotionEvent.CHAMPION);
        if (champion.isEmpty()
                || (current != null && current.version().equals(champion.get().modelVersion()))) {
            return current;
        }
        DriftWatch watch = standings
                .find(champion.get().modelVersion())
                .flatMap(this::newWatch)
                .orElse(null);
        untold.clear();
        if (watch != null) {
            remember(champion.get(), watch);
            if (!watch.hasReference()) {
                feed.rewind(champion.get().since());
            }
        }
        return watch;
    }

    private Optional<DriftWatch> newWatch(EvaluationCompleted evaluation) {
        EvaluationDetails details = evaluation.details();
        return details == null
                ? Optional.empty()
                : heldOut.find(details.predictions()).map(predictions -> newWatch(evaluation, details, predictions));
    }

    private DriftWatch newWatch(EvaluationCompleted evaluation, EvaluationDetails details, Predictions heldOutAnswers) {
        Digest version = evaluation.modelVersion();
        // As the version is served: see ModelPublication.
        double temperature = Calibration.isFitted(details.temperature()) ? details.temperature() : 1;
        return Arm.isCycle(evaluation.arm())
                ? DriftWatch.againstItsFirst(version, heldOutAnswers.classes(), bounds)
                : DriftWatch.against(version, AnswerDistribution.of(heldOutAnswers, temperature), bounds);
    }

    /** What was told of this champion in a former life. */
    private synchronized void remember(Champion champion, DriftWatch watch) {
        toldAt.forEach((statistic, at) -> {
            if (at.isAfter(champion.since())) {
                watch.knows(statistic);
            }
        });
    }

    private void count(DriftWatch watch) {
        for (DriftNotice notice : watch.notices()) {
            gauges.detected(notice.statistic());
            untold.put(notice.statistic(), notice);
            LOG.warn(String.format(
                    Locale.ROOT,
                    "drift: %s is %.4g, beyond its threshold of %.4g, over the last %d answers",
                    notice.statistic().text(),
                    notice.value(),
                    notice.threshold(),
                    watch.images()));
        }
    }

    /** Before a run takes samples there is nobody to tell; it is told what lasts by then. */
    private void tell(DriftWatch watch, @Nullable ContinuousSetOpened set) throws InterruptedException {
        untold.keySet().removeIf(statistic -> !watch.isBeyond(statistic));
        if (set == null) {
            return;
        }
        for (DriftNotice notice : List.copyOf(untold.values())) {
            publisher.publish(new DriftDetected(
                    set.run(), notice.statistic().text(), notice.value(), notice.threshold(), Instant.now()));
            untold.remove(notice.statistic());
        }
    }
}
