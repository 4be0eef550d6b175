package dev.retort.cli.stack;

import dev.retort.cli.CommandFailure;
import dev.retort.contracts.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code ./retort up} started, for the other commands to find: {@code stack.json} in the data folder.
 *
 * @param pid process of {@code ./retort up}; when it is gone, so is everything here
 * @param services base address by module
 * @param kafka bootstrap servers
 */
public record RunningStack(long pid, Map<String, URI> services, String kafka, String store, Instant startedAt) {
    public RunningStack {
        services = Map.copyOf(new TreeMap<>(services));
    }

    public URI address(Service service) {
        return Objects.requireNonNull(services.get(service.module()), service.module());
    }

    /** Appears whole or not at all. */
    public void write(Path file) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(unfinished, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CommandFailure.environment("%s cannot be written (%s): is the disk full?".formatted(file, e), e);
        }
    }

    /** What was written there last, running or not; empty where nothing was, or it cannot be read. */
    static Optional<RunningStack> last(Path file) {
        try {
            return Optional.of(Json.MAPPER.readValue(file.toFile(), RunningStack.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @throws CommandFailure if nothing runs there */
    public static RunningStack read(Path file) {
        RunningStack stack;
        try {
            stack = Json.MAPPER.readValue(file.toFile(), RunningStack.class);
        } catch (IOException e) {
            throw nothingRuns(file, e);
        }
        boolean alive =
                ProcessHandle.of(stack.pid()).map(ProcessHandle::isAlive).orElse(false);
        if (!alive) {
            throw nothingRuns(file, new IOException("process " + stack.pid() + " is gone"));
        }
        return stack;
    }

    private static CommandFailure nothingRuns(Path file, IOException why) {
        return CommandFailure.environment(
                ("Retort does not run on %s: start it with ./retort up, or name its folder with --data DIR, or the"
                                + " gateway with --url")
                        .formatted(file.toAbsolutePath().normalize().getParent()),
                why);
    }
}
