package dev.retort.cli.stack;

import dev.retort.local.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Services of an {@code ./retort up} that was killed. They see that it is gone and end by themselves, but that takes some
 * seconds, and until then they hold their ports.
 */
public final class Leftovers {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Leftovers() {}

    /**
     * Waits for them, half a minute at most: what is then still there is none of ours.
     *
     * @param stackFile of a folder whose lock we have: nothing that it names is in use by another {@code ./retort up}
     * @param messages takes news for the user
     */
    public static void awaitEnd(Path stackFile, Consumer<String> messages) throws InterruptedException {
        Collection<URI> listening = listening(stackFile);
        if (listening.isEmpty()) {
            return;
        }
        messages.accept("Waiting for services of a former ./retort up to end …");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!listening(stackFile).isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(POLL);
        }
    }

    private static List<URI> listening(Path stackFile) {
        return RunningStack.last(stackFile).stream()
                .flatMap(stack -> stack.services().values().stream())
                .filter(address -> !Ports.isFree(address.getPort()))
                .toList();
    }
}
