package dev.retort.local;

import java.nio.file.Path;

/** Broker and store together, under one directory. */
public final class LocalStack implements AutoCloseable {
    private final LocalBroker broker;
    private final LocalStore store;

    private LocalStack(LocalBroker broker, LocalStore store) {
        this.broker = broker;
        this.store = store;
    }

    /** @throws LocalStackException if one of them does not start; then neither runs */
    public static LocalStack start(Path directory) {
        LocalStore store = LocalStore.start(directory.resolve("store"));
        try {
            return new LocalStack(LocalBroker.start(directory.resolve("kafka")), store);
        } catch (LocalStackException e) {
            store.close();
            throw e;
        }
    }

    public LocalBroker broker() {
        return broker;
    }

    public LocalStore store() {
        return store;
    }

    @Override
    public void close() {
        broker.close();
        store.close();
    }
}
