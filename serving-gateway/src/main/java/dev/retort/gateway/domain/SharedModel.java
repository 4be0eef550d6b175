package dev.retort.gateway.domain;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A model and how many hold it: its owner, and every open lease. Closed when nobody does any more, and for good. */
final class SharedModel {
    private final ServedModel model;
    private final AtomicInteger holders = new AtomicInteger(1);

    SharedModel(ServedModel model) {
        this.model = model;
    }

    /** Empty once it is closed. */
    Optional<Lease> lease() {
        boolean open = holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
        return open ? Optional.of(new OneRelease(this)) : Optional.empty();
    }

    /** Its owner, or one lease, lets go. */
    void release() {
        if (holders.decrementAndGet() == 0) {
            model.close();
        }
    }

    private static final class OneRelease implements Lease {
        private final SharedModel shared;
        private final AtomicBoolean closed = new AtomicBoolean();

        OneRelease(SharedModel shared) {
            this.shared = shared;
        }

        @Override
        public ServedModel model() {
            return shared.model;
        }

        @Override
        public void close() {
            if (!closed.getAndSet(true)) {
                shared.release();
            }
        }
    }
}
