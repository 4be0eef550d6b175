package dev.retort.gateway.app;

import dev.retort.gateway.domain.Canary;
import dev.retort.gateway.domain.Lease;
import dev.retort.gateway.domain.RequestId;
import dev.retort.gateway.domain.Shadow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Which version answers a request that asks for none: the champion, or of a share the canary. */
@ApplicationScoped
public class Traffic {
    private final Trials trials;
    private final Sampling sampling;

    Traffic(Trials trials, Sampling sampling) {
        this.trials = trials;
        this.sampling = sampling;
    }

    /** @param champion its lease, which is closed with the one that comes of it */
    public Lease route(Lease champion, RequestId id) {
        return sampling.beside(tried(champion, id), id);
    }

    private Lease tried(Lease champion, RequestId id) {
        Optional<Canary> canary = trials.canary();
        Optional<Lease> tried =
                canary.isEmpty() ? Optional.empty() : canary.get().lease(id, champion.model());
        if (tried.isPresent()) {
            champion.close();
            return tried.get();
        }
        Optional<Shadow> shadow = trials.shadow();
        return shadow.isEmpty() ? champion : shadow.get().beside(champion, id);
    }
}
