package dev.retort.trainer.app;

import dev.retort.contracts.Digest;
import dev.retort.contracts.event.CheckpointPublished;
import dev.retort.contracts.event.Event;
import dev.retort.contracts.event.Role;
import dev.retort.kit.checkpoint.Checkpoints;
import dev.retort.kit.log.EventPublisher;
import dev.retort.kit.store.ArtefactStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;

/** A small training as a process of its own; store and log lie in a directory, and outlive it. */
final class TrainingProcess implements EventPublisher {
    static final String STEP = "step ";
    /** A pipe holds 64 KiB: a process gets some eight steps ahead of who reads what it says, and no further. */
    private static final String LONG = ".".repeat(1 << 13);

    /** More than ten processes take that are killed after six steps that were read. */
    private static final int STEPS = 180;

    private static final int CHECKPOINT_EVERY = 3;

    private final Role role;
    private final Path directory;
    private final DirectoryStore log;

    TrainingProcess(Role role, Path directory) throws IOException {
        this.role = role;
        this.directory = Files.createDirectories(directory);
        this.log = new DirectoryStore(directory.resolve("log"));
    }

    /** @param arguments role and directory */
    public static void main(String[] arguments) throws Exception {
        new TrainingProcess(Role.valueOf(arguments[0]), Path.of(arguments[1]))
                .train(done -> System.out.println(STEP + done + LONG));
    }

    void train(LongConsumer progress) throws IOException, InterruptedException {
        ArtefactStore artefacts =
                new ArtefactStore(new DirectoryStore(directory.resolve("store")), directory.resolve("cache"));
        new SmallTraining(role, STEPS, CHECKPOINT_EVERY).train(new Checkpoints(artefacts, this), announced(), progress);
    }

    /** It says {@link #STEP} and a number after each step. */
    Process start() throws IOException {
        Path temporary = Files.createDirectories(directory.resolve("temporary"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainingProcess.class.getName(),
                        role.name(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
    }

    /** Each of what was said, in the order of the steps: of one that was said twice in other bits there are two. */
    List<CheckpointPublished> announced() {
        return log.list("").stream().map(this::decoded).toList();
    }

    @Override
    public void publish(Event event) {
        if (!(event instanceof CheckpointPublished published)) {
            throw new IllegalStateException("nothing else is to be said: " + event);
        }
        log.put(
                "%04d %s".formatted(published.step(), published.checkpoint().hex()),
                published.objectPrefix().getBytes(StandardCharsets.UTF_8));
    }

    private CheckpointPublished decoded(String key) {
        String[] parts = key.split(" ", 2);
        long step = Long.parseLong(parts[0]);
        return new CheckpointPublished(
                "run",
                role,
                "small",
                step,
                STEPS,
                step == STEPS,
                new Digest(parts[1]),
                new String(log.get(key), StandardCharsets.UTF_8),
                Instant.EPOCH);
    }
}
