package dev.retort.gateway.http;

import dev.retort.gateway.config.GatewayConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes of all bodies that are being received or worked on, so that many clients take no more memory than allowed. */
@ApplicationScoped
class ByteBudget {
    private final long greatest;
    private final AtomicLong taken = new AtomicLong();

    ByteBudget(GatewayConfig config) {
        this.greatest = config.greatestBodiesTotal().asLongValue();
    }

    /** @throws ApiException if there is no room; then nothing is taken */
    void take(long bytes) {
        if (taken.addAndGet(bytes) > greatest) {
            give(bytes);
            throw ApiException.overloaded(
                    "the bodies of all requests together have more than the allowed %,d bytes".formatted(greatest));
        }
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
