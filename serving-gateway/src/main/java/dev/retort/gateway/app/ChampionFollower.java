package dev.retort.gateway.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.gateway.config.GatewayConfig;
import dev.retort.gateway.domain.Champion;
import dev.retort.gateway.domain.ChampionMemory;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.ModelLoader;
import dev.retort.gateway.domain.RefusalReport;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.domain.ServedModel;
import dev.retort.gateway.domain.Succession;
import dev.retort.kit.log.EventHandler;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the champion what the log says it is. The last record counts: versions that were passed over while one was
 * loading are never loaded. A version that cannot be loaded is refused, and the one before goes on answering, across
 * restarts too.
 */
@ApplicationScoped
public class ChampionFollower implements EventHandler {
    private static final Logger LOG = Logger.getLogger(ChampionFollower.class);

    private final Champion champion = new Champion();
    private final ModelLoader loader;
    private final ChampionMemory memory;
    private final RefusalReport report;
    private final SwapMetrics metrics;
    private final Duration pause;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("champion-follower").factory());
    private volatile Succession succession = Succession.NONE;
    private volatile @Nullable PromotionEvent latest;
    private volatile @Nullable Digest refused;
    private volatile @Nullable String postponed;
    private volatile boolean caughtUp;
    private volatile Future<?> following = CompletableFuture.completedFuture(null);

    ChampionFollower(
            ModelLoader loader,
            ChampionMemory memory,
            RefusalReport report,
            SwapMetrics metrics,
            GatewayConfig config) {
        this.loader = loader;
        this.memory = memory;
        this.report = report;
        this.metrics = metrics;
        this.pause = config.loadRetryPause();
    }

    @Override
    public void on(Event event) {
        if (event instanceof PromotionEvent promotion && promotion.alias().equals(PromotionEvent.CHAMPION)) {
            succession = succession.after(promotion);
            latest = promotion;
            if (caughtUp) {
                follow();
            }
        }
    }

    @Override
    public void caughtUp() {
        caughtUp = true;
        follow();
    }

    /** Whether the log has been read; before, the version that answered last on this machine may answer. */
    public boolean knowsTheLog() {
        return caughtUp;
    }

    /** Empty before the first promotion. */
    public Optional<Lease> lease() {
        return champion.lease();
    }

    /** The last version that was refused, until another one is loaded. */
    public Optional<Digest> refused() {
        return Optional.ofNullable(refused);
    }

    /** The version that should answer, by the log, if another one does, or none. */
    public Optional<Digest> missing() {
        return succession.champion().filter(wanted -> caughtUp && !isAnswering(wanted));
    }

    /** Why the version that should answer does not. */
    public String absence() {
        if (!caughtUp) {
            return "the log is being read" + cached();
        }
        Optional<Digest> wanted = succession.champion();
        if (wanted.isEmpty()) {
            return "no model promoted yet";
        }
        String version = wanted.get().abbreviated();
        return wanted.equals(refused())
                ? "the champion " + version + " is refused, see the gateway's log, and promote another version"
                : "the champion " + version + attempt();
    }

    private String cached() {
        String failed = postponed;
        return failed == null ? "" : ", and the last champion of the local cache cannot be loaded: " + failed;
    }

    private String attempt() {
        String failed = postponed;
        return failed == null ? " is being loaded" : " cannot be loaded now, and is tried again: " + failed;
    }

    void start(@Observes StartupEvent event) {
        following = thread.submit(this::answerFromCache);
    }

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    void stop() {
        thread.shutdownNow();
        champion.clear();
    }

    /** What is being loaded is out of date, and may be waiting for a store that is away. */
    private synchronized void follow() {
        following.cancel(true);
        followAfter(Duration.ZERO);
    }

    private synchronized void followAfter(Duration delay) {
        if (!thread.isShutdown()) {
            following = thread.schedule(this::loadChampion, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The log may be away, or long: until it is read, the last champion known here is the best answer there is. */
    private void answerFromCache() {
        try {
            Optional<Digest> last = memory.recall();
            if (last.isPresent() && swapIn(last.get())) {
                LOG.infof("it is the last champion of the local cache; the log decides once it is read");
            }
        } catch (IOException | RuntimeException | Error e) {
            postponed = e.getMessage();
            LOG.warnf("the last champion of the local cache cannot be loaded (%s); waiting for the log", e);
        }
    }

    private void loadChampion() {
        Succession now = succession;
        Optional<Digest> wanted = now.champion();
        if (wanted.isEmpty() || isAnswering(wanted.get())) {
            return;
        }
        try {
            if (!swapIn(wanted.get())) {
                standIn(now);
            }
        } catch (IOException | RuntimeException | Error e) {
            // An error too: no memory for one more model, or no native library, leaves the one before answering.
            postpone(now, wanted.get(), e);
        }
    }

    /**
     * The version before goes on answering. One of the local cache may be one that was rolled back from: it does so only if
     * no other can be loaded.
     */
    private void standIn(Succession now) throws IOException {
        if (answering().filter(now.versions()::contains).isPresent()) {
            return;
        }
        for (Digest predecessor : now.predecessors()) {
            if (swapIn(predecessor)) {
                return;
            }
        }
    }

    private void postpone(Succession tried, Digest wanted, Throwable why) {
        metrics.postponed();
        postponed = why.getMessage();
        if (!succession.equals(tried)) {
            LOG.infof("version %s is given up (%s): another one was promoted", wanted.abbreviated(), why);
            return;
        }
        LOG.warnf(
                "version %s cannot be loaded now (%s); trying again in %d s",
                wanted.abbreviated(), why, pause.toSeconds());
        followAfter(pause);
    }

    private boolean swapIn(Digest version) throws IOException {
        long start = System.nanoTime();
        try {
            ServedModel model = loader.load(version);
            champion.swap(model);
            if (thread.isShutdown()) {
                champion.clear();
            }
            postponed = null;
            metrics.swapped(model);
            memory.remember(version);
            LOG.infof(
                    "version %s answers from now on (%s, %d ms)",
                    version.abbreviated(),
                    model.manifest().network(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            forgetRefusedUnless(version);
            return true;
        } catch (RefusedModelException e) {
            refused = version;
            metrics.refused();
            LOG.errorf("version %s is refused, the one before goes on answering: %s", version, e.getMessage());
            Optional.ofNullable(latest)
                    .filter(promotion -> promotion.modelVersion().equals(version))
                    .ifPresent(promotion -> report.refused(promotion, e));
            return false;
        }
    }

    /** A version that stands in for a refused champion does not make that one good. */
    private void forgetRefusedUnless(Digest answering) {
        if (succession.champion().filter(answering::equals).isPresent()) {
            refused = null;
        }
    }

    private boolean isAnswering(Digest version) {
        return answering().filter(version::equals).isPresent();
    }

    private Optional<Digest> answering() {
        try (Lease lease = champion.lease().orElse(null)) {
            return Optional.ofNullable(lease).map(open -> open.model().version());
        }
    }
}
