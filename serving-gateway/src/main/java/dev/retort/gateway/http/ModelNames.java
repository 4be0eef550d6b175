package dev.retort.gateway.http;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.gateway.app.ChampionFollower;
import dev.retort.gateway.app.VersionShelf;
import dev.retort.gateway.domain.Deadline;
import dev.retort.gateway.domain.Lease;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * From a name on the wire to a model. The one model is {@code champion}; without a version, the one that answers now;
 * with one, that and no other, loaded if it is not.
 */
@ApplicationScoped
class ModelNames {
    private final ChampionFollower champion;
    private final VersionShelf shelf;

    ModelNames(ChampionFollower champion, VersionShelf shelf) {
        this.champion = champion;
        this.shelf = shelf;
    }

    /** Fails with what {@link Answers#refusal} understands. */
    CompletableFuture<Lease> lease(String model, Optional<String> version, Deadline deadline) {
        if (!model.equals(PromotionEvent.CHAMPION)) {
            return failed(
                    new ApiException(404, "no model '" + model + "': there is '" + PromotionEvent.CHAMPION + "'"));
        }
        if (version.isEmpty()) {
            return champion.lease()
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() -> failed(ApiException.unavailable(champion.absence())));
        }
        try {
            return lease(new Digest(version.get()), deadline);
        } catch (IllegalArgumentException e) {
            return failed(new ApiException(404, "no version '" + version.get() + "': its name is a SHA-256 digest"));
        }
    }

    /** That are loaded: this one first, then the champion, then those that were asked for by name. */
    List<Digest> loaded(Digest first) {
        Stream<Digest> champions = Stream.empty();
        try (Lease lease = champion.lease().orElse(null)) {
            if (lease != null) {
                champions = Stream.of(lease.model().version());
            }
        }
        return Stream.of(Stream.of(first), champions, shelf.versions().stream())
                .flatMap(versions -> versions)
                .distinct()
                .toList();
    }

    private CompletableFuture<Lease> lease(Digest version, Deadline deadline) {
        Optional<Lease> loaded = ifLoaded(version);
        if (loaded.isPresent()) {
            return CompletableFuture.completedFuture(loaded.get());
        }
        return shelf.load(version)
                .orTimeout(Math.max(1, deadline.remaining().toNanos()), TimeUnit.NANOSECONDS)
                .thenApply(ready -> ifLoaded(version)
                        .orElseThrow(() -> ApiException.unavailable("other versions took the room of this one")));
    }

    private Optional<Lease> ifLoaded(Digest version) {
        Optional<Lease> answering = champion.lease();
        if (answering.isPresent() && answering.get().model().version().equals(version)) {
            return answering;
        }
        answering.ifPresent(Lease::close);
        return shelf.lease(version);
    }

    private static <T> CompletableFuture<T> failed(Throwable why) {
        return CompletableFuture.failedFuture(why);
    }
}
