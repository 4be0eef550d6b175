package dev.retort.teacher.app;

import dev.retort.contracts.event.ContinuousSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The continuous set that samples are taken for now. */
@ApplicationScoped
public class OpenSets {
    private volatile Optional<ContinuousSet> open = Optional.empty();

    public Optional<ContinuousSet> find() {
        return open;
    }

    void opened(ContinuousSet set) {
        open = Optional.of(set);
    }

    void closed() {
        open = Optional.empty();
    }
}
