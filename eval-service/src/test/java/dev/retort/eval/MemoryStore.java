package dev.retort.eval;

import dev.retort.kit.store.ObjectMissingException;
import dev.retort.kit.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** An object store that is gone with its test. */
public final class MemoryStore implements ObjectStore {
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

    @Override
    public boolean exists(String key) {
        return objects.containsKey(key);
    }

    @Override
    public byte[] get(String key) {
        return Optional.ofNullable(objects.get(key))
                .orElseThrow(() -> new ObjectMissingException("there is no " + key));
    }

    @Override
    public byte[] getAtMost(String key, int bytes) {
        byte[] all = get(key);
        return Arrays.copyOf(all, Math.min(all.length, bytes));
    }

    @Override
    public void download(String key, Path target) {
        try {
            Files.write(target, get(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void put(String key, byte[] bytes) {
        objects.put(key, bytes);
    }

    @Override
    public void put(String key, Path file) {
        try {
            objects.put(key, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> list(String prefix) {
        return List.copyOf(objects.keySet());
    }

    @Override
    public void delete(String key) {
        throw new AssertionError("nothing is deleted");
    }
}
