package dev.retort.teacher.app;

import dev.retort.contracts.event.ContinuousSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The continuous set that samples are taken for now. */
@ApplicationScoped
public class OpenSets {
    private final AtomicReference<Optional<ContinuousSet>> open = new AtomicReference<>(Optional.empty());

    public Optional<ContinuousSet> find() {
        return open.get();
    }

    void opened(ContinuousSet set) {
        open.set(Optional.of(set));
    }

    void closed() {
        open.set(Optional.empty());
    }
}
