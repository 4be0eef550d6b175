package dev.retort.eval.app;

import dev.retort.eval.domain.Cycles;
import dev.retort.eval.storage.StorageBeans;
import dev.retort.kit.run.Runs;
import dev.retort.kit.store.ArtefactStore;
import dev.retort.kit.store.ObjectStore;
import java.nio.file.Path;

/** What answers questions about versions, on some store and an empty log, as the container would make it. */
public record AuditBeans(Lineages lineages, Comparisons comparisons) {
    public static AuditBeans on(ObjectStore store, Path cache) {
        return new AuditBeans(
                new Lineages(store, new Runs(), new Cycles(), NothingNew.LOG),
                new Comparisons(StorageBeans.on(new ArtefactStore(store, cache)).predictions()));
    }
}
