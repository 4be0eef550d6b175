package dev.retort.integration;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/** The container engine as Testcontainers finds it, asked once for all tests. */
final class Engine {
    /** Testcontainers tries for minutes to get its reaper's image, and whoever asks it meanwhile waits as well. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static @Nullable CompletableFuture<?> reaper;

    private Engine() {}

    /**
     * Whether there is one.
     *
     * @throws IllegalStateException if there is, but Testcontainers cannot work with it: nothing would be tested
     */
    static synchronized boolean answers() {
        if (reaper == null) {
            if (!isThere()) {
                return false;
            }
            reaper = CompletableFuture.supplyAsync(DockerClientFactory.instance()::client)
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        requireStarted(reaper);
        return true;
    }

    private static boolean isThere() {
        try {
            DockerClientFactory.instance().getInfo();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static void requireStarted(CompletableFuture<?> reaper) {
        try {
            reaper.join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "a container engine answers, but Testcontainers' reaper does not start (%s): let the engine get or load its image, testcontainers/ryuk, or go without it: export TESTCONTAINERS_RYUK_DISABLED=true"
                            .formatted(e.getCause()),
                    e);
        }
    }
}
