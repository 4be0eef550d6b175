package dev.retort.gateway.domain;

import dev.retort.contracts.Digest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The versions that were asked for last, so many and no more; the one that nobody asked for longest makes room. */
public final class RecentModels {
    private static final float USUAL_LOAD = 0.75f;

    private final int kept;
    private final LinkedHashMap<Digest, SharedModel> models = new LinkedHashMap<>(16, USUAL_LOAD, true);

    /** @param kept at least one */
    public RecentModels(int kept) {
        if (kept < 1) {
            throw new IllegalArgumentException("at least one version is kept, not " + kept);
        }
        this.kept = kept;
    }

    /** Empty if it is not here, or no longer. */
    public synchronized Optional<Lease> lease(Digest version) {
        return Optional.ofNullable(models.get(version)).flatMap(SharedModel::lease);
    }

    /** Those that are here. */
    public synchronized List<Digest> versions() {
        return List.copyOf(models.keySet());
    }

    public synchronized void add(ServedModel model) {
        SharedModel before = models.put(model.version(), new SharedModel(model));
        if (before != null) {
            before.release();
        }
        if (models.size() > kept) {
            Iterator<SharedModel> eldest = models.values().iterator();
            SharedModel gone = eldest.next();
            eldest.remove();
            gone.release();
        }
    }

    public synchronized void clear() {
        models.values().forEach(SharedModel::release);
        models.clear();
    }
}
