package dev.retort.teacher.app;

import dev.retort.distill.score.OpenClassifier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A classifier that is opened when it is first needed, and closed if it was. Confined to one thread. */
final class LazyClassifier implements AutoCloseable {
    private final Supplier<OpenClassifier> source;
    private @Nullable OpenClassifier opened;

    LazyClassifier(Supplier<OpenClassifier> source) {
        this.source = source;
    }

    OpenClassifier open() {
        if (opened == null) {
            opened = source.get();
        }
        return opened;
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
