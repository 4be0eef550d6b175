package dev.retort.gateway.djlserving;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Where DJL Serving reads models from: a directory a model, there whole or not at all. */
final class SharedDirectory {
    private static final String ONNX = "model.onnx";
    private static final String PROPERTIES = "serving.properties";

    private final Path root;
    private final int threads;

    /** @param threads that one inference computes on */
    SharedDirectory(Path root, int threads) {
        this.root = root.toAbsolutePath();
        this.threads = threads;
    }

    /** Puts a model there unless it is. */
    URI put(String name, Path onnx) throws IOException {
        Path directory = root.resolve(name);
        if (!Files.exists(directory)) {
            Path fresh = root.resolve(name + ".new");
            delete(fresh);
            Files.createDirectories(fresh);
            Files.copy(onnx, fresh.resolve(ONNX));
            Files.writeString(fresh.resolve(PROPERTIES), properties(), StandardCharsets.ISO_8859_1);
            Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
        }
        return directory.toUri();
    }

    void remove(String name) throws IOException {
        delete(root.resolve(name));
    }

    /** What a process before this one left behind. */
    void removeAll(String prefix) throws IOException {
        if (Files.isDirectory(root)) {
            for (Path each : children(root)) {
                if (each.getFileName().toString().startsWith(prefix)) {
                    delete(each);
                }
            }
        }
    }

    private String properties() {
        return """
                engine=OnnxRuntime
                option.modelName=model
                option.intraOpNumThreads=%d
                option.interOpNumThreads=1
                """.formatted(threads);
    }

    private static void delete(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            for (Path each : children(directory)) {
                Files.deleteIfExists(each);
            }
        }
        Files.deleteIfExists(directory);
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        }
    }
}
