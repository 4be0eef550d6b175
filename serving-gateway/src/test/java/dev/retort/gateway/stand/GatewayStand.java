package dev.retort.gateway.stand;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.EndShadow;
import dev.retort.contracts.event.ModelPromoted;
import dev.retort.contracts.event.PromotionEvent;
import dev.retort.contracts.event.StartShadow;
import dev.retort.contracts.manifest.ModelManifest;
import dev.retort.local.LocalStack;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts broker, store and the packaged gateway, publishes two versions and promotes one, says when it answers, then does what
 * the lines of its input say, each answered by a line that begins with {@code stand:}, and stops everything when its input ends.
 */
public final class GatewayStand {
    private static final double MILLISECOND = 1e6;

    private final LocalStack stack;
    private final StandLog log;
    private final Path directory;
    private final Path jar;
    private final int port;
    private final List<Digest> versions;
    private StandGateway gateway;
    private int champion;

    private GatewayStand(LocalStack stack, StandLog log, Path directory, Path jar, int port, String network)
            throws IOException {
        this.stack = stack;
        this.log = log;
        this.directory = directory;
        this.jar = jar;
        this.port = port;
        StandVersions published = new StandVersions(stack.store(), directory.resolve("publisher"), network);
        this.versions = List.of(
                published.publish(1, directory.resolve(ModelManifest.ONNX)),
                published.publish(2, directory.resolve("other.onnx")));
        this.gateway = StandGateway.start(stack, directory, jar, port);
    }

    /** @param arguments an empty directory, the gateway's quarkus-run.jar, a port, and a network's name */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        try (LocalStack stack = LocalStack.start(directory);
                StandLog log = new StandLog(stack.broker().bootstrapServers())) {
            GatewayStand stand = new GatewayStand(
                    stack, log, directory, Path.of(arguments[1]), Integer.parseInt(arguments[2]), arguments[3]);
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                say(stand.begin());
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    say(stand.obey(line));
                }
            } finally {
                stand.gateway.stop();
            }
        }
    }

    /** Libraries print as well. */
    private static void say(String answer) {
        System.out.println("stand: " + answer);
    }

    private String begin() throws InterruptedException {
        promote(champion);
        gateway.awaitReady();
        return "ready: version %s, process %d".formatted(versions.get(champion), gateway.pid());
    }

    private String obey(String line) throws IOException, InterruptedException {
        String[] words = line.split(" ", 2);
        return switch (words[0]) {
            case "swap" -> swap(Integer.parseInt(words[1]));
            case "shadow" -> shadow(words[1].equals("on"));
            case "restart" -> restart(words[1].equals("empty"));
            default -> "no such command: " + line;
        };
    }

    /** One after the other, each when the one before answers. */
    private String swap(int count) throws InterruptedException {
        long[] nanos = new long[count];
        for (int swap = 0; swap < count; swap++) {
            champion = 1 - champion;
            long start = System.nanoTime();
            promote(champion);
            gateway.awaitAnswerOf(versions.get(champion));
            nanos[swap] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return "%d swaps, from the record to an answer of the new version: p50 %.0f ms, greatest %.0f ms"
                .formatted(count, nanos[count / 2] / MILLISECOND, nanos[count - 1] / MILLISECOND);
    }

    private String shadow(boolean on) throws InterruptedException {
        Digest other = versions.get(1 - champion);
        log.append(
                on
                        ? new StartShadow(PromotionEvent.CHAMPION, other, 1, "for the stand", "stand", Instant.now())
                        : new EndShadow(PromotionEvent.CHAMPION, "for the stand", "stand", Instant.now()));
        gateway.awaitTrial(on);
        return on ? "a shadow answers" : "no shadow answers";
    }

    /** Broker and store run on. */
    private String restart(boolean withEmptyCache) throws IOException, InterruptedException {
        gateway.stop();
        if (withEmptyCache) {
            delete(StandGateway.cache(directory));
        }
        long start = System.nanoTime();
        gateway = StandGateway.start(stack, directory, jar, port);
        gateway.awaitReady();
        return "ready %.0f ms after its process was started".formatted((System.nanoTime() - start) / MILLISECOND);
    }

    private void promote(int version) throws InterruptedException {
        log.append(new ModelPromoted(
                PromotionEvent.CHAMPION,
                versions.get(version),
                null,
                "stand",
                "random",
                "for the stand",
                Instant.now()));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
