package dev.retort.gateway.domain;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The model that answers. A swap is one write of a reference; the model before it is closed when the last request that
 * holds it has ended.
 */
public final class Champion {
    private final AtomicReference<@Nullable SharedModel> current = new AtomicReference<>();

    /** Empty before the first model. */
    public Optional<Lease> lease() {
        while (true) {
            SharedModel shared = current.get();
            if (shared == null) {
                return Optional.empty();
            }
            Optional<Lease> lease = shared.lease();
            if (lease.isPresent()) {
                return lease;
            }
            // Swapped away and drained between the two lines: the reference holds another one by now.
            Thread.onSpinWait();
        }
    }

    /** From now on new requests are answered by {@code next}. */
    public void swap(ServedModel next) {
        release(current.getAndSet(new SharedModel(next)));
    }

    /** No model answers any more. */
    public void clear() {
        release(current.getAndSet(null));
    }

    private static void release(@Nullable SharedModel before) {
        if (before != null) {
            before.release();
        }
    }
}
