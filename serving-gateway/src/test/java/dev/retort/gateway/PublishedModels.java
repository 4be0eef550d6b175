package dev.retort.gateway;

import static org.awaitility.Awaitility.await;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.ModelRolledBack;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.distill.network.ImageShape;
import dev.retort.gateway.app.ChampionFollower;
import dev.retort.gateway.domain.Lease;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.store.ArtefactStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Does what the eval-service does: puts versions into the store and promotes them; weights are random. */
@ApplicationScoped
class PublishedModels {
    static final ImageShape SHAPE = ModelArtefacts.SHAPE;
    static final List<String> CLASSES = ModelArtefacts.CLASSES;

    private final ArtefactStore artefacts;
    private final EventPublisher events;
    private final ChampionFollower champion;

    PublishedModels(ArtefactStore artefacts, EventPublisher events, ChampionFollower champion) {
        this.artefacts = artefacts;
        this.events = events;
        this.champion = champion;
    }

    Digest publish(long seed) throws IOException {
        return ModelArtefacts.publish(artefacts, seed);
    }

    Digest publish(byte[] onnx) throws IOException {
        return ModelArtefacts.publish(artefacts, onnx);
    }

    /** One that cannot be what was scored. */
    Digest publishWithAnswersOfAnother(long seed) throws IOException {
        return ModelArtefacts.publishWithAnswersOf(artefacts, seed, seed + 1);
    }

    /** Puts an event on the log. */
    void say(Event event) {
        events.publish(event);
    }

    void promote(Digest version) {
        Digest previous = answering().orElse(null);
        events.publish(
                new ModelPromoted(PromotionEvent.CHAMPION, version, previous, "run", "arm", "better", Instant.EPOCH));
    }

    /** Returns when it answers. */
    Digest promoted(long seed) throws IOException {
        Digest version = publish(seed);
        promote(version);
        await().atMost(Duration.ofSeconds(60)).until(() -> answering().equals(Optional.of(version)));
        return version;
    }

    void rollBack(Digest to, Digest from) {
        events.publish(new ModelRolledBack(PromotionEvent.CHAMPION, to, from, "worse", Instant.EPOCH));
    }

    Optional<Digest> answering() {
        try (Lease lease = champion.lease().orElse(null)) {
            return Optional.ofNullable(lease).map(open -> open.model().version());
        }
    }
}
