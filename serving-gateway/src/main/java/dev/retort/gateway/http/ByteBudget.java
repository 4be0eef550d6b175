package dev.retort.gateway.http;

import dev.retort.gateway.config.GatewayConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of all bodies that are being received or worked on, and of what comes of images in them, so that many clients take no
 * more memory than allowed. Half of Java's heap at most, whatever is configured: there must be room for the answers.
 */
@ApplicationScoped
class ByteBudget {
    private final long greatest;
    private final AtomicLong taken = new AtomicLong();

    @Inject
    ByteBudget(GatewayConfig config) {
        this(Math.min(
                config.greatestBodiesTotal().asLongValue(), Runtime.getRuntime().maxMemory() / 2));
    }

    ByteBudget(long greatest) {
        this.greatest = greatest;
    }

    /** @throws ApiException if there is no room, now or ever; then nothing is taken */
    void take(long bytes) {
        if (bytes > greatest) {
            throw new ApiException(
                    413,
                    "this would take %,d bytes of memory, more than the allowed %,d: send less in one request"
                            .formatted(bytes, greatest));
        }
        if (taken.addAndGet(bytes) > greatest) {
            give(bytes);
            throw ApiException.overloaded("all requests together take the allowed %,d bytes".formatted(greatest));
        }
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }

    /** For what takes memory until a block of code is left. */
    Loan loan() {
        return new Loan(this);
    }

    /** What was taken is given back when it is closed. For one thread. */
    static final class Loan implements AutoCloseable {
        private final ByteBudget budget;
        private long taken;

        private Loan(ByteBudget budget) {
            this.budget = budget;
        }

        /** As {@link ByteBudget#take}. */
        void take(long bytes) {
            budget.take(bytes);
            taken += bytes;
        }

        @Override
        public void close() {
            budget.give(taken);
            taken = 0;
        }
    }
}
