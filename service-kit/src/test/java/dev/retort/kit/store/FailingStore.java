package dev.retort.kit.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A store in memory that has room for so many bytes, and answers like one whose disk is full beyond that. */
public final class FailingStore implements ObjectStore {
    final Map<String, byte[]> objects = new TreeMap<>();
    private long free;
    /** After so many downloads the local disk is full. */
    private int downloads = Integer.MAX_VALUE;

    public FailingStore(long free) {
        this.free = free;
    }

    void makeRoom() {
        free = Long.MAX_VALUE;
        downloads = Integer.MAX_VALUE;
    }

    void failAfterDownloads(int count) {
        downloads = count;
    }

    @Override
    public boolean exists(String key) {
        return objects.containsKey(key);
    }

    @Override
    public byte[] get(String key) {
        byte[] bytes = objects.get(key);
        if (bytes == null) {
            throw new ObjectMissingException("no object " + key);
        }
        return bytes;
    }

    @Override
    public byte[] getAtMost(String key, int bytes) {
        byte[] all = get(key);
        return Arrays.copyOf(all, Math.min(all.length, bytes));
    }

    @Override
    public void download(String key, Path target) {
        try {
            byte[] bytes = get(key);
            if (downloads-- == 0) {
                Files.write(target, Arrays.copyOf(bytes, bytes.length / 2));
                throw LocalDiskException.at(
                        Objects.requireNonNull(target.getParent()), new IOException("No space left on device"));
            }
            Files.write(target, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void put(String key, byte[] bytes) {
        if (bytes.length > free) {
            throw new StoreRefusedException("the store is full");
        }
        free -= bytes.length;
        objects.put(key, bytes.clone());
    }

    @Override
    public void put(String key, Path file) {
        try {
            put(key, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> list(String prefix) {
        return objects.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    }

    @Override
    public void delete(String key) {
        objects.remove(key);
    }
}
