package dev.retort.gateway.domain;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The model that answers. A swap is one write of a reference; the model before it is closed when the last request that
 * holds it has ended.
 */
public final class Champion {
    private final AtomicReference<@Nullable Counted> current = new AtomicReference<>();

    /** Empty before the first model. */
    public Optional<Lease> lease() {
        while (true) {
            Counted counted = current.get();
            if (counted == null) {
                return Optional.empty();
            }
            if (counted.retain()) {
                return Optional.of(new OneRelease(counted));
            }
            // Swapped away and drained between the two lines: the reference holds another one by now.
            Thread.onSpinWait();
        }
    }

    /** From now on new requests are answered by {@code next}. */
    public void swap(ServedModel next) {
        Counted before = current.getAndSet(new Counted(next));
        if (before != null) {
            before.release();
        }
    }

    /** No model answers any more. */
    public void clear() {
        Counted before = current.getAndSet(null);
        if (before != null) {
            before.release();
        }
    }

    /** A model and how many hold it: the reference itself, and every open lease. Never rises from zero. */
    private static final class Counted {
        private final ServedModel model;
        private final AtomicInteger holders = new AtomicInteger(1);

        Counted(ServedModel model) {
            this.model = model;
        }

        boolean retain() {
            return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
        }

        void release() {
            if (holders.decrementAndGet() == 0) {
                model.close();
            }
        }
    }

    private static final class OneRelease implements Lease {
        private final AtomicReference<@Nullable Counted> counted;
        private final ServedModel model;

        OneRelease(Counted counted) {
            this.counted = new AtomicReference<>(counted);
            this.model = counted.model;
        }

        @Override
        public ServedModel model() {
            return model;
        }

        @Override
        public void close() {
            Counted open = counted.getAndSet(null);
            if (open != null) {
                open.release();
            }
        }
    }
}
