package dev.retort.gateway.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.gateway.Configs;
import dev.retort.gateway.domain.Lease;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A follower without log and store, and what comes of it. */
final class FollowedChampion implements AutoCloseable {
    final FakeStore store = new FakeStore();
    final FakeMemory memory = new FakeMemory();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    /** On the log, if there were one. */
    final List<Digest> reported = new CopyOnWriteArrayList<>();

    final ChampionFollower follower = new ChampionFollower(
            store,
            memory,
            (promotion, why) -> reported.add(promotion.modelVersion()),
            new SwapMetrics(registry),
            Configs.with("load-retry-pause", "5ms"));

    static ModelPromoted promoted(Digest version, @Nullable Digest previous) {
        return new ModelPromoted(PromotionEvent.CHAMPION, version, previous, "run", "arm", "better", Instant.EPOCH);
    }

    boolean isAnswering(Digest version) {
        return answering().equals(Optional.of(version));
    }

    Optional<Digest> answering() {
        try (Lease lease = follower.lease().orElse(null)) {
            return Optional.ofNullable(lease).map(open -> open.model().version());
        }
    }

    @Override
    public void close() {
        follower.stop();
    }
}
