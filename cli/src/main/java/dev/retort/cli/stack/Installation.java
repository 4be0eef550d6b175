package dev.retort.cli.stack;

import dev.retort.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that this program was built in. */
public record Installation(Path home) {
    private static final String YAML = ".yaml";

    /** As {@code ./retort} says; the working directory otherwise. */
    public static Installation current() {
        return new Installation(
                Path.of(System.getProperty("retort.home", "")).toAbsolutePath().normalize());
    }

    /** @throws CommandFailure if a service is not built */
    public void requireBuilt() {
        for (Service service : Service.values()) {
            jar(service);
        }
    }

    /** @throws CommandFailure if the service is not built */
    public Path jar(Service service) {
        Path jar = home.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw CommandFailure.environment(
                    "%s is not built: %s is missing. ./retort builds it; or run mvn package -DskipTests in %s"
                            .formatted(service.module(), jar, home));
        }
        return jar;
    }

    /**
     * @param fileOrName a YAML file, or the name of one of the shipped experiments
     * @throws CommandFailure naming the shipped ones if it is neither
     */
    public Path experiment(String fileOrName) {
        Path file = Path.of(fileOrName);
        if (Files.isRegularFile(file)) {
            return file;
        }
        Path shipped = experiments().resolve(fileOrName + YAML);
        if (Files.isRegularFile(shipped)) {
            return shipped;
        }
        throw CommandFailure.usage("there is no experiment %s: neither a file nor one of %s"
                .formatted(fileOrName, String.join(", ", names(experiments(), YAML))));
    }

    private Path experiments() {
        return home.resolve("experiments");
    }

    public Path benchmarks() {
        return home.resolve("benchmarks");
    }

    private static List<String> names(Path directory, String suffix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
