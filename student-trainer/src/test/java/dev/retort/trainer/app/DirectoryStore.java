package dev.retort.trainer.app;

import dev.retort.kit.store.ObjectMissingException;
import dev.retort.kit.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Objects as files, each there whole or not at all: it outlives the processes that write it. */
final class DirectoryStore implements ObjectStore {
    private final Path root;
    private final Path unfinished;

    DirectoryStore(Path root) throws IOException {
        this.root = Files.createDirectories(root);
        this.unfinished = Files.createDirectories(root.resolveSibling("unfinished"));
    }

    @Override
    public boolean exists(String key) {
        return Files.exists(root.resolve(key));
    }

    @Override
    public byte[] get(String key) {
        if (!exists(key)) {
            throw new ObjectMissingException("no object " + key);
        }
        try {
            return Files.readAllBytes(root.resolve(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        try {
            Path target = root.resolve(key);
            Files.createDirectories(target.getParent());
            Path partial = Files.createTempFile(unfinished, "object", "");
            Files.write(partial, bytes);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(key -> key.startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void delete(String key) {
        try {
            Files.deleteIfExists(root.resolve(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
