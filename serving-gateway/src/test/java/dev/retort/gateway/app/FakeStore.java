package dev.retort.gateway.app;

import dev.retort.contracts.Digest;
import dev.retort.gateway.domain.FakeModel;
import dev.retort.gateway.domain.ModelLoader;
import dev.retort.gateway.domain.RefusedModelException;
import dev.retort.gateway.domain.ServedModel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Has every version, some of them bad, and remembers what it was asked for. */
final class FakeStore implements ModelLoader {
    final List<Digest> loaded = new CopyOnWriteArrayList<>();
    final Set<Digest> bad = ConcurrentHashMap.newKeySet();
    /** What the next loads come to, where it is another model than one of its version. */
    final Map<Digest, FakeModel> models = new ConcurrentHashMap<>();
    /** So many loads find the store away. */
    final AtomicInteger failures = new AtomicInteger();

    volatile CountDownLatch loading = new CountDownLatch(0);

    @Override
    public ServedModel load(Digest version) throws RefusedModelException, IOException {
        loaded.add(version);
        try {
            loading.await();
        } catch (InterruptedException e) {
            throw new IOException("stopped", e);
        }
        if (failures.getAndDecrement() > 0) {
            throw new IOException("the store is away");
        }
        if (bad.contains(version)) {
            throw new RefusedModelException("changed bytes");
        }
        return models.compute(
                version, (name, known) -> known == null || known.isClosed() ? new FakeModel(version) : known);
    }

    /** As it was loaded last. */
    FakeModel model(Digest version) {
        return Objects.requireNonNull(models.get(version));
    }
}
