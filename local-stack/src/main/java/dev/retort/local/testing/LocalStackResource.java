package dev.retort.local.testing;

import dev.retort.local.LocalStack;
import dev.retort.local.LocalStore;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gives a Quarkus test a broker and a store of its own, with nothing in them. */
public final class LocalStackResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable LocalStack stack;
    private @Nullable Path directory;

    @Override
    public Map<String, String> start() {
        try {
            Path fresh = Files.createTempDirectory("retort-test");
            directory = fresh;
            LocalStack started = LocalStack.start(fresh);
            stack = started;
            return Map.of(
                    "kafka.bootstrap.servers",
                    started.broker().bootstrapServers(),
                    "retort.store.endpoint",
                    started.store().endpoint(),
                    "retort.store.access-key",
                    LocalStore.ACCESS_KEY,
                    "retort.store.secret-key",
                    LocalStore.SECRET_KEY,
                    "retort.store.bucket",
                    LocalStore.BUCKET,
                    "retort.cache-directory",
                    fresh.resolve("cache").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (stack != null) {
            stack.close();
        }
        if (directory != null) {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
