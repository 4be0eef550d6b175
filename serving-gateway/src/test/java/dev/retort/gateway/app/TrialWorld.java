package dev.retort.gateway.app;

import static dev.retort.gateway.app.FollowedChampion.promoted;
import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CanaryBounds;
import dev.retort.contracts.event.StartCanary;
import dev.retort.contracts.event.StartShadow;
import dev.retort.contracts.event.TrialEnded;
import dev.retort.contracts.event.TrialStart;
import dev.retort.gateway.Configs;
import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.FakeModel;
import dev.retort.gateway.domain.Images;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.domain.RequestId;
import dev.retort.gateway.domain.TrialReport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Trials beside a champion without log and store, which is the version {@link #CHAMPION} at first. */
final class TrialWorld implements AutoCloseable {
    static final Digest CHAMPION = FakeModel.version("champion");
    static final Digest TRIED = FakeModel.version("tried");
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final StartCanary CANARY =
            new StartCanary("champion", TRIED, 1, new CanaryBounds(0.5, 60_000, 2), "try it", "anna", NOON);
    static final StartShadow SHADOW = new StartShadow("champion", TRIED, 1, "does it agree?", "anna", NOON);

    private static final RequestId ID = new RequestId("1");

    final Reports reports = new Reports();
    final Trials trials;
    private final FollowedChampion champion = new FollowedChampion();
    private final Sampling sampling =
            new Sampling(message -> {}, Configs.sampling("0", "1"), new SimpleMeterRegistry());
    private final Traffic traffic;

    TrialWorld() {
        trials = trials();
        traffic = new Traffic(trials, sampling);
        champion.follower.caughtUp();
        promote(CHAMPION);
    }

    /** As a gateway has them that was started anew. */
    Trials trials() {
        return new Trials(
                champion.follower,
                champion.store,
                reports,
                new TrialMetrics(new SimpleMeterRegistry()),
                Configs.with("load-retry-pause", "5ms"));
    }

    FakeStore store() {
        return champion.store;
    }

    void promote(Digest version) {
        champion.follower.on(promoted(version, null));
        await().until(() -> champion.isAnswering(version));
    }

    /** Asks, and tells which version was asked. */
    @SuppressWarnings("FutureReturnValueIgnored") // who was asked is looked at, not the answer
    Digest answering() {
        try (Lease lease = traffic.route(champion.follower.lease().orElseThrow(), ID)) {
            lease.model().ask(Images.of(new float[12], 1), Deadline.in(Duration.ofMinutes(1)));
            return lease.model().version();
        }
    }

    @Override
    public void close() {
        trials.stop();
        sampling.stop();
        champion.close();
    }

    static final class Reports implements TrialReport {
        final List<TrialEnded> ended = new CopyOnWriteArrayList<>();
        final List<Digest> refused = new CopyOnWriteArrayList<>();

        @Override
        public void ended(TrialEnded event) {
            ended.add(event);
        }

        @Override
        public void refused(TrialStart start, RefusedModelException why) {
            refused.add(start.modelVersion());
        }
    }
}
