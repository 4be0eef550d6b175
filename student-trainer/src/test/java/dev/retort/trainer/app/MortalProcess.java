package dev.retort.trainer.app;

import dev.retort.contracts.event.Event;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.store.ObjectStore;
import dev.retort.kit.testing.MemoryStore;
import java.nio.file.Path;
import java.util.List;

/** A process that ends before the n-th thing that it does to store or log, and does nothing from then on. Both outlive it. */
final class MortalProcess implements ObjectStore, EventPublisher {
    private final MemoryStore store;
    private final List<Event> log;
    private int left;

    MortalProcess(MemoryStore store, List<Event> log, int actions) {
        this.store = store;
        this.log = log;
        this.left = actions;
    }

    /** What {@code kill -9} is to a thread. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private void act() {
        if (left == 0) {
            throw new Killed();
        }
        left--;
    }

    @Override
    public void publish(Event event) {
        act();
        log.add(event);
    }

    @Override
    public void put(String key, byte[] bytes) {
        act();
        store.put(key, bytes);
    }

    @Override
    public void put(String key, Path file) {
        act();
        store.put(key, file);
    }

    @Override
    public boolean exists(String key) {
        return store.exists(key);
    }

    @Override
    public byte[] get(String key) {
        return store.get(key);
    }

    @Override
    public byte[] getAtMost(String key, int bytes) {
        return store.getAtMost(key, bytes);
    }

    @Override
    public void download(String key, Path target) {
        store.download(key, target);
    }

    @Override
    public List<String> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public void delete(String key) {
        act();
        store.delete(key);
    }
}
